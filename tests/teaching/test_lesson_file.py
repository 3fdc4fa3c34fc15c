"""Reading lessons: as much as is sound is opened, with a list of what is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from glutview.errors import GlutviewError
from glutview.paths import assets_dir
from glutview.teaching.lesson import SCHEMA_NAME, Camera, Step
from glutview.teaching.lesson_file import LessonReading, is_lesson, read_lesson
from glutview.teaching.lesson_schema import json_schema
from glutview.yaml_file import parse_yaml
from tests.teaching.lessons import ATLAS, BY_HAND

CAMERA = "{azimuth_deg: 1, elevation_deg: 2, distance_mm: 300, focal_mm: [1, 2, 3]}"


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """A function that reads a lesson of these bytes."""

    def reading(content: str | bytes) -> LessonReading:
        file = tmp_path / "x.lesson.yaml"
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return read_lesson(file, ATLAS)

    return reading


def _said(reading: LessonReading) -> list[str]:
    return [f"{p.line}: {p.key}: {p.what}: {p.remedy}" for p in reading.problems]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_sound_lesson(read: Any, mark: bytes, newline: str) -> None:
    reading = read(mark + BY_HAND.replace("\n", newline).encode())
    assert not reading.problems
    assert not reading.partial
    assert [step.title for step in reading.lesson.steps] == ["Behind", "Side", "Moves"]
    assert reading.lesson.steps[0].note == "What lies behind, and why."


def test_every_problem_has_its_line_key_and_remedy_and_takes_as_little_as_it_can(read: Any) -> None:
    reading = read(f"""\
format: 1
title: x
steps:
  - title: One
    xrey: true
    xray: perhaps
    hidden: [femur, 7, sacrum]
    camera: {CAMERA}
  - note: no title
    camera: {{azimuth_deg: 1, elevation_deg: 95, distance_mm: 300, focal_mm: [1, 2, 3]}}
    pose: {{hip_abduction_r: 10, knee_flexion_r: 5, hip_flexion_l: .nan}}
  - just a word
  - title: Four
    hidden: [femur]
    only: [femur]
    camera: {{azimuth_deg: 1, elevation_deg: 2, distance_mm: 300, focal_mm: [1, 2, 3], roll: 4}}
    movement: {{id: abduction, speed: 0}}
""")
    assert reading.partial
    one, two, four = reading.lesson.steps
    assert (one.title, one.hidden, one.xray, one.camera is not None) == ("One", ("femur", "sacrum"), False, True)
    assert (two.title, two.note, two.camera, two.pose) == ("Step 2", "no title", None, {"hip_abduction_r": 10.0})
    assert (four.hidden, four.only, four.movement) == (("femur",), None, None)
    assert four.camera == Camera(azimuth_deg=1, elevation_deg=2, distance_mm=300, focal_mm=(1, 2, 3))
    said = _said(reading)
    assert "5: steps[0].xrey: unknown key: did you mean `xray`?" in said
    assert "6: steps[0].xray: true or false is needed (here: 'perhaps'): write true or false" in said
    assert any(line.startswith("9: steps[1].title: this key is missing") for line in said)
    assert any("10: steps[1].camera.elevation_deg: the number must not be greater than 90" in line for line in said)
    assert any(line.startswith("11: steps[1].pose.knee_flexion_r: this is not one of") for line in said)
    assert any(line.startswith("12: steps[2]: a mapping is needed") for line in said)
    assert "15: steps[3].only: `hidden` is given too: keep one of `hidden` and `only`" in said
    assert any(line.startswith("17: steps[3].movement.speed: ") for line in said)
    assert said == sorted(said, key=lambda line: int(line.split(":")[0]))


def test_what_the_atlas_lacks_is_told_but_kept(read: Any) -> None:
    reading = read("""\
format: 1
title: x
steps:
  - {title: A, hidden: [femurs], selected: gluteus_medius, sources: [nobody_1900]}
  - {title: A, only: [sacrum], pose: {hip_abduction_r: 90}, movement: {id: abductions}}
""")
    assert not reading.partial
    assert reading.lesson.steps[0].hidden == ("femurs",)
    said = _said(reading)
    assert "4: steps[0].hidden[0]: the atlas has no structure `femurs`: did you mean `femur`?" in said
    assert any("selected: the atlas has no structure `gluteus_medius`: did you mean" in line for line in said)
    assert any("sources[0]: the atlas has no source `nobody_1900`" in line for line in said)
    assert any("5: steps[1].title: the title is there twice, first in step 1" in line for line in said)
    assert any("5: steps[1].pose.hip_abduction_r: 90 deg is beyond the range of motion" in line for line in said)
    assert "5: steps[1].movement.id: the atlas has no movement `abductions`: did you mean `abduction`?" in said


def test_a_pose_that_the_bones_forbid_is_told_with_one_that_they_allow(read: Any) -> None:
    reading = read("""\
format: 1
title: x
steps:
  - title: A
    pose:
      hip_flexion_l: 110
      hip_internal_rotation_l: 45
""")
    assert not reading.partial
    assert reading.lesson.steps[0].pose["hip_internal_rotation_l"] == 45
    (said,) = _said(reading)
    assert said.startswith(
        "7: steps[0].pose.hip_internal_rotation_l: 45 deg at the other angles leaves the femoral neck"
    )
    assert ": give -45 to " in said


def test_a_part_may_be_selected_but_is_not_hidden_alone(read: Any) -> None:
    reading = read("""\
