"""How a step is drawn in the list: its number, its title, and the beginning of its note."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPalette, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

FAINT: Final = Qt.ItemDataRole.UserRole
MOVES: Final = Qt.ItemDataRole.UserRole + 1
_PAD = 6

_Index = QModelIndex | QPersistentModelIndex


class StepDelegate(QStyledItemDelegate):
    """Two lines: the title and, fainter, the note. A triangle says that a movement plays."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        self.initStyleOption(option, index)
        option.text = ""
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        palette: QPalette = option.palette
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ink = palette.color(QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text)
        faint = ink if chosen else palette.color(QPalette.ColorRole.PlaceholderText)
        row: QRect = option.rect
        unit = option.fontMetrics.height()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(faint)
        number = QRect(row.left() + _PAD, row.top(), _number_width(unit), row.height())
        painter.drawText(number, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(index.row() + 1))
        line = self._line(row, unit)
        if index.data(MOVES):
            line.setRight(line.right() - unit)
            middle = QPointF(row.right() - _PAD - 0.45 * unit, row.center().y() + 0.5)
            corners = [middle + QPointF(x, y) * unit for x, y in ((-0.25, -0.32), (-0.25, 0.32), (0.32, 0.0))]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(faint)
            painter.drawPolygon(QPolygonF(corners))
        note = " ".join(str(index.data(FAINT) or "").split())
        half = line.height() // 2 if note else line.height()
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        for font, box, text, colour in (
            (bold, QRect(line.left(), line.top(), line.width(), half), str(index.data() or ""), ink),
            (option.font, QRect(line.left(), line.top() + half, line.width(), line.height() - half), note, faint),
        ):
            painter.setFont(font)
            painter.setPen(colour)
            fitted = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(QRectF(box), int(flags), fitted)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, 2 * option.fontMetrics.height() + 12)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        line = self._line(option.rect, option.fontMetrics.height())
        high = editor.sizeHint().height()
        editor.setGeometry(line.left() - 4, line.center().y() - high // 2, line.width() + 4, high)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        editor = super().createEditor(parent, option, index)
        editor.setAccessibleName("Title of the step")
        return editor

    def _line(self, row: QRect, unit: int) -> QRect:
        return row.adjusted(_number_width(unit) + 3 * _PAD, 4, -_PAD, -4)


def _number_width(unit: int) -> int:
    return round(1.3 * unit)
