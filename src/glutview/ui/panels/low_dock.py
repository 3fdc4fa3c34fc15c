"""A dock below the view that leaves the view most of the room, and whose title is as large as other text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QMainWindow, QToolButton, QWidget

_ICON = 0.8
"""Size of the buttons' pictures by the height of the text."""
_SHARE = 0.3
"""Of the window's height, unless what is in it needs more, or a person draws it larger."""


class LowDock(QDockWidget):
    """Qt gives a dock the room that it would like best, which at a projector's text is half of the window."""

    def __init__(self, title: str, window: QMainWindow) -> None:
        super().__init__(title, window)
        self.setTitleBarWidget(_Title(self))
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.timeout.connect(self._fit)
        self._fitting.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            # Only then do the parts know how large they are.
            self._fitting.start()

    @Slot()
    def _fit(self) -> None:
        window = self.parent()
        if isinstance(window, QMainWindow) and not self.isFloating():
            window.resizeDocks([self], [round(_SHARE * window.height())], Qt.Orientation.Vertical)


class _Title(QWidget):
    """Name of a dock, and its buttons to float and to close; Qt's own keeps its small letters whatever is chosen."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self.setObjectName("dock_title")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._dock = dock
        self._float, self._close = QToolButton(), QToolButton()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 4, 2)
        layout.setSpacing(2)
        layout.addWidget(QLabel(dock.windowTitle()), 1)
        for button, name, words in (
            (self._float, "dock_float", "Float, or dock again"),
            (self._close, "dock_close", "Close"),
        ):
            button.setObjectName(name)
            button.setToolTip(words)
            button.setAccessibleName(f"{words}: {dock.windowTitle()}")
            layout.addWidget(button)
        self._float.clicked.connect(self._turn_afloat)
        self._close.clicked.connect(dock.close)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        side = round(_ICON * self.fontMetrics().height())
        for button in (self._float, self._close):
            button.setIconSize(QSize(side, side))

    @Slot()
    def _turn_afloat(self) -> None:
        self._dock.setFloating(not self._dock.isFloating())
