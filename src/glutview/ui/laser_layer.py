"""A laser pointer: a red dot in a white rim and halo that follows the mouse over the view, instead of the cursor."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QRadialGradient
from PySide6.QtWidgets import QWidget

from glutview.ui.glass_sheet import GlassSheet

_CORE = "#ff1a1a"
_HEART = "#ffd9d0"
_RIM = "#ffffff"
_EDGE = "#5a0000"
_REACH = 3.2
"""Of the halo, times the radius of the dot."""


class LaserLayer(GlassSheet):
    """A sheet of glass over the view: the mouse goes through, so that one turns and selects as ever."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.setAccessibleName("Laser pointer")
        self._view = view
        self._place: QPointF | None = None
        self._scale = 1.0
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

    def set_scale(self, scale: float) -> None:
        """Be so many times larger than the window's text asks for."""
        self._scale = scale
        self.update()

    @property
    def place(self) -> QPointF | None:
        """Where the dot is, in the view's pixels; None if the mouse is elsewhere."""
        return self._place

    @property
    def radius(self) -> float:
        """Of the dot, pixels: visible from the last row, and as much larger as one wants to read."""
        return max(7.0, self._view.height() / 100, 0.45 * self._scale * self.fontMetrics().height())

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
        # White round the red: on muscle, which is red as well, it is the white that one sees.
        halo = QRadialGradient(self._place, _REACH * radius)
        for at, opacity in ((0.0, 0.85), (0.4, 0.75), (0.55, 0.4), (0.75, 0.14), (1.0, 0.0)):
            halo.setColorAt(at, _clear(_RIM, opacity))
        painter.setBrush(halo)
        painter.drawEllipse(self._place, _REACH * radius, _REACH * radius)
        # On bone, which is white as well, it is the edge of the rim.
        painter.setBrush(_clear(_EDGE, 0.55))
        painter.drawEllipse(self._place, 1.5 * radius, 1.5 * radius)
        for colour, share in ((_RIM, 1.4), (_CORE, 1.0), (_HEART, 0.3)):
            painter.setBrush(QColor(colour))
            painter.drawEllipse(self._place, share * radius, share * radius)
        painter.end()

    def _follow(self, place: QPointF | None) -> None:
        before, self._place = self._place, place
        if self.on:
            for spot in (before, place):
                if spot is not None:
                    self.update(self._around(spot))

    def _around(self, place: QPointF) -> QRect:
        reach = round(_REACH * self.radius) + 2
        return QRect(round(place.x()) - reach, round(place.y()) - reach, 2 * reach, 2 * reach)


def _clear(name: str, opacity: float) -> QColor:
    colour = QColor(name)
    colour.setAlphaF(opacity)
    return colour
