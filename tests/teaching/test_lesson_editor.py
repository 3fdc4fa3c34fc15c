"""Editing lessons: undo and redo, and the care that saving takes."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from glutview.errors import GlutviewError
from glutview.paths import assets_dir
from glutview.teaching.lesson import SCHEMA_NAME, Lesson, Step
from glutview.teaching.lesson_editor import LessonEditor
from glutview.teaching.lesson_file import read_lesson
from tests.teaching.lessons import ATLAS, BY_HAND, steps


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.lesson.yaml"
    path.write_text(BY_HAND, encoding="utf-8")
    return path


def _opened(path: Path) -> LessonEditor:
    return LessonEditor.of(read_lesson(path, ATLAS))


def _is(editor: LessonEditor, state: str) -> bool:
    """A property that changes as one looks on, which the type checker would hold for constant."""
    return bool(getattr(editor, state))


class Edits(RuleBasedStateMachine):
    """Edits, undo, redo, saving and reopening in any order, beside a plain list of what the lesson was."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.file = Path(self.folder.name) / "a.lesson.yaml"
        self.file.write_text(BY_HAND, encoding="utf-8")
        self.editor = _opened(self.file)
        self.states: list[Lesson] = [self.editor.lesson]
        self.now = 0

    def teardown(self) -> None:
        self.folder.cleanup()

    def _edited(self) -> None:
        if self.editor.lesson != self.states[self.now]:
            self.states = [*self.states[: self.now + 1], self.editor.lesson]
            self.now += 1

    @rule(step=steps(), at=st.none() | st.integers(0, 5))
    def add(self, step: Step, at: int | None) -> None:
        place = self.editor.add(step, at)
        assert self.editor.lesson.steps[place].note == step.note
        self._edited()

    @precondition(lambda self: self.editor.lesson.steps)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        count = len(self.editor.lesson.steps)
        self.editor.remove(data.draw(st.integers(0, count - 1)))
        assert len(self.editor.lesson.steps) == count - 1
        self._edited()

    @precondition(lambda self: self.editor.lesson.steps)
    @rule(data=st.data(), to=st.integers(0, 5))
    def move(self, data: st.DataObject, to: int) -> None:
        before = self.editor.lesson.steps
        position = data.draw(st.integers(0, len(before) - 1))
        self.editor.move(position, to)
        after = self.editor.lesson.steps
        assert after[min(to, len(after) - 1)] == before[position]
        assert sorted(step.title for step in after) == sorted(step.title for step in before)
        self._edited()

    @precondition(lambda self: self.editor.lesson.steps)
    @rule(data=st.data(), note=st.text(max_size=30), number=st.integers(0, 99))
    def word(self, data: st.DataObject, note: str, number: int) -> None:
        position = data.draw(st.integers(0, len(self.editor.lesson.steps) - 1))
        self.editor.set_note(position, note)
        self._edited()
        self.editor.rename(position, self.editor.free_title(f"Title {number}"))
        self._edited()

    @rule()
    def undo(self) -> None:
        self.editor.undo()
        self.now = max(self.now - 1, 0)

    @rule()
    def redo(self) -> None:
        self.editor.redo()
        self.now = min(self.now + 1, len(self.states) - 1)

    @rule()
    def save(self) -> None:
        self.editor.save()
        reading = read_lesson(self.file, ATLAS)
        assert reading.lesson == self.editor.lesson
        assert not reading.partial
        assert "# For the second term." in self.file.read_text(encoding="utf-8")

    @invariant()
    def is_where_it_should_be(self) -> None:
        if hasattr(self, "editor"):
            assert self.editor.lesson == self.states[self.now]
            titles = [step.title for step in self.editor.lesson.steps]
            assert len(set(titles)) == len(titles)


TestEdits = Edits.TestCase


def test_a_new_lesson_is_saved_with_its_schema_beside_it(tmp_path: Path) -> None:
    editor = LessonEditor.new("First")
    assert not _is(editor, "path")
    assert not _is(editor, "is_saved")
    editor.add(Step(title="A"))
    with pytest.raises(GlutviewError, match="no file yet"):
        editor.save()
    place = tmp_path / "first.lesson.yaml"
    editor.save_as(place)
    assert _is(editor, "is_saved")
    assert editor.path == place
    assert (tmp_path / SCHEMA_NAME).is_file()
    assert read_lesson(place, ATLAS).lesson == editor.lesson
    editor.undo()
    assert not _is(editor, "is_saved")
    editor.save()
    assert read_lesson(place, ATLAS).lesson.steps == ()


