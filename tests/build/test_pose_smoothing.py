"""Smoothing over the angles."""

from __future__ import annotations

import numpy as np

from glutview.biomech.transforms import Floats
from glutview.build.deformation_lattice import LATTICE, LIMITS, NEUTRAL, Angles, lattice_poses
from glutview.build.pose_smoothing import PoseSmoothing

POSES = lattice_poses()
ANGLES = np.array(POSES)
ODD_ROW = POSES.index((54.0, 14.0, 18.0))


def over(smoothing: float) -> PoseSmoothing:
    return PoseSmoothing(LATTICE, smoothing)


def test_what_changes_evenly_with_the_angles_stays_and_gaps_are_filled() -> None:
    even = ANGLES @ np.array([[0.1, -0.2], [0.3, 0.05], [-0.15, 0.4]])
    kept = np.random.default_rng(4).random(len(POSES)) < 0.8
    found = over(0.1).through([p for p, k in zip(POSES, kept, strict=True) if k], even[kept], np.ones(kept.sum()))
    assert np.abs(found - even).max() < 1e-6


def test_poses_between_those_of_the_lattice_count_as_those_on_it() -> None:
    random, (low, high) = np.random.default_rng(5), LIMITS.T
    poses: list[Angles] = [(f, a, r) for f, a, r in random.uniform(low, high, (3000, 3)).tolist()]

    def bulge(angles: Floats) -> Floats:
        return np.asarray(np.sin(np.radians(angles) @ np.array([1.0, 0.7, -0.8]))[:, None])

    found = over(1e-6).through(poses, bulge(np.array(poses)), np.ones(len(poses)))
    splines = over(0.0).splines
    held_out = random.uniform(low, high, (200, 3))
    played = np.array([splines.shares(pose) @ found for pose in held_out])
    assert np.abs(played - bulge(held_out)).max() < 0.01


def test_neutral_stays_zero_whatever_is_around_it() -> None:
    found = over(0.1).through(POSES, np.ones((len(POSES), 3)), np.ones(len(POSES)))
    assert np.array_equal(found[POSES.index(NEUTRAL)], np.zeros(3))


def test_the_smoother_the_less_one_odd_pose_counts() -> None:
    odd = np.zeros((len(POSES), 1))
    odd[ODD_ROW] = 10.0
    left = [over(much).through(POSES, odd, np.ones(len(POSES)))[ODD_ROW, 0] for much in (1e-3, 1e-2, 1e-1, 1.0)]
    assert left == sorted(left, reverse=True)
    assert left[0] > 8.5
    assert left[-1] < 2.5


def test_what_is_trusted_little_follows_its_neighbours() -> None:
    values = np.zeros((len(POSES), 1))
    values[ODD_ROW] = 10.0
    trust = np.ones(len(POSES))
    trust[ODD_ROW] = 1e-3
    assert abs(over(0.1).through(POSES, values, trust)[ODD_ROW, 0]) < 0.1


def test_an_increment_meets_a_smooth_wish_and_leaves_neutral() -> None:
    random, (low, high) = np.random.default_rng(9), LIMITS.T
    poses: list[Angles] = [(f, a, r) for f, a, r in random.uniform(low, high, (700, 3)).tolist()]
    splines = over(0.0).splines
    rows = np.stack([splines.shares(pose) for pose in poses])
    wish = np.array([flexion / 60 + (abduction / 40) * (rotation / 40) for flexion, abduction, rotation in poses])
    laid = over(1e-3).increment(rows, wish, np.ones(len(poses)))
    assert laid[POSES.index(NEUTRAL)] == 0
    assert np.abs(rows @ laid - wish).max() < 0.02
    # One wish among many that are content is met the better, the more it counts.
    alone = np.zeros(len(poses))
    alone[0] = 1.0
    counting = np.where(alone > 0, 30.0, 1.0)
    met = [rows[0] @ over(1e-3).increment(rows, alone, trust) for trust in (np.ones(len(poses)), counting)]
    assert 0 < met[0] < met[1] <= 1
