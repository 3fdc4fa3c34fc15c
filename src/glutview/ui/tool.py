"""What a mode may do with the mouse and the keys in the view, before the view itself takes them."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from glutview.scene.picking import Hit


class Tool:
    """Takes nothing: each mode overrides what it needs. Places are in the widget's own pixels."""

    names = True
    """Whether the name of what lies under the pointer is shown; in a quiz it would give the answer away."""

    reach_px = 0.0
    """How far beside a nerve or vessel a click still means it, where it is one that is looked for."""

    wanted: Collection[str] = ()
    """Ids of what is looked for: a click on a clear sheet among them means it, not what is seen through it."""

    def press(self, place: QPointF, hit: Hit | None, *, shift: bool, ctrl: bool) -> bool:
        """The left button went down; True takes the drag, which then turns nothing."""
        return False

    def drag(self, place: QPointF, hit: Hit | None) -> None:
        """The pointer moved in a drag that was taken; `hit` lies under it now."""

    def release(self, place: QPointF) -> None:
        """The drag ended."""

    def wants_pointer(self, *, ctrl: bool) -> bool:
        """Whether :meth:`cursor` is to be asked while the pointer moves with no button down."""
        return False

    def cursor(self, hit: Hit | None) -> Qt.CursorShape | None:
        """The pointer's shape over what lies under it; None for the view's own."""
        return None

    def click(self, hit: Hit | None) -> bool:
        """A click; True takes it, and nothing is selected."""
        return False

    def key(self, event: QKeyEvent) -> bool:
        """A key was pressed in the view; True takes it, before any order that has this key."""
        return False

    def wants_key(self, event: QKeyEvent) -> bool:
        """Whether :meth:`key` would take it."""
        return False
