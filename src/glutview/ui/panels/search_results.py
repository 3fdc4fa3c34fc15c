"""What a search found: names, and under each the text that matched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

_MATCHED = Qt.ItemDataRole.UserRole
_PAD = 6


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One thing that was found, as it is shown."""

    name: str
    kind: str
    matched: str


class SearchResults(QListWidget):
    """Setters show, the signals tell."""

    chosen = Signal(int)
    """Row that shall be flown to."""
    left_upwards = Signal()
    """Up was pressed on the first row: back to typing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Search results")
        self.setItemDelegate(_TwoLines(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.itemClicked.connect(self._tell)
        self.itemActivated.connect(self._tell)

    def set_rows(self, rows: Sequence[ResultRow]) -> None:
        """Show these, the first one current."""
        self.clear()
        for row in rows:
            item = QListWidgetItem(row.name, self)
            # Of a structure the name says enough.
            item.setData(_MATCHED, row.matched if row.kind == "structure" else f"{row.kind}: {row.matched}")
            item.setToolTip(f"{row.name} ({row.kind})\n{row.matched}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.name}, {row.kind}, {row.matched}")
        if rows:
            self.setCurrentRow(0)
        else:
            nothing = QListWidgetItem("Nothing found", self)
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            nothing.setData(_MATCHED, "Try a part of the name, an FMA or TA2 number, or a root such as L5")

    def choose_first(self) -> None:
        """Take the best one, as Enter in the search field does."""
        self._tell(self.item(0))

    def take_focus(self) -> None:
        """Let the arrow keys go through the rows."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Up and self.currentRow() <= 0:
            self.left_upwards.emit()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Choose nothing by its first letters: they are keys of the window."""

    @Slot(QListWidgetItem)
    def _tell(self, item: QListWidgetItem) -> None:
        if item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.chosen.emit(self.row(item))


class _TwoLines(QStyledItemDelegate):
    """The name, and what matched in a fainter line."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.initStyleOption(option, index)
        option.text = ""
        widget = option.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        rect: QRect = option.rect
        palette: QPalette = option.palette
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        line = rect.adjusted(_PAD, 3, -_PAD, -3)
        half = line.height() // 2
        above, below = line.adjusted(0, 0, 0, -half), line.adjusted(0, half, 0, 0)
        ink = palette.color(QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text)
        faint = ink if chosen else palette.color(QPalette.ColorRole.PlaceholderText)
        painter.save()
        metrics = painter.fontMetrics()
        name = _fitted(metrics, str(index.data()), above.width())
        matched = _fitted(metrics, str(index.data(_MATCHED) or ""), below.width())
        for box, text, colour in ((above, name, ink), (below, matched, faint)):
            painter.setPen(colour)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        height = option.fontMetrics.height()
        return QSize(100, 2 * height + 10)


def _fitted(metrics: QFontMetrics, text: str, room: int) -> str:
    return str(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))
