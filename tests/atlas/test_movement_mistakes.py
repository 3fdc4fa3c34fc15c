"""All mistakes of a movement are told at once, each where it is, once, and in the words of the file."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from glutview.atlas.angle_words import angle_words, range_words
from glutview.atlas.load import Reading, read_atlas

HEAD = """  nod:
    name: Nod
    seconds: 2
    sources: [page]
"""


def told(folder: Path, movement: str) -> dict[str, str]:
    """What is told by key, in the order in which it is told; keys without the movement's own."""
    problems = read(folder, movement).problems
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)
    found = {p.key.removeprefix("movements.nod."): f"{p.what}: {p.remedy}" for p in problems}
    assert len(found) == len(problems), [str(problem) for problem in problems]
    return found


def read(folder: Path, movement: str) -> Reading:
    """The sample with one more movement, before its own."""
    text = Path(__file__).with_name("sample.yaml").read_text(encoding="utf-8")
    assert text.count("\nmovements:\n") == 1
    path = folder / "annotations.yaml"
    path.write_text(text.replace("\nmovements:\n", f"\nmovements:\n{movement}"), encoding="utf-8")
    return read_atlas(path)


def keyframes(*frames: str, head: str = HEAD) -> str:
    return f"{head}    keyframes:\n" + "".join(f"      - {{{frame}}}\n" for frame in frames)


def test_time_name_order_and_range_are_told_in_one_run(tmp_path: Path) -> None:
    head = HEAD.replace("seconds: 2", "seconds: 0")
    frames = ("at: 0", "at: 0.7, hip_flexon: 5", "at: 0.5, hip_flexion: 200, hip_abduction: .nan", "at: 1")
    found = told(tmp_path, keyframes(*frames, head=head))
    assert list(found) == [
        "seconds",
        "keyframes[1].hip_flexon",
        "keyframes[2].at",
        "keyframes[2].hip_abduction",
        "keyframes[2].hip_flexion",
    ]
    assert "0.1 to 3600" in found["seconds"]
    assert "did you mean `hip_flexion`?" in found["keyframes[1].hip_flexon"]
    assert "sort the keyframes" in found["keyframes[2].at"]
    assert "finite" in found["keyframes[2].hip_abduction"]
    assert "200 degrees are beyond" in found["keyframes[2].hip_flexion"]


def test_columns_are_told_of_together(tmp_path: Path) -> None:
    table = """    units: deg
    table:
      percent: [0, 100, 40]
      hip_flexion: [0, 130]
      hip_abduction: [0, .nan, 60]
      sd: {hip_abduction: [1, 2]}
"""
    found = told(tmp_path, HEAD.replace("[page]", "[pages]") + table)
    assert list(found) == [
        "sources[0]",
        "table.percent",
        "table.hip_flexion",
        "table.hip_flexion[1]",
        "table.hip_abduction[1]",
        "table.hip_abduction[2]",
        "table.sd.hip_abduction",
    ]
    assert "2 values for 3 moments" in found["table.hip_flexion"]
    assert "130 degrees are beyond" in found["table.hip_flexion[1]"]


def test_what_hangs_on_something_unsound_is_not_told(tmp_path: Path) -> None:
    table = """    units: grad
    cyclic: perhaps
    table:
      time_s: [0, .nan, 3]
      hip_flexion: 5
      hip_abduction: [300, 0, 0]
    on_times: [{muscle: gluteus_medius, percent: [[0, 4]], sources: [page], confidence: recalled}]
"""
    found = told(tmp_path, HEAD.replace("seconds: 2", "seconds: x").replace("[page]", "page") + table)
    assert list(found) == ["seconds", "sources", "units", "cyclic", "table.time_s[1]", "table.hip_flexion"]


def test_muscles_are_told_of_beside_the_figures_of_them(tmp_path: Path) -> None:
    more = """    on_times:
      - {muscle: gluteus_median, percent: [[0, 120]], sources: [pages], confidence: recalled}
    activation:
      - {muscle: gluteus_median, sd: 3}
"""
    found = told(tmp_path, keyframes("at: 0", "at: 0.5, hip_flexion: 9", head=f"{HEAD}    cyclic: true\n") + more)
    assert list(found) == [
        "on_times[0].muscle",
        "on_times[0].percent[0][1]",
        "on_times[0].sources[0]",
        "activation[0]",
        "activation[0].muscle",
    ]


def test_faults_of_two_movements_are_told_together(tmp_path: Path) -> None:
    other = keyframes("at: 0", "at: 1, hip_flexion: 300").replace("nod", "shake")
    found = told(tmp_path, keyframes("at: 0", "at: 1, hip_flexion: x") + other)
    assert list(found) == ["keyframes[1].hip_flexion", "movements.shake.keyframes[1].hip_flexion"]


