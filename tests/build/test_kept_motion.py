"""A shipped motion that is made worse, and made to keep again what it kept."""

from __future__ import annotations

from functools import cache

import numpy as np

from glutview.biomech.deformation_modes import DeformationModes
from glutview.biomech.pose_splines import PoseSplines
from glutview.biomech.transforms import Floats
from glutview.build.block_elements import flatten
from glutview.build.deformation_lattice import LATTICE, LIMITS, NEUTRAL
from glutview.build.deformation_setting import Setting
from glutview.build.kept_motion import KeptMotion, watched_poses
from glutview.build.pose_projections import PoseProjections
from glutview.build.shipped_setting import load_setting
from glutview.paths import assets_dir

MUSCLE = "gemellus_inferior"


@cache
def setting() -> Setting:
    return load_setting()


@cache
def shipped() -> DeformationModes:
    return DeformationModes.load(assets_dir() / "deformations" / f"{MUSCLE}.npz")


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


def test_it_keeps_volume_pace_and_bones_where_these_were_lost() -> None:
    poses = watched_poses(setting(), [NEUTRAL])[::10]
    shapes = shipped().modes.astype(np.float64)
    good = np.moveaxis(shipped().coefficients.astype(np.float64), -1, 0)
    worse = 1.12 * good
    left = kept(shapes, worse, poses)
    before, after = (worst(shapes, weights, poses) for weights in (worse, left))
    assert before[0] > 0.05
    assert after[0] < min(0.01, 0.2 * before[0])
    assert after[1] < max(0.4, 0.6 * before[1])
    assert after[2] <= max(2.0, before[2])
    neutral = PoseSplines.over(LATTICE).shares(NEUTRAL)
    assert np.abs(np.tensordot(neutral, left - worse, 1)).max() < 1e-9
    # It is the same motion: what was put on is mostly left.
    assert np.linalg.norm(left - worse) < 0.3 * np.linalg.norm(worse)


def kept(shapes: Floats, weights: Floats, poses: list[tuple[float, float, float]]) -> Floats:
    return KeptMotion(setting(), MUSCLE, poses, lambda pose: None).kept(shapes, weights)


def worst(shapes: Floats, weights: Floats, poses: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    """Error of volume, mm in bone, mm per degree beyond the blend."""
    solver = setting().muscles[MUSCLE].solver
    projections, splines = PoseProjections.of(solver, shapes), PoseSplines.over(LATTICE)
    found = []
    for pose in poses:
        own = np.tensordot(splines.shares(pose), weights, 1)
        nodes = setting().blended(MUSCLE, solver.rest, pose) + np.einsum("kijl,kc->ijlc", shapes, own)
        volume = abs(projections.more_volume(flatten(nodes))[0] / projections.volume_mm3)
        deep = max(
            -projections.gaps_mm(flatten(nodes), bone).min() for bone in setting().bones_in_the_way(MUSCLE, pose)
        )
        slopes = np.einsum("kijl,akc->aijlc", shapes, np.tensordot(splines.slopes(pose), weights, 1))
        found.append((volume, deep, float(np.linalg.norm(slopes, axis=-1).max())))
    most = np.array(found).max(0)
    return float(most[0]), float(most[1]), float(most[2])
