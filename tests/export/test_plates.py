"""Plates on one sheet: the shipped ones show what they speak of, the committed sheet is what the program draws."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from glutview.biomech.anatomy import Anatomy
from glutview.cli.plates import shipped_plates
from glutview.errors import GlutviewError
from glutview.export.lettering import fitted, width_of, wrapped, write
from glutview.export.plate_labels import placed_labels
from glutview.export.plates import plates, sheet_of
from glutview.scene.scene import Scene
from glutview.state.label_names import label_names
from glutview.state.resolve import resolve
from glutview.state.view_state import ViewState
from glutview.teaching.lesson import Lesson
from glutview.teaching.lesson_file import read_lesson
from glutview.teaching.lesson_view import shown

SHEET = Path(__file__).parents[2] / "docs" / "plates.png"
SMALL = (1200, 1600)


@pytest.fixture(scope="module")
def lesson(anatomy: Anatomy) -> Lesson:
    reading = read_lesson(shipped_plates(), anatomy.atlas)
    assert reading.problems == ()
    return reading.lesson


def test_there_are_twelve_each_with_camera_legend_and_a_list_of_its_own(lesson: Lesson) -> None:
    assert len(lesson.steps) == 12
    for step in lesson.steps:
        assert step.camera is not None
        assert step.note
        # What joins the atlas later must not turn up in a plate that was composed without it.
        assert step.only


def test_every_plate_shows_what_it_lists(anatomy: Anatomy, scene: Scene, lesson: Lesson) -> None:
    size = sheet_of(12, SMALL, 3).picture
    unseen = []
    for step in lesson.steps:
        state = shown(step, ViewState(), anatomy.atlas)
        scene.apply(resolve(anatomy.atlas, state))
        assert state.camera is not None
        scene.camera = state.camera
        width, height = size
        met = {
            hit.id for x in range(2, width, 4) for y in range(2, height, 4) for hit in scene.hits((x, y), size)[:4]
        }
        unseen += [(step.title, id) for id in set(anatomy.atlas.structures) - state.hidden - met]
    assert unseen == []


def test_names_neither_overlap_nor_leave_the_picture(anatomy: Anatomy, scene: Scene, lesson: Lesson) -> None:
    sheet = sheet_of(12, (2400, 3200), 3)
    for step in (step for step in lesson.steps if step.labels):
        state = shown(step, ViewState(), anatomy.atlas)
        scene.apply(resolve(anatomy.atlas, state))
        assert state.camera is not None
        scene.camera = state.camera
        labels = placed_labels(scene, label_names(anatomy.atlas, state), sheet.picture, 0.82 * sheet.line)
        assert len(labels) >= 3
        assert not any(one.overlaps(other) for one in labels for other in labels if one is not other)
        assert all(label.left >= 0 and label.left + label.width <= sheet.picture[0] for label in labels)


def _coarse(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """(80, 60, 3) means: what is seen from across a room."""
    high, wide = picture.shape[0] // 80, picture.shape[1] // 60
    return np.asarray(picture[..., :3].reshape(80, high, 60, wide, 3).mean((1, 3)), dtype=np.float64)


def test_the_sheet_in_the_documents_is_what_the_program_draws(anatomy: Anatomy, scene: Scene, lesson: Lesson) -> None:
    from PIL import Image

    committed = np.asarray(Image.open(SHEET))
    # As large as it is: names find other places on a smaller sheet.
    paper = next(reversed(list(plates(anatomy, scene, lesson, (committed.shape[1], committed.shape[0])))))
    away = np.abs(_coarse(paper) - _coarse(committed)).mean(2)
    # `glutview plates -o docs/plates.png` draws it anew.
    assert away.mean() < 1
    assert np.quantile(away, 0.98) < 20


@given(
    count=st.integers(1, 30),
    columns=st.integers(1, 6),
    size=st.tuples(st.integers(1600, 6000), st.integers(1600, 6000)),
)
@settings(max_examples=60, deadline=None)
def test_plates_lie_within_the_sheet_and_apart(count: int, columns: int, size: tuple[int, int]) -> None:
    try:
        sheet = sheet_of(count, size, columns)
    except GlutviewError:
        assume(False)
        raise
    wide, high = sheet.picture
    corners = [sheet.corner(number) for number in range(count)]
    assert all(left >= 0 and top > 0 and left + wide <= size[0] and top + high < size[1] for left, top in corners)
    for i, (left, top) in enumerate(corners):
        for other_left, other_top in corners[:i]:
            assert abs(left - other_left) >= wide or abs(top - other_top) >= high


def test_a_title_is_made_smaller_then_broken_then_refused() -> None:
    sizes = range(30, 17, -1)
    title = "The hip bone of the right side with its footprints"
    wide = width_of(title, 30, bold=True)
    assert fitted(title, sizes, wide, 2, bold=True) == ([title], 30)
    lines, pixels = fitted(title, sizes, 0.7 * wide, 2, bold=True) or ([], 0)
    assert lines == [title]
    assert 18 <= pixels < 30
    assert width_of(title, pixels, bold=True) <= 0.7 * wide < width_of(title, pixels + 1, bold=True)
    # Smaller than the least it never becomes: two lines, as large as they may be.
    lines, pixels = fitted(title, sizes, 0.55 * wide, 2, bold=True) or ([], 0)
    assert (len(lines), " ".join(lines), pixels) == (2, title, 30)
    assert all(width_of(line, 30, bold=True) <= 0.55 * wide for line in lines)
    assert fitted(title, sizes, 0.2 * wide, 2, bold=True) is None
    # Nor is a single word cut.
    assert fitted("Sternocleidomastoideus", sizes, 100, 2, bold=True) is None


def test_a_long_title_is_legible_and_leaves_its_note_beneath_it(anatomy: Anatomy, scene: Scene) -> None:
    def sheet(title: str, note: str = "Seen from the side.") -> npt.NDArray[np.bool_]:
        step = {"title": title, "note": note, "only": ["femur_r"]}
        asked = Lesson.model_validate({"format": 1, "title": "One", "steps": [step]})
        return np.asarray(next(reversed(list(plates(anatomy, scene, asked, size, 1))))[..., :3].min(2) < 128)

    size = (1600, 2000)
    layout = sheet_of(1, size, 1)
    long = " ".join(["The hip bone of the right side"] * 10)
    with_note, without = sheet(long), sheet(long, "")
    top = layout.corner(0)[1] + layout.picture[1]
    ink = np.flatnonzero(without[round(top + 0.1 * layout.line) :].any(1))
    # Two lines of letters, each at least as high as six tenths of a line allow, with a gap between them.
    heights = [len(part) for part in np.split(ink, np.flatnonzero(np.diff(ink) > 1) + 1)]
    assert len(heights) == 2
    assert min(heights) >= 0.6 * 0.7 * layout.line
    beneath = np.flatnonzero((with_note & ~without).any(1))
    assert beneath.min() > top + 0.1 * layout.line + ink.max()
    with pytest.raises(GlutviewError, match=r"lesson: steps\[0\]\.title: the title is too long .*: shorten it"):
        sheet(" ".join([long] * 4))


def test_lines_are_no_wider_than_they_may_be_and_stand_on_one_line() -> None:
    text = "The superior gluteal nerve runs forward between gluteus medius and minimus, with its artery."
    lines = wrapped(text, 20, 260)
    assert " ".join(lines) == text
    assert len(lines) > 2
    assert all(width_of(line, 20) <= 260 for line in lines)

    def lowest(word: str) -> int:
        picture = np.full((60, 200, 3), 255, np.uint8)
        write(picture, word, (10, 40), 30, "#000000")
        return int(np.flatnonzero(picture.min((1, 2)) < 128).max())

    # Letters without a tail end at the baseline, whatever stands beside them; a tail reaches below it.
    assert abs(lowest("nerve") - 40) <= 1
    assert lowest("nerve") == lowest("lit") == lowest("H")
    assert lowest("gluteal") > lowest("nerve") + 3
