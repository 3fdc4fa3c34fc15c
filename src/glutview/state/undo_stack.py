"""One undo for everything a person can do: the view, the lesson and the atlas each keep a history of their own,
and the stack remembers in which order their steps were made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Entry:
    """One step as a person counts them: whose it is. The histories themselves know what it was."""

    histories: tuple[Undoable, ...]
    """Of a step that was joined from several, those that made them, in their order; one may stand here often."""
    message: str = ""
    """Of a joined step."""

    @property
    def undo_message(self) -> str:
        # A history keeps only so many steps: those that it has forgotten cannot be taken back.
        known = [one.undo_message for one in self.histories if one.undo_message]
        return (self.message or known[-1]) if known else ""

    @property
    def redo_message(self) -> str:
        known = [one.redo_message for one in self.histories if one.redo_message]
        return (self.message or known[0]) if known else ""

    def undo(self) -> None:
        for one in reversed(self.histories):
            if one.undo_message:
                one.undo()

    def redo(self) -> None:
        for one in self.histories:
            if one.redo_message:
                one.redo()

    def without(self, history: Undoable) -> _Entry:
        return _Entry(tuple(one for one in self.histories if one is not history), self.message)


class UndoStack:
    """Undoes and redoes across histories, last step first, whichever it belongs to."""

    changed = Signal()
    """There is something else to undo or redo."""

    def __init__(self) -> None:
        self._past: list[_Entry] = []
        self._future: list[_Entry] = []
        self._known: list[Undoable] = []

    def add(self, history: Undoable) -> None:
        """Remember this one's steps too."""
        self._known.append(history)
        history.stepped.connect(self._note_steps)

    def remove(self, history: Undoable) -> None:
        """Forget one and its steps: its file was closed."""
        if history not in self._known:
            return
        history.stepped.disconnect(self._note_steps)
        self._known.remove(history)
        self._past = _without(self._past, history)
        self._future = _without(self._future, history)
        self.changed.emit()

    @property
    def undo_message(self) -> str:
        """What undo would take back; empty if there is nothing."""
        while self._past and not self._past[-1].undo_message:
            self._past.pop()
        return self._past[-1].undo_message if self._past else ""

    @property
    def redo_message(self) -> str:
        """What redo would make again; empty if there is nothing."""
        return self._future[-1].redo_message if self._future else ""

    @property
    def depth(self) -> int:
        """How many steps there are to take back."""
        return len(self._past)

    def join(self, depth: int, histories: Sequence[Undoable], message: str) -> None:
        """Make one step of all that these histories have made since there were `depth` of them.

        What others did meanwhile stays as it is, and comes to be taken back after it.

        Args:
            depth: as :attr:`depth` told it.
            histories: whose steps.
            message: what the one step did.
        """
        self._settle()
        since, others = self._past[depth:], self._past[depth:]
        joined = tuple(one for entry in since for one in entry.histories if one in histories)
        if joined:
            for history in histories:
                others = _without(others, history)
            self._past[depth:] = [*others, _Entry(joined, message)]
            self.changed.emit()

    def undo(self) -> None:
        """Take back the last step; what is under way becomes one first."""
        self._settle()
        if self.undo_message:
            entry = self._past.pop()
            self._future.append(entry)
            entry.undo()
            self.changed.emit()

    def redo(self) -> None:
        """Make again the last step that was taken back."""
        self._settle()
        if self._future:
            entry = self._future.pop()
            self._past.append(entry)
            entry.redo()
            self.changed.emit()

    def _settle(self) -> None:
        for history in self._known:
            history.settle()

    def _note_steps(self) -> None:
        self._past.append(_Entry((Signal.sender(),)))
        self._future.clear()
        self.changed.emit()


def _without(entries: Sequence[_Entry], history: Undoable) -> list[_Entry]:
    left = (entry.without(history) for entry in entries)
    return [entry for entry in left if entry.histories]
