"""The mouse and the number keys in the quiz."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from glutview.scene.picking import Hit
from glutview.ui.tool import Tool

_KEYS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_6)


class QuizTool(Tool):
    """A click answers, a number chooses; nothing is named under the pointer."""

    names = False

    def __init__(self, click: Callable[[Hit | None], bool], choose: Callable[[int], bool]) -> None:
        self._click = click
        self._choose = choose

    def click(self, hit: Hit | None) -> bool:
        return self._click(hit)

    def wants_key(self, event: QKeyEvent) -> bool:
        return event.key() in _KEYS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier

    def key(self, event: QKeyEvent) -> bool:
        # The standard views have these keys too: a number that is no choice turns to one of them.
        return self.wants_key(event) and self._choose(_KEYS.index(Qt.Key(event.key())))
