"""Curves of moment arms and lengths along one angle of a hip: what is asked for, and what comes. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from glutview.biomech.arm_sweep import steps
from glutview.biomech.moment_arms import Arms, MuscleFibres
from glutview.biomech.motion_range import MotionRange
from glutview.biomech.pose import HIP_COORDINATES
from glutview.geometry.mesh import Floats, Mesh

if TYPE_CHECKING:
    from glutview.biomech.anatomy import Anatomy

LENGTH = 3
"""The quantity after the arms about the three axes."""
STEP_DEG = 2.0
_NEUTRAL_DEG = 0.5
"""An angle of less is as good as none beside the published models."""
_BORDER_DEG = 1e-5
"""A hip that is stopped stands so near the end of its curve, on either side: what is less is rounding."""


@dataclass(frozen=True)
class CurveKey:
    """Which curves: of a muscle of one side, along one angle, at the two others."""

    muscle: str
    coordinate: int
    """Of flexion, abduction and internal rotation, the one that turns."""
    at_deg: tuple[float, float, float]
    """The angles; that which turns is 0 here."""

    @staticmethod
    def of(muscle: str, coordinate: int, hip_deg: tuple[float, float, float]) -> CurveKey:
        """The curves through a pose of the hip."""
        first, second, third = (0.0 if axis == coordinate else angle for axis, angle in enumerate(hip_deg))
        return CurveKey(muscle, coordinate, (first, second, third))

    def turned(self, angle_deg: float) -> tuple[float, float, float]:
        """The angles of a place on the curve."""
        first, second, third = (
            angle_deg if axis == self.coordinate else angle for axis, angle in enumerate(self.at_deg)
        )
        return first, second, third

    @property
    def is_published(self) -> bool:
        """Whether the published models have arms along this curve."""
        return self.coordinate != 0 and max(map(abs, self.at_deg)) < _NEUTRAL_DEG


@dataclass(frozen=True, eq=False)
class ArmCurves:
    """The curves of every compartment of a muscle.

    Attributes:
        angles_deg: (n,) of the coordinate that turns; where the range ends between two steps, its border too.
        values: (n, compartments, 4) arms about the three axes and length, mm; NaN beyond the range of motion.
    """

    key: CurveKey
    compartments: tuple[str, ...]
    angles_deg: Floats
    values: Floats

    def at(self, angle_deg: float, quantity: int) -> Floats:
        """(compartments,) values between the nearest angles; NaN beyond the range of motion."""
        there = self.angles_deg[np.isfinite(self.values[:, :, quantity]).all(1)]
        near = there[np.abs(there - angle_deg) < _BORDER_DEG]
        angle_deg = float(near[0]) if len(near) else angle_deg
        columns = self.values[:, :, quantity].T
        return np.array([np.interp(angle_deg, self.angles_deg, column, np.nan, np.nan) for column in columns])

    def arms(self, row: int) -> Arms:
        """What one angle has."""
        return Arms(self.values[row, :, LENGTH], self.values[row, :, :LENGTH])


@dataclass(eq=False)
class CurveMaker:
    """Computes curves; keeps the fibres of the muscles that it was asked for, till their meshes are others."""

    _fibres: dict[str, tuple[Mesh, MuscleFibres]] = field(default_factory=dict)

    def make(
        self, anatomy: Anatomy, keys: Sequence[CurveKey], tell: Callable[[float], None]
    ) -> dict[CurveKey, ArmCurves]:
        """The curves of several keys; `tell` is told the share that is done, and may raise to stop."""
        made = {}
        for number, key in enumerate(keys):
            made[key] = self._curves(anatomy, key, lambda share, done=number: tell((done + share) / len(keys)))
        return made

    def _curves(self, anatomy: Anatomy, key: CurveKey, tell: Callable[..., None]) -> ArmCurves:
        fibres = self._of(anatomy, key.muscle)
        low, high = anatomy.atlas.coordinate_limits()[HIP_COORDINATES[key.coordinate]]
        angles = _with_borders(np.array(steps(low, high, STEP_DEG)), key, anatomy.motion_range)
        values = np.full((len(angles), len(fibres.compartments), LENGTH + 1), np.nan)
        for row, angle in enumerate(angles):
            tell(row / len(angles))
            hip = key.turned(float(angle))
            if anatomy.motion_range.allowed(hip):
                means = fibres.compartment_means(hip)
                values[row] = np.column_stack([means.arms_mm, means.lengths_mm])
        return ArmCurves(key, fibres.compartments, angles, values)

    def _of(self, anatomy: Anatomy, muscle: str) -> MuscleFibres:
        mesh = anatomy.rest[muscle]
        if muscle not in self._fibres or self._fibres[muscle][0] is not mesh:
            self._fibres[muscle] = mesh, anatomy.fibres(muscle)
        return self._fibres[muscle][1]


def _with_borders(angles_deg: Floats, key: CurveKey, limit: MotionRange) -> Floats:
    """Angles (n,), and between those that are allowed and those that are not how far a hip comes."""
    hips = [key.turned(float(angle)) for angle in angles_deg]
    free = limit.allowed(hips)
    found = []
    for row in np.flatnonzero(free[:-1] != free[1:]):
        inner, outer = (row, row + 1) if free[row] else (row + 1, row)
        found.append(limit.towards(hips[inner], hips[outer]).angles[key.coordinate])
    return np.unique(np.concatenate([angles_deg, found]))


@dataclass(frozen=True, eq=False)
class Band:
    """What published models have: least and greatest (n,), mm, at angles (n,)."""

    angles_deg: Floats
    least: Floats
    greatest: Floats


def published_bands(stated: str, key: CurveKey, quantity: int) -> Mapping[str, Band]:
    """What published models have along a curve, by compartment; empty where they have nothing."""
    from glutview.measures.published_arms import published_arms

    if not key.is_published or quantity == LENGTH:
        return {}
    bands = {}
    for (muscle, compartment), every in published_arms().items():
        if muscle == stated:
            along = every.along(key.coordinate)
            angles = along.angles_deg[:, key.coordinate]
            bands[compartment] = Band(angles, along.least[:, quantity], along.greatest[:, quantity])
    return bands
