"""Showing a lesson to a class: the view alone, a caption, a black screen, big labels, a laser pointer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from glutview.ui.caption_bar import Caption, CaptionBar
from glutview.ui.colours import COLOURS
from glutview.ui.laser_layer import LaserLayer
from glutview.ui.lone_view import LoneView
from glutview.ui.mode import Desk

_BIG = 1.8
"""Labels and laser pointer for a projector, times the window's text."""


class Presenting(QObject):
    """What is different while a lesson is shown, and undone afterwards."""

    changed = Signal()
    """It began or ended; black, big, bare or lit changed."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lone = LoneView(desk.window)
        self._caption = CaptionBar(desk.window)
        self._curtain = _Curtain(desk.window)
        self._laser = LaserLayer(desk.stage)
        self._big = False
        self._big_before = False
        self._captioned = True

    @property
    def on(self) -> bool:
        """Whether a lesson is being shown."""
        return self._lone.on

    @property
    def black(self) -> bool:
        """Whether the screen is black."""
        return not self._curtain.isHidden()

    @property
    def big(self) -> bool:
        """Whether labels are written for a projector."""
        return self._big

    @property
    def captioned(self) -> bool:
        """Whether title and note are written below the view, while a lesson is shown."""
        return self._captioned

    @property
    def lit(self) -> bool:
        """Whether the laser pointer is on."""
        return self._laser.on

    @property
    def caption(self) -> Caption:
        """What is written below the view."""
        return self._caption.caption

    def begin(self) -> None:
        """Show the view alone on the whole screen."""
        if self.on:
            return
        self._desk.window.hide_problems()
        self._big_before = self._big
        self._lone.begin(self._caption)
        # A class that listens does not care what the mouse happens to rest on.
        self._desk.stage.set_naming(False)
        self.set_big(True)
        self._caption.setVisible(self._captioned)
        self._desk.stage.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def end(self) -> None:
        """Back to the window."""
        if not self.on:
            return
        self._curtain.hide()
        self._laser.set_on(False)
        self.set_big(self._big_before)
        self._desk.stage.set_naming(True)
        self._lone.end()
        self._desk.stage.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def set_caption(self, caption: Caption, every: Sequence[Caption]) -> None:
        """Write this below the view while a lesson is shown: one of all that the lesson has."""
        colours = COLOURS[self._desk.model.state.theme]
        self._caption.set_colours(colours.text, colours.muted, colours.surface, colours.accent)
        self._caption.set_caption(caption, every)

    def set_black(self, black: bool) -> None:
        """Let the class see nothing, or the view again."""
        self._curtain.set_drawn(black and self.on)
        self.changed.emit()

    def set_big(self, big: bool) -> None:
        """Write labels for a projector, or for oneself."""
        self._big = big
        self._desk.stage.set_text_scale(_BIG if big else 1.0)
        self._laser.set_scale(_BIG if big else 1.0)
        self.changed.emit()

    def set_captioned(self, captioned: bool) -> None:
        """Write title and note below the view, or leave it bare."""
        self._captioned = captioned
        self._caption.setVisible(captioned and self.on)
        self.changed.emit()

    def set_lit(self, lit: bool) -> None:
        """Point with a bright dot, or with the cursor."""
        self._laser.set_on(lit)
        self.changed.emit()

    def release(self) -> None:
        """The atlas is closed."""
        self.end()
        self._caption.deleteLater()
        self._curtain.deleteLater()


class _Curtain(QWidget):
    """Black over everything; the mouse does nothing there."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setAccessibleName("Black screen")
        self.hide()

    def set_drawn(self, drawn: bool) -> None:
        """Cover the window, caption and all, or uncover it."""
        # Larger than any screen, so that it need not follow the window.
        self.setGeometry(0, 0, 16_000, 16_000)
        self.setVisible(drawn)
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), Qt.GlobalColor.black)
        painter.end()
