"""The line that is read while a what-if is in force, with buttons for what illustrates it and for its end.

Where line and buttons have no room beside each other the movements go into a menu: the line is read to its end.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QToolBar, QToolButton, QWidget

_GAP = 6


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
        self._movements.setSpacing(_GAP)
        self._buttons: list[QPushButton] = []
        self._play = QToolButton()
        self._play.setObjectName("plain")
        self._play.setText("Play")
        self._play.setToolTip("Play a movement that illustrates it")
        self._play.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._play.setMenu(QMenu(self._play))
        self._end = QPushButton("End what if")
        self._end.clicked.connect(self.ended)
        content = QWidget()
        content.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(content)
        layout.setContentsMargins(8, 2, 2, 2)
        layout.setSpacing(_GAP)
        layout.addWidget(self._line, 1)
        layout.addLayout(self._movements)
        layout.addWidget(self._play)
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
        for old in self._buttons:
            self._movements.removeWidget(old)
            old.deleteLater()
        self._buttons = []
        self._play.menu().clear()
        for number, name in enumerate(movements):
            button = QPushButton(name)
            button.setToolTip(f"Play it: {name}")
            action = self._play.menu().addAction(name)
            for one, told in ((button, button.clicked), (action, action.triggered)):
                one.setProperty("number", number)
                told.connect(self._tell_movement)
            self._movements.addWidget(button)
            self._buttons.append(button)
        self.setVisible(bool(line))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        """Give each movement its button, if the line is read whole beside them."""
        wide = [self._line.sizeHint().width(), *(b.sizeHint().width() + _GAP for b in (*self._buttons, self._end))]
        roomy = sum(wide) + 2 * _GAP + 12 <= self.width()
        for button in self._buttons:
            button.setVisible(roomy)
        self._play.setVisible(bool(self._buttons) and not roomy)

    @Slot()
    def _tell_movement(self) -> None:
        self.movement_wanted.emit(self.sender().property("number"))
