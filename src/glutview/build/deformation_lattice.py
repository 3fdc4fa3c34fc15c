"""Which poses are solved, and from which other pose each is reached."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import numpy as np

Angles = tuple[float, float, float]
"""Flexion, abduction, internal rotation of the right hip, degrees."""

Lines = tuple[tuple[float, ...], ...]
"""The lines of a lattice: rising angles of each."""

NEUTRAL: Angles = (0.0, 0.0, 0.0)
LATTICE: Lines = (
    (-20.0, -10.0, 0.0, 18.0, 36.0, 54.0, 74.0, 92.0, 108.0, 120.0),
    (-30.0, -16.0, 0.0, 14.0, 28.0, 40.0, 50.0),
    (-45.0, -35.0, -24.0, 0.0, 18.0, 34.0, 45.0),
)
LIMITS = np.array([[line[0], line[-1]] for line in LATTICE])
"""(3, 2) least and greatest angles, degrees: those of the atlas."""
# No step of a path is longer; beyond it a block may settle into another shape than a finer path leads to.
STEP_DEG = 24.0


def stops(target: float, lattice: tuple[float, ...]) -> list[float]:
    """Angles from zero (left out) to the target: the lattice's own, then the target itself."""
    passed = [x for x in lattice if 0 < x < target or target < x < 0]
    return sorted([*passed, target], key=abs) if target else []


def path(pose: Angles) -> list[Angles]:
    """The canonical path: flexion first, then abduction, then rotation, along the lattice; neutral at its start.

    Two poses share their paths up to where they part, so that a lattice is solved with one solution a pose.
    """
    poses = [NEUTRAL]
    for axis, target in enumerate(pose):
        for stop in stops(target, LATTICE[axis]):
            angles = list(poses[-1])
            angles[axis] = stop
            poses.append((angles[0], angles[1], angles[2]))
    return poses


def solving_order(poses: Iterable[Angles]) -> list[Angles]:
    """All poses on the paths to these, every one after the pose it is reached from."""
    return list(dict.fromkeys(step for pose in sorted(poses) for step in path(pose)))


def before(pose: Angles) -> Angles:
    """The pose from which this one is reached; neutral from itself."""
    way = path(pose)
    return way[-2] if len(way) > 1 else NEUTRAL


def lattice_poses(lines: Lines = LATTICE) -> list[Angles]:
    """Every pose of a lattice."""
    return [(f, a, r) for f, a, r in product(*lines)]
