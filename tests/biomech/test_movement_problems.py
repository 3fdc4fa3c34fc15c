"""Movements that lead to where the bones are in the way are told with line, key and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from glutview.atlas.load import read_atlas
from glutview.biomech.anatomy import Anatomy
from glutview.biomech.file_checks import file_problems
from glutview.biomech.movement_problems import movement_problems
from glutview.errors import GlutviewError, Problem
from glutview.paths import shipped_annotations

START = "\nmovements:\n"
Problems = Callable[[str], tuple[tuple[Problem, ...], list[str]]]


def edited(folder: Path, movement: str) -> Path:
    """The shipped file with one more movement, before all others."""
    text = shipped_annotations().read_text(encoding="utf-8")
    assert text.count(START) == 1
    path = folder / "annotations.yaml"
    path.write_text(text.replace(START, f"{START}{movement}"), "utf-8")
    return path


@pytest.fixture
def problems(tmp_path: Path) -> Problems:
    """What is found, and the lines of the file."""

    def read(movement: str) -> tuple[tuple[Problem, ...], list[str]]:
        path = edited(tmp_path, movement)
        reading = read_atlas(path)
        assert reading.problems == ()
        return movement_problems(reading), path.read_text(encoding="utf-8").splitlines()

    return read


def keyframes(middle: str, more: str = "") -> str:
    first = ", ".join(f"{pair.split(':')[0].strip()}: 0" for pair in middle.split(","))
    moments = [f"      - {{at: {at}, {angles}}}\n" for at, angles in ((0.0, first), (0.5, middle), (1.0, first))]
    head = "  squeeze:\n    name: Squeeze\n    seconds: 2.0\n    easing: linear\n    sources: [wilson_2014]\n"
    return f"{head}{more}    keyframes:\n{''.join(moments)}"


def test_the_shipped_movements_keep_the_range() -> None:
    assert movement_problems(read_atlas(shipped_annotations())) == ()


def test_bones_that_meet_are_told(problems: Problems) -> None:
    found, lines = problems(keyframes("hip_flexion: -15, hip_abduction: -20, hip_internal_rotation: -35"))
    (problem,) = found
    assert "at: 0.5" in lines[problem.line - 1]
    assert problem.key.startswith("movements.squeeze.keyframes")
    assert "ischium" in problem.what or "acetabul" in problem.what
    assert "give " in problem.remedy
    assert "_r" not in problem.remedy


@pytest.mark.parametrize("ending", ["_l", "_r", "_other"])
def test_whichever_hip_it_is(problems: Problems, ending: str) -> None:
    angles = f"hip_flexion{ending}: -15, hip_abduction{ending}: -20, hip_internal_rotation{ending}: -35"
    assert len(problems(keyframes(angles))[0]) == 1
    # Between two hips the same angles are free.
    halves = f"hip_flexion: -15, hip_abduction{ending}: -20, hip_internal_rotation{ending}: 0"
    assert problems(keyframes(halves))[0] == ()


def test_radians_are_angles_too(problems: Problems) -> None:
    angles = "hip_flexion: -0.2618, hip_abduction: -0.3491, hip_internal_rotation: -0.6109"
    assert len(problems(keyframes(angles, "    units: rad\n"))[0]) == 1


def test_a_file_with_such_a_movement_is_not_opened(tmp_path: Path) -> None:
    path = edited(tmp_path, keyframes("hip_flexion: -15, hip_abduction: -20, hip_internal_rotation: -35"))
    (problem,) = file_problems(read_atlas(path))
    with pytest.raises(GlutviewError) as raised:
        Anatomy.load(path)
    assert raised.value.problems == (problem,)
