"""The chart of moment arms: curves, what published models have, and a line at the present angle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPen, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from glutview.ui.arm_curves import Band
from glutview.ui.arm_view import Curve
from glutview.ui.colours import COLOURS, TEXT_SIZES

# Okabe & Ito's palette, told apart by all colour vision; darker on white, lighter on black, so that each stands out.
_COLOURS: Final = {
    "light": ("#0072b2", "#c04a00", "#00785a", "#a23b78", "#6b5b00", "#222222"),
    "dark": ("#56b4e9", "#f0a030", "#2fc59a", "#e29ac4", "#f0e442", "#e8e8e8"),
}
_COLOURS_BY_THEME: Final = {"light": "light", "dark": "dark", "high_contrast": "dark"}
_DASHES: Final = ((), (5.0, 2.5), (1.2, 2.0), (6.0, 2.0, 1.2, 2.0))
"""So that no curve is known by its colour alone; the four go round otherwise than the six colours."""
_WIDTH, _KEPT_WIDTH = 2.6, 1.7
_MARK_PLACES: Final = (0.12, 0.62, 0.87)
"""Where along their curves the numbers of kept sets stand: beside where the line mostly is."""
_AROUND = 8
"""Pixels beside the title of the vertical axis."""


def curve_pen(style: int, theme: str, width: float) -> QPen:
    """The colour and dashes of a curve."""
    colours = _COLOURS[_COLOURS_BY_THEME[theme]]
    pen = QPen(QColor(colours[style % len(colours)]), width)
    pen.setCosmetic(True)
    if dashes := _DASHES[style % len(_DASHES)]:
        pen.setDashPattern(list(dashes))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


class _Axis(pg.AxisItem):  # type: ignore[misc]  # the library has no types
    """An axis whose numbers have a true minus."""

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [text.replace("-", "−") for text in super().tickStrings(values, scale, spacing)]


class ArmChart(QWidget):
    """Setters show, signals tell."""

    turned = Signal(float)
    """The line was dragged to this angle, degrees."""
    settled = Signal()
    """The drag is over."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Moment arms along the angle")
        self._theme = "light"
        self._curves: tuple[Curve, ...] = ()
        self._shown: list[pg.GraphicsObject] = []
        self._axes = ("", "")
        self._range = (0.0, 1.0)
        axes = {side: _Axis(side) for side in ("left", "bottom")}
        self._plot = pg.PlotWidget(self, enableMenu=False, axisItems=axes)
        self._plot.setMouseEnabled(False, False)
        self._plot.hideButtons()
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setAntialiasing(True)
        self._plot.showGrid(x=True, y=True, alpha=0.18)
        self._zero = pg.InfiniteLine(angle=0)
        self._cursor = pg.InfiniteLine(angle=90, movable=True)
        self._hint = pg.TextItem(anchor=(0.5, 0.5))
        for fixed in (self._zero, self._cursor):
            self._plot.addItem(fixed, ignoreBounds=True)
        self._hint.setParentItem(self._plot.getViewBox())
        self._cursor.sigDragged.connect(self._tell_turned)
        self._cursor.sigPositionChangeFinished.connect(self._tell_settled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        self.set_theme("light")

    def set_theme(self, theme: str) -> None:
        """Draw in the colours of a theme, and in the present size of text."""
        self._theme = theme
        colours = COLOURS[theme]
        self._plot.setBackground(colours.surface)
        font = QFont(self.font())
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setStyle(tickFont=font, tickTextOffset=6)
            axis.setPen(colours.muted)
            axis.setTextPen(colours.text)
            axis.enableAutoSIPrefix(False)
        # Left to itself it learns how much room the numbers need when it has painted them.
        text = self.fontMetrics()
        self._plot.getAxis("bottom").setHeight(2 * text.height() + 16)
        self._plot.getAxis("left").setWidth(text.height() + text.horizontalAdvance("−100") + 16)
        self._zero.setPen(pg.mkPen(colours.muted, width=self._weight))
        self._cursor.setPen(pg.mkPen(colours.accent, width=2 * self._weight))
        self._cursor.setHoverPen(pg.mkPen(colours.accent, width=4 * self._weight))
        self._hint.setColor(colours.text)
        self._hint.setFont(font)
        self.set_axes(*self._axes)
        self.set_curves(self._curves)

    def set_axes(self, horizontal: str, vertical: str) -> None:
        """Name what is shown."""
        self._axes = horizontal, vertical
        self._write_axes()

    def set_range(self, low_deg: float, high_deg: float) -> None:
        """From which to which angle it goes."""
        self._range = low_deg, high_deg
        self._plot.setXRange(low_deg, high_deg, padding=0.01)

    def set_curves(self, curves: Sequence[Curve]) -> None:
        """Draw these, the published ones beneath."""
        self._curves = tuple(curves)
        self._plot.getAxis("left").setStyle(showValues=bool(curves))  # a scale of nothing says nothing
        for item in self._shown:
            self._plot.removeItem(item)
        self._shown = []
        for curve in self._curves:
            if curve.band is not None:
                self._show_band(curve, curve.band)
        for curve in self._curves:
            width = self._weight * (_KEPT_WIDTH if curve.slot else _WIDTH)
            pen = curve_pen(curve.style, self._theme, width)
            self._show(pg.PlotDataItem(curve.angles_deg, curve.values, pen=pen, connect="finite", antialias=True))
            if curve.slot:
                self._show_mark(curve)
        self._fit()

    def set_cursor(self, angle_deg: float) -> None:
        """Stand the line at the present angle."""
        if not self._cursor.moving:
            self._cursor.setValue(angle_deg)

    def set_turnable(self, turnable: bool) -> None:
        """Whether the line can be dragged."""
        self._cursor.setMovable(turnable)

    def set_hint(self, text: str) -> None:
        """Say what is to be done, where there is nothing to show."""
        self._hint.setText(text)
        self._place_hint()

    def show_as(self, other: ArmChart) -> None:
        """Show what another chart shows."""
        self.set_theme(other._theme)
        self.set_axes(*other._axes)
        self.set_range(*other._range)
        self.set_curves(other._curves)
        self.set_cursor(other.cursor_deg)

    @property
    def curves(self) -> tuple[Curve, ...]:
        """What is drawn."""
        return self._curves

    @property
    def hint(self) -> str:
        """What is said where there is nothing to show."""
        return str(self._hint.toPlainText())

    @property
    def cursor_deg(self) -> float:
        """Where the line stands."""
        return float(self._cursor.value())

    def place_of(self, angle_deg: float, value: float) -> tuple[int, int]:
        """Where a value lies in the widget, pixels."""
        scene = self._plot.getViewBox().mapViewToScene(pg.Point(angle_deg, value))
        spot = self._plot.mapTo(self, self._plot.mapFromScene(scene))
        return spot.x(), spot.y()

    @property
    def vertical_title(self) -> str:
        """As much of what names the vertical axis as is read whole: "Abduction arm (mm)", "arm (mm)", "mm"."""
        whole = self._axes[1]
        shorter = (whole, " ".join(whole.split()[-2:]), whole.rpartition("(")[2].rstrip(")"))
        room = self._plot.height() - self._plot.getAxis("bottom").height()
        fits = (text for text in shorter if self.fontMetrics().horizontalAdvance(text) + _AROUND <= room)
        return next(fits, shorter[-1])

    @property
    def _weight(self) -> float:
        """How much wider than usual all lines are: as much as the text is larger."""
        return self.font().pointSizeF() / TEXT_SIZES["normal"]

    def _write_axes(self) -> None:
        style = {"color": COLOURS[self._theme].text, "font-size": f"{self.font().pointSizeF():g}pt"}
        for side, text in (("bottom", self._axes[0]), ("left", self.vertical_title)):
            self._plot.setLabel(side, text, **style)
            # The library does not put a new title amid its axis by itself.
            self._plot.getAxis(side).resizeEvent()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.set_theme(self._theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write_axes()

    def sizeHint(self) -> QSize:
        return QSize(60 * self.fontMetrics().averageCharWidth(), 13 * self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(30 * self.fontMetrics().averageCharWidth(), 8 * self.fontMetrics().height())

    def _show(self, item: pg.GraphicsObject) -> None:
        self._plot.addItem(item, ignoreBounds=True)
        self._shown.append(item)

    def _show_band(self, curve: Curve, band: Band) -> None:
        edge = curve_pen(curve.style, self._theme, 0.8 * self._weight)
        faint = QColor(edge.color())
        faint.setAlpha(120)
        edge.setColor(faint)
        ends = [pg.PlotCurveItem(band.angles_deg, end, pen=edge) for end in (band.least, band.greatest)]
        fill = QColor(faint)
        fill.setAlpha(38)
        for item in (pg.FillBetweenItem(*ends, brush=fill), *ends):
            self._show(item)

    def _show_mark(self, curve: Curve) -> None:
        """Write on a curve what set it is of; each set's elsewhere, so that none hides another."""
        there = np.flatnonzero(np.isfinite(curve.values))
        if not len(there):
            return
        place = there[round(_MARK_PLACES[(curve.slot - 1) % len(_MARK_PLACES)] * (len(there) - 1))]
        colour = curve_pen(curve.style, self._theme, 1.0).color()
        surface = QColor(COLOURS[self._theme].surface)
        mark = pg.TextItem(str(curve.slot), color=colour, anchor=(0.5, 0.5), fill=surface)
        mark.setFont(QFont(self.font()))
        mark.textItem.document().setDocumentMargin(0)  # it hides as little as may be of curves beside it
        mark.setPos(float(curve.angles_deg[place]), float(curve.values[place]))
        self._show(mark)

    def _fit(self) -> None:
        """Show all values, and zero where it is near."""
        parts = [curve.values for curve in self._curves]
        parts += [end for curve in self._curves if curve.band for end in (curve.band.least, curve.band.greatest)]
        every = np.concatenate(parts) if parts else np.zeros(0)
        every = every[np.isfinite(every)]
        if len(every):
            low, high = float(every.min()), float(every.max())
            if max(abs(low), abs(high)) < 3 * (high - low):
                low, high = min(low, 0.0), max(high, 0.0)
            self._plot.setYRange(low, max(high, low + 1), padding=0.06)

    def _place_hint(self) -> None:
        room = self._plot.getViewBox().boundingRect()
        self._hint.setPos(room.width() / 2, room.height() / 2)

    @Slot()
    def _tell_turned(self) -> None:
        self.turned.emit(self.cursor_deg)

    @Slot()
    def _tell_settled(self) -> None:
        self.settled.emit()
