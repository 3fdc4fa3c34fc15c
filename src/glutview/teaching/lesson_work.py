"""A lesson under work: which step one is at, the note that is being written, and the undo of both.

Knows no window: a panel shows what it says, a presenter tells it what a person did.
"""

from __future__ import annotations

from collections.abc import Callable

from psygnal import Signal

from glutview.teaching.lesson import Lesson, Step
from glutview.teaching.lesson_editor import LessonEditor


class LessonWork:
    """A lesson editor that tells of changes, and whose steps the window's undo takes back.

    Positions count from 0. A note that is being written is a draft: it becomes one edit when it is left.
    """

    changed = Signal()
    """The lesson, the position, or whether it is saved."""
    stepped = Signal()
    """An edit was made."""

    def __init__(self, editor: LessonEditor) -> None:
        self.editor = editor
        self._fresh = editor.lesson
        self._position: int | None = 0 if editor.lesson.steps else None
        self._draft: str | None = None

    @property
    def lesson(self) -> Lesson:
        """As it is now, but for the draft."""
        return self.editor.lesson

    @property
    def position(self) -> int | None:
        """The step that one is at; None if there are none."""
        return self._position

    @property
    def step(self) -> Step | None:
        """The step that one is at."""
        return None if self._position is None else self.lesson.steps[self._position]

    @property
    def note(self) -> str:
        """Of the step that one is at, as far as it is written."""
        if self._draft is not None:
            return self._draft
        return self.step.note if self.step else ""

    @property
    def unsaved(self) -> bool:
        """Whether closing it would lose something."""
        if self._draft is not None:
            return True
        if self.editor.path is None:
            return self.lesson != self._fresh
        return not self.editor.is_saved

    # --------------------------------------------------------------------------------------------- editing

    def go(self, position: int) -> None:
        """Be at another step, the nearest one there is."""
        self.settle()
        self._position = self._held(position)
        self.changed.emit()

    def write_note(self, text: str) -> None:
        """Write the note of the step that one is at: a draft."""
        if self.step is not None:
            self._draft = text if text != self.step.note else None
            self.changed.emit()

    def add(self, step: Step) -> None:
        """Add a step after the one that one is at, and be there."""
        self.settle()
        place = 0 if self._position is None else self._position + 1
        self._edit(lambda: self.editor.add(step, place), place)

    def remove(self) -> None:
        """Remove the step that one is at."""
        if self._position is not None:
            self._draft = None
            position = self._position
            self._edit(lambda: self.editor.remove(position), position)

    def move(self, position: int, to: int) -> None:
        """Put a step elsewhere: `to` counts when it has been taken out. One stays at the step that one is at."""
        self.settle()
        order = list(range(len(self.lesson.steps)))
        order.insert(min(max(to, 0), len(order) - 1), order.pop(position))
        here = None if self._position is None else order.index(self._position)
        self._edit(lambda: self.editor.move(position, to), here)

    def rename(self, position: int, title: str) -> None:
        """Give a step another title.

        Raises:
            GlutviewError: it is blank, or another step has it.
        """
        self.settle()
        self._edit(lambda: self.editor.rename(position, title), self._position)

    def retake(self, step: Step) -> None:
        """Let the step that one is at show something else."""
        self.settle()
        if self._position is not None:
            position = self._position
            self._edit(lambda: self.editor.retake(position, step), position)

    def set_title(self, title: str) -> None:
        """Give the lesson another title.

        Raises:
            GlutviewError: it is blank.
        """
        self.settle()
        self._edit(lambda: self.editor.set_title(title), self._position)

    def saved(self) -> None:
        """The editor was told to save."""
        self.changed.emit()

    # ------------------------------------------------------------------------------------------------ undo

    @property
    def undo_message(self) -> str:
        """What undo would take back; empty if there is nothing."""
        return self.editor.history.undo_message or ""

    @property
    def redo_message(self) -> str:
        """What redo would make again; empty if there is nothing."""
        return self.editor.history.redo_message or ""

    def settle(self) -> None:
        """Make one edit of the note that is being written."""
        draft, self._draft = self._draft, None
        if draft is not None and self._position is not None:
            position, text = self._position, draft
            self._edit(lambda: self.editor.set_note(position, text), position)

    def undo(self) -> None:
        """Take the last edit back, and be where it was made."""
        self._travel(self.editor.undo)

    def redo(self) -> None:
        """Make again the edit that was taken back, and be where it is made."""
        self._travel(self.editor.redo)

    def _edit(self, change: Callable[[], object], position: int | None) -> None:
        before = self.editor.history
        change()
        self._position = None if position is None else self._held(position)
        if self.editor.history is not before:
            self.stepped.emit()
        self.changed.emit()

    def _travel(self, change: Callable[[], None]) -> None:
        before = self.lesson.steps
        self._draft = None
        change()
        after = self.lesson.steps
        differing = [i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b]
        if differing:
            self._position = differing[0]
        elif len(after) != len(before):
            self._position = min(len(before), len(after) - 1)
        self._position = self._held(self._position or 0)
        self.changed.emit()

    def _held(self, position: int) -> int | None:
        last = len(self.lesson.steps) - 1
        return min(max(position, 0), last) if last >= 0 else None
