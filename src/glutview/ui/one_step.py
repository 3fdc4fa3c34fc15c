"""Makes one step of undo of all that happens to the view for a while, where one looks from included."""

from __future__ import annotations

from dataclasses import dataclass, replace

from psygnal import Signal

from glutview.state.view_state import CameraState
from glutview.ui.mode import Desk


@dataclass(frozen=True)
class _Look:
    """What undo leaves alone otherwise: looking round edits nothing."""

    camera: CameraState
    selected: str | None


class OneStep:
    """One of the histories that the undo stack undoes across (see :class:`glutview.state.undo_stack.Undoable`)."""

    stepped = Signal()
    """A step was made."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._begun: tuple[int, _Look] | None = None
        self._past: list[tuple[_Look, _Look, str]] = []
        self._future: list[tuple[_Look, _Look, str]] = []

    @property
    def undo_message(self) -> str:
        """What undo would take back; empty if there is nothing."""
        return self._past[-1][2] if self._past else ""

    @property
    def redo_message(self) -> str:
        """What redo would make again; empty if there is nothing."""
        return self._future[-1][2] if self._future else ""

    def begin(self) -> None:
        """From now on; what is under way becomes a step of its own before."""
        self._desk.model.settle()
        self._begun = (self._desk.undo.depth, self._look())

    def end(self, message: str) -> None:
        """Till now; `message` says what was done."""
        if self._begun is None:
            return
        depth, before = self._begun
        self._begun = None
        self._desk.model.settle()
        after = self._look()
        if after != before:
            self._past.append((before, after, message))
            self._future.clear()
            self.stepped.emit()
        self._desk.undo.join(depth, (self._desk.model, self), message)

    def settle(self) -> None:
        """Nothing of this kind is ever under way on its own."""

    def undo(self) -> None:
        """Look as before."""
        step = self._past.pop()
        self._future.append(step)
        self._show(step[0])

    def redo(self) -> None:
        """Look as after it."""
        step = self._future.pop()
        self._past.append(step)
        self._show(step[1])

    def _look(self) -> _Look:
        return _Look(self._desk.stage.camera, self._desk.model.state.selected)

    def _show(self, look: _Look) -> None:
        self._desk.stage.set_camera(look.camera)
        self._desk.model.look(replace(self._desk.model.state, camera=look.camera, selected=look.selected))
