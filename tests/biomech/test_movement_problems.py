"""Movements that lead to where the bones are in the way are told with line, key and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from glutview.atlas.load import load_atlas, read_atlas
from glutview.biomech.anatomy import Anatomy
from glutview.biomech.file_checks import file_problems
from glutview.biomech.movement_problems import _in_radians, movement_problems
from glutview.biomech.stops import BoneStop
from glutview.errors import GlutviewError, Problem
from glutview.paths import shipped_annotations
from glutview.state.clips import clip_of
from tests.biomech.ranges import RANGE

SHIPPED = load_atlas().movements
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
    (problem,), _ = problems(keyframes(angles))
    assert problem.key == f"movements.squeeze.keyframes[1].hip_abduction{ending}"


TOGETHER = "hip_abduction{}: -20, hip_internal_rotation{}: -40"


def test_angles_that_no_choice_of_a_hip_brings_together_are_free(problems: Problems) -> None:
    assert problems(keyframes(TOGETHER.format("", "_other")))[0] == ()
    assert problems(keyframes(TOGETHER.format("_r", "_l")))[0] == ()


@pytest.mark.parametrize("endings", [("", "_r"), ("_l", ""), ("_other", "_r"), ("_l", "_other")])
def test_angles_that_one_choice_of_a_hip_brings_together_are_told(
    problems: Problems, endings: tuple[str, str]
) -> None:
    angles = TOGETHER.format(*endings)
    (problem,), lines = problems(keyframes(angles))
    names = [f"hip_abduction{endings[0]}", f"hip_internal_rotation{endings[1]}"]
    assert angles in lines[problem.line - 1]
    assert problem.key in [f"movements.squeeze.keyframes[1].{name}" for name in names]
    assert f"where {names[0]} and {names[1]} turn one hip" in problem.what
    # What it says to give can be given.
    stem = problem.key.rpartition(".")[2]
    for angle in re.findall(r"-?[0-9.]+", problem.remedy):
        assert problems(keyframes(re.sub(rf"{stem}: -\d+", f"{stem}: {angle}", angles)))[0] == ()


CYCLE = """  squeeze:
    name: Squeeze
    seconds: 2.0
    easing: linear
    sources: [wilson_2014]
    cyclic: true
    other_side: {{shift: {shift}}}
    keyframes:
      - {{at: 0, hip_internal_rotation: 0, hip_abduction_other: {first}}}
      - {{at: 0.5, hip_internal_rotation: -40, hip_abduction_other: {second}}}
