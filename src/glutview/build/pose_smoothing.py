"""Values at the poses of the lattice, smoothed over the angles and filled in where a pose was not solved."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np

from glutview.biomech.transforms import Floats
from glutview.build.deformation_lattice import LATTICE, NEUTRAL, Angles, lattice_poses

_BEND_DEG = 30.0


def smoothed(poses: Sequence[Angles], values: Floats, trust: Floats, smoothing: float) -> Floats:
    """(P, ...) values at every lattice pose: exactly 0 at neutral.

    Args:
        poses: (p,) lattice poses.
        values: (p, ...) what was found there.
        trust: (p,) weight of each.
        smoothing: weight of the squared bends over 30 degrees beside the squared distance from a trusted value.
    """
    every = lattice_poses()
    places = rows(poses)
    matrix, right = smoothing * _bends(), np.zeros((len(every), values[0].size))
    matrix[places, places] += trust
    right[places] = trust[:, None] * values.reshape(len(poses), -1)
    (neutral,) = rows([NEUTRAL])
    matrix[neutral] = np.eye(len(every))[neutral]
    right[neutral] = 0
    found = np.linalg.solve(matrix, right)
    found[neutral] = 0
    return np.asarray(found.reshape(-1, *values.shape[1:]))


def rows(poses: Sequence[Angles]) -> list[int]:
    """The places of some poses among all of the lattice."""
    row = {pose: i for i, pose in enumerate(lattice_poses())}
    return [row[pose] for pose in poses]


@cache
def _bends() -> Floats:
    """(P, P) of values at the lattice poses: the sum of their squared second differences along each angle."""
    total = np.zeros((len(lattice_poses()), len(lattice_poses())))
    for axis, line in enumerate(LATTICE):
        step = np.diff(line) / _BEND_DEG
        second = np.zeros((len(line) - 2, len(line)))
        for i, (before, after) in enumerate(pairwise(step)):
            row = np.array([1 / before, -1 / before - 1 / after, 1 / after])
            second[i, i : i + 3] = row / np.sqrt((before + after) / 2)
        parts = [np.eye(len(other)) for other in LATTICE]
        parts[axis] = second.T @ second
        total += np.kron(np.kron(parts[0], parts[1]), parts[2])
    return total
