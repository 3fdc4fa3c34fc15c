"""Whose a key is. Orders have their keys in the whole window; a control keeps those that it needs itself.

Qt asks the focused control first whether it wants a key for itself, and then what it stands in, up to the window.
Texts claim what can be typed; here the window claims what else controls need, and gives a mode the keys that are its
own wherever the focus is. Only what nobody claims gives an order.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QToolButton,
    QWidget,
)

from glutview.ui.questions import Questions

_CHORD: Final = ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
"""With any of these modifiers a key types nothing."""
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ARROWS: Final = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_TEXTS: Final = (QLineEdit, QAbstractSpinBox, QPlainTextEdit)
_OF_TEXTS: Final = (Qt.Key.Key_Escape, Qt.Key.Key_Insert, *_ENTER)
"""Besides what can be typed, which texts claim by themselves."""
_PRESSED: Final = (QAbstractButton, QAbstractItemView, QComboBox)
_MOVED: Final = (*_PRESSED, QAbstractSlider, QTextEdit)


class KeyWindow(Questions):
    """A window with one view, whose mode may have keys of its own."""

    _view: QWidget | None = None

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            focus, view = QApplication.focusWidget(), self._view
            if _needs(focus, event):
                event.accept()
                return True
            if view is not None and focus is not None and focus is not view:
                view.event(event)
                if event.isAccepted():
                    focus.installEventFilter(_Handover(view, event.key()))
                    return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus = QApplication.focusWidget()
        # By itself Qt lets Enter press buttons on some desktops, on others only in dialogs.
        if event.key() in _ENTER and not event.modifiers() & _CHORD and isinstance(focus, QPushButton | QToolButton):
            if not event.isAutoRepeat():
                focus.click()
        else:
            super().keyPressEvent(event)


class _Handover(QObject):
    """Gives the view a key that it has claimed: a list would take it for the first letter of an entry."""

    def __init__(self, view: QWidget, key: int) -> None:
        super().__init__(view)
        self._view = view
        self._key: int | None = key

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        # Taken out at once, it would let Qt skip the filter after it.
        self.deleteLater()
        key, self._key = self._key, None
        return event.key() == key and self._view.event(event)


def _needs(focus: QWidget | None, event: QKeyEvent) -> bool:
    """Whether a control has a use of its own for a key, which it does not claim by itself."""
    if event.modifiers() & _CHORD:
        return False
    if isinstance(focus, QMenuBar):
        return True
    if isinstance(focus, _TEXTS):
        return event.key() in _OF_TEXTS
    if event.key() in _ARROWS:
        return isinstance(focus, _MOVED)
    return event.key() in (Qt.Key.Key_Space, *_ENTER) and isinstance(focus, _PRESSED)
