"""The note of a step, written in its place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit, QWidget

_CLICKER = (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_F5)


class NoteField(QPlainTextEdit):
    """Tells every change, and when it is left. A clicker's keys and the undo of finished edits pass it by."""

    written = Signal(str)
    finished = Signal()
    """The focus went elsewhere."""
    left = Signal()
    """Esc was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Note of the step")
        self.setPlaceholderText("What there is to say")
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(8)
        self.textChanged.connect(self._tell)

    def sizeHint(self) -> QSize:
        return QSize(200, 7 * self.fontMetrics().lineSpacing() + 16)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 2 * self.fontMetrics().lineSpacing() + 16)

    def set_text(self, text: str) -> None:
        """Show a note; the cursor stays if it is the same."""
        if text != self.toPlainText():
            with QSignalBlocker(self):
                self.setPlainText(text)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._passes(event):
            # Not accepted, the key gives its order instead of scrolling or undoing here.
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # A menu or another window takes it for a moment only.
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.finished.emit()

    def _passes(self, event: QKeyEvent) -> bool:
        if event.key() in _CLICKER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return True
        if event.matches(QKeySequence.StandardKey.Undo):
            return not self.document().isUndoAvailable()
        return event.matches(QKeySequence.StandardKey.Redo) and not self.document().isRedoAvailable()

    @Slot()
    def _tell(self) -> None:
        self.written.emit(self.toPlainText())
