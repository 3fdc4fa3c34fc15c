"""The annotator's points over the view: landmarks, outlines of attachments, points of a file that is imported.

Painted by Qt over the picture, so that muscles never hide them; what a bone hides is dimmed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF

from glutview.geometry.mesh import Floats
from glutview.scene.camera import directions, eye, project
from glutview.state.palette import INSERTION, ORIGIN
from glutview.state.points import PointKey
from glutview.ui.glass_sheet import GlassSheet
from glutview.ui.scene_widget import SceneWidget

DotKind = Literal["landmark", "origin", "insertion", "import"]
_NEAR_PX: Final = 11.0
_DIM: Final = 0.22
_SLICE: Final = 40
_IMPORT: Final = "#1b9e77"


@dataclass(frozen=True)
class Dot:
    """A point to paint."""

    key: PointKey | str
    on: str
    """Id of the structure that carries it."""
    rest: tuple[float, float, float]
    """mm, at rest."""
    normal: tuple[float, float, float]
    """Outward, at rest: away from the eye it is dimmed while the model moves."""
    kind: DotKind = "landmark"


class PointLayer(GlassSheet):
    """Setters show; it follows the camera by itself."""

    def __init__(self, view: SceneWidget) -> None:
        super().__init__(view)
        self._view = view
        self._dots: tuple[Dot, ...] = ()
        self._lines: tuple[tuple[int, ...], ...] = ()
        self._selected: PointKey | str | None = None
        self._label = ""
        self._held = self._aiming = False
        self._covered = np.zeros(0, dtype=bool)
        self._asked = 0
        self._colours = (QColor("#1c2430"), QColor("#ffffff"), QColor("#1f5fa8"))
        self._judging = QTimer(self)
        self._judging.setSingleShot(True)
        self._judging.setInterval(0)
        self._judging.timeout.connect(self._judge)
        view.painted.connect(self._follow)
        self.resize(view.size())
        self.hide()

    # ---------------------------------------------------------------------------------------------- setters

    def set_dots(self, dots: Sequence[Dot], lines: Sequence[tuple[int, ...]] = ()) -> None:
        """Show these points, and lines through some of them by number."""
        self._dots, self._lines = tuple(dots), tuple(lines)
        self._covered = self._turned_away()
        self._judge_anew()
        self.update()

    def move_dot(self, key: PointKey | str, dot: Dot) -> None:
        """One point lies elsewhere: it is in a hand."""
        self._dots = tuple(dot if one.key == key else one for one in self._dots)
        self.update()

    def set_selected(self, key: PointKey | str | None, label: str, *, held: bool) -> None:
        """Mark one and name it."""
        self._selected, self._label, self._held = key, label, held
        self.update()

    def set_aiming(self, aiming: bool) -> None:
        """Show the cross at which a new point would be put by key, or no longer."""
        self._aiming = aiming
        self.update()

    def set_colours(self, ink: str, paper: str, accent: str) -> None:
        """Colours of lines and text, of what lies behind them, and of what is selected."""
        self._colours = (QColor(ink), QColor(paper), QColor(accent))
        self.update()

    # ------------------------------------------------------------------------------------------------ asking

    def pixel(self, key: PointKey | str) -> QPointF | None:
        """Where a point is in the view; None if it is not shown."""
        for row, dot in enumerate(self._dots):
            if dot.key == key:
                x, y, depth = self._projected()[row]
                return QPointF(x, y) if depth > 0 else None
        return None

    def near(self, place: QPointF) -> PointKey | str | None:
        """The point at a place of the view: one that is seen rather than one that a bone hides."""
        if not self._dots:
            return None
        pixels = self._projected()
        away = np.hypot(pixels[:, 0] - place.x(), pixels[:, 1] - place.y())
        away = np.where(pixels[:, 2] > 0, away, np.inf)
        order = np.lexsort((away, self._covered))
        found = next((int(row) for row in order if away[row] <= _NEAR_PX), None)
        return None if found is None else self._dots[found].key

    def is_covered(self, key: PointKey | str) -> bool:
        """Whether a bone hides a point."""
        return any(dot.key == key and bool(away) for dot, away in zip(self._dots, self._covered, strict=True))

    # -------------------------------------------------------------------------------------------- following

    @Slot()
    def _follow(self) -> None:
        if self.isHidden():
            return
        if self.size() != self._view.size():
            self.resize(self._view.size())
        if self._view.moving:
            self._judging.stop()
            self._covered = self._turned_away()
        else:
            self._judge_anew()
        self.update()

    def _judge_anew(self) -> None:
        self._asked = 0
        if self._dots and not self.isHidden():
            self._judging.start()

    @Slot()
    def _judge(self) -> None:
        """Ask the bones a little at a time: whoever takes hold of the model must not wait."""
        if self._view.moving or self._asked >= len(self._dots):
            return
        rows = slice(self._asked, self._asked + _SLICE)
        # From just above the surface: a point in a hollow of the mesh is not hidden by the hollow's rim.
        self._covered[rows] = self._view.scene.covered(self._placed(0.4, rows))
        self._asked += _SLICE
        self.update()
        if self._asked < len(self._dots):
            self._judging.start()

    def _placed(self, lift_mm: float = 0.0, which: slice = slice(None)) -> Floats:
        dots = self._dots[which]
        xyz = np.empty((len(dots), 3))
        for on in {dot.on for dot in dots}:
            rows = [row for row, dot in enumerate(dots) if dot.on == on]
            lifted = [np.array(dots[row].rest) + lift_mm * np.array(dots[row].normal) for row in rows]
            xyz[rows] = self._view.scene.place(on, np.array(lifted))
        return xyz

    def _turned_away(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        if not self._dots:
            return np.zeros(0, dtype=bool)
        here, above = self._placed(), self._placed(1.0)
        camera = self._view.camera
        toward = directions(camera)[2] if camera.parallel else eye(camera) - here
        return np.asarray(np.einsum("kx,kx->k", above - here, np.broadcast_to(toward, here.shape)) < 0)

    def _projected(self) -> Floats:
        return project(self._view.camera, self._placed(), (max(1, self.width()), max(1, self.height())))

    # --------------------------------------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._dots:
            pixels = self._projected()
            for line in self._lines:
                self._paint_line(painter, pixels, line)
            last = None
            # The farthest first; what is imported lies over what is there.
            newer = np.array([dot.kind == "import" for dot in self._dots])
            for row in np.lexsort((-pixels[:, 2], newer)):
                if self._dots[row].key == self._selected:
                    last = int(row)
                elif pixels[row, 2] > 0:
                    self._paint_dot(painter, pixels[row], self._dots[row].kind, bool(self._covered[row]))
            if last is not None and pixels[last, 2] > 0:
                self._paint_selected(painter, pixels[last], bool(self._covered[last]))
        if self._aiming:
            self._paint_cross(painter)
        painter.end()

    def _paint_line(self, painter: QPainter, pixels: Floats, line: tuple[int, ...]) -> None:
        for one, other in pairwise(line):
            dim = _DIM if self._covered[one] or self._covered[other] else 1.0
            ends = QPointF(*pixels[one, :2]), QPointF(*pixels[other, :2])
            for colour, width in ((self._colours[1], 4.2), (self._tone(self._dots[one].kind), 2.0)):
                painter.setPen(QPen(_clear(colour, dim), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                painter.drawLine(*ends)

    def _paint_dot(self, painter: QPainter, pixel: Floats, kind: DotKind, covered: bool) -> None:
        dim = _DIM if covered else 1.0
        place = QPointF(pixel[0], pixel[1])
        painter.setPen(QPen(_clear(self._colours[1], dim), 1.6))
        painter.setBrush(_clear(self._tone(kind), dim))
        if kind == "landmark":
            painter.drawEllipse(place, 4.2, 4.2)
        elif kind == "import":
            painter.drawPolygon(_diamond(place, 7.5))
        else:
            painter.drawRect(QRectF(place.x() - 3.8, place.y() - 3.8, 7.6, 7.6))

    def _paint_selected(self, painter: QPainter, pixel: Floats, covered: bool) -> None:
        place, (ink, paper, accent) = QPointF(pixel[0], pixel[1]), self._colours
        painter.setBrush(_clear(accent, 0.35 if covered else 1.0))
        painter.setPen(QPen(paper, 2.2))
        painter.drawEllipse(place, 6.4, 6.4)
        if self._held:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for colour, width in ((paper, 4.0), (accent, 2.0)):
                painter.setPen(QPen(colour, width))
                painter.drawEllipse(place, 13.0, 13.0)
                for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                    painter.drawLine(place + QPointF(13 * x, 13 * y), place + QPointF(18 * x, 18 * y))
        if self._label:
            font = QFont(self.font())
            font.setBold(True)
            painter.setFont(font)
            unit = painter.fontMetrics().height()
            wide = painter.fontMetrics().horizontalAdvance(self._label) + 1.0 * unit
            left, top = place.x() + 22, place.y() - 0.75 * unit
            if left + wide > self.width():
                left = place.x() - 22 - wide
            if left < 4:
                # Beside it there is no room: above it there is.
                left, top = max(4.0, min(place.x() - wide / 2, self.width() - wide - 4)), place.y() - 22 - 1.5 * unit
            box = QRectF(left, top, wide, 1.5 * unit)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_clear(paper, 0.9))
            painter.drawRoundedRect(box, 5, 5)
            painter.setPen(ink)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._label)

    def _paint_cross(self, painter: QPainter) -> None:
        middle = QPointF(self.width() / 2, self.height() / 2)
        for colour, width in ((self._colours[1], 4.4), (self._colours[2], 1.8)):
            painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                painter.drawLine(middle + QPointF(6 * x, 6 * y), middle + QPointF(18 * x, 18 * y))

    def _tone(self, kind: DotKind) -> QColor:
        tones = {"origin": ORIGIN, "insertion": INSERTION, "import": _IMPORT}
        return QColor(tones[kind]) if kind in tones else self._colours[0]


def _diamond(middle: QPointF, reach: float) -> QPolygonF:
    return QPolygonF([middle + QPointF(x * reach, y * reach) for x, y in ((0, -1), (1, 0), (0, 1), (-1, 0))])


def _clear(colour: QColor, opacity: float) -> QColor:
    clear = QColor(colour)
    clear.setAlphaF(opacity)
    return clear