"""


def test_of_a_shifted_cycle_the_hips_are_asked_for_as_they_stand_together(problems: Problems) -> None:
    # At 0 the other hip is turned outward, being half a cycle ahead.
    (problem,), lines = problems(CYCLE.format(shift=0.5, first=-20, second=0))
    assert "{at: 0," in lines[problem.line - 1]
    assert "hip_abduction_other and hip_internal_rotation turn one hip" in problem.what
    assert problems(CYCLE.format(shift=0.5, first=0, second=-20))[0] == ()


def test_of_a_shifted_cycle_the_other_hip_is_asked_for_when_it_is_where_something_is_stated(
    problems: Problems,
) -> None:
    # At 0.25, where nothing is stated, the other hip passes its -40; amid 0 and -20 it is adducted by 10 there.
    assert not RANGE.allowed((0, -10, -40))
    found, lines = problems(CYCLE.format(shift=0.25, first=0, second=-20))
    told = [problem for problem in found if "as the other hip passes this moment" in problem.what]
    assert ["{at: 0.5," in lines[problem.line - 1] for problem in told] == [True]
    assert "-10 deg" in told[0].what


def test_the_far_form_of_a_movement_is_asked_for_too(problems: Problems) -> None:
    angles = "hip_abduction: -20, hip_internal_rotation: -40"
    near = keyframes("hip_abduction: -5, hip_internal_rotation: 0")
    parameter = (
        "    parameter:\n      {name: W, low: a, high: b, keyframes: [{at: 0}, {at: 0.5, " + angles + "}, {at: 1}]}\n"
    )
    (problem,), _ = problems(near + parameter)
    assert problem.key.startswith("movements.squeeze.parameter.keyframes[1].")


def test_rows_of_a_table_are_told_by_number(problems: Problems) -> None:
    table = "    table: {percent: [0, 50, 100], hip_abduction: [0, -20, 0], hip_internal_rotation: [0, -40, 0]}\n"
    head = "  squeeze:\n    name: Squeeze\n    seconds: 2.0\n    units: deg\n    sources: [wilson_2014]\n"
    (problem,), _ = problems(head + table)
    assert re.fullmatch(r"movements\.squeeze\.table\.hip_(abduction|internal_rotation)\[1\]", problem.key)


def test_rows_at_which_bones_meet_are_told_in_their_order_with_whatever_else_is_wrong(tmp_path: Path) -> None:
    percent = ", ".join(str(step) for step in (*range(0, 96, 8), 100))
    flexion, rotation = (", ".join([angle] * 13) for angle in ("110", "40"))
    head = "  squeeze: {name: Squeeze, seconds: 0, units: deg, sources: [wilson_2014],\n    table: {percent: "
    table = f"[{percent}], hip_flexion: [{flexion}], hip_internal_rotation: [{rotation}], hip_abducton: [{rotation}]"
    found = file_problems(read_atlas(edited(tmp_path, f"{head}{table}}}}}\n")))
    keys = [problem.key.removeprefix("movements.squeeze.") for problem in found]
    assert keys == ["seconds", "table.hip_abducton", *(f"table.hip_internal_rotation[{row}]" for row in range(13))]
    assert found[1].remedy == "did you mean `hip_abduction`?"


def test_shipped_movements_keep_the_range_at_all_times_on_either_side() -> None:
    for id, spec in SHIPPED.items():
        for amount in (None,) if spec.parameter is None else (0.0, 0.5, 1.0):
            clip = clip_of(spec, amount)
            for time in np.linspace(0, clip.seconds, 101):
                pose = clip.pose_at(float(time), "l")
                assert RANGE.allowed([pose.hip("r"), pose.hip("l")]).all(), (id, amount, time)


def test_notes_say_of_the_bones_of_this_model_what_is_true() -> None:
    told = {id for id, spec in SHIPPED.items() if "bones of this model" in f"{spec.note} {spec.detail}"}
    assert told == {"external_rotation", "internal_rotation_flexed"}
    for id in told:
        spec = SHIPPED[id]
        peak = max(spec.frames, key=lambda frame: abs(frame.get("hip_internal_rotation", 0.0)))
        angle = peak["hip_internal_rotation"]
        assert spec.note is not None
        assert spec.note.startswith(f"To {abs(angle):g}°; just beyond, the bones of this model stop it.")
        hip = (peak.get("hip_flexion", 0.0), 0.0, angle)
        reach = RANGE.reach(hip, "hip_internal_rotation", 45 if angle > 0 else -45)
        assert isinstance(reach.stop, BoneStop)
        assert 0 <= abs(reach.angles[2]) - abs(angle) < 1, id


@pytest.mark.parametrize(
    ("movement", "coordinate", "least", "most"),
    [
        ("abduction", "hip_abduction", 30, 50),
        ("adduction", "hip_abduction", -30, -20),
        ("flexion", "hip_flexion", 110, 120),
        ("extension", "hip_flexion", -15, -10),
        ("internal_rotation", "hip_internal_rotation", 29.6, 35.2),
        ("external_rotation", "hip_internal_rotation", -41.8, -38.5),
        ("internal_rotation_flexed", "hip_internal_rotation", 30, 40),
        ("external_rotation_flexed", "hip_internal_rotation", -60, -40),
    ],
)
def test_joint_movements_end_inside_the_normal_range(
    movement: str, coordinate: str, least: float, most: float
) -> None:
    peak = max((frame.get(coordinate, 0.0) for frame in SHIPPED[movement].frames), key=abs)
    assert least <= peak <= most


def test_radians_are_angles_too(problems: Problems) -> None:
    angles = "hip_flexion: -0.2618, hip_abduction: -0.3491, hip_internal_rotation: -0.6109"
    assert len(problems(keyframes(angles, "    units: rad\n"))[0]) == 1


def test_of_radians_value_and_remedy_are_radians(problems: Problems) -> None:
    def squeezed(rotation: str) -> tuple[Problem, ...]:
        return problems(keyframes(f"hip_flexion: 1.9, hip_internal_rotation: {rotation}", "    units: rad\n"))[0]

    (problem,) = squeezed("0.7")
    assert problem.what.startswith("0.7 rad at the other angles leaves ")
    assert " deg" not in f"{problem.what} {problem.remedy}"
    assert re.fullmatch(r"give -0\.7853 to 0\.\d+ rad", problem.remedy)
    for angle in re.findall(r"-?[0-9.]+", problem.remedy):
        assert squeezed(angle) == ()


def test_of_radians_that_are_corrected_together_each_is_in_radians() -> None:
    text = "give hip_flexion=-12.5,hip_abduction=0,hip_internal_rotation=30"
    assert _in_radians(text) == "give hip_flexion=-0.218166,hip_abduction=0.000000,hip_internal_rotation=0.523599"
    text = "1e+30 deg is beyond the range of motion"
    assert _in_radians(text) == "1.74533e+28 rad is beyond the range of motion"
    text = "40 deg at the other angles leaves the femoral neck 5.8 mm into the rim"
    assert _in_radians(text) == "0.6981 rad at the other angles leaves the femoral neck 5.8 mm into the rim"


COLLIDES = "hip_flexion: 110, hip_internal_rotation: 40"


def found_in(path: Path) -> dict[str, str]:
    """What is told of a file by key."""
    return {problem.key: problem.what for problem in file_problems(read_atlas(path))}


def test_bones_are_told_beside_whatever_else_is_wrong(tmp_path: Path) -> None:
    other = keyframes("hip_flexion: 3").replace("squeeze", "nod").replace("wilson_2014", "nobody")
    found = found_in(edited(tmp_path, keyframes(COLLIDES) + other))
    assert list(found) == ["movements.squeeze.keyframes[1].hip_internal_rotation", "movements.nod.sources[0]"]


def test_bones_are_told_of_a_movement_that_is_unsound_elsewhere(tmp_path: Path) -> None:
    movement = keyframes(COLLIDES).replace("at: 0.0, hip_flexion: 0", "at: 0.7, hip_flexion: x, knee: 3")
    found = found_in(edited(tmp_path, movement.replace("seconds: 2.0", "seconds: 0")))
    assert list(found) == [
        "movements.squeeze.seconds",
        "movements.squeeze.keyframes[0].hip_flexion",
        "movements.squeeze.keyframes[0].knee",
        "movements.squeeze.keyframes[1].at",
        "movements.squeeze.keyframes[1].hip_internal_rotation",
    ]
    assert "acetabular" in found["movements.squeeze.keyframes[1].hip_internal_rotation"]


def test_a_moment_of_which_an_angle_is_not_known_is_not_asked_for(tmp_path: Path) -> None:
    movement = keyframes("hip_flexion: .nan, hip_abduction: -20, hip_internal_rotation: -40")
    assert list(found_in(edited(tmp_path, movement))) == ["movements.squeeze.keyframes[1].hip_flexion"]


def test_an_angle_beyond_its_limits_is_told_once(tmp_path: Path) -> None:
    found = found_in(edited(tmp_path, keyframes("hip_flexion: 130, hip_internal_rotation: 40")))
    assert found == {"movements.squeeze.keyframes[1].hip_flexion": "130 degrees are beyond the range of motion"}


def test_a_cycle_with_a_shift_that_is_unsound_is_asked_for_without_it(tmp_path: Path) -> None:
    cycle = CYCLE.format(shift=0.5, first=0, second=-20).replace("{at: 0, ", "{at: 0.6, ")
    found = found_in(edited(tmp_path, cycle.replace("hip_abduction_other: -20", COLLIDES.split(",")[0])))
    assert list(found) == ["movements.squeeze.keyframes[1].at"]


def test_a_file_with_such_a_movement_is_not_opened(tmp_path: Path) -> None:
    path = edited(tmp_path, keyframes("hip_flexion: -15, hip_abduction: -20, hip_internal_rotation: -35"))
    (problem,) = file_problems(read_atlas(path))
    with pytest.raises(GlutviewError) as raised:
        Anatomy.load(path)
    assert raised.value.problems == (problem,)
