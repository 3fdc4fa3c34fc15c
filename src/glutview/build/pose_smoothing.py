"""Splines over the angles, laid smoothly through what was found in some poses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from glutview.biomech.pose_splines import PoseSplines
from glutview.biomech.transforms import Floats
from glutview.build.deformation_lattice import NEUTRAL, Angles, Lines, lattice_poses

_BEND_DEG = 30.0
_CELL_DEG = 15.0


@dataclass(frozen=True)
class PoseSmoothing:
    """Of splines over one lattice.

    Attributes:
        lines: of the lattice, degrees; neutral is one of its poses.
        smoothing: weight of a spline's squared bends over 30 degrees beside its squared distance from a trusted
            value.
    """

    lines: Lines
    smoothing: float

    @property
    def splines(self) -> PoseSplines:
        """From values at the poses of the lattice to any pose."""
        return _splines(self.lines)

    @property
    def neutral_row(self) -> int:
        """Which of the poses of the lattice neutral is."""
        return lattice_poses(self.lines).index(NEUTRAL)

    def through(self, poses: Sequence[Angles], values: Floats, trust: Floats) -> Floats:
        """(P, ...) values of a spline at the poses of the lattice: exactly 0 at neutral.

        Args:
            poses: (p,) any.
            values: (p, ...) what was found there.
            trust: (p,) weight of each.
        """
        found = self.increment(_shares(self.lines, tuple(poses)), values, trust)
        found[self.neutral_row] = 0
        return found

    def increment(self, rows: Floats, wishes: Floats, trust: Floats) -> Floats:
        """(P, ...) what to add to the values at the lattice's poses to meet wishes (r, ...), one for each row (r, P).

        Each row weighs these values (a value at a pose, or its slope); the increment is what meets all wishes best by
        least squares, each counting as it is trusted (r,), smoothly, and is 0 at neutral.
        """
        right, still = rows.T * trust, self.neutral_row
        matrix = right @ rows + self.smoothing * _bends(self.lines)
        matrix[still] = 0
        matrix[still, still] = 1
        right[still] = 0
        found = np.linalg.solve(matrix, right @ wishes.reshape(len(rows), -1))
        return np.asarray(found.reshape(-1, *wishes.shape[1:]))


@cache
def _splines(lines: Lines) -> PoseSplines:
    return PoseSplines.over(lines)


@cache
def _shares(lines: Lines, poses: tuple[Angles, ...]) -> Floats:
    """(p, P) weights of the lattice's values in the spline's value at each pose."""
    return np.stack([_splines(lines).shares(pose) for pose in poses])


@cache
def _bends(lines: Lines) -> Floats:
    """(P, P) of values at the lattice's poses: their squared bends along each angle, summed over the range."""
    count = len(lattice_poses(lines))
    total = np.zeros((count, count))
    for axis, line in enumerate(lines):
        step = np.diff(line) / _BEND_DEG
        second = np.zeros((len(line) - 2, len(line)))
        for i, (before, after) in enumerate(pairwise(step)):
            row = np.array([1 / before, -1 / before - 1 / after, 1 / after])
            second[i, i : i + 3] = row / np.sqrt((before + after) / 2)
        parts = [np.diag(np.gradient(other) / _CELL_DEG) for other in lines]
        parts[axis] = second.T @ second
        total += np.kron(np.kron(parts[0], parts[1]), parts[2])
    return total
