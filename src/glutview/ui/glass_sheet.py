"""Sheets of glass over the view: painted by Qt, and the mouse goes through."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget


class GlassSheet(QWidget):
    """What is painted over the view without being in the way."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


class WrittenSheet(GlassSheet):
    """A sheet with writing, in a theme's colours and as large as is asked for."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._scale = 1.0
        self._ink = QColor("#1c2430")
        self._paper = QColor("#ffffff")

    def set_colours(self, ink: str, paper: str) -> None:
        """Colours of text and of what lies behind it."""
        self._ink, self._paper = QColor(ink), QColor(paper)
        self.update()

    def set_scale(self, scale: float) -> None:
        """Write so many times larger than the window does."""
        self._scale = scale
        self.update()
