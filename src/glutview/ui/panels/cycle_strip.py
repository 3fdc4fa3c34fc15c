"""A cycle under the scrub bar: when each muscle is active, the angles with their spread, and where one is in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from glutview.teaching.movement_notes import Curve, Cycle


_GAP = 14
_WIDEST_CAPTION = "Abduction −00° ± 1 SD  "
_CURVES_FROM = 4
"""The strip has curves if it is so many times as wide as one."""
_CURVE_ROWS = 4
"""Height of a curve without bars beside it, in rows."""
_BAR = 0.62
"""Height of a bar, of its row."""
_SMALL = 0.78
"""Size of the letters in a low window, of the text."""
_TICK, _TICK_TEXT = 3, 0.85
"""Pixels of a tick under the bars, and size of what stands at it, of the text."""
_TICKS = ((0.0, "0"), (0.5, "50"), (1.0, "100 %"))
"""Shares of the cycle."""


class CycleStrip(QWidget):
    """Setters show. Each hip has a cursor of its own: the chosen one a full line, the other a broken one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._form = 0
        self._cycle: Cycle | None = None
        self._shares: tuple[tuple[str, float], ...] = ()
        self.set_cycle(None)

    def set_cycle(self, cycle: Cycle | None) -> None:
        """Show this one; take no room without."""
        self._cycle = cycle
        shown = "Activity of muscles in the cycle" if cycle and cycle.muscles else "Angles in the movement"
        self.setAccessibleName(shown)
        self.setVisible(cycle is not None)
        self.updateGeometry()
        self.update()

    def set_shares(self, shares: Mapping[str, float]) -> None:
        """Show where each hip is in its cycle, 0 to 1, by "R" and "L", the chosen one first."""
        self._shares = tuple(shares.items())
        if self._cycle is not None:
            self.update()

    def set_active(self, words: str) -> None:
        """Say, to who cannot see it, which muscles are active now."""
        self.setAccessibleDescription(words)

    def set_form(self, form: int) -> None:
        """Show it with ticks under the bars (0), without (1), or without and in small letters (2)."""
        if form != self._form:
            self._form = form
            self.updateGeometry()
            self.update()

    def height_in(self, form: int) -> int:
        """Pixels that it is high in a form; none without a cycle."""
        if self._cycle is None:
            return 0
        return self._rows_height(_letters(self.font(), _SMALL if form == 2 else 1.0)) + self._below(form)

    def sizeHint(self) -> QSize:
        return QSize(400, self.height_in(self._form))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        cycle = self._cycle
        if cycle is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._text)
        wide: float = QFontMetrics(self._text).horizontalAdvance(_WIDEST_CAPTION)
        curves = cycle.curves
        if not cycle.muscles:
            # The curves have the whole strip.
            wide = (self.width() + _GAP) / len(curves) - _GAP
        elif self.width() < _CURVES_FROM * wide:
            curves = ()
        right = self.width() - len(curves) * (wide + _GAP)
        if cycle.muscles:
            self._paint_muscles(painter, cycle, right)
        for i, curve in enumerate(curves):
            left = right + i * (wide + _GAP) + _GAP
            self._paint_curve(painter, curve, QRectF(left, 0, wide, self.height() - self._below()))
        painter.end()

    # ---------------------------------------------------------------------------------------------- muscles

    def _paint_muscles(self, painter: QPainter, cycle: Cycle, right: float) -> None:
        """Each muscle's name, the letters of the hips at which it is active now, and its times as bars."""
        row = self._row_height()
        accent, ink = self._colour(QPalette.ColorRole.Highlight), self._colour(QPalette.ColorRole.WindowText)
        bold = QFont(self._text)
        bold.setBold(True)
        metrics = QFontMetrics(bold)
        letters = metrics.horizontalAdvance("R L   ")
        names = max(metrics.horizontalAdvance(f"{name}   ") for name, _ in cycle.muscles)
        bars = QRectF(names + letters, row, right - names - letters, row * len(cycle.muscles))
        painter.setPen(self._colour(QPalette.ColorRole.PlaceholderText))
        painter.drawText(QRectF(0, 0, names + letters, row), Qt.AlignmentFlag.AlignVCenter, "Active in the cycle")
        for i, (name, spans) in enumerate(cycle.muscles):
            top = row * (i + 1)
            gone = [hip for hip, _ in self._shares if (name, hip) in cycle.lost]
            working = [h for h, share in self._shares if h not in gone and any(a <= share <= b for a, b in spans)]
            painter.setFont(bold if working else self._text)
            painter.setPen(ink)
            painter.drawText(QRectF(0, top, names, row), Qt.AlignmentFlag.AlignVCenter, name)
            hips = " ".join(sorted(working, reverse=True))
            painter.drawText(QRectF(names, top, letters, row), Qt.AlignmentFlag.AlignVCenter, hips)
            painter.setPen(QPen(self._colour(QPalette.ColorRole.PlaceholderText), 0.6))
            painter.drawLine(QPointF(bars.left(), top + row / 2), QPointF(bars.right(), top + row / 2))
            # What a what-if took out at the chosen hip is hatched: when it would be active.
            hollow = bool(self._shares) and self._shares[0][0] in gone
            painter.setPen(QPen(ink, 1.0) if hollow else Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(ink, Qt.BrushStyle.BDiagPattern) if hollow else QBrush(accent))
            for start, end in spans:
                left = bars.left() + start * bars.width()
                painter.drawRect(QRectF(left, top + row * (1 - _BAR) / 2, (end - start) * bars.width(), row * _BAR))
        painter.setFont(self._text)
        if self._form == 0:
            self._paint_ticks(painter, bars)
        self._paint_cursors(painter, bars)
        painter.setFont(bold)
        for hip, share in self._shares:
            x = bars.left() + share * bars.width()
            painter.drawText(QRectF(x - 20, 0, 40, row), Qt.AlignmentFlag.AlignCenter, hip)
        painter.setFont(self._text)

    def _paint_ticks(self, painter: QPainter, bars: QRectF) -> None:
        """Where in the cycle the bars begin, are half through and end."""
        painter.setPen(QPen(self._colour(QPalette.ColorRole.PlaceholderText), 1.0))
        painter.setFont(_letters(self.font(), _TICK_TEXT))
        half = painter.fontMetrics().horizontalAdvance(_TICKS[-1][1])
        for share, text in _TICKS:
            x = bars.left() + share * bars.width()
            painter.drawLine(QPointF(x, bars.bottom()), QPointF(x, bars.bottom() + _TICK))
            # The last one ends with the bars: a curve may begin right beside them.
            left = x - half if share < 1 else x - 2 * half
            flags = Qt.AlignmentFlag.AlignRight if share == 1 else Qt.AlignmentFlag.AlignHCenter
            box = QRectF(left, bars.bottom() + _TICK, 2 * half, self._ticks_height() - _TICK)
            painter.drawText(box, flags | Qt.AlignmentFlag.AlignVCenter, text)
        painter.setFont(self._text)

    def _paint_cursors(self, painter: QPainter, box: QRectF) -> None:
        ink = self._colour(QPalette.ColorRole.WindowText)
        for i, (_, share) in enumerate(self._shares):
            x = box.left() + share * box.width()
            line = Qt.PenStyle.SolidLine if i == 0 else Qt.PenStyle.DashLine
            painter.setPen(QPen(ink, 1.8 if i == 0 else 1.2, line))
            painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))

    # ----------------------------------------------------------------------------------------------- curves

    def _paint_curve(self, painter: QPainter, curve: Curve, box: QRectF) -> None:
        import numpy as np  # not needed before the window stands

        row = self._row_height()
        plot = box.adjusted(0, row, 0, -1)
        degrees, sd = np.array(curve.degrees), np.array(curve.sd or [0.0] * len(curve.degrees))
        low, high = float((degrees - sd).min()), float((degrees + sd).max())
        # An angle that rests is drawn too.
        high = max(high, low + 1)
        at, closed, spread = np.array(curve.at), degrees, sd
        if curve.at[-1] < 1:
            # A cycle ends where it began.
            at, closed, spread = np.append(at, 1.0), np.append(degrees, degrees[0]), np.append(sd, sd[0])

        def points(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[QPointF]:
            x = plot.left() + at * plot.width()
            y = plot.bottom() - (values - low) / (high - low) * plot.height()
            return [QPointF(*pair) for pair in zip(x.tolist(), y.tolist(), strict=True)]

        accent, ink = self._colour(QPalette.ColorRole.Highlight), self._colour(QPalette.ColorRole.WindowText)
        band = QColor(accent)
        band.setAlpha(70)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(band)
        painter.drawPolygon(QPolygonF(points(closed + spread) + points(closed - spread)[::-1]))
        painter.setPen(QPen(self._colour(QPalette.ColorRole.PlaceholderText), 0.6))
        if low < 0 < high:
            zero = plot.bottom() + low / (high - low) * plot.height()
            painter.drawLine(QPointF(plot.left(), zero), QPointF(plot.right(), zero))
        painter.setPen(QPen(accent, 1.8))
        painter.drawPolyline(QPolygonF(points(closed)))
        self._paint_cursors(painter, plot)
        painter.setPen(ink)
        spread_words = " ± 1 SD" if curve.sd else ""
        # Rounded to a whole number first: no angle is "−0°".
        now = f" {round(np.interp(self._shares[0][1], at, closed))}°".replace("-", "−") if self._shares else ""
        text = f"{curve.name.capitalize()}{now}{spread_words}"
        painter.drawText(QRectF(box.left(), 0, box.width(), row), Qt.AlignmentFlag.AlignVCenter, text)

    @property
    def _text(self) -> QFont:
        """In which it is written now."""
        return _letters(self.font(), _SMALL if self._form == 2 else 1.0)

    def _rows_height(self, font: QFont) -> int:
        """Of the bars or the curves, with their heading."""
        muscles = self._cycle.muscles if self._cycle else ()
        return ((len(muscles) or _CURVE_ROWS) + 1) * _row(font)

    def _below(self, form: int | None = None) -> int:
        """Pixels under the bars in a form, or now, for the ticks."""
        ticked = self._cycle is not None and self._cycle.muscles and (self._form if form is None else form) == 0
        return self._ticks_height() if ticked else 0

    def _ticks_height(self) -> int:
        return _TICK + QFontMetrics(_letters(self.font(), _TICK_TEXT)).height()

    def _row_height(self) -> int:
        return _row(self._text)

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        return self.palette().color(role)


def _letters(font: QFont, share: float) -> QFont:
    """A font of a share of the size."""
    found = QFont(font)
    found.setPointSizeF(share * font.pointSizeF())
    return found


def _row(font: QFont) -> int:
    return QFontMetrics(font).height()
