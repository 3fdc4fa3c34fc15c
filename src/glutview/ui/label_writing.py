"""Names as they stand over the view at one moment, painted: onto the screen, or into a picture band by band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from glutview.scene.frame import Pixels
from glutview.scene.labels import Label


@dataclass(frozen=True)
class Writing:
    """Labels with all that it takes to paint them, whatever becomes of the view afterwards."""

    labels: Sequence[Label]
    """In the widget's own pixels."""
    texts: Mapping[str, str]
    """What each label says, by its key."""
    fonts: Mapping[str, QFont]
    ink: QColor
    paper: QColor

    def paint(self, painter: QPainter) -> None:
        """Paint all of them."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((self.paper, 3.6), (self.ink, 1.3)):
            painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            for label in self.labels:
                painter.drawPolyline([QPointF(*label.start), QPointF(*label.elbow), QPointF(*label.anchor)])
        for label in self.labels:
            painter.setPen(QPen(self.paper, 1.4))
            painter.setBrush(self.ink)
            painter.drawEllipse(QPointF(*label.anchor), 3.2, 3.2)
            self._paint_box(painter, label)

    def paint_onto(self, band: Pixels, scale: float, top: int = 0) -> None:
        """Write the names into a band of a picture of the view, in place.

        Args:
            band: (h, w, 4) RGBA with straight alpha, first row on top.
            scale: its pixels per pixel of the widget.
            top: row of the whole picture at which the band begins.
        """
        height, width, _ = band.shape
        image = QImage(band.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
        painter = QPainter(image)
        painter.translate(0, -top)
        painter.scale(scale, scale)
        self.paint(painter)
        painter.end()

    def _paint_box(self, painter: QPainter, label: Label) -> None:
        box = QRectF(label.left, label.top + 0.06 * label.height, label.width, 0.88 * label.height)
        paper = QColor(self.paper)
        paper.setAlpha(228)
        painter.setBrush(paper)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, 5, 5)
        painter.setFont(self.fonts[label.key])
        painter.setPen(self.ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.texts[label.key])
