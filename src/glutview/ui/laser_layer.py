"""A laser pointer: a red dot with a glow that follows the mouse over the view, instead of the cursor."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QRadialGradient
from PySide6.QtWidgets import QWidget

from glutview.ui.glass_sheet import GlassSheet

_CORE = "#ff1a1a"
_HEART = "#ffd9d0"
_RIM = "#ffffff"


class LaserLayer(GlassSheet):
    """A sheet of glass over the view: the mouse goes through, so that one turns and selects as ever."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.setAccessibleName("Laser pointer")
        self._view = view
        self._place: QPointF | None = None
        self.hide()
        view.installEventFilter(self)

    @property
    def on(self) -> bool:
        """Whether the pointer is lit."""
        return not self.isHidden()

    def set_on(self, on: bool) -> None:
        """Light the pointer, or put it out."""
        if on == self.on:
            return
        self.setGeometry(self._view.rect())
        if on:
            place = self._view.mapFromGlobal(self._view.cursor().pos()).toPointF()
            self._place = place if self._view.rect().contains(place.toPoint()) else None
            self._view.setCursor(Qt.CursorShape.BlankCursor)
        else:
            self._view.unsetCursor()
        self.setVisible(on)
        self.raise_()

    @property
    def place(self) -> QPointF | None:
        """Where the dot is, in the view's pixels; None if the mouse is elsewhere."""
        return self._place

    @property
    def radius(self) -> float:
        """Of the dot, pixels: visible from the last row."""
        return max(6.0, self._view.height() / 110)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._view.rect())
        elif isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            self._follow(event.position())
        elif event.type() == QEvent.Type.Leave:
            self._follow(None)
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._place is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = self.radius
        glow = QRadialGradient(self._place, 4 * radius)
        for at, opacity in ((0.0, 0.75), (0.25, 0.55), (0.5, 0.18), (1.0, 0.0)):
            colour = QColor(_CORE)
            colour.setAlphaF(opacity)
            glow.setColorAt(at, colour)
        painter.setBrush(glow)
        painter.drawEllipse(self._place, 4 * radius, 4 * radius)
        # A thin light rim keeps it visible on muscle, which is red as well.
        rim = QColor(_RIM)
        rim.setAlphaF(0.85)
        painter.setBrush(rim)
        painter.drawEllipse(self._place, 1.22 * radius, 1.22 * radius)
        painter.setBrush(QColor(_CORE))
        painter.drawEllipse(self._place, radius, radius)
        painter.setBrush(QColor(_HEART))
        painter.drawEllipse(self._place, 0.35 * radius, 0.35 * radius)
        painter.end()

    def _follow(self, place: QPointF | None) -> None:
        before, self._place = self._place, place
        if self.on:
            for spot in (before, place):
                if spot is not None:
                    self.update(self._around(spot))

    def _around(self, place: QPointF) -> QRect:
        reach = round(4 * self.radius) + 2
        return QRect(round(place.x()) - reach, round(place.y()) - reach, 2 * reach, 2 * reach)
