"""Opening and saving lessons, with the questions that spare a person a loss."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from glutview.errors import GlutviewError
from glutview.teaching.lesson import SUFFIX
from glutview.teaching.lesson_editor import LessonEditor
from glutview.teaching.lesson_file import read_lesson, shipped_lessons
from glutview.teaching.lesson_work import LessonWork
from glutview.ui.mode import Desk

KINDS: Final = f"Lessons (*{SUFFIX})"


class LessonFiles:
    """Asks, reads and writes; what cannot be done is raised as a GlutviewError."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def shipped(self) -> LessonWork:
        """The lesson that comes with the program."""
        return self.read(shipped_lessons()[0])

    def ask_open(self) -> LessonWork | None:
        """Ask for a lesson and read it."""
        settings = self._desk.settings
        path = self._desk.window.ask_open(settings.folder, "Open lesson", f"{KINDS};;All files (*)")
        if path is None:
            return None
        work = self.read(path)
        settings.folder = path.parent
        return work

    def read(self, path: Path) -> LessonWork:
        """Read a lesson; what of it is not sound is listed in the problem panel.

        Raises:
            GlutviewError: nothing of it can be read.
        """
        reading = read_lesson(path, self._desk.anatomy.atlas)
        if reading.problems:
            left_out = "what is not sound was left out" if reading.partial else "some of it shows nothing"
            self._desk.report(f"{path.name} was opened; {left_out}", GlutviewError(reading.problems))
        return LessonWork(LessonEditor.of(reading))

    def may_close(self, work: LessonWork) -> bool:
        """Whether a lesson may be closed; asks if it is not saved."""
        if not work.unsaved:
            return True
        question = f"Save the lesson “{work.lesson.title}” before it is closed?"
        answer = self._desk.window.ask_unsaved("Lesson", question)
        return self.save(work) if answer == "save" else answer == "discard"

    def save(self, work: LessonWork) -> bool:
        """Save a lesson where it is, or where a person says; whether it was.

        Raises:
            GlutviewError: it cannot be written.
        """
        work.settle()
        editor = work.editor
        if editor.path is None or editor.read_only:
            return self.save_as(work)
        drop = overwrite = False
        if editor.partial:
            drop = self._may_drop(editor.path)
            if not drop:
                return False
        if editor.changed_on_disk:
            what = f"{editor.path.name} was changed by another program since it was opened. Replace that?"
            overwrite = self._desk.window.ask("Save lesson", what, "Replace")
            if not overwrite:
                return False
        editor.save(drop_rest=drop, overwrite=overwrite)
        work.saved()
        return True

    def save_as(self, work: LessonWork) -> bool:
        """Ask for a place and save a lesson there; whether it was.

        Raises:
            GlutviewError: it cannot be written.
        """
        work.settle()
        editor, window = work.editor, self._desk.window
        asked = window.ask_save("Save lesson", self._suggested(work), KINDS)
        if asked is None:
            return False
        place = asked if asked.name.lower().endswith(SUFFIX) else asked.with_name(_stem(asked.name) + SUFFIX)
        # The dialog has asked about the name that was typed, not about the one that it became.
        if place != asked and place.exists() and not window.ask("Save lesson", f"Replace {place.name}?", "Replace"):
            return False
        if editor.partial and editor.path == place and not self._may_drop(place):
            return False
        editor.save_as(place, replace=True)
        self._desk.settings.folder = place.parent
        work.saved()
        return True

    def _may_drop(self, path: Path) -> bool:
        what = f"{path.name} holds more than could be understood. Saving would drop that for good."
        return self._desk.window.ask("Save lesson", what, "Save without it")

    def _suggested(self, work: LessonWork) -> Path:
        path = work.editor.path
        if path is None:
            words = "".join(letter if letter.isalnum() else " " for letter in work.lesson.title.lower())
            return self._desk.settings.folder / f"{'_'.join(words.split()) or 'lesson'}{SUFFIX}"
        if work.editor.read_only:
            return self._desk.settings.folder / f"my_{path.name}"
        return path


def _stem(name: str) -> str:
    for ending in (".lesson.yml", ".lesson", ".yaml", ".yml"):
        if name.lower().endswith(ending):
            return name[: -len(ending)]
    return name
