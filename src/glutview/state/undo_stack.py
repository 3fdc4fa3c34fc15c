"""One undo for everything a person can do: the view, the lesson and the atlas each keep a history of their own,
and the stack remembers in which order their steps were made.
"""

from __future__ import annotations

from typing import Protocol

from psygnal import Signal, SignalInstance


class Undoable(Protocol):
    """Something with a history."""

    @property
    def stepped(self) -> SignalInstance:
        """Emitted when a step was made; not when one is undone or made again."""

    @property
    def undo_message(self) -> str:
        """What undo would take back; empty if there is nothing."""

    @property
    def redo_message(self) -> str:
        """What redo would make again; empty if there is nothing."""

    def settle(self) -> None:
        """Make a step of what is under way: a drag, a text that is being written."""

    def undo(self) -> None:
        """Take back the last step."""

    def redo(self) -> None:
        """Make again the last step that was taken back."""


class UndoStack:
    """Undoes and redoes across histories, last step first, whichever it belongs to."""

    changed = Signal()
    """There is something else to undo or redo."""

    def __init__(self) -> None:
        self._past: list[Undoable] = []
        self._future: list[Undoable] = []
        self._known: list[Undoable] = []

    def add(self, history: Undoable) -> None:
        """Remember this one's steps too."""
        self._known.append(history)
        # Each stack entry says only whose step it was; the history itself knows the step.
        history.stepped.connect(self._note_steps)

    def remove(self, history: Undoable) -> None:
        """Forget one and its steps: its file was closed."""
        if history not in self._known:
            return
        history.stepped.disconnect(self._note_steps)
        self._known.remove(history)
        self._past = [one for one in self._past if one is not history]
        self._future = [one for one in self._future if one is not history]
        self.changed.emit()

    @property
    def undo_message(self) -> str:
        """What undo would take back; empty if there is nothing."""
        # A history keeps only so many steps: those that it has forgotten cannot be taken back.
        while self._past and not self._past[-1].undo_message:
            self._past.pop()
        return self._past[-1].undo_message if self._past else ""

    @property
    def redo_message(self) -> str:
        """What redo would make again; empty if there is nothing."""
        return self._future[-1].redo_message if self._future else ""

    def undo(self) -> None:
        """Take back the last step; what is under way becomes one first."""
        self._settle()
        if self.undo_message:
            history = self._past.pop()
            self._future.append(history)
            history.undo()
            self.changed.emit()

    def redo(self) -> None:
        """Make again the last step that was taken back."""
        self._settle()
        if self._future:
            history = self._future.pop()
            self._past.append(history)
            history.redo()
            self.changed.emit()

    def _settle(self) -> None:
        for history in self._known:
            history.settle()

    def _note_steps(self) -> None:
        emitter = Signal.sender()
        self._past.append(emitter)
        self._future.clear()
        self.changed.emit()
