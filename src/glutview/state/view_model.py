"""The view state as it changes: who shows it listens, and every step can be undone."""

from __future__ import annotations

from dataclasses import replace

from psygnal import Signal

from glutview.atlas.history import History
from glutview.state.view_state import ViewState, restored


class ViewModel:
    """Holds the state and the way there.

    Edits come in two kinds. `look` changes what is no step (camera, selection, theme, a drag under way);
    `commit` makes everything since the last step one step, with the message that menus show.
    """

    changed = Signal(ViewState, ViewState)
    """State before and after."""
    history_changed = Signal()
    stepped = Signal()
    """A step was made."""

    def __init__(self, state: ViewState | None = None) -> None:
        self._history = History(state or ViewState())
        self._committed = self._history.present
        self._open = False
        """Whether the last step takes in what is looked at."""

    @property
    def state(self) -> ViewState:
        """What is seen now."""
        return self._history.present

    @property
    def undo_message(self) -> str:
        """What undo would take back; empty if there is nothing."""
        return self._history.undo_message or ""

    @property
    def redo_message(self) -> str:
        """What redo would make again; empty if there is nothing."""
        return self._history.redo_message or ""

    def look(self, state: ViewState) -> None:
        """Show a state without making a step of it."""
        before = self.state
        if state == before:
            return
        self._history = self._history.amend(state)
        self.changed.emit(before, state)

    def show_for_now(self, state: ViewState) -> None:
        """Show an arrangement that leaves no trace in the history, in today's camera, theme and mode.

        Whoever uses it shows the arrangement of before when it is done.
        """
        self.settle()
        now = self.state
        self.look(replace(state, camera=now.camera, theme=now.theme, mode=now.mode))
        self._committed = self.state

    def commit(self, message: str) -> None:
        """Make one step of everything looked at since the last; none if nothing of it can be undone.

        What was looked at since `begin` belongs to that step, and makes none of its own.
        """
        state = self.state
        if self._open:
            self._open, self._committed = False, state
        if restored(self._committed, state) == state:
            return
        self._history = self._history.amend(restored(self._committed, state)).push(state, message)
        self._committed = state
        self.stepped.emit()
        self.history_changed.emit()

    def settle(self) -> None:
        """Make a step of a drag that is under way."""
        self.commit("Pose")

    def edit(self, state: ViewState, message: str) -> None:
        """Show a state and make it a step; what was only looked at before becomes a step of its own."""
        self.settle()
        self.look(state)
        self.commit(message)

    def begin(self, state: ViewState, message: str) -> None:
        """As `edit`, of something that goes on: till the next `commit` what is looked at belongs to this step."""
        self.settle()
        before = self._committed
        self.edit(state, message)
        self._open = self._committed is not before

    def undo(self) -> None:
        """Take back the last step; a drag under way ends first."""
        self.settle()
        self._travel(self._history.undo())

    def redo(self) -> None:
        """Make again the last step that was taken back."""
        self.settle()
        self._travel(self._history.redo())

    def _travel(self, history: History[ViewState]) -> None:
        before = self.state
        state = restored(history.present, before)
        self._history = history.amend(state)
        self._committed = state
        if state != before:
            self.changed.emit(before, state)
        self.history_changed.emit()
