"""Editing a lesson: its history, its file, and the care that saving takes of what is in that file."""

from __future__ import annotations

import os
import re
from pathlib import Path

from glutview.atlas.history import History
from glutview.errors import failure
from glutview.teaching.lesson import SCHEMA_NAME, SUFFIX, Lesson, Step
from glutview.teaching.lesson_file import LessonReading, shipped_lessons
from glutview.teaching.lesson_schema import json_schema
from glutview.teaching.lesson_text import lesson_text, rewritten
from glutview.yaml_file import Document, changed_on_disk, read_yaml, write_whole


class LessonEditor:
    """Holds the lesson that is edited, how it came about, and where it is saved. Knows no window.

    Every edit is one step of the history. Positions count from 0.
    """

    def __init__(self, lesson: Lesson, document: Document | None = None, *, partial: bool = False) -> None:
        self.history: History[Lesson] = History(lesson)
        self._saved: Lesson | None = lesson if document else None
        self._document = document
        self._partial = partial

    @staticmethod
    def of(reading: LessonReading) -> LessonEditor:
        """An editor of a file that was read."""
        return LessonEditor(reading.lesson, reading.document, partial=reading.partial)

    @staticmethod
    def new(title: str = "Lesson") -> LessonEditor:
        """An editor of a lesson that has neither steps nor a file yet."""
        return LessonEditor(Lesson(title=title))

    @property
    def lesson(self) -> Lesson:
        """The lesson as it is now."""
        return self.history.present

    @property
    def path(self) -> Path | None:
        """The file that is edited; None before the first saving."""
        return Path(self._document.where) if self._document else None

    @property
    def is_saved(self) -> bool:
        """Whether the file says what the lesson is now."""
        return self._saved is not None and self.lesson == self._saved

    @property
    def partial(self) -> bool:
        """Whether the file holds more than was understood: saving asks first."""
        return self._partial

    @property
    def read_only(self) -> bool:
        """Whether the lesson is one that ships with the program: it is saved elsewhere."""
        return self.path is not None and _is_shipped(self.path)

    @property
    def changed_on_disk(self) -> bool:
        """Whether another program changed the file since it was read or saved."""
        return self._document is not None and changed_on_disk(self._document)

    def add(self, step: Step, at: int | None = None) -> int:
        """Add a step at a position, or at the end; where it is now. A title that is taken gets a number."""
        steps = list(self.lesson.steps)
        place = len(steps) if at is None else min(max(at, 0), len(steps))
        steps.insert(place, step.changed(title=self.free_title(step.title)))
        self._commit(steps, f"Add step '{steps[place].title}'")
        return place

    def remove(self, position: int) -> None:
        """Remove a step."""
        steps = list(self.lesson.steps)
        gone = steps.pop(self._checked(position))
        self._commit(steps, f"Remove step '{gone.title}'")

    def move(self, position: int, to: int) -> None:
        """Put a step where `to` says, counted when it has been taken out."""
        steps = list(self.lesson.steps)
        step = steps.pop(self._checked(position))
        steps.insert(min(max(to, 0), len(steps)), step)
        self._commit(steps, f"Move step '{step.title}'")

    def rename(self, position: int, title: str) -> None:
        """Give a step another title.

        Raises:
            GlutviewError: it is blank, or another step has it.
        """
        old = self.lesson.steps[self._checked(position)]
        if any(step.title == title for i, step in enumerate(self.lesson.steps) if i != position):
            raise failure("lesson", "another step has this title", "choose another", key=title)
        self._replace(position, old.changed(title=_worded(title)), f"Rename step '{old.title}'")

    def set_note(self, position: int, note: str) -> None:
        """Give a step another note."""
        old = self.lesson.steps[self._checked(position)]
        self._replace(position, old.changed(note=_writable(note)), f"Note of step '{old.title}'")

    def retake(self, position: int, step: Step) -> None:
        """Let a step show something else: see `lesson_view.retaken`, which makes it."""
        old = self.lesson.steps[self._checked(position)]
        self._replace(position, step, f"Retake step '{old.title}'")

    def set_title(self, title: str) -> None:
        """Give the lesson another title.

        Raises:
            GlutviewError: it is blank.
        """
        self._push(self.lesson.model_copy(update={"title": _worded(title)}), "Title of the lesson")

    def undo(self) -> None:
        """Take the last edit back, also one that was saved."""
        self.history = self.history.undo()

    def redo(self) -> None:
        """Make the edit again that was taken back."""
        self.history = self.history.redo()

    def free_title(self, title: str) -> str:
        """The title, or if it is taken, the title with the next number."""
        taken = {step.title for step in self.lesson.steps}
        stem = re.sub(r" \(\d+\)$", "", title) or title
        number = 2
        while title in taken:
            title, number = f"{stem} ({number})", number + 1
        return title

    def save(self, *, drop_rest: bool = False, overwrite: bool = False) -> None:
        """Write the lesson into its file, changing only the lines that differ. The history stays.

        Args:
            drop_rest: the user agreed to lose what of the file was not understood.
            overwrite: the user agreed to replace what another program wrote meanwhile.

        Raises:
            GlutviewError: there is no file yet, the lesson is a shipped one, the user has to be asked, or the
                file cannot be written. It is untouched then.
        """
        if self._document is None or self.path is None:
            raise failure("lesson", "it has no file yet", "choose where to save it")
        if self.read_only:
            raise failure(self.path, "the shipped lessons are read-only", "save it under another name")
        if self._partial and not drop_rest:
            what = "the file holds more than was understood, which saving would drop"
            raise failure(self.path, what, "save under another name, or agree to drop it")
        if self.changed_on_disk and not overwrite:
            what = "the file was changed by another program since it was read"
            raise failure(self.path, what, "reopen it, or save under another name")
        self._write(self.path, rewritten(self._document, self.lesson), bom=self._document.byte_order_mark)

    def save_as(self, place: Path, *, replace: bool = False) -> None:
        """Write the lesson to another file, with the JSON Schema beside it, and go on there.

        Args:
            place: the file; its folder must exist.
            replace: whether a file that is there may be replaced (the user was asked).

        Raises:
            GlutviewError: the name will not do, there is a file already, or it cannot be written.
        """
        if not place.name.lower().endswith(SUFFIX):
            raise failure(place, f"the name does not end in {SUFFIX}", "choose a name that does")
        if _is_shipped(place):
            raise failure(place, "the shipped lessons stay as they are", "choose another place")
        if place.exists() and not replace:
            raise failure(place, "there is a file already", "choose another name, or open that one")
        text = rewritten(self._document, self.lesson) if self._document else lesson_text(self.lesson)
        self._write(place, text)
        if not (place.parent / SCHEMA_NAME).exists():
            write_whole(place.parent / SCHEMA_NAME, json_schema())

    def _write(self, path: Path, text: str, *, bom: bool = False) -> None:
        write_whole(path, ("\ufeff" if bom else "") + text)
        self._document = read_yaml(path)
        self._saved, self._partial = self.lesson, False

    def _replace(self, position: int, step: Step, message: str) -> None:
        steps = list(self.lesson.steps)
        steps[position] = step
        self._commit(steps, message)

    def _commit(self, steps: list[Step], message: str) -> None:
        self._push(self.lesson.model_copy(update={"steps": tuple(steps)}), message)

    def _push(self, lesson: Lesson, message: str) -> None:
        if lesson != self.lesson:
            self.history = self.history.push(lesson, message)

    def _checked(self, position: int) -> int:
        if not 0 <= position < len(self.lesson.steps):
            raise failure("lesson", f"there is no step {position + 1}", "choose one that is there")
        return position


def _worded(title: str) -> str:
    if not title.strip():
        raise failure("lesson", "the title is blank", "write a title")
    return _writable(title)


def _writable(text: str) -> str:
    """Without halves of characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _is_shipped(path: Path) -> bool:
    return any(os.path.realpath(path) == os.path.realpath(lesson) for lesson in shipped_lessons())
