"""Splines over the angles, laid smoothly through what was found in some poses."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np

from glutview.biomech.pose_splines import PoseSplines
from glutview.biomech.transforms import Floats
from glutview.build.deformation_lattice import LATTICE, NEUTRAL, Angles, lattice_poses

NEUTRAL_ROW = lattice_poses().index(NEUTRAL)
_BEND_DEG = 30.0
_CELL_DEG = 15.0


def smoothed(poses: Sequence[Angles], values: Floats, trust: Floats, smoothing: float) -> Floats:
    """(P, ...) values of a spline at the poses of the lattice: exactly 0 at neutral.

    Args:
        poses: (p,) any.
        values: (p, ...) what was found there.
        trust: (p,) weight of each.
        smoothing: weight of the spline's squared bends over 30 degrees beside its squared distance from a trusted
            value.
    """
    matrix, right = _least_squares(_shares(tuple(poses)), smoothing, trust)
    found = np.linalg.solve(matrix, right @ values.reshape(len(poses), -1))
    found[NEUTRAL_ROW] = 0
    return np.asarray(found.reshape(-1, *values.shape[1:]))


def increment(rows: Floats, wishes: Floats, smoothing: float, trust: Floats) -> Floats:
    """(P, ...) what to add to the values at the lattice's poses to meet wishes (r, ...), one for each of rows (r, P).

    Each row weighs these values (a value at a pose, or its slope); the increment is what meets all wishes best by
    least squares, each counting as it is trusted (r,), smoothly, and is 0 at neutral.
    """
    matrix, right = _least_squares(rows, smoothing, trust)
    found = np.linalg.solve(matrix, right @ wishes.reshape(len(rows), -1))
    return np.asarray(found.reshape(-1, *wishes.shape[1:]))


def _least_squares(rows: Floats, smoothing: float, trust: Floats) -> tuple[Floats, Floats]:
    """(P, P) and (P, r): the normal equations of what `rows` (r, P) are to give, with 0 at neutral."""
    right = rows.T * trust
    matrix = right @ rows + smoothing * _bends()
    matrix[NEUTRAL_ROW] = np.eye(len(matrix))[NEUTRAL_ROW]
    right[NEUTRAL_ROW] = 0
    return matrix, right


@cache
def _shares(poses: tuple[Angles, ...]) -> Floats:
    """(p, P) weights of the lattice's values in the spline's value at each pose."""
    splines = PoseSplines.over(LATTICE)
    return np.stack([splines.shares(pose) for pose in poses])


@cache
def _bends() -> Floats:
    """(P, P) of values at the lattice's poses: their squared bends along each angle, summed over the range."""
    total = np.zeros((len(lattice_poses()), len(lattice_poses())))
    for axis, line in enumerate(LATTICE):
        step = np.diff(line) / _BEND_DEG
        second = np.zeros((len(line) - 2, len(line)))
        for i, (before, after) in enumerate(pairwise(step)):
            row = np.array([1 / before, -1 / before - 1 / after, 1 / after])
            second[i, i : i + 3] = row / np.sqrt((before + after) / 2)
        parts = [np.diag(np.gradient(other) / _CELL_DEG) for other in LATTICE]
        parts[axis] = second.T @ second
        total += np.kron(np.kron(parts[0], parts[1]), parts[2])
    return total
