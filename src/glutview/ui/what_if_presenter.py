"""Lets something be lost from the menu, a structure's menu, its card or the search; says so while it is in force."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from glutview.atlas.sided import WhatIf
from glutview.state import view_edits as edits
from glutview.state.view_state import ViewState
from glutview.state.what_ifs import named, what_if_line
from glutview.ui.mode import Desk
from glutview.ui.panels.what_if_strip import WhatIfStrip

_SIDES = {"r": "&Right", "l": "&Left", "midline": "&Midline"}


class WhatIfPresenter(QObject):
    """The menu What if is made from the atlas, so that whoever states one needs no code."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.strip = WhatIfStrip()
        desk.window.addToolBarBreak(Qt.ToolBarArea.TopToolBarArea)
        desk.window.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.strip)
        self.menu = QMenu("&What if", desk.window)
        self._end = QAction("&End", self.menu)
        bar = desk.window.menuBar()
        bar.insertMenu(bar.actions()[-1], self.menu)
        self._fill()
        self._connect()
        self._show(desk.model.state)

    def release(self) -> None:
        """The atlas is closed."""
        self._desk.model.changed.disconnect(self._changed)
        self._desk.window.popup.aboutToShow.disconnect(self._offer)
        self._desk.window.card.what_if_chosen.disconnect(self.begin)
        self._desk.window.menuBar().removeAction(self.menu.menuAction())
        self._desk.window.removeToolBar(self.strip)
        self.menu.deleteLater()
        self.strip.deleteLater()

    # ------------------------------------------------------------------------------------------- commands

    @Slot(str)
    def begin(self, id: str) -> None:
        """Let a what-if, by its id with side, be in force, and play what illustrates it first: one step."""
        what_if = self._desk.anatomy.atlas.what_ifs.get(id)
        if what_if is None:
            return
        self._desk.player.pause()
        model = self._desk.model
        state, message = edits.set_what_if(model.state, what_if), f"What if {named(what_if)}"
        if what_if.spec.movements:
            model.begin(state, message)
            self.show_movement(0)
        else:
            model.edit(state, message)
        self._desk.stage.setFocus()

    @Slot()
    def end(self) -> None:
        """Nothing is lost any more: one step."""
        if self._in_force() is not None:
            self._desk.model.edit(edits.set_what_if(self._desk.model.state, None), "End what if")

    @Slot(int)
    def show_movement(self, number: int) -> None:
        """Play the movement that illustrates it, on its side, with the parameter that it states."""
        what_if = self._in_force()
        if what_if is None:
            return
        shown, desk = what_if.spec.movements[number], self._desk
        if desk.model.state.clip_side != what_if.side:
            desk.movement.choose_side(what_if.side)
        desk.movement.play_movement(shown.movement)
        if shown.amount is not None:
            desk.movement.set_amount(shown.amount)
        desk.stage.setFocus()

    # ---------------------------------------------------------------------------------------------- inner

    def _in_force(self) -> WhatIf | None:
        return self._desk.anatomy.atlas.what_ifs.get(self._desk.model.state.what_if or "")

    def _fill(self) -> None:
        what_ifs = self._desk.anatomy.atlas.what_ifs.values()
        for side, title in _SIDES.items():
            if chosen := [one for one in what_ifs if one.side == side]:
                self._add(self.menu.addMenu(title), ((one, one.name) for one in chosen))
        self.menu.addSeparator()
        self.menu.addAction(self._end)
        self.menu.menuAction().setVisible(bool(what_ifs))

    def _add(self, menu: QMenu, entries: Iterable[tuple[WhatIf, str]]) -> None:
        for one, text in entries:
            action = menu.addAction(text)
            action.setData(one.id)
            action.triggered.connect(self._take_entry)

    @Slot()
    def _take_entry(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.begin(action.data())

    @Slot()
    def _offer(self) -> None:
        """Offer, in the menu of a structure that is about to open, what can be lost of it."""
        found = self._desk.anatomy.atlas.what_ifs_of(self._desk.model.state.selected or "")
        if found:
            self._desk.window.popup.addSeparator()
            self._add(self._desk.window.popup, ((one, f"What if: {named(one)}") for one in found))

    def _changed(self, before: ViewState, after: ViewState) -> None:
        if before.what_if != after.what_if:
            self._show(after)

    def _show(self, state: ViewState) -> None:
        atlas, what_if = self._desk.anatomy.atlas, self._in_force()
        movements = what_if.spec.movements if what_if else ()
        self.strip.set_line(
            what_if_line(atlas, state.what_if), [atlas.movements[shown.movement].name for shown in movements]
        )
        self._end.setEnabled(what_if is not None)

    def _connect(self) -> None:
        self._end.triggered.connect(self.end)
        self.strip.ended.connect(self.end)
        self.strip.movement_wanted.connect(self.show_movement)
        self._desk.window.popup.aboutToShow.connect(self._offer)
        self._desk.window.card.what_if_chosen.connect(self.begin)
        self._desk.model.changed.connect(self._changed)
