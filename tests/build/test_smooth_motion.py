"""Muscles in poses between those in which they were found, and where their neighbours lie there."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from glutview.biomech.transforms import Floats, apply
from glutview.build import corrected_poses
from glutview.build.corrected_poses import CorrectedPoses
from glutview.build.deformation_lattice import LIMITS, NEUTRAL, Angles
from glutview.build.deformation_setting import Setting
from glutview.build.layer_planes import layer_planes
from glutview.build.relaxed_poses import RelaxedPoses
from glutview.build.smooth_motion import SmoothMotion
from glutview.build.solved_poses import SolvedPoses
from glutview.build.watched_poses import drawn_poses
from tests.build.shipped_motion import played, setting

MUSCLES = ("gemellus_superior", "quadratus_femoris")


@cache
def motion() -> SmoothMotion:
    poses = [NEUTRAL, *drawn_poses(setting().motion_range, 900, 3)]
    found = {name: np.stack([played(name, pose) for pose in poses]) for name in MUSCLES}
    return SmoothMotion.through(setting(), poses, found, 1e-4)


def test_it_is_exact_at_neutral_and_close_in_poses_that_it_was_not_made_from() -> None:
    for name, nodes in motion().nodes(NEUTRAL).items():
        assert np.abs(nodes - setting().muscles[name].solver.rest).max() < 1e-9
    held_out = drawn_poses(setting().motion_range, 60, 4)
    for name in MUSCLES:
        away = [np.linalg.norm(motion().nodes(pose)[name] - played(name, pose), axis=-1) for pose in held_out]
        assert np.sqrt(np.mean(np.square(away))) < 0.25


def test_its_pace_is_that_of_differences() -> None:
    name, step = MUSCLES[0], 1e-3

    def beyond(pose: Angles) -> Floats:
        return np.asarray(motion().nodes(pose)[name] - setting().blended(name, motion()._rest[name], pose))

    for pose in drawn_poses(setting().motion_range, 5, 8):
        inside: Angles = (0.9 * pose[0], 0.9 * pose[1], 0.9 * pose[2])
        moved = [beyond(ahead) - beyond(inside) for ahead in (np.array(inside) + step * np.eye(3)).tolist()]
        fastest = np.linalg.norm(moved, axis=-1).max() / step
        assert motion().paces_mm_deg(name, [inside])[0] == pytest.approx(fastest, rel=1e-2)


def test_footprints_ride_on_their_bones() -> None:
    for pose in drawn_poses(setting().motion_range, 5, 4):
        for name, nodes in motion().nodes(pose).items():
            rest = setting().muscles[name].solver.rest
            assert np.abs(nodes[:, :, 0] - rest[:, :, 0]).max() < 1e-3
            carried = apply(setting().femur_at(pose), rest[:, :, -1].reshape(-1, 3)).reshape(rest[:, :, -1].shape)
            assert np.abs(nodes[:, :, -1] - carried).max() < 1e-3


def test_poses_are_put_right_all_along_the_borders_that_the_bones_set(tmp_path: Path) -> None:
    solved, limit = SolvedPoses(setting(), tmp_path), setting().motion_range
    poses = CorrectedPoses(RelaxedPoses(solved)).poses
    assert len(set(poses)) == len(poses)
    assert poses[: len(solved.poses)] == solved.poses
    # Wherever they stop the hip, a pose that is put right is near by.
    low, high = LIMITS.T
    random = np.random.default_rng(7).uniform(low, high, (2000, 3))
    stops = [limit.towards(NEUTRAL, pose).angles for pose in random[~limit.allowed(random)]]
    assert len(stops) > 100
    kept = np.array(poses)[limit.allowed(np.array(poses))]
    gaps = np.linalg.norm(kept[:, None] - np.array(stops), axis=-1).min(0)
    assert gaps.max() < 11
    assert np.median(gaps) < 4


def test_beside_the_corrected_poses_planes_lie_where_their_motion_has_the_muscles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corrected = CorrectedPoses(RelaxedPoses(SolvedPoses(setting(), tmp_path)))
    pose: Angles = (33.3, 11.1, -7.7)
    everyone = {name: played(name, pose) for name in setting().muscles}
    known = [NEUTRAL, *drawn_poses(setting().motion_range, 12, 3)]
    monkeypatch.setattr(corrected, "poses", known)
    monkeypatch.setattr(corrected, "nodes", lambda one: {name: played(name, one) for name in everyone})
    passed: list[dict[str, int]] = []

    class Exact(SmoothMotion):
        @staticmethod
        def through(  # type: ignore[override]
            _: Setting, poses: list[Angles], nodes: dict[str, Floats], smoothing: float
        ) -> Exact:
            assert poses == known
            passed.append({name: len(found) for name, found in nodes.items()})
            return Exact(setting(), motion()._smoother, {}, {})

        def nodes(self, one: Angles) -> dict[str, Floats]:
            return {name: played(name, one) for name in everyone}

    monkeypatch.setattr(corrected_poses, "SmoothMotion", Exact)
    assert corrected.planes(pose, "gemellus_superior") is None
    for _ in range(2):
        corrected.look_beside(pose)
    assert passed == [dict.fromkeys(everyone, len(known))]
    found = corrected.planes(pose, "gemellus_superior")
    assert found is not None
    wanted = layer_planes(setting(), "gemellus_superior", pose, everyone)
    assert len(wanted) > 100
    np.testing.assert_allclose(found, wanted, atol=1e-3)
