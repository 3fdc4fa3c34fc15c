"""A text to be read: what Qt would keep of the keys, as if one could write there, goes to the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QTextBrowser

_OWN = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.SelectAll)


class Reader(QTextBrowser):
    """Keeps copying and selecting all; arrows and page keys scroll, for the window does not want them."""

    def event(self, event: QEvent) -> bool:
        asked = event.type() == QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and not any(event.matches(key) for key in _OWN):
            # Not accepted, the key gives its order.
            event.ignore()
            return False
        return super().event(event)
