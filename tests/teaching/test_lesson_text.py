"""Writing lessons: what is written is read again, and what did not change keeps its lines."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.teaching.lesson import Lesson, Step, lesson_data
from glutview.teaching.lesson_text import lesson_text, rewritten
from glutview.yaml_file import parse_yaml
from tests.teaching.lessons import BY_HAND, lessons, steps


def _read(text: str) -> Lesson:
    return Lesson.model_validate(parse_yaml(text).data)


def _changed(text: str, steps_after: Callable[[list[Step]], object]) -> list[str]:
    """The lines that an edit of the steps takes out (-) and puts in (+)."""
    lesson = _read(text)
    edited = list(lesson.steps)
    steps_after(edited)
    after = rewritten(parse_yaml(text), lesson.model_copy(update={"steps": tuple(edited)}))
    assert _read(after).steps == tuple(edited)
    lines = difflib.unified_diff(text.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in list(lines)[2:] if line[0] in "+-"]


@given(lessons())
def test_what_is_written_is_read_again(lesson: Lesson) -> None:
    text = lesson_text(lesson)
    assert _read(text) == lesson
    assert rewritten(parse_yaml(text), lesson) == text
    assert text.startswith("# yaml-language-server: $schema=lesson.schema.json\n")


@given(lessons(), lessons(), st.data())
def test_any_lesson_is_written_over_any_other(old: Lesson, new: Lesson, data: st.DataObject) -> None:
    mixed = data.draw(st.permutations([*old.steps, *new.steps]))
    titles = {step.title: step for step in mixed}
    lesson = new.model_copy(update={"steps": tuple(titles.values())})
    text = rewritten(parse_yaml(lesson_text(old)), lesson)
    assert _read(text) == lesson


@given(st.lists(steps(), max_size=2, unique_by=lambda step: step.title), st.permutations(range(5)))
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_any_arrangement_of_a_file_made_by_hand(newline: str, more: list[Step], order: list[int]) -> None:
    text = BY_HAND.replace("\n", newline)
    lesson = _read(text)
    pool = [*lesson.steps, *more]
    chosen = tuple(pool[i] for i in order if i < len(pool))[:4]
    after = rewritten(parse_yaml(text), lesson.model_copy(update={"steps": chosen}))
    assert _read(after).steps == chosen
    assert newline == "\n" or "\n" not in after.replace("\r\n", "")


def test_without_a_change_the_text_is_the_same() -> None:
    for text in (BY_HAND, BY_HAND.rstrip("\n"), BY_HAND.replace("# the end\n", "").rstrip("\n")):
        assert rewritten(parse_yaml(text), _read(text)) == text


def test_a_changed_note_changes_its_lines() -> None:
    def edit(steps: list[Step]) -> None:
        steps[0] = steps[0].changed(note="What lies behind, and whence.")

    assert _changed(BY_HAND, edit) == [
        "-      What lies behind,",
        "-      and why.",
        "+      What lies behind, and whence.",
    ]


def test_a_changed_word_of_a_long_note_changes_one_line() -> None:
    words = "The muscle arises from the outer surface of the ilium and ends on the greater trochanter. " * 4
    text = lesson_text(Lesson(title="x", steps=(Step(title="a", note=words.strip()), Step(title="b"))))

    def edit(steps: list[Step]) -> None:
        steps[0] = steps[0].changed(note=words.strip()[:-11] + "Trochanter.")

    assert len(_changed(text, edit)) == 2
    assert max(map(len, text.splitlines())) <= 110


def test_a_moved_step_takes_its_lines_and_comments_along() -> None:
    def edit(steps: list[Step]) -> None:
        steps.insert(0, steps.pop(2))

    assert _changed(BY_HAND, edit) == [
        "+  # Last, the movement.",
        '+  - {title: Moves, movement: {id: abduction, side: l}, note: "See: it moves"}',
        "+",
        "-",
        "-  # Last, the movement.",
        '-  - {title: Moves, movement: {id: abduction, side: l}, note: "See: it moves"}',
    ]


def test_a_removed_step_goes_with_its_comments() -> None:
    def edit(steps: list[Step]) -> None:
        del steps[0]

    gone = _changed(BY_HAND, edit)
    assert all(line.startswith("-") for line in gone)
    assert "-  # Look at the back first." in gone
    assert "-    # todo: a better camera" in gone
    assert len(gone) == 9


def test_a_step_that_is_added_stands_between_the_others() -> None:
    def edit(steps: list[Step]) -> None:
        steps.insert(1, Step(title="New", xray=True))

    assert _changed(BY_HAND, edit) == ["+  - title: New", "+    xray: true", "+"]


def test_a_renamed_and_moved_step_keeps_its_comment() -> None:
    def edit(steps: list[Step]) -> None:
        steps.append(steps.pop(1).changed(title="Flank"))

    lesson = _read(BY_HAND)
    edited = list(lesson.steps)
    edit(edited)
    after = rewritten(parse_yaml(BY_HAND), lesson.model_copy(update={"steps": tuple(edited)}))
    assert "  - title: 'Flank'   # the best one\n    camera:\n      azimuth_deg: -90\n" in after


@pytest.mark.parametrize("steps_line", ["steps: []\n", "steps:\n", "", "steps: [{title: a}]\n"])
def test_a_first_step_makes_a_block_of_whatever_was_there(steps_line: str) -> None:
    document = parse_yaml(f"format: 1\ntitle: x\n{steps_line}# end\n")
    lesson = Lesson(title="x", steps=(Step(title="a"), Step(title="b", note="n")))
    text = rewritten(document, lesson)
    assert "\n  - title: a\n\n  - title: b\n    note: n" in text
    assert "# end\n" in text
    assert parse_yaml(text).data == lesson_data(lesson)


def test_all_steps_can_go(tmp_path: Path) -> None:
    text = rewritten(parse_yaml(BY_HAND), _read(BY_HAND).model_copy(update={"steps": ()}))
    assert _read(text).steps == ()
    assert "# For the second term." in text
