"""What a movement may say, and what is told of it when it is wrong: line, key and remedy."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from glutview.atlas.json_schema import json_schema
from glutview.atlas.load import load_atlas, read_atlas
from glutview.errors import Problem
from glutview.paths import shipped_annotations

BEFORE = "\nfacts:\n"
WALK = """
  walk:
    name: Walk
    group: gait
    seconds: 2
    units: deg
    cyclic: true
    other_side: {shift: 0.5}
    note: Standing on the {side} leg.
    table:
      percent: [0, 25, 50, 75]
      hip_flexion: [30, 10, -10, 20]
      sd: {hip_flexion: [6, 5, 7, 6]}
    on_times:
      - {muscle: gluteus_medius, percent: [[0, 40], [96, 100]], sources: [page], confidence: recalled}
    activation:
      - {muscle: gluteus_medius, percent_mvic: 61, sd: 34, method: surface, sources: [page], confidence: verified}
      - {muscle: gluteus_medius, figure: none found}
    sources: [gray_1918]
"""
STANCE = """
  stance:
    name: Stance
    seconds: 2
    fixed: femur
    illustration: true
    note: An example.
    keyframes: [{at: 0}, {at: 1, hip_abduction: -4, hip_flexion_other: 30}]
    parameter:
      {name: Weakness, low: healthy, high: weak, start: 0.5, keyframes: [{at: 0}, {at: 1, hip_abduction: -15}]}
