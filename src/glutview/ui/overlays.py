"""What lies over the picture: the orientation figure, the scale bar, the name under the pointer.

Painted by Qt, not by VTK, so that text is the screen's own at every device pixel ratio.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from glutview.state.view_state import CameraState
from glutview.ui.orientation import axes, scale_bar

_MARGIN = 16.0


class Overlay(QWidget):
    """A sheet of glass over the view: the mouse goes through."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._camera = CameraState()
        self._mm_per_pixel = 0.0
        self._name = ""
        self._latin = ""
        self._ink = QColor("#1c2430")
        self._paper = QColor("#ffffff")

    def set_camera(self, camera: CameraState, mm_per_pixel: float) -> None:
        """Follow the camera; `mm_per_pixel` is in the widget's own pixels, at the turning point."""
        self._camera = camera
        self._mm_per_pixel = mm_per_pixel
        self.update()

    def set_name(self, name: str, latin: str) -> None:
        """Show what lies under the pointer; nothing for an empty name."""
        if (name, latin) != (self._name, self._latin):
            self._name, self._latin = name, latin
            self.update()

    def set_colours(self, ink: str, paper: str) -> None:
        """Colours of text and of what lies behind it."""
        self._ink, self._paper = QColor(ink), QColor(paper)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_orientation(painter)
        if self._mm_per_pixel > 0:
            self._paint_scale(painter)
        if self._name:
            self._paint_name(painter)
        painter.end()

    def _paint_orientation(self, painter: QPainter) -> None:
        unit = self.fontMetrics().height()
        reach = 2.0 * unit
        centre = QPointF(_MARGIN + reach + 0.7 * unit, self.height() - _MARGIN - reach - 0.7 * unit)
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        for axis in axes(self._camera.azimuth_deg, self._camera.elevation_deg):  # the farthest first
            tip = centre + QPointF(axis.right * reach, -axis.up * reach)
            ink = QColor(self._ink)
            ink.setAlphaF(0.35 + 0.65 * (axis.toward + 1) / 2)
            painter.setPen(QPen(ink, 1.6))
            painter.drawLine(centre, tip)
            disc = QColor(self._paper)
            disc.setAlpha(225)
            painter.setBrush(disc)
            painter.setPen(QPen(ink, 1.2))
            painter.drawEllipse(tip, 0.62 * unit, 0.62 * unit)
            painter.setPen(ink)
            box = QRectF(tip.x() - unit, tip.y() - unit, 2 * unit, 2 * unit)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, axis.letter)

    def _paint_scale(self, painter: QPainter) -> None:
        unit = self.fontMetrics().height()
        length_mm, label = scale_bar(self._mm_per_pixel, longest_px=9.0 * unit)
        wide = length_mm / self._mm_per_pixel
        right, low = self.width() - _MARGIN, self.height() - _MARGIN
        ends = (QPointF(right - wide, low), QPointF(right, low))
        painter.setFont(self.font())
        text = QRectF(right - wide - 4 * unit, low - 1.5 * unit, wide + 4 * unit, 1.3 * unit)
        # Light under dark: readable on bone, muscle and background alike.
        for colour, width in ((self._paper, 4.5), (self._ink, 1.8)):
            painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(*ends)
            for end in ends:
                painter.drawLine(end, end - QPointF(0, 0.35 * unit))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
        painter.setPen(self._paper)
        for step in (QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)):
            painter.drawText(text.translated(step), flags, label)
        painter.setPen(self._ink)
        painter.drawText(text, flags, label)

    def _paint_name(self, painter: QPainter) -> None:
        unit = self.fontMetrics().height()
        bold, slanted = QFont(self.font()), QFont(self.font())
        bold.setBold(True)
        slanted.setItalic(True)
        painter.setFont(bold)
        name_wide = painter.fontMetrics().horizontalAdvance(self._name)
        painter.setFont(slanted)
        latin_wide = painter.fontMetrics().horizontalAdvance(self._latin)
        pad, gap = 0.6 * unit, 0.6 * unit
        room = self.width() - 2 * _MARGIN
        one_line = name_wide + gap + latin_wide + 2 * pad <= room
        wide = name_wide + gap + latin_wide if one_line else max(name_wide, latin_wide)
        box = QRectF(_MARGIN, _MARGIN, min(wide + 2 * pad, room), (1.7 if one_line else 2.9) * unit)
        paper = QColor(self._paper)
        paper.setAlpha(215)
        painter.setBrush(paper)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(self._ink)
        first = QRectF(box.x() + pad, box.y(), box.width() - 2 * pad, 1.7 * unit)
        second = first.translated(name_wide + gap, 0) if one_line else first.translated(0, 1.15 * unit)
        for font, text, place in ((bold, self._name, first), (slanted, self._latin, second)):
            painter.setFont(font)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
