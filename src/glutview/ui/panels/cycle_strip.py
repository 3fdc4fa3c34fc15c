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
_WIDEST_CAPTION = "Abduction -00° ± 1 SD  "
_CURVES_FROM = 4
"""The strip has curves if it is so many times as wide as one."""
_CURVE_ROWS = 4
"""Height of a curve without bars beside it, in rows."""
_BAR = 0.62
"""Height of a bar, of its row."""


class CycleStrip(QWidget):
    """Setters show. Each hip has a cursor of its own: the chosen one a full line, the other a broken one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
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

    def sizeHint(self) -> QSize:
        if self._cycle is None:
            return QSize(400, 0)
        return QSize(400, (len(self._cycle.muscles) or _CURVE_ROWS) * self._row_height() + self._row_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        cycle = self._cycle
        if cycle is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide: float = self.fontMetrics().horizontalAdvance(_WIDEST_CAPTION)
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
            self._paint_curve(painter, curve, QRectF(left, 0, wide, self.height()))
        painter.end()

    # ---------------------------------------------------------------------------------------------- muscles

    def _paint_muscles(self, painter: QPainter, cycle: Cycle, right: float) -> None:
        """Each muscle's name, the letters of the hips at which it is active now, and its times as bars."""
        row = self._row_height()
        accent, ink = self._colour(QPalette.ColorRole.Highlight), self._colour(QPalette.ColorRole.WindowText)
        bold = QFont(self.font())
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
            painter.setFont(bold if working else self.font())
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
        painter.setFont(self.font())
        self._paint_cursors(painter, bars)
        painter.setFont(bold)
        for hip, share in self._shares:
            x = bars.left() + share * bars.width()
            painter.drawText(QRectF(x - 20, 0, 40, row), Qt.AlignmentFlag.AlignCenter, hip)
        painter.setFont(self.font())

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
        now = f" {np.interp(self._shares[0][1], at, closed):.0f}°" if self._shares else ""
        text = f"{curve.name.capitalize()}{now}{spread_words}"
        painter.drawText(QRectF(box.left(), 0, box.width(), row), Qt.AlignmentFlag.AlignVCenter, text)

    def _row_height(self) -> int:
        return self.fontMetrics().height() + 1

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        return self.palette().color(role)
