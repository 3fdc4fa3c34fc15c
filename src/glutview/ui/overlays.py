"""What lies over the picture: the orientation figure, the scale bar, the name under the pointer.

What there is to paint is said by the scene; it is painted by Qt, so that text is the screen's own at every device
pixel ratio.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from glutview.scene.action_legend import Legend, legend_marks
from glutview.scene.overlay import (
    PAPER_OPACITY,
    Disc,
    Line,
    Mark,
    Patch,
    Size,
    Tone,
    Words,
    moved,
    orientation_figure,
    scale_marks,
)
from glutview.state.palette import Rgb
from glutview.state.view_state import CameraState
from glutview.ui.glass_sheet import WrittenSheet

_MARGIN = 16.0
_BESIDE = 0.62
"""Share of the view, from its left, that the model may fill: a legend that reaches farther in would cover it."""
_FIGURE, _SCALE = 6.8, 10.5
"""Breadth of the orientation figure with its margins, and of the scale bar at its longest, in lines of text."""


class Overlay(WrittenSheet):
    """A sheet of glass over the view: the mouse goes through."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._camera = CameraState()
        self._mm_per_pixel = 0.0
        self._name = ""
        self._latin = ""
        self._legend: Legend | None = None

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

    @property
    def legend(self) -> Legend | None:
        """What is said of the colours of moment arms."""
        return self._legend

    def set_legend(self, legend: Legend | None) -> None:
        """Say what the colours of moment arms mean, or no longer."""
        if legend != self._legend:
            self._legend = legend
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size, unit = (self.width(), self.height()), QFontMetricsF(self._font()).height()
        marks = orientation_figure(self._camera, size, unit)
        if self._mm_per_pixel > 0:
            marks += scale_marks(self._mm_per_pixel, size, unit)
        if self._legend is not None:
            marks += placed_legend(self._legend, size, unit)
        for mark in marks:
            self._paint_mark(painter, mark)
        if self._name:
            self._paint_name(painter)
        painter.end()

    def _paint_mark(self, painter: QPainter, mark: Mark) -> None:
        match mark:
            case Line():
                pen = QPen(
                    _clear(self._colour(mark.tone), mark.opacity),
                    mark.width,
                    Qt.PenStyle.SolidLine,
                    Qt.PenCapStyle.RoundCap,
                )
                painter.setPen(pen)
                painter.drawLine(QPointF(*mark.start), QPointF(*mark.end))
            case Disc():
                painter.setBrush(_clear(self._paper, PAPER_OPACITY))
                painter.setPen(QPen(_clear(self._ink, mark.opacity), mark.rim))
                painter.drawEllipse(QPointF(*mark.centre), mark.radius, mark.radius)
            case Patch():
                painter.fillRect(QRectF(*mark.corner, *mark.extent), _clear(self._colour(mark.colour), mark.opacity))
            case Words():
                self._paint_words(painter, mark)

    def _colour(self, tone: Tone | Rgb) -> QColor:
        if isinstance(tone, str):
            return self._ink if tone == "ink" else self._paper
        return QColor.fromRgbF(*tone)

    def _paint_words(self, painter: QPainter, words: Words) -> None:
        painter.setFont(self._font(bold=words.bold))
        x, y = words.place
        if not words.halo:
            painter.setPen(_clear(self._ink, words.opacity))
            box = QRectF(x - 10 * words.line, y - words.line, 20 * words.line, 2 * words.line)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words.text)
            return
        box = QRectF(x - 20 * words.line, y - 2 * words.line, 20 * words.line, 2 * words.line)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
        painter.setPen(self._paper)
        for step in (QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)):
            painter.drawText(box.translated(step), flags, words.text)
        painter.setPen(self._ink)
        painter.drawText(box, flags, words.text)

    def _paint_name(self, painter: QPainter) -> None:
        bold, slanted = self._font(bold=True), self._font(italic=True)
        unit = QFontMetricsF(slanted).height()
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

    def _font(self, *, bold: bool = False, italic: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(self._scale * font.pointSizeF())
        font.setBold(bold)
        font.setItalic(italic)
        return font


def placed_legend(legend: Legend, size: Size, unit: float) -> list[Mark]:
    """The legend where it covers least: in the corner if the model ends beside it, else low over the thigh.

    In the middle of a small view the upper corner would cover the very muscles whose colours it explains.

    Args:
        legend: its words.
        size: width and height of the view.
        unit: height of a line of text, pixels.
    """
    marks = legend_marks(legend, size, unit)
    sheet = next((mark for mark in marks if isinstance(mark, Patch)), None)
    if sheet is None or sheet.corner[0] >= _BESIDE * size[0]:
        return marks
    room = size[0] - (_FIGURE + _SCALE) * unit
    if room < sheet.extent[0]:
        return marks
    left = _FIGURE * unit + (room - sheet.extent[0]) / 2
    low = size[1] - unit - sheet.extent[1]
    return [moved(mark, (left - sheet.corner[0], low - sheet.corner[1])) for mark in marks]


def _clear(colour: QColor, opacity: float) -> QColor:
    clear = QColor(colour)
    clear.setAlphaF(opacity)
    return clear
