"""Where a motion is watched: all over the range, on its borders, and beside what broke."""

from __future__ import annotations

from functools import cache

import numpy as np

from glutview.build.deformation_lattice import LIMITS, NEUTRAL
from glutview.build.deformation_setting import Setting
from glutview.build.shipped_setting import load_setting
from glutview.build.watched_poses import poses_beside, watched_poses


@cache
def setting() -> Setting:
    return load_setting()


def test_poses_are_watched_all_over_the_range_and_on_its_borders() -> None:
    limit = setting().motion_range
    given = [(120.0, -30.0, 45.0), NEUTRAL, (20.0, 10.0, 10.0)]
    assert not limit.allowed(given[0])
    poses = watched_poses(setting(), given)
    assert given[2] in poses
    assert given[0] not in poses
    assert NEUTRAL not in poses
    angles = np.array(poses)
    assert limit.allowed(angles).all()
    for axis, sides in enumerate(LIMITS):
        assert [(angles[:, axis] == side).any() for side in sides] == [True, True]
    # What the bones stop is watched there: a little further would be forbidden.
    inside = ((angles > LIMITS[:, 0] + 0.5) & (angles < LIMITS[:, 1] - 0.5)).all(1)
    assert (~limit.allowed(angles[inside] * 1.01)).sum() > 20


def test_beside_a_pose_are_others_of_the_range_a_few_degrees_away() -> None:
    limit, inside, corner = setting().motion_range, (20.0, 10.0, 5.0), (120.0, 50.0, -45.0)
    for pose in (inside, corner):
        beside = poses_beside(limit, [pose], 60, 3)
        assert beside == poses_beside(limit, [pose], 60, 3)
        assert len(beside) > 50
        assert limit.allowed(np.array(beside)).all()
        away = np.abs(np.array(beside) - pose)
        assert 1 < np.median(away[:, 1]) < 6 or pose == corner
        assert away.max() < 25
