"""A pose: the angles of both hips in degrees, checked against their limits."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from glutview.errors import GlutviewError, Problem, failure

HIP_COORDINATES = ("hip_flexion", "hip_abduction", "hip_internal_rotation")
COORDINATES = tuple(f"{name}_{side}" for side in "rl" for name in HIP_COORDINATES)

Limits = Mapping[str, tuple[float, float]]
"""Least and greatest angle in degrees by coordinate without side: ``{"hip_flexion": (-20, 120), ...}``."""


@dataclass(frozen=True)
class Pose(Mapping[str, float]):
    """A frozen mapping of every coordinate of :data:`COORDINATES` to its angle in degrees."""

    angles: tuple[float, ...] = (0.0,) * len(COORDINATES)

    def __getitem__(self, coordinate: str) -> float:
        try:
            return self.angles[COORDINATES.index(coordinate)]
        except ValueError:
            raise KeyError(coordinate) from None

    def __iter__(self) -> Iterator[str]:
        return iter(COORDINATES)

    def __len__(self) -> int:
        return len(COORDINATES)

    def __hash__(self) -> int:
        return hash(self.angles)

    def __str__(self) -> str:
        return ",".join(f"{name}={angle:g}" for name, angle in self.items() if angle)

    def hip(self, side: str) -> tuple[float, float, float]:
        """Flexion, abduction and internal rotation of one side ("r" or "l"), degrees."""
        flexion, abduction, internal = (self[f"{name}_{side}"] for name in HIP_COORDINATES)
        return flexion, abduction, internal

    def moved(self, **angles: float) -> Pose:
        """The pose with some coordinates set anew, degrees; not checked against limits."""
        return Pose.of({**self, **angles})

    @staticmethod
    def of(angles: Mapping[str, float]) -> Pose:
        """The pose with these coordinates in degrees and all others zero; not checked against limits.

        Raises:
            KeyError: an unknown coordinate.
        """
        for name in angles:
            if name not in COORDINATES:
                raise KeyError(name)
        return Pose(tuple(float(angles.get(name, 0.0)) for name in COORDINATES))

    @staticmethod
    def checked(angles: Mapping[str, float], limits: Limits, where: str = "pose", line: int = 0) -> Pose:
        """As :meth:`of`, for angles that come from a person.

        Raises:
            GlutviewError: every unknown coordinate, every angle that is not finite or beyond its limits.
        """
        problems = []
        for name, angle in angles.items():
            if name not in COORDINATES:
                known = ", ".join(COORDINATES)
                problems.append(Problem(where, line, name, "unknown coordinate", f"use one of {known}"))
                continue
            low, high = limits[name[:-2]]
            if not math.isfinite(angle):
                what = f"{angle} is no angle"
                problems.append(Problem(where, line, name, what, "give degrees as a number"))
            elif not low <= angle <= high:
                what = f"{angle:g} deg is beyond the range of motion"
                problems.append(Problem(where, line, name, what, f"give {low:g} to {high:g} deg"))
        if problems:
            raise GlutviewError(problems)
        return Pose.of(angles)

    @staticmethod
    def parse(text: str, limits: Limits, where: str = "--pose") -> Pose:
        """The pose written as ``hip_abduction_r=30,hip_internal_rotation_r=20``, degrees; empty for neutral.

        Raises:
            GlutviewError: the text is not of that form, names a coordinate twice, or :meth:`checked`
                refuses it.
        """
        angles: dict[str, float] = {}
        for part in filter(None, (part.strip() for part in text.split(","))):
            name, equals, number = (word.strip() for word in part.partition("="))
            form = "write it as hip_abduction_r=30,hip_flexion_r=10"
            if not equals or not name:
                raise failure(where, f"'{part}' is not coordinate=degrees", form)
            if name in angles:
                raise failure(where, "it is given twice", "give it once", key=name)
            try:
                angles[name] = float(number)
            except ValueError:
                raise failure(where, f"'{number}' is no number", form, key=name) from None
        return Pose.checked(angles, limits, where)
