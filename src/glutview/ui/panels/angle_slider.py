"""The slider of a joint angle: filled from neutral, and hatched where the joint cannot go."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider

_GAP = 7.0
"""The handle's own radius: what is drawn beside it goes up to it, never over it."""


class AngleSlider(QSlider):
    """Whole degrees. The bar is filled from neutral (0), as an angle has a middle and two directions."""

    def __init__(self, low: float, high: float) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._free: tuple[float, float] | None = (low, high)
        self.setObjectName("angle")
        self.setRange(round(low), round(high))
        self.setPageStep(5)
        self.setMinimumHeight(20)

    def set_free(self, free: tuple[float, float] | None) -> None:
        """Show between which angles the joint can move, degrees; None: nowhere."""
        if free != self._free:
            self._free = free
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        accent = QColor(self.palette().color(QPalette.ColorRole.Highlight))
        if not self.isEnabled():
            accent.setAlpha(90)
        zero, here, middle = self._place(0), self._place(self.value()), self.height() / 2
        painter.setBrush(accent)
        if here - zero > _GAP:
            painter.drawRect(int(zero), int(middle - 2), int(here - zero - _GAP), 4)
        elif zero - here > _GAP:
            painter.drawRect(int(here + _GAP), int(middle - 2), int(zero - here - _GAP), 4)
        painter.setBrush(self.palette().color(QPalette.ColorRole.PlaceholderText))
        if abs(here - zero) > _GAP:
            painter.drawRect(int(zero) - 1, int(middle) - 6, 2, 12)
        self._bar(painter, here, middle)
        painter.end()

    def _bar(self, painter: QPainter, here: float, middle: float) -> None:
        """Hatch what cannot be reached, with a post at its border."""
        first, last = self._place(self.minimum()), self._place(self.maximum())
        low, high = (self._place(end) for end in self._free or (self.maximum(), self.minimum()))
        # Over the ends of the groove too, where only the handle's halves come.
        stretches = ((first - _GAP, low, low - first), (high, last + _GAP, last - high))
        muted = self.palette().color(QPalette.ColorRole.PlaceholderText)
        base = self.palette().color(QPalette.ColorRole.Base)
        for start, end, size in stretches:
            if size < 1:
                continue
            for left, right in _beside(start, end, here):
                stretch = QRectF(left, middle - 5, right - left, 10)
                painter.fillRect(stretch, base)
                painter.fillRect(stretch, QBrush(muted, Qt.BrushStyle.BDiagPattern))
            post = end if start < first else start
            if abs(post - here) > _GAP:
                painter.fillRect(QRectF(post - 1, middle - 7, 2, 14), muted)

    def _place(self, value: float) -> float:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        control, groove, handle = (
            QStyle.ComplexControl.CC_Slider,
            QStyle.SubControl.SC_SliderGroove,
            QStyle.SubControl.SC_SliderHandle,
        )
        room = self.style().subControlRect(control, option, groove, self)
        width = self.style().subControlRect(control, option, handle, self).width()
        share = (value - self.minimum()) / (self.maximum() - self.minimum())
        return room.x() + width / 2 + share * (room.width() - width)


def _beside(start: float, end: float, handle: float) -> list[tuple[float, float]]:
    """A stretch without what the handle covers."""
    pieces = ((start, min(end, handle - _GAP)), (max(start, handle + _GAP), end))
    return [(left, right) for left, right in pieces if right - left >= 1]
