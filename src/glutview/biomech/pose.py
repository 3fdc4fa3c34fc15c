"""A pose: the angles of both hips in degrees, checked against their range."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from glutview.biomech.coordinates import COORDINATES, HIP_COORDINATES, Limits
from glutview.biomech.motion_range import MotionRange
from glutview.biomech.refusal import refusals
from glutview.errors import GlutviewError, Problem, failure

__all__ = ["COORDINATES", "HIP_COORDINATES", "Limits", "Pose"]


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
        """The pose with some coordinates set anew, degrees; not checked against its range."""
        return Pose.of({**self, **angles})

    def held(self, limit: MotionRange) -> Pose:
        """The pose with each hip that is beyond its range at the border: a station of a movement, held smoothly."""
        hips = [self.hip(side) for side in "rl"]
        return self if limit.allowed(hips).all() else Pose(tuple(chain.from_iterable(map(limit.held, hips))))

    def within(self, limit: MotionRange, among: Collection[str] = COORDINATES) -> Pose:
        """The pose with each hip at the nearest angles that its range allows.

        Args:
            limit: the range of either hip.
            among: the coordinates that may be changed, as long as that is enough.
        """
        if self == Pose():
            return self
        free = {side: [name for name in HIP_COORDINATES if f"{name}_{side}" in among] for side in "rl"}
        return Pose(tuple(chain.from_iterable(limit.nearest(self.hip(side), free[side]) for side in "rl")))

    @staticmethod
    def of(angles: Mapping[str, float]) -> Pose:
        """The pose with these coordinates in degrees and all others zero; not checked against its range.

        Raises:
            KeyError: an unknown coordinate.
        """
        for name in angles:
            if name not in COORDINATES:
                raise KeyError(name)
        return Pose(tuple(float(angles.get(name, 0.0)) for name in COORDINATES))

    @staticmethod
    def checked(
        angles: Mapping[str, float], limit: MotionRange, where: str = "pose", line: int = 0, *, complete: bool = True
    ) -> Pose:
        """As :meth:`of`, for angles that come from a person.

        Args:
            angles: degrees by coordinate.
            limit: the range of either hip.
            where: they were given.
            line: of them there; 0 where lines mean nothing.
            complete: whether these are all angles; with others yet to come, whether the bones meet is not asked.

        Raises:
            GlutviewError: every unknown coordinate, every angle that is not finite or beyond its limits, every hip
                whose bones would come too near each other.
        """
        found = refusals(angles.items(), limit, complete=complete)
        problems = [Problem(where, line, one.coordinate, one.what, one.remedy) for one in found]
        if problems:
            raise GlutviewError(problems)
        return Pose.of(angles)

    @staticmethod
    def parse(text: str, limit: MotionRange, where: str = "--pose", *, complete: bool = True) -> Pose:
        """The pose written as ``hip_abduction_r=30,hip_internal_rotation_r=20``, degrees; empty for neutral.

        Whether it is `complete` is as in :meth:`checked`.

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
        return Pose.checked(angles, limit, where, complete=complete)
