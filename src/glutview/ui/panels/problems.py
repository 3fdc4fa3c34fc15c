"""The problem panel: every problem with a file or an action, readable again and again, and copyable."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget


class ProblemPanel(QWidget):
    """Stands where the view stands when there is nothing to show, and beside it when there is."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Problems")
        self._title = QLabel()
        self._title.setObjectName("heading")
        self._title.setWordWrap(True)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setAccessibleName("List of problems")
        self._copy = QPushButton("Copy")
        self._close = QPushButton("Close")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._copy)
        buttons.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._text, 1)
        layout.addLayout(buttons)
        self._copy.clicked.connect(self._copy_all)
        self._close.clicked.connect(self.closed)

    def set_problems(self, title: str, problems: Sequence[str]) -> None:
        """Show problems, one a paragraph, under a title that says what was tried."""
        self._title.setText(title)
        self._text.setPlainText("\n\n".join(problems))

    def text(self) -> str:
        """All that is shown."""
        return f"{self._title.text()}\n\n{self._text.toPlainText()}"

    def set_focus(self) -> None:
        """Let a screen reader and the keyboard start at the list."""
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