@pytest.mark.parametrize("angles", [", ".join(["0"] * 51), ", ".join(["x"] * 51), "much"])
def test_a_misspelt_column_is_told_once(tmp_path: Path, angles: str) -> None:
    percent = ", ".join(str(2 * i) for i in range(51))
    column = f"[{angles}]" if "," in angles else angles
    table = f"    units: deg\n    table:\n      percent: [{percent}]\n      hip_flexon_other: {column}\n"
    assert told(tmp_path, HEAD + table) == {
        "table.hip_flexon_other": "unknown coordinate: did you mean `hip_flexion_other`?"
    }


def test_rows_are_told_in_their_order(tmp_path: Path) -> None:
    table = f"    units: deg\n    table:\n      percent: [0, {', '.join(str(8 * i) for i in range(1, 12))}, 100]\n"
    found = told(tmp_path, f"{HEAD}{table}      hip_flexion: [{', '.join(['200'] * 13)}]\n")
    assert list(found) == [f"table.hip_flexion[{i}]" for i in range(13)]


def test_a_coordinate_that_resembles_none_is_no_guess(tmp_path: Path) -> None:
    found = told(tmp_path, keyframes("at: 0", "at: 1, hip_flexion: 3, knee_flexion: 50"))
    remedy = "use a coordinate of `joints:`, alone or with _r, _l or _other"
    assert found == {"keyframes[1].knee_flexion": f"unknown coordinate: {remedy}"}


@pytest.mark.parametrize("value", ["linear", "3"])
def test_a_key_of_the_movement_does_not_belong_to_a_moment(tmp_path: Path, value: str) -> None:
    found = told(tmp_path, keyframes(f"at: 0, easing: {value}", "at: 1, hip_flexion: 3"))
    assert list(found) == ["keyframes[0].easing"]
    what, _, remedy = found["keyframes[0].easing"].rpartition(": ")
    assert "unknown key" in what
    assert remedy == "write `easing:` once, beside `keyframes:`"


def test_a_key_of_the_movement_does_not_belong_to_a_table(tmp_path: Path) -> None:
    table = "    units: deg\n    table: {percent: [0, 100], hip_flexion: [0, 3], note: Down and up}\n"
    found = told(tmp_path, HEAD + table)
    assert list(found) == ["table.note"]
    assert "beside `table:`" in found["table.note"]


@pytest.mark.parametrize("key", ["keyframes", "table"])
def test_an_empty_list_of_moments_is_told_in_its_line(tmp_path: Path, key: str) -> None:
    (problem,) = read(tmp_path, f"{HEAD}    {key}:\n").problems
    lines = (tmp_path / "annotations.yaml").read_text(encoding="utf-8").splitlines()
    assert lines[problem.line - 1] == f"    {key}:"
    assert problem.key == f"movements.nod.{key}"
    assert "is empty" in problem.what


def test_names_that_python_uses_are_names_like_others(tmp_path: Path) -> None:
    names = ("cls", "self", "_fields_set", "__class__", "model_fields")
    angles = ", ".join(f"{name}: 3" for name in names)
    found = told(tmp_path, keyframes(f"at: 0, hip_flexion: x, {angles}", "at: 1"))
    assert set(found) == {f"keyframes[0].{name}" for name in (*names, "hip_flexion")}


def test_what_is_given_for_radians_can_be_stated(tmp_path: Path) -> None:
    head = f"{HEAD}    units: rad\n"
    (words,) = told(tmp_path, keyframes("at: 0", "at: 1, hip_flexion: 2.5", head=head)).values()
    assert words == "2.5 rad are beyond the range of motion: keep it within -0.349 to 2.0943"
    for angle in re.findall(r"-?[0-9.]+", words.partition("within ")[2]):
        assert told(tmp_path, keyframes("at: 0", f"at: 1, hip_flexion: {angle}", head=head)) == {}


def test_angles_are_said_in_the_units_of_the_file() -> None:
    assert (angle_words(200, "deg"), angle_words(200, "rad")) == ("200 degrees", "3.4907 rad")
    assert range_words(-20, 120, "deg") == "-20 to 120"
    for low, high in ((-20.0, 120.0), (12.3, 12.3), (12.3001, 12.3004), (0.0, 0.0)):
        least, _, most = range_words(low, high, "rad").partition(" to ")
        assert low - 1e-7 <= math.degrees(float(least)) <= math.degrees(float(most)) <= high + 1e-7
