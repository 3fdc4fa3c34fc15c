"""What mouse and keys do in the view while landmarks are edited.

A point is locked until it is picked up: neither a click nor a drag moves it. In hand, a drag that begins on it moves
it, and arrows nudge it; whatever else the mouse does turns the camera as ever.
"""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from glutview.scene.picking import Hit
from glutview.ui.tool import Tool

FINE_MM: Final = 0.1
COARSE_MM: Final = 1.0
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MODIFIERS: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class Work(Protocol):
    """What the tool asks for."""

    @property
    def in_hand(self) -> bool: ...
    @property
    def adding(self) -> bool: ...
    def take_hold(self, place: QPointF) -> bool: ...
    def drag_to(self, place: QPointF) -> None: ...
    def let_go(self) -> None: ...
    def click_at(self, place: QPointF, hit: Hit | None) -> bool: ...
    def nudge(self, right: float, up: float, mm: float) -> None: ...
    def enter_key(self) -> bool: ...


class LandmarkTool(Tool):
    """Hands on what a person does in the view."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._place = QPointF()

    def press(self, place: QPointF, hit: Hit | None, *, shift: bool, ctrl: bool) -> bool:
        self._place = place
        return not (shift or ctrl) and self._work.take_hold(place)

    def drag(self, place: QPointF, hit: Hit | None) -> None:
        self._work.drag_to(place)

    def release(self, place: QPointF) -> None:
        self._work.let_go()

    def click(self, hit: Hit | None) -> bool:
        return self._work.click_at(self._place, hit)

    def wants_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~_MODIFIERS:
            return False
        if event.key() in _ARROWS:
            return self._work.in_hand
        return event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier

    def key(self, event: QKeyEvent) -> bool:
        if not self.wants_key(event):
            return False
        arrow = _ARROWS.get(Qt.Key(event.key()))
        if arrow is None:
            return self._work.enter_key()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._work.nudge(*arrow, COARSE_MM if shift else FINE_MM)
        return True
