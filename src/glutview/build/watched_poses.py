"""In which poses a motion is watched while it is mended."""

from __future__ import annotations

from functools import cache

import numpy as np

from glutview.biomech.motion_range import MotionRange
from glutview.build.deformation_lattice import LIMITS, NEUTRAL, Angles
from glutview.build.deformation_setting import Setting

_RANDOM, _SEED = 1000, 6
_BESIDE_DEG = 4.0


def watched_poses(setting: Setting, poses: list[Angles]) -> list[Angles]:
    """Those of `poses` that are allowed, and as many as :data:`_RANDOM` more in the range and on its borders."""
    found = [pose for pose, kept in zip(poses, setting.motion_range.allowed(np.array(poses)), strict=True) if kept]
    found += drawn_poses(setting.motion_range, _RANDOM, _SEED)
    return [pose for pose in dict.fromkeys(found) if pose != NEUTRAL]


@cache
def drawn_poses(limit: MotionRange, count: int, seed: int) -> tuple[Angles, ...]:
    """As many random poses in the range and on its borders; the same seed gives the same."""
    random, found = np.random.default_rng(seed), []
    for _ in range(count):
        drawn = random.uniform(*LIMITS.T)
        # A sixth lies on either side of the box along each angle.
        side = random.integers(0, 6, 3)
        drawn = np.where(side == 0, LIMITS[:, 0], np.where(side == 1, LIMITS[:, 1], drawn))
        # What the bones forbid is drawn back to their border.
        found.append(limit.towards(NEUTRAL, drawn).angles)
    return tuple(found)


def poses_beside(limit: MotionRange, poses: list[Angles], count: int, seed: int) -> list[Angles]:
    """As many random poses beside each of these, a few degrees away, in the range; the same seed gives the same."""
    random, found = np.random.default_rng(seed), []
    for pose in poses:
        for moved in np.clip(random.normal(pose, _BESIDE_DEG, (count, 3)), *LIMITS.T):
            found.append(limit.towards(NEUTRAL, moved).angles)
    return [pose for pose in dict.fromkeys(found) if pose != NEUTRAL]
