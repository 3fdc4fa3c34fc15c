"""The line that is read while a what-if is in force, with buttons for what illustrates it and for its end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolBar, QWidget


class WhatIfStrip(QToolBar):
    """Setters show, signals tell. It is not there while there is nothing to say."""

    movement_wanted = Signal(int)
    """Number of a movement among those that illustrate it."""
    ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("What if", parent)
        self.setObjectName("what_if")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._line = QLabel()
        self._line.setAccessibleName("What if")
        self._line.setTextFormat(Qt.TextFormat.PlainText)
        # Beside the buttons a long line is cut off rather than widening the window.
        self._line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._line.setStyleSheet("font-weight: 600;")
        self._movements = QHBoxLayout()
        self._end = QPushButton("End what if")
        self._end.clicked.connect(self.ended)
        content = QWidget()
        content.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(content)
        layout.setContentsMargins(8, 2, 2, 2)
        layout.addWidget(self._line, 1)
        layout.addLayout(self._movements)
        layout.addWidget(self._end)
        self.addWidget(content)
        self.set_line("", ())

    @property
    def line(self) -> str:
        """What is read."""
        return self._line.text()

    def set_line(self, line: str, movements: Sequence[str]) -> None:
        """Show a line, and a button for each movement; nothing for an empty line."""
        self._line.setText(line)
        self._line.setToolTip(line)
        while (item := self._movements.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for number, name in enumerate(movements):
            button = QPushButton(name)
            button.setToolTip(f"Play it: {name}")
            button.setProperty("number", number)
            button.clicked.connect(self._tell_movement)
            self._movements.addWidget(button)
        self.setVisible(bool(line))

    @Slot()
    def _tell_movement(self) -> None:
        self.movement_wanted.emit(self.sender().property("number"))
