"""The title bar of a dock: Qt's own keeps its small letters, whatever size of text is chosen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QToolButton, QWidget

_ICON = 0.8
"""Size of the buttons' pictures by the height of the text."""


class DockTitle(QWidget):
    """Name of a dock, and its buttons to float and to close; it is moved by the rest of the bar, as Qt's own is."""

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