format: 1
title: x
steps:
  - {title: A, selected: gluteus_medius_anterior_part_r}
  - {title: B, selected: gluteus_medius_anterior_part}
  - {title: C, hidden: [gluteus_medius_anterior_part_r]}
  - {title: D, only: [gluteus_minimus_middle_part, sacrum]}
""")
    said = _said(reading)
    assert not any("steps[0]" in line for line in said)
    unknown = "5: steps[1].selected: the atlas has no structure `gluteus_medius_anterior_part`: did you mean "
    assert any(line.startswith(unknown) and "gluteus_medius_anterior_part_r" in line for line in said)
    hidden = "6: steps[2].hidden[0]: `gluteus_medius_anterior_part_r` is a part of a muscle"
    assert any(line.startswith(hidden) and "name `gluteus_medius_r`" in line for line in said)
    shown = "7: steps[3].only[0]: `gluteus_minimus_middle_part` is a part of a muscle"
    assert any(line.startswith(shown) and "name `gluteus_minimus`," in line for line in said)


def test_lines_are_true_after_a_step_that_is_none(read: Any) -> None:
    reading = read("format: 1\ntitle: x\nsteps:\n  - word\n  - {title: B, selected: nothing}\n")
    assert [step.title for step in reading.lesson.steps] == ["B"]
    assert any(line.startswith("5: steps[1].selected: ") for line in _said(reading))


def test_a_newer_lesson_is_opened_as_far_as_it_goes(read: Any) -> None:
    reading = read("format: 7\ntitle: x\nmood: light\nsteps:\n  - {title: A, smell: of roses}\n")
    assert reading.partial
    assert reading.lesson.steps == (Step(title="A"),)
    assert "1: format: format 7 is newer than this program, which reads format 1: update glutview" in _said(reading)


def test_latin_1_is_read_and_told(read: Any) -> None:
    reading = read("format: 1\ntitle: x\nsteps:\n  - title: Große Hüfte\n".encode("latin-1"))
    assert reading.lesson.steps[0].title == "Große Hüfte"
    assert reading.partial
    assert any("is not UTF-8: the file was read as Windows-1252" in line for line in _said(reading))


def test_steps_whose_yaml_is_broken_are_left_out_and_the_others_read(read: Any) -> None:
    reading = read("""\
format: 1
title: x
steps:
  - title: A
    note: fine
  - title: "B
    note: never closed
  - title: C
    camera: {azimuth_deg: 1
  - title: D
    selected: nothing
""")
    assert [step.title for step in reading.lesson.steps] == ["A", "D"]
    assert reading.partial
    lines = [problem.line for problem in reading.problems]
    assert any(6 <= line <= 8 for line in lines)
    assert any(8 <= line <= 10 for line in lines)
    assert 11 in lines


def test_a_lesson_cut_off_in_the_middle(read: Any) -> None:
    reading = read(BY_HAND[: BY_HAND.index("sacrum]")])
    assert [step.title for step in reading.lesson.steps] == ["Behind"]
    assert reading.partial


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xef\xbb\xbf",
        b"\n\n",
        b"just text",
        b"[1, 2]",
        b"a: {b: 1",
        b"format: 1\nstructures: {}\n",
        b"\0\0\0\0",
        b"t\0i\0t\0l\0e\0",
        b"\x89PNG\r\n\x1a\n\0\0\0",
        b"steps:\n  - {a: [\n",
        b"title: &a x\nsteps: [*a]\n",
        b"---\ntitle: x\n---\ntitle: y\n",
    ],
)
def test_what_is_no_lesson_is_refused_in_one_line(read: Any, content: bytes) -> None:
    with pytest.raises(GlutviewError) as caught:
        read(content)
    assert caught.value.problems
    assert all(problem.remedy and problem.what for problem in caught.value.problems)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.lesson.yaml", tmp_path):
        with pytest.raises(GlutviewError, match=r"no such file|folder"):
            read_lesson(path, ATLAS)


@pytest.mark.parametrize("raw", ["title: x\n", "title: x\nsteps:\n", "title: [1]\nsteps: 5\n", "steps: {a: 1}\n"])
def test_lessons_without_steps_open_empty(read: Any, raw: str) -> None:
    reading = read("format: 1\n" + raw)
    assert reading.lesson.steps == ()


def test_a_missing_format_makes_nothing_poorer(read: Any) -> None:
    reading = read("title: x\nsteps: []\n")
    assert not reading.partial
    assert "add `format: 1`" in _said(reading)[0]


def test_names_of_lessons() -> None:
    assert is_lesson(Path("a/b.lesson.yaml"))
    assert not is_lesson(Path("annotations.yaml"))


def test_the_shipped_schema_is_the_models_and_accepts_what_they_accept() -> None:
    assert (assets_dir() / "lessons" / SCHEMA_NAME).read_text(encoding="utf-8") == json_schema()
    schema = json.loads(json_schema())
    jsonschema.validate(parse_yaml(BY_HAND).data, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"format": 1, "title": "x", "steps": [{"title": "a", "xrey": True}]}, schema)
