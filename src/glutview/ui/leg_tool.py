"""What the mouse does to a leg in the view: with Ctrl, or once legs are moved by hand, a drag that begins on a bone.

Whatever else the mouse does turns the camera and selects as ever; what a mode does with it comes first.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPointF, Qt

from glutview.scene.picking import Hit
from glutview.ui.tool import Tool


class LegWork(Protocol):
    """What the tool asks for."""

    @property
    def by_hand(self) -> bool: ...
    def may_take(self, hit: Hit | None) -> bool: ...
    def bone_near(self, place: QPointF) -> Hit | None: ...
    def take_hold(self, hit: Hit, place: QPointF, *, turning: bool) -> None: ...
    def drag_to(self, place: QPointF) -> None: ...
    def let_go(self) -> None: ...


class LegTool(Tool):
    """Hands on what a person does in the view."""

    def __init__(self, work: LegWork) -> None:
        self._work = work

    def press(self, place: QPointF, hit: Hit | None, *, shift: bool, ctrl: bool) -> bool:
        # With Ctrl a leg is meant, whatever muscle lies over it; without, only a bone that is seen.
        if ctrl:
            hit = self._work.bone_near(place)
        elif shift or not self._work.by_hand or not self._work.may_take(hit):
            return False
        if hit is None:
            return False
        self._work.take_hold(hit, place, turning=shift)
        return True

    def drag(self, place: QPointF, hit: Hit | None) -> None:
        self._work.drag_to(place)

    def release(self, place: QPointF) -> None:
        self._work.let_go()

    def wants_pointer(self, *, ctrl: bool) -> bool:
        return ctrl or self._work.by_hand

    def cursor(self, hit: Hit | None) -> Qt.CursorShape | None:
        return Qt.CursorShape.OpenHandCursor if self._work.may_take(hit) else None
