"""What a class reads below the view while a lesson is shown: title, note, which step of how many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

_MARGIN = 16.0
_TALLEST = 0.36
"""Of the view's height; a longer note is written smaller, and at last cut off."""
_WRAP: Final = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_END: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class Caption:
    """What is written."""

    title: str
    note: str
    count: str
    """As "3 / 12"."""
    hint: str = ""
    """The key that leads back, while somebody improvises."""


class CaptionLayer(QWidget):
    """A sheet of glass over the view: the mouse goes through."""

    resized = Signal()
    """It takes more or less of the view than before."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view = view
        self._caption = Caption("", "", "")
        self._ink = QColor("#1c2430")
        self._paper = QColor("#ffffff")
        self._accent = QColor("#1f5fa8")
        self._on_accent = QColor("#ffffff")
        self.hide()
        view.installEventFilter(self)

    @property
    def caption(self) -> Caption:
        """What is written."""
        return self._caption

    def set_caption(self, caption: Caption) -> None:
        """Write this."""
        self._caption = caption
        self.setAccessibleName(f"{caption.count} {caption.title}")
        self.setAccessibleDescription(" ".join(text for text in (caption.note, caption.hint) if text))
        self.resized.emit()
        self.update()

    def set_shown(self, shown: bool) -> None:
        """Write it, or leave the view bare."""
        self.setGeometry(self._view.rect())
        self.setVisible(shown)
        self.resized.emit()

    def set_colours(self, ink: str, paper: str, accent: str, on_accent: str) -> None:
        """Colours of text, of what lies behind it, and of the hint."""
        self._ink, self._paper = QColor(ink), QColor(paper)
        self._accent, self._on_accent = QColor(accent), QColor(on_accent)
        self.update()

    @property
    def reach(self) -> float:
        """How much of the view it takes, from its lower edge, pixels."""
        return 0.0 if self.isHidden() else self.height() - self._lay_out().box.top()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._view.rect())
            self.resized.emit()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plan = self._lay_out()
        paper = QColor(self._paper)
        paper.setAlpha(222)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(paper)
        painter.drawRoundedRect(plan.box, 10, 10)
        painter.setPen(self._ink)
        for font, box, text, flags in plan.texts:
            painter.setFont(font)
            painter.drawText(box, flags, text)
        if self._caption.hint:
            self._paint_hint(painter, plan)
        painter.end()

    def _paint_hint(self, painter: QPainter, plan: _Plan) -> None:
        metrics = QFontMetricsF(plan.small)
        wide, high = metrics.horizontalAdvance(self._caption.hint) + 1.6 * metrics.height(), 1.7 * metrics.height()
        chip = QRectF(plan.box.center().x() - wide / 2, plan.box.top() - high - 8, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._accent)
        painter.drawRoundedRect(chip, high / 2, high / 2)
        painter.setPen(self._on_accent)
        painter.setFont(plan.small)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, self._caption.hint)

    def _lay_out(self) -> _Plan:
        size = max(1.8 * QFontMetricsF(self.font()).height(), self.height() / 34)
        plan = self._plan(size)
        while plan.box.height() > _TALLEST * self.height() and size > 14:
            size *= 0.93
            plan = self._plan(size)
        return plan

    def _plan(self, size: float) -> _Plan:
        """All places for text whose lines are `size` pixels high."""
        bold, plain, small = self._font(1.15 * size, bold=True), self._font(size), self._font(0.75 * size)
        # Beside it stand the orientation figure and the scale bar.
        beside = 9.5 * QFontMetricsF(self.font()).height()
        room = max(self.width() - 2 * (beside + 2 * _MARGIN), 0.6 * self.width())
        wide = min(room, 34 * size)
        pad = 0.55 * size
        inside = wide - 2 * pad
        count_wide = QFontMetricsF(small).horizontalAdvance(self._caption.count)
        unbounded = 100_000.0
        title_room = QRectF(0, 0, inside - count_wide - pad, unbounded)
        title = QFontMetricsF(bold).boundingRect(title_room, _WRAP, self._caption.title).height()
        note = 0.0
        if self._caption.note:
            room_below = QRectF(0, 0, inside, unbounded)
            note = QFontMetricsF(plain).boundingRect(room_below, _WRAP, self._caption.note).height() + 0.2 * size
        high = min(title + note + 1.5 * pad, _TALLEST * self.height() if size <= 14 else unbounded)
        top = self.height() - _MARGIN - high
        left = (self.width() - wide) / 2
        corner = QPointF(left + pad, top + 0.7 * pad)
        texts = [
            (bold, QRectF(corner.x(), corner.y(), title_room.width(), title + 2), self._caption.title, _WRAP),
            (
                small,
                QRectF(left + wide - pad - count_wide, corner.y(), count_wide + 2, QFontMetricsF(bold).height()),
                self._caption.count,
                _END,
            ),
        ]
        if note:
            below = QRectF(corner.x(), corner.y() + title + 0.2 * size, inside + 2, high - title - 1.4 * pad)
            texts.append((plain, below, self._caption.note, _WRAP))
        return _Plan(QRectF(left, top, wide, high), small, texts)

    def _font(self, height: float, *, bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(max(8, round(0.78 * height)))
        font.setBold(bold)
        return font


@dataclass(frozen=True)
class _Plan:
    """Where everything stands."""

    box: QRectF
    small: QFont
    texts: list[tuple[QFont, QRectF, str, int]]
