"""``glutview plates``: any lesson as one sheet, and what is refused before anything is drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.cli.conftest import Run

LESSON = """\
format: 1
title: Two bones
steps:
  - title: The hip bone
    note: From the side.
    only: [hip_bone_r]
    selected: hip_bone_r
    camera: {azimuth_deg: -90, elevation_deg: 0, distance_mm: 700, focal_mm: [-80, 10, 40]}
  - title: The femur
    only: [femur_r]
    labels: true
"""


def test_a_lesson_becomes_a_sheet_and_the_same_one_again(glutview: Run, tmp_path: Path) -> None:
    from PIL import Image

    lesson, sheet = tmp_path / "two.lesson.yaml", tmp_path / "two.png"
    lesson.write_text(LESSON, encoding="utf-8")
    options = (lesson, "--size", "800x600", "--columns", "2")
    assert glutview("plates", *options, "-o", sheet).code == 0
    first = sheet.read_bytes()
    picture = np.asarray(Image.open(sheet))
    assert picture.shape == (600, 800, 4)
    # A picture in either half, on white.
    assert all((picture[:, half, :3].min(2) < 200).mean() > 0.03 for half in (slice(0, 400), slice(400, 800)))
    assert (picture[:5] == 255).all()
    assert glutview("plates", *options, "-o", sheet).code == 0
    assert sheet.read_bytes() == first


def test_a_title_too_long_for_its_column_does_not_run_into_the_next(glutview: Run, tmp_path: Path) -> None:
    from PIL import Image

    lesson, sheet = tmp_path / "two.lesson.yaml", tmp_path / "two.png"
    pictures = []
    for title in ("x", "The hip bone of the right side, with every footprint that there is on its outer face"):
        lesson.write_text(LESSON.replace("title: The hip bone", f"title: '{title}'"), encoding="utf-8")
        assert glutview("plates", lesson, "--size", "800x600", "--columns", "2", "-o", sheet).code == 0
        pictures.append(np.asarray(Image.open(sheet))[..., :3].min(2) < 128)
    short, long = pictures
    assert (long[:, :400] != short[:, :400]).sum() > 200
    assert (long[:, 400:] == short[:, 400:]).all()


def test_a_title_that_no_two_lines_hold_is_refused(glutview: Run, tmp_path: Path) -> None:
    lesson = tmp_path / "two.lesson.yaml"
    lesson.write_text(LESSON.replace("The femur", "The femur of the right side " * 12), encoding="utf-8")
    told = ("two.lesson.yaml", "steps[1].title", "too long", "shorten it")
    glutview("plates", lesson, "--size", "800x600", "--columns", "2", "-o", tmp_path / "x.png").refused(*told)
    assert not (tmp_path / "x.png").exists()


def test_a_plate_of_what_there_is_not_is_refused_with_its_line(glutview: Run, tmp_path: Path) -> None:
    lesson = tmp_path / "two.lesson.yaml"
    lesson.write_text(LESSON.replace("[femur_r]", "[femur_r, patela]"), encoding="utf-8")
    glutview("plates", lesson, "-o", tmp_path / "x.png").refused("two.lesson.yaml:10", "patela", "no structure")
    assert not (tmp_path / "x.png").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("-o", "x.jpg"), ("x.jpg", ".png")),
        (("-o", "none/x.png"), ("none", "no such folder")),
        (("-o", "x.png", "--columns", "0"), ("--columns", "1 to 12")),
        (("-o", "x.png", "--size", "120x90"), ("--size", "no room for 12 plates")),
        (("-o", "x.png", "--theme", "sepia"), ("--theme", "sepia", "dark")),
    ],
)
def test_refused_sheets(glutview: Run, tmp_path: Path, options: tuple[str, ...], words: tuple[str, ...]) -> None:
    glutview("plates", *options).refused(*words)
    assert not list((tmp_path / "work").iterdir())
