"""Colours the muscles by their moment arms about an axis of the hip, and says what the colours mean."""

from __future__ import annotations

from PySide6.QtCore import QObject

from glutview.scene.action_legend import legend_of
from glutview.state import view_edits as edits
from glutview.state.view_state import ViewState
from glutview.ui.mode import Desk

_ORDERS = {None: "action.none", 0: "action.flexion", 1: "action.abduction", 2: "action.internal_rotation"}


class ActionPresenter(QObject):
    """Carries out the orders of Movement > Action map."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        desk.model.changed.connect(self._changed)
        self._show(desk.model.state)

    def release(self) -> None:
        """The atlas is closed."""
        self._desk.model.changed.disconnect(self._changed)

    def show_none(self) -> None:
        """The muscles in their own colours."""
        self._choose(None)

    def show_flexion(self) -> None:
        self._choose(0)

    def show_abduction(self) -> None:
        self._choose(1)

    def show_internal_rotation(self) -> None:
        self._choose(2)

    def _choose(self, axis: int | None) -> None:
        self._desk.model.edit(edits.set_action(self._desk.model.state, axis), "Action map")

    def _changed(self, before: ViewState, after: ViewState) -> None:
        if before.action != after.action:
            self._show(after)

    def _show(self, state: ViewState) -> None:
        self._desk.window.set_checked(_ORDERS[state.action], True)
        self._desk.stage.overlay.set_legend(legend_of(self._desk.anatomy.atlas, state.action))
