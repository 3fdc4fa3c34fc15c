"""The mouse and the keys of the quiz: numbers choose, Enter and Space go on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from glutview.scene.picking import Hit
from glutview.ui.tool import Tool

_KEYS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_6)
_ON = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


THIN_PX = 4.0
"""How far beside a nerve or vessel that is asked for a click still finds it."""


class QuizTool(Tool):
    """A click answers, a number chooses; nothing is named under the pointer."""

    names = False

    def __init__(
        self, click: Callable[[Hit | None], bool], choose: Callable[[int], bool], on: Callable[[], None]
    ) -> None:
        self._click = click
        self._choose = choose
        self._on = on

    def click(self, hit: Hit | None) -> bool:
        return self._click(hit)

    def wants_key(self, event: QKeyEvent) -> bool:
        return event.key() in (*_KEYS, *_ON) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier

    def key(self, event: QKeyEvent) -> bool:
        if not self.wants_key(event):
            return False
        if event.key() in _ON:
            # Space would play otherwise, and the movement give the answer away.
            if not event.isAutoRepeat():
                self._on()
            return True
        return self._choose(_KEYS.index(Qt.Key(event.key())))
