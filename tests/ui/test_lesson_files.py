"""What is asked before a lesson is saved or closed, and what happens for each answer."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import MagicMock

import pytest

from glutview.errors import GlutviewError
from glutview.teaching.lesson_file import shipped_lessons
from glutview.ui.lesson_files import LessonFiles
from glutview.ui.main_window import MainWindow
from tests.teaching.lessons import ATLAS, BY_HAND


class Desk:
    def __init__(self, folder: Path) -> None:
        self.window = MagicMock(spec=MainWindow)
        self.anatomy = MagicMock(atlas=ATLAS)
        self.settings = MagicMock(folder=folder)
        self.report = MagicMock()
        self.files = LessonFiles(self)  # type: ignore[arg-type]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "hip.lesson.yaml"
    path.write_text(BY_HAND, encoding="utf-8")
    return path


def test_a_sound_lesson_is_saved_without_a_question(desk: Desk, file: Path) -> None:
    work = desk.files.read(file)
    work.rename(0, "From behind")
    assert desk.files.save(work)
    assert not work.unsaved
    assert file.read_text(encoding="utf-8") == BY_HAND.replace("title: Behind", "title: From behind")
    assert desk.window.method_calls == []
    assert not desk.report.called


@pytest.mark.parametrize("agreed", [True, False])
def test_what_another_program_wrote_is_replaced_only_if_a_person_agrees(desk: Desk, file: Path, agreed: bool) -> None:
    work = desk.files.read(file)
    work.rename(0, "Mine")
    theirs = BY_HAND.replace("Side", "Theirs")
    file.write_text(theirs, encoding="utf-8")
    desk.window.ask.return_value = agreed
    assert desk.files.save(work) is agreed
    assert ("Mine" in file.read_text(encoding="utf-8")) is agreed
    assert work.unsaved is not agreed


def test_the_shipped_lesson_asks_for_another_place(desk: Desk, tmp_path: Path) -> None:
    shipped = shipped_lessons()[0]
    text = shipped.read_bytes()
    work = desk.files.shipped()
    work.remove()
    desk.window.ask_save.return_value = None
    assert not desk.files.save(work)
    desk.window.ask_save.return_value = tmp_path / "mine"
    assert desk.files.save(work)
    assert work.editor.path == tmp_path / "mine.lesson.yaml"
    assert shipped.read_bytes() == text


def test_a_name_that_got_its_ending_here_is_asked_about(desk: Desk, file: Path) -> None:
    work = desk.files.shipped()
    desk.window.ask_save.return_value = file.with_name("hip.yaml")
    desk.window.ask.return_value = False
    assert not desk.files.save_as(work)
    assert file.read_text(encoding="utf-8") == BY_HAND


@pytest.mark.parametrize(("answer", "may"), [("cancel", False), ("discard", True), ("save", True)])
def test_closing_asks_about_what_is_not_saved(desk: Desk, file: Path, answer: str, may: bool) -> None:
    work = desk.files.read(file)
    assert desk.files.may_close(work)
    assert not desk.window.ask_unsaved.called
    work.write_note("A draft counts.")
    desk.window.ask_unsaved.return_value = answer
    assert desk.files.may_close(work) is may
    assert ("A draft counts." in file.read_text(encoding="utf-8")) is (answer == "save")


def test_a_partly_sound_lesson_is_opened_with_its_problems(desk: Desk, file: Path) -> None:
    file.write_text(BY_HAND.replace("note: >-", "mood: merry\n    note: >-", 1), encoding="utf-8")
    work = desk.files.read(file)
    title, error = desk.report.call_args.args
    assert "left out" in title
    assert isinstance(error, GlutviewError)
    assert len(work.lesson.steps) == 3
    work.rename(0, "Changed")
    before = file.read_bytes()
    desk.window.ask.return_value = False
    assert not desk.files.save(work)
    # In its own place under "save as" it is no less of a loss.
    desk.window.ask_save.return_value = file
    assert not desk.files.save_as(work)
    assert file.read_bytes() == before
    desk.window.ask_save.return_value = file.with_name("other.lesson.yaml")
    assert desk.files.save_as(work)
    assert file.read_bytes() == before
