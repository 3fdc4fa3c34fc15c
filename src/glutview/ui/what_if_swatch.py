"""Small pictures of what a what-if makes of a surface, as the view draws it: the key to its card."""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter, QPen

from glutview.state.scene_description import Loss

WIDE, HIGH = 34, 14
"""Pixels on the card."""
_RATIO: Final = 2
"""As many of the picture to one of the card, for fine screens."""
_DOT: Final = QColor.fromRgbF(1.0, 0.90, 0.72, 0.7)
_DARK: Final = QColor.fromRgbF(0.06, 0.06, 0.06)


def swatch_html(colour: str, loss: Loss) -> str:
    """The picture as an image of a card.

    Args:
        colour: of the structure, "#rrggbb".
        loss: what becomes of it; "none": a vessel in its own colour.
    """
    return f"<img src='{_picture(colour, loss)}' width='{WIDE}' height='{HIGH}' style='vertical-align: middle'/>"


@cache
def _picture(colour: str, loss: Loss) -> str:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(drawn(colour, loss))
    return f"data:image/png;base64,{bytes(buffer.data().toBase64().data()).decode()}"


def drawn(colour: str, loss: Loss) -> QImage:
    """The picture, with clear ground beside a strand."""
    image = QImage(_RATIO * WIDE, _RATIO * HIGH, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(_RATIO, _RATIO)
    own, still = QColor(colour), _grey(colour)
    match loss:
        case "silent" | "torn":
            painter.fillRect(QRectF(0, 0, WIDE, HIGH), still)
            _hatch(painter, still)
            if loss == "torn":
                # Its fibres end at a dark line, off the tendon's stump.
                painter.fillRect(QRectF(WIDE - 9, 0, 3, HIGH), _DARK)
        case "territory":
            painter.fillRect(QRectF(0, 0, WIDE, HIGH), own)
            _dots(painter)
        case "cut" | "blocked" | "none":
            strand = QRectF(0, HIGH / 2 - 3, WIDE, 6)
            painter.fillRect(strand, own)
            if loss != "none":
                for left in range(3, WIDE, 12):
                    painter.fillRect(QRectF(left, strand.top(), 6, strand.height()), _DARK)
    painter.end()
    return image


def _grey(colour: str) -> QColor:
    """As grey as the view makes a muscle that works no more."""
    own = QColor(colour)
    level = 0.34 + 0.52 * (0.3 * own.redF() + 0.5 * own.greenF() + 0.2 * own.blueF())
    return QColor.fromRgbF(level, level, level)


def _hatch(painter: QPainter, still: QColor) -> None:
    dark = 0.15 * still.redF() + 0.85 * 0.42 * still.redF()
    painter.setPen(QPen(QColor.fromRgbF(dark, dark, dark), 1.6))
    for left in range(-HIGH, WIDE, 6):
        painter.drawLine(QPointF(left, HIGH), QPointF(left + HIGH, 0))


def _dots(painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_DOT)
    for row, y in enumerate((3.0, 7.0, 11.0)):
        for column in range(7):
            painter.drawEllipse(QPointF(2.5 + 5 * column + 2.5 * (row % 2), y), 1.3, 1.3)
