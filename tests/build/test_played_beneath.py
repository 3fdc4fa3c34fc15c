"""What lies beneath a muscle, told as it is played."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.biomech.deformation_modes import DeformationModes
from glutview.biomech.transforms import Floats
from glutview.build.block_elements import flatten
from glutview.build.corrected_poses import CorrectedPoses
from glutview.build.deformation_lattice import Angles
from glutview.build.layer_planes import layer_planes
from glutview.build.played_beneath import PlayedBeneath, sheet_planes, slides, waits
from glutview.build.relaxed_poses import RelaxedPoses
from glutview.build.solved_poses import SolvedPoses
from glutview.geometry.inside import Body
from tests.build.shipped_motion import played, setting, shipped

MUSCLE = "gemellus_superior"
POSE: Angles = (92.0, 28.0, -35.0)


def test_what_waits_lies_on_others_and_under_nothing() -> None:
    muscles = setting().muscles
    waiting = {name for name in muscles if waits(setting(), name)}
    sliding = {name for name in muscles if slides(setting(), name)}
    assert MUSCLE in sliding
    assert waiting - sliding == {"gluteus_maximus"}
    assert sliding < waiting
    # What slides is told of all it lies on by how that is played.
    assert not waiting & {beneath for name in sliding for beneath in muscles[name].over}
    # What is fitted before them needs only what is beneath itself, or where they were put right.
    assert {"gluteus_medius", "tensor_fasciae_latae", "piriformis"} <= set(muscles) - waiting


def test_a_sheet_is_told_again_where_those_beneath_are_played_elsewhere_than_they_were_put_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corrected = CorrectedPoses(RelaxedPoses(SolvedPoses(setting(), tmp_path)))
    sheet, pose = "gluteus_maximus", next(pose for pose in corrected.poses if pose[0] == 92 and pose[1] == 28)
    put_right = {name: played(name, pose) for name in setting().muscles}
    told_before = np.zeros((1, 9))
    monkeypatch.setattr(corrected, "nodes", lambda pose: put_right)
    monkeypatch.setattr(corrected, "planes", lambda pose, name: told_before)
    beneath = {name: shipped(name) for name in setting().muscles[sheet].over}
    assert sheet_planes(corrected, sheet, beneath)(pose, put_right[sheet]) is told_before
    # Where one of them only rides on its bones it lies elsewhere, and the sheet is told where.
    one = next(iter(beneath))
    still = {**beneath, one: replace(beneath[one], coefficients=0 * beneath[one].coefficients)}
    moved = {**put_right, one: setting().blended(one, setting().muscles[one].solver.rest, pose)}
    found = sheet_planes(corrected, sheet, still)(pose, put_right[sheet])
    assert found is not None
    assert found == pytest.approx(layer_planes(setting(), sheet, pose, moved), abs=1e-4)
    # In a pose that was not put right nothing else is known.
    assert sheet_planes(corrected, sheet, still)((91.0, 27.0, 1.0), put_right[sheet]) is told_before


def test_planes_tell_how_deep_its_vertices_are_in_what_is_played() -> None:
    muscle, femur, nodes = setting().muscles[MUSCLE], setting().femur_at(POSE), played(MUSCLE, POSE)
    modes = {name: shipped(name) for name in muscle.over}
    beyond = nodes - setting().blended(MUSCLE, muscle.solver.rest, POSE)
    points = muscle.drawn.positions(flatten(beyond), femur)
    drawn = Anatomy.load().quality("r").muscles
    depth = np.zeros(len(points))
    for name in muscle.over:
        body = drawn[name].mesh.with_vertices(drawn[name].posed(femur, POSE))
        depth = np.maximum(depth, Body(body).depth(points))

    def told(beneath: dict[str, DeformationModes]) -> Floats:
        rows, found = PlayedBeneath(setting(), MUSCLE, beneath).planes(POSE, nodes), np.zeros(len(points))
        np.maximum.at(found, rows[:, 0].astype(np.int64), -rows[:, 1])
        return found

    deep = depth > 0.8
    assert deep.sum() > 20
    assert np.abs(told(modes) - depth)[deep].max() < 0.15
    assert np.quantile(np.abs(told(modes) - depth), 0.99) < 0.1
    # Where the others only rode on their bones it would be told something else.
    still = {name: replace(each, coefficients=0 * each.coefficients) for name, each in modes.items()}
    assert np.corrcoef(told(still), depth)[0, 1] < 0.3