"""
Problems = Callable[[str, str], tuple[Problem, ...]]


@pytest.fixture
def with_movements(sample: Path) -> Path:
    text = sample.read_text(encoding="utf-8")
    sample.write_text(text.replace(BEFORE, WALK + STANCE + BEFORE), encoding="utf-8")
    return sample


@pytest.fixture
def problems_with(with_movements: Path) -> Problems:
    def read(old: str, new: str) -> tuple[Problem, ...]:
        text = with_movements.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        with_movements.write_text(text.replace(old, new), encoding="utf-8")
        return read_atlas(with_movements).problems

    return read


def test_a_table_gives_its_moments_and_degrees(with_movements: Path) -> None:
    walk = load_atlas(with_movements).movements["walk"]
    assert [frame["at"] for frame in walk.frames] == [0, 0.25, 0.5, 0.75]
    assert [frame["hip_flexion"] for frame in walk.frames] == [30, 10, -10, 20]
    assert walk.table is not None
    assert walk.table.sd == {"hip_flexion": (6, 5, 7, 6)}


def test_radians_and_seconds_are_turned_into_degrees_and_parts(with_movements: Path) -> None:
    text = with_movements.read_text(encoding="utf-8")
    text = text.replace("units: deg", "units: rad").replace("percent: [0, 25, 50, 75]", "time_s: [0, 0.5, 1, 1.5]")
    text = text.replace("[30, 10, -10, 20]", "[0.5, 0.2, -0.1, 0.3]").replace("[6, 5, 7, 6]", "[0.1, 0.1, 0.1, 0.1]")
    with_movements.write_text(text, encoding="utf-8")
    frames = load_atlas(with_movements).movements["walk"].frames
    assert [frame["at"] for frame in frames] == [0, 0.25, 0.5, 0.75]
    assert frames[0]["hip_flexion"] == pytest.approx(math.degrees(0.5))


def test_the_far_form_of_a_movement(with_movements: Path) -> None:
    stance = load_atlas(with_movements).movements["stance"]
    assert stance.frames[1] == {"at": 1, "hip_abduction": -4, "hip_flexion_other": 30}
    assert stance.far_frames[1] == {"at": 1, "hip_abduction": -15}


@pytest.mark.parametrize(
    ("old", "new", "key", "what", "remedy"),
    [
        # moments
        ("[0, 25, 50, 75]", "[0, 50, 25, 75]", "walk.table.percent", "do not ascend: 25, number 3", "sort"),
        ("[0, 25, 50, 75]", "[0, 25, 25, 75]", "walk.table.percent", "25 is given twice", "once"),
        ("[0, 25, 50, 75]", "[5, 25, 50, 75]", "walk.table.percent", "begin at 5", "begin at 0"),
        ("[0, 25, 50, 75]", "[0, 25, 50, 175]", "walk.table.percent[3]", "greater than 100", "correct"),
        ("[0, 25, 50, 75]", "[0, 25, .nan, 75]", "walk.table.percent[2]", "finite", "finite"),
        ("[0, 25, 50, 75]", "[0, 25, 50, 100]", "walk", "a cycle closes by itself", "leave out its end"),
        ("percent: [0, 25", "time_s: [0, 25", "walk.table.time_s", "end at 75, and the movement at 2", "before 2"),
        ("    cyclic: true\n", "", "walk.table.percent", "end at 75, and the movement at 100", "end at 100"),
        ("      percent: [0, 25, 50, 75]\n", "", "walk.table", "one list of moments", "percent"),
        (
            "keyframes: [{at: 0}, {at: 1, hip_abduction: -4",
            "keyframes: [{at: 0}, {at: 0.9, hip_abduction: -4",
            "stance.keyframes[1].at",
            "the last keyframe is at 0.9",
            "end at 1",
        ),
        *(
            (
                "seconds: 2\n    units",
                f"seconds: {s}\n    units",
                "walk.seconds",
                f"watch a movement of {s} s",
                "0.1 to 3600",
            )
            for s in ("0", "-1", "1e-300", "0.09", "3601", "1e+300")
        ),
        # columns
        (
            "[30, 10, -10, 20]",
            "[30, 10, -10]",
            "walk.table.hip_flexion",
            "`hip_flexion` has 3 values for 4 moments",
            "each moment",
        ),
        ("[6, 5, 7, 6]", "[6, 5, 7]", "table.sd.hip_flexion", "`sd.hip_flexion` has 3 values for 4", "each moment"),
        ("[6, 5, 7, 6]", "[6, 5, -7, 6]", "walk.table.sd.hip_flexion[2]", "less than 0", "correct"),
        ("sd: {hip_flexion:", "sd: {hip_abduction:", "table.sd.hip_abduction", "spread of no column", "angles"),
        ("[30, 10, -10, 20]", "[30, .nan, -10, 20]", "walk.table.hip_flexion[1]", "finite", "finite"),
        ("[30, 10, -10, 20]", "[30, x, -10, 20]", "walk.table.hip_flexion[1]", "number", "number"),
        ("      hip_flexion: [30", "      knee: [30", "table.sd.hip_flexion", "spread of no column", "angles"),
        ("hip_flexion_other: 30", "hip_flexion_beside: 30", "stance.keyframes[1].hip_flexion_beside", "unknown", ""),
        ("hip_flexion_other: 30", "knee: 30", "stance.keyframes[1].knee", "unknown coordinate", "_other"),
        # range of motion
        ("[30, 10, -10, 20]", "[30, 10, -10, 200]", "walk.table.hip_flexion[3]", "beyond the range", "-20 to 120"),
        ("hip_flexion_other: 30", "hip_flexion_other: 300", "hip_flexion_other", "beyond the range", "-20 to 120"),
        (
            "{at: 1, hip_abduction: -15}",
            "{at: 1, hip_abduction: -45}",
            "stance.parameter.keyframes[1].hip_abduction",
            "beyond the range",
            "-30 to 50",
        ),
        ("units: deg", "units: rad", "walk.table.hip_flexion[0]", "30 rad are beyond", "-0.349 to 2.0943"),
        # what it is
        ("    units: deg\n", "", "walk", "does not say its units", "units: deg"),
        ("units: deg", "units: grad", "walk.units", "not one of the allowed", "deg"),
        (
            "none found}\n    sources: [gray_1918]\n",
            "none found}\n",
            "walk",
            "nobody is cited for the angles",
            "`sources:`, or add `illustration",
        ),
        ("    note: An example.\n", "", "stance", "does not say so", "note"),
        ("illustration: true", "illustration: maybe", "stance.illustration", "true or false", "true or false"),
        ("group: gait", "group: ballet", "walk.group", "not one of the allowed", "gait"),
        ("{shift: 0.5}", "{shift: 1}", "walk.other_side.shift", "less than 1", ""),
        (
            "[{at: 0}, {at: 1, hip_abduction: -15}]",
            "[{at: 0}, {at: 0.5}, {at: 1}]",
            "stance.parameter.keyframes[1].at",
            "differ in their moments",
            "same moments",
        ),
        (
            "[{at: 0}, {at: 1, hip_abduction: -15}]",
            "[{at: 0}, {at: 1}, {at: 1}]",
            "stance.parameter.keyframes",
            "differ in their moments",
            "same moments",
        ),
        ("start: 0.5", "start: 1.5", "stance.parameter.start", "1", ""),
        # muscles
        ("[[0, 40], [96, 100]]", "[[0, 40], [96, 104]]", "walk.on_times[0].percent[1][1]", "greater than 100", ""),
        ("[[0, 40], [96, 100]]", "[[0, 40], [-4, 10]]", "walk.on_times[0].percent[1][0]", "less than 0", ""),
        (
            "[[0, 40], [96, 100]]",
            "[[96, 40]]",
            "walk.on_times[0].percent",
            "do not ascend",
            "split one that passes 100",
        ),
        (
            "{muscle: gluteus_medius, percent: ",
            "{muscle: gluteus_median, percent: ",
            "walk.on_times[0].muscle",
            "no structure `gluteus_median`",
            "did you mean `gluteus_medius`?",
        ),
        (
            "{muscle: gluteus_medius, percent: ",
            "{muscle: femur, percent: ",
            "walk.on_times[0].muscle",
            "is a bone",
            "muscle",
        ),
        (
            "{muscle: gluteus_medius, percent: ",
            "{muscle: gluteus_medius_r, percent: ",
            "walk.on_times[0].muscle",
            "names a side",
            "both sides",
        ),
        (
            "sources: [page], confidence: recalled}",
            "sources: [pages], confidence: recalled}",
            "walk.on_times[0].sources[0]",
            "`pages`",
            "did you mean `page`?",
        ),
        (
            "sources: [page], confidence: verified}",
            "sources: [pages], confidence: verified}",
            "walk.activation[0].sources[0]",
            "`pages`",
            "did you mean `page`?",
        ),
        ("method: surface", "method: needle", "walk.activation[0].method", "not one of the allowed", "fine wire"),
        (", method: surface", "", "walk.activation[0]", "not whole", "method"),
        (
            "{muscle: gluteus_medius, percent_mvic",
            "{muscle: gluteus_medius, part: upper, percent_mvic",
            "walk.activation[0].part",
            "no part `upper`",
            "parts",
        ),
        ("figure: none found}", "figure: none found, sd: 3}", "walk.activation[1]", "and that there is none", "keep"),
        ("figure: none found}", "figure: none}", "walk.activation[1].figure", "not one of the allowed", "none found"),
    ],
)
def test_a_mistake_is_told_with_line_key_and_remedy(
    problems_with: Problems, with_movements: Path, old: str, new: str, key: str, what: str, remedy: str
) -> None:
    problems = problems_with(old, new)
    told = [problem for problem in problems if problem.key.removeprefix("movements.").endswith(key)]
    assert told, [str(problem) for problem in problems]
    assert what in told[0].what
    assert remedy in told[0].remedy
    lines = with_movements.read_text(encoding="utf-8").splitlines()
    assert any(told[0].line >= n > 0 for n, line in enumerate(lines, 1) if line.startswith("movements:"))


KEYFRAMES = "keyframes: [{at: 0}, {at: 1, hip_abduction: -4, hip_flexion_other: 30}]\n"


@pytest.mark.parametrize(
    ("keyframes", "number", "key", "what", "remedy"),
    [
        (("at: 0", "at: 1", "at: 0.5, hip_flexion: 9"), 2, "at", "0.5, number 3, follows 1", "sort the keyframes"),
        (("at: 0, hip_flexion: 9", "at: 0.5", "at: 0.5", "at: 1"), 2, "at", "0.5 is given twice", "once"),
        (("at: 0, hip_flexion: 9", "at: 0.5", "at: 0.9"), 2, "at", "the last keyframe is at 0.9", "end at 1"),
        (("at: 0.1, hip_flexion: 9", "at: 1"), 0, "at", "begin at 0.1", "begin at 0"),
        # What is no number takes nothing from the count of the keyframes.
        (("at: 0", "at: 1, hip_flexion: .nan"), 1, "hip_flexion", "not finite (here: nan)", "finite"),
        (("at: 0", "at: 1, hip_flexion: .inf"), 1, "hip_flexion", "not finite (here: inf)", "finite"),
        (("at: 0", "at: 1, hip_flexion: much"), 1, "hip_flexion", "number is needed (here: 'much')", "number"),
        (("at: 0, hip_flexion: 9",), None, "", "at least 2 are needed, 1 given", "add what is missing"),
        # Angles.
        (("at: 0", "at: 1"), None, "", "turns no joint", "hip_flexion: 30"),
        (
            ("at: 0, hip_flexion: 1", "at: 1, hip_flexion_r: 60"),
            1,
            "hip_flexion_r",
            "`hip_flexion` turns too",
            "`hip_flexion_other`",
        ),
        (
            ("at: 0", "at: 1, hip_flexion_l: 60, hip_flexion: 1"),
            1,
            "hip_flexion",
            "`hip_flexion_l` turns too",
            "keep one",
        ),
        (
            ("at: 0", "at: 1, hip_flexion_other: 60, hip_flexion_r: 1"),
            1,
            "hip_flexion_r",
            "`hip_flexion_other` turns too",
            "keep one",
        ),
    ],
)
def test_a_mistake_in_keyframes_is_told_alone_and_at_its_keyframe(
    with_movements: Path, keyframes: tuple[str, ...], number: int | None, key: str, what: str, remedy: str
) -> None:
    text = with_movements.read_text(encoding="utf-8")
    text = text[: text.index("    parameter:")] + text[text.index(BEFORE) :]
    assert text.count(KEYFRAMES) == 1
    rows = "".join(f"      - {{{frame}}}\n" for frame in keyframes)
    text = text.replace(KEYFRAMES, f"keyframes:\n{rows}")
    with_movements.write_text(text, encoding="utf-8")
    (problem,) = read_atlas(with_movements).problems
    path = "movements.stance.keyframes"
    assert problem.key == (path if number is None else f"{path}[{number}].{key}")
    assert what in problem.what
    assert remedy in problem.remedy
    first = text[: text.index("    keyframes:\n")].count("\n") + 1
    assert problem.line == (first if number is None else first + 1 + number)


@pytest.mark.parametrize("pair", [("", "_other"), ("_r", "_l")])
def test_each_hip_has_its_own_angle(problems_with: Problems, pair: tuple[str, str]) -> None:
    one, two = (f"hip_flexion{ending}" for ending in pair)
    assert problems_with("hip_abduction: -4, hip_flexion_other: 30", f"{one}: 5, {two}: 60") == ()


def test_what_the_other_hip_makes_by_itself_is_not_stated_again(problems_with: Problems) -> None:
    column = "      hip_flexion_other: [0, 0, 0, 0]\n      sd:"
    (problem,) = problems_with("      sd:", column)
    assert problem.key == "movements.walk.table.hip_flexion_other"
    assert "`hip_flexion` turns too" in problem.what
    assert "`other_side:`" in problem.remedy


def test_a_list_that_is_too_short_is_counted_with_its_mistakes(problems_with: Problems) -> None:
    found = problems_with(KEYFRAMES, "keyframes: [{at: 0, hip_flexion: .nan}]\n")
    (short,) = (problem for problem in found if problem.key == "movements.stance.keyframes")
    assert short.what == "at least 2 are needed, 1 given (here: a list of 1)"


def test_angles_of_keyframes_are_degrees_and_a_movement_may_last_from_a_moment_to_an_hour(sample: Path) -> None:
    for seconds in ("0.1", "3600"):
        text = sample.read_text(encoding="utf-8")
        sample.write_text(re.sub(r"seconds: [0-9.]+", f"seconds: {seconds}", text), encoding="utf-8")
        movement = load_atlas(sample).movements["abduction"]
        assert (movement.units, movement.seconds, movement.frames[1]["hip_abduction"]) == ("deg", float(seconds), 40)
    assert json.loads(json_schema())["$defs"]["MovementSpec"]["properties"]["units"]["default"] == "deg"


def test_on_times_need_a_cycle(problems_with: Problems) -> None:
    on = "    on_times: [{muscle: gluteus_medius, percent: [[0, 4]], sources: [page], confidence: recalled}]\n"
    (problem,) = problems_with("    note: An example.\n", f"    note: An example.\n{on}")
    assert "parts of a cycle" in problem.what


def test_a_side_shifts_only_in_a_cycle(problems_with: Problems) -> None:
    (problem,) = problems_with("    note: An example.\n", "    note: An example.\n    other_side: {shift: 0.5}\n")
    assert "only a cycle can be shifted" in problem.what


def test_keyframes_and_a_table_exclude_each_other(problems_with: Problems) -> None:
    (problem,) = problems_with("    table:\n", "    keyframes: [{at: 0}, {at: 0.5}]\n    table:\n")
    assert "keyframes or a table" in problem.what


def test_the_documented_example_is_sound(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "ANNOTATING.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\nmovements:\n(.*?)```", page, re.DOTALL)
    text = shipped_annotations().read_text(encoding="utf-8")
    file = tmp_path / "annotations.yaml"
    file.write_text(text.replace("\nmovements:\n", f"\nmovements:\n{example}", 1), encoding="utf-8")
    assert read_atlas(file).problems == ()
    assert load_atlas(file).movements["hip_drop"].quick