def test_an_edit_of_one_step_changes_its_lines_alone(file: Path) -> None:
    editor = _opened(file)
    editor.set_note(1, "From the side.")
    editor.save()
    added = BY_HAND.replace("             sacrum]", "             sacrum]\n    note: From the side.")
    assert file.read_text(encoding="utf-8") == added


def test_nothing_is_saved_poorer_unasked(file: Path) -> None:
    file.write_text(BY_HAND.replace("xray: false", "mood: gloomy"), encoding="utf-8")
    before = file.read_bytes()
    editor = _opened(file)
    assert _is(editor, "partial")
    editor.set_note(2, "Other")
    with pytest.raises(GlutviewError, match="holds more than was understood"):
        editor.save()
    assert file.read_bytes() == before
    editor.save(drop_rest=True)
    assert "gloomy" not in file.read_text(encoding="utf-8")
    assert not _is(editor, "partial")
    editor.set_note(2, "Another")
    editor.save()


def test_a_file_changed_meanwhile_is_not_overwritten_in_silence(file: Path) -> None:
    editor = _opened(file)
    editor.remove(0)
    assert not _is(editor, "changed_on_disk")
    file.write_text(BY_HAND + "# somebody else\n", encoding="utf-8")
    assert _is(editor, "changed_on_disk")
    with pytest.raises(GlutviewError, match="changed by another program"):
        editor.save()
    assert file.read_text(encoding="utf-8").endswith("# somebody else\n")
    editor.save(overwrite=True)
    assert not _is(editor, "changed_on_disk")
    assert read_lesson(file, ATLAS).lesson == editor.lesson


def test_bom_and_line_ends_stay(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + BY_HAND.replace("\n", "\r\n").encode())
    editor = _opened(file)
    editor.rename(0, "Before")
    editor.add(Step(title="New", note="a\nb " + "word " * 30))
    editor.save()
    raw = file.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf#")
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_titles_are_told_apart(file: Path) -> None:
    editor = _opened(file)
    editor.add(Step(title="Side"))
    editor.add(Step(title="Side"))
    assert [step.title for step in editor.lesson.steps][3:] == ["Side (2)", "Side (3)"]
    for bad in ("Side", " ", ""):
        with pytest.raises(GlutviewError):
            editor.rename(0, bad)
    editor.rename(1, "Side")
    assert editor.history.undo_message == "Add step 'Side (3)'"
    for nowhere in (-1, 5):
        with pytest.raises(GlutviewError, match="there is no step"):
            editor.remove(nowhere)


def test_half_a_character_does_not_keep_a_lesson_from_being_saved(file: Path) -> None:
    editor = _opened(file)
    editor.set_note(0, "a\ud800b")
    editor.set_title("t\udfff")
    editor.save()
    assert read_lesson(file, ATLAS).lesson.steps[0].note == "a?b"


def test_shipped_lessons_are_read_only(tmp_path: Path) -> None:
    shipped = assets_dir() / "lessons" / "gluteus_medius.lesson.yaml"
    before = shipped.read_bytes()
    editor = _opened(shipped)
    assert _is(editor, "read_only")
    editor.remove(0)
    with pytest.raises(GlutviewError, match="read-only"):
        editor.save()
    with pytest.raises(GlutviewError, match="stay as they are"):
        editor.save_as(shipped, replace=True)
    editor.save_as(tmp_path / "own.lesson.yaml")
    assert not _is(editor, "read_only")
    assert shipped.read_bytes() == before


def test_places_that_will_not_do(file: Path, tmp_path: Path) -> None:
    editor = LessonEditor.new()
    places: list[Any] = [tmp_path / "a.yaml", tmp_path / "none" / "a.lesson.yaml", file]
    for place in places:
        with pytest.raises(GlutviewError):
            editor.save_as(place)
    assert file.read_text(encoding="utf-8") == BY_HAND
    editor.save_as(file, replace=True)
    assert read_lesson(file, ATLAS).lesson == editor.lesson


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs permissions that bind")
def test_a_folder_that_cannot_be_written(file: Path) -> None:
    editor = _opened(file)
    editor.remove(0)
    file.parent.chmod(0o500)
    try:
        with pytest.raises(GlutviewError, match="cannot be written"):
            editor.save()
    finally:
        file.parent.chmod(0o700)
    assert file.read_text(encoding="utf-8") == BY_HAND
