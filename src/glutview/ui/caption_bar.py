"""What a class reads below the view while a lesson is shown: title, note, which step of how many.

It stands below the picture, not over it: what the note speaks of must be seen. Its height is that of the longest
note of the lesson, so that the picture keeps its size from step to step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_TALLEST: Final = 0.26
"""Of the window's height; longer notes are written smaller, and at last cut off."""
_SMALLEST: Final = 15.0
_LINE: Final = 3.0
_WRAP: Final = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_UNBOUNDED: Final = 100_000.0


@dataclass(frozen=True)
class Caption:
    """What is written."""

    title: str = ""
    note: str = ""
    count: str = ""
    """As "3 / 12"."""
    progress: float = 0.0
    """How far the lesson is, 0 to 1."""
    hint: str = ""
    """The key that leads back, while somebody improvises."""


class CaptionBar(QWidget):
    """Large enough for the last row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._caption = Caption()
        self._all: tuple[Caption, ...] = ()
        self._size = 24.0
        self._ink = self._muted = QColor("#1c2430")
        self._paper = QColor("#ffffff")
        self._accent = QColor("#1f5fa8")
        self.hide()

    @property
    def caption(self) -> Caption:
        """What is written."""
        return self._caption

    def set_caption(self, caption: Caption, every: Sequence[Caption]) -> None:
        """Write this, one of all that the lesson has."""
        self._caption = caption
        self.setAccessibleName(f"{caption.count} {caption.title}")
        self.setAccessibleDescription(" ".join(text for text in (caption.note, caption.hint) if text))
        if tuple(every) != self._all:
            self._all = tuple(every)
            self.fit()
        self.update()

    def set_colours(self, ink: str, muted: str, paper: str, accent: str) -> None:
        """Colours of text, of fainter text, of what lies behind it, and of what stands out."""
        self._ink, self._muted, self._paper, self._accent = map(QColor, (ink, muted, paper, accent))
        self.update()

    def fit(self) -> None:
        """Take the height that the longest caption needs."""
        high = max(self.window().height(), 200)
        self._size = max(1.8 * QFontMetricsF(self.font()).height(), high / 36)
        while self._needed() > _TALLEST * high and self._size > _SMALLEST:
            self._size *= 0.94
        self.setFixedHeight(round(min(self._needed(), _TALLEST * high)))

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self.fit()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._paper)
        painter.fillRect(QRectF(0, 0, self._caption.progress * self.width(), _LINE), self._accent)
        left, right = self._columns()
        title, note, small = self._fonts()
        painter.setFont(title)
        painter.setPen(self._ink)
        painter.drawText(left, _WRAP, self._caption.title)
        below = left.adjusted(0, self._title_height(self._caption) + 0.1 * self._size, 0, 0)
        painter.setFont(small)
        painter.setPen(self._muted)
        painter.drawText(below, _WRAP, self._caption.count)
        if self._caption.hint:
            wide = QFontMetricsF(small).horizontalAdvance(self._caption.count + "   ")
            painter.setPen(self._accent)
            painter.drawText(below.adjusted(wide, 0, 0, 0), _WRAP, self._caption.hint)
        painter.setFont(note)
        painter.setPen(self._ink)
        painter.drawText(right, _WRAP, self._caption.note)
        painter.end()

    def _columns(self) -> tuple[QRectF, QRectF]:
        pad = 0.9 * self._size
        inside = QRectF(self.rect()).adjusted(pad, _LINE + 0.45 * pad, -pad, -0.45 * pad)
        wide = 0.27 * inside.width()
        left = QRectF(inside.left(), inside.top(), wide, inside.height())
        return left, QRectF(left.right() + pad, inside.top(), inside.width() - wide - pad, inside.height())

    def _needed(self) -> float:
        """The height that the longest caption takes at the present size of text."""
        _, note, small = self._fonts()
        right = self._columns()[1]
        room = QRectF(0, 0, right.width(), _UNBOUNDED)
        heights = [2.2 * self._size]
        for caption in self._all:
            heights.append(QFontMetricsF(note).boundingRect(room, _WRAP, caption.note).height())
            heights.append(self._title_height(caption) + 0.1 * self._size + QFontMetricsF(small).height())
        return max(heights) + _LINE + 0.9 * 0.9 * self._size + 2

    def _title_height(self, caption: Caption) -> float:
        room = QRectF(0, 0, self._columns()[0].width(), _UNBOUNDED)
        return QFontMetricsF(self._fonts()[0]).boundingRect(room, _WRAP, caption.title).height()

    def _fonts(self) -> tuple[QFont, QFont, QFont]:
        """Of title, note and count."""
        fonts = []
        for factor in (1.15, 1.0, 0.75):
            font = QFont(self.font())
            font.setPixelSize(max(8, round(0.78 * factor * self._size)))
            font.setBold(factor > 1)
            fonts.append(font)
        return fonts[0], fonts[1], fonts[2]
