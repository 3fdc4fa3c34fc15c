"""The keys of a slideshow: F5 begins it, a clicker goes on and back, Space pauses, any other key ends it."""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from glutview.ui.tool import Tool

_ALONE: Final = ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
_MODIFIERS: Final = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)
_ON: Final = (Qt.Key.Key_PageDown, Qt.Key.Key_Right)
_BACK: Final = (Qt.Key.Key_PageUp, Qt.Key.Key_Left)


class Show(Protocol):
    """What the keys give orders to."""

    @property
    def playing(self) -> bool: ...
    def play(self) -> None: ...
    def toggle_pause(self) -> None: ...
    def next(self) -> None: ...
    def previous(self) -> None: ...
    def toggle_black(self) -> None: ...
    def end_show(self) -> None: ...


class GalleryTool(Tool):
    """While nothing is shown, only F5 is its own."""

    def __init__(self, show: Show) -> None:
        self._show = show

    def wants_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & _ALONE or event.key() in _MODIFIERS:
            return False
        return self._show.playing or event.key() == Qt.Key.Key_F5

    def key(self, event: QKeyEvent) -> bool:
        if not self.wants_key(event):
            return False
        key, show = event.key(), self._show
        if key == Qt.Key.Key_F5:
            show.play()
        elif key in _ON:
            show.next()
        elif key in _BACK:
            show.previous()
        elif key == Qt.Key.Key_Space:
            show.toggle_pause()
        elif key == Qt.Key.Key_Period:
            show.toggle_black()
        elif not event.isAutoRepeat():
            show.end_show()
        return True
