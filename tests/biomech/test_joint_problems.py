"""Joints that say what no hip can do: coordinates that nothing turns, limits beyond what is known of the bones."""

from __future__ import annotations

from pathlib import Path

import pytest

from glutview.atlas.load import read_atlas
from glutview.biomech.anatomy import Anatomy
from glutview.biomech.file_checks import file_problems
from glutview.errors import GlutviewError, Problem
from tests.biomech.test_movement_problems import edited, keyframes
from tests.knee import KNEE

JOINTS = "\njoints:\n"


def with_knee(folder: Path, coordinate: str, movement: str) -> list[Problem]:
    path = edited(folder, movement)
    text = path.read_text(encoding="utf-8")
    assert text.count(JOINTS) == 1
    path.write_text(text.replace(JOINTS, JOINTS + KNEE.format(coordinate)), encoding="utf-8")
    return list(file_problems(read_atlas(path)))


def test_a_coordinate_that_no_movement_can_turn_is_refused_with_whatever_turns_it(tmp_path: Path) -> None:
    joint, *moments = with_knee(tmp_path, "knee_flexion", keyframes("knee_flexion_r: 50, hip_flexion: 20"))
    lines = (tmp_path / "annotations.yaml").read_text(encoding="utf-8").splitlines()
    assert joint.key == "joints.knee.coordinates.knee_flexion"
    assert lines[joint.line - 1] == "      knee_flexion: {min: 0, max: 140}"
    assert [problem.key for problem in moments] == [
        f"movements.squeeze.keyframes[{i}].knee_flexion_r" for i in range(3)
    ]
    for problem in (joint, *moments):
        assert "no movement can turn" in problem.what
        assert problem.remedy == "use hip_flexion, hip_abduction or hip_internal_rotation"
    with pytest.raises(GlutviewError):
        Anatomy.load(tmp_path / "annotations.yaml")


def test_a_column_that_no_movement_can_turn_is_told_once(tmp_path: Path) -> None:
    head = "  squeeze: {name: Squeeze, seconds: 2.0, units: deg, sources: [wilson_2014], "
    table = "table: {percent: [0, 50, 100], knee_flexion: [0, 90, 0]}}\n"
    found = with_knee(tmp_path, "knee_flexion", head + table)
    assert [problem.key for problem in found[1:]] == ["movements.squeeze.table.knee_flexion"]


def test_a_misspelt_coordinate_of_a_joint_is_guessed(tmp_path: Path) -> None:
    (problem,) = with_knee(tmp_path, "hip_abductoin", "")
    assert problem.remedy == "did you mean `hip_abduction`?"


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ("{min: -40, max: 160, ", {"min": "-40 degrees", "max": "160 degrees"}),
        ("{min: -20, max: 120.5, ", {"max": "120.5 degrees"}),
        ("{min: -10, max: 120, ", {}),
    ],
)
def test_limits_further_than_the_bones_are_known_are_told(tmp_path: Path, limits: str, told: dict[str, str]) -> None:
    path, stated = edited(tmp_path, ""), "{min: -20, max: 120, "
    text = path.read_text(encoding="utf-8")
    assert text.count(f"hip_flexion: {stated}") == 1
    path.write_text(text.replace(f"hip_flexion: {stated}", f"hip_flexion: {limits}"), encoding="utf-8")
    problems = [one for one in file_problems(read_atlas(path)) if one.key.startswith("joints.")]
    assert {
        one.key.removeprefix("joints.hip.coordinates.hip_flexion."): one.what[: one.what.index(" are")]
        for one in problems
    } == told
    assert {one.remedy for one in problems} <= {"keep it within -20 to 120"}
    assert {text.splitlines()[one.line - 1].split(":")[0].strip() for one in problems} <= {"hip_flexion"}
