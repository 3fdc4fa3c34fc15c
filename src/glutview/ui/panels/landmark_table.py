"""The table of points: sorted by any column, filtered as one types, used by keys as well as by mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from glutview.state.points import PointKey, PointRow
from glutview.ui.panels.landmark_model import BELOW, NUMBERS, STATE, LandmarkFilter, LandmarkModel

Index = QModelIndex | QPersistentModelIndex
_KEYS: Final = {
    Qt.Key.Key_Return: "fly",
    Qt.Key.Key_Enter: "fly",
    Qt.Key.Key_F2: "rename",
    Qt.Key.Key_Delete: "delete",
    Qt.Key.Key_Insert: "add",
    Qt.Key.Key_Space: "pick_up",
}


class LandmarkTable(QTableView):
    """Setters show, signals tell."""

    chosen = Signal(object)
    """Key of the point whose row a person went to."""
    asked = Signal(str)
    """What a key or a double click asks for: "fly", "pick_up", "rename", "delete" or "add"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("landmarks")
        self.setAccessibleName("Landmarks and points of outlines")
        self._rows = LandmarkModel()
        self._filter = LandmarkFilter()
        self._filter.setSourceModel(self._rows)
        self.setModel(self._filter)
        for column in (0, 1):
            self.setItemDelegateForColumn(column, _TwoLines(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(20)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self._fit()
        self.selectionModel().currentRowChanged.connect(self._tell_choice)
        self.doubleClicked.connect(self._tell_fly)

    def set_rows(self, rows: Sequence[PointRow]) -> None:
        """Show these points."""
        key = self.current()
        self._rows.set_rows(rows)
        self.set_selected(key)

    def set_wanted(self, text: str, kind: str) -> None:
        """Show only what holds all words of the text and is of a kind (see :class:`LandmarkFilter`)."""
        key = self.current()
        self._filter.set_wanted(text, kind)
        self.set_selected(key)

    def set_selected(self, key: PointKey | None) -> None:
        """Mark the row of a point, if it is among those shown; tells nothing."""
        row = self._rows.row_of(key)
        index = self._filter.mapFromSource(self._rows.index(row, 0)) if row >= 0 else QModelIndex()
        self.selectionModel().blockSignals(True)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        else:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def current(self) -> PointKey | None:
        """The point whose row is marked."""
        index = self._filter.mapToSource(self.currentIndex())
        return self._rows.rows[index.row()].key if index.isValid() else None

    def shown(self) -> list[PointKey]:
        """The points in the order in which they are shown."""
        rows = range(self._filter.rowCount())
        return [self._rows.rows[self._filter.mapToSource(self._filter.index(row, 0)).row()].key for row in rows]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asked = _KEYS.get(Qt.Key(event.key())) if not event.modifiers() else None
        if asked is None:
            super().keyPressEvent(event)
        else:
            self.asked.emit(asked)

    def keyboardSearch(self, search: str) -> None:
        """Choose nothing by its first letters: they are keys of the window."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(64 * self.fontMetrics().averageCharWidth(), 300)

    def _fit(self) -> None:
        """The narrow columns as wide as their widest text; the names take what is left."""
        metrics, header = self.fontMetrics(), self.horizontalHeader()
        widths = {column: metrics.horizontalAdvance("−188.8") + 7 for column in NUMBERS}
        widths |= {1: metrics.horizontalAdvance("Hip bone") + 14, STATE: metrics.horizontalAdvance("●") + 12}
        left = self.viewport().width()
        for column, wide in widths.items():
            header.resizeSection(column, wide)
            left -= wide
        header.resizeSection(0, max(left, 16 * metrics.averageCharWidth()))
        self.verticalHeader().setDefaultSectionSize(round(2.45 * metrics.height()))

    @Slot(QModelIndex, QModelIndex)
    def _tell_choice(self, index: QModelIndex, _: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.current())

    @Slot(QModelIndex)
    def _tell_fly(self, index: QModelIndex) -> None:
        self.asked.emit("fly")


class _TwoLines(QStyledItemDelegate):
    """A name over what belongs to it: the Latin name, the side."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = QStyleOptionViewItem(option)
        self.initStyleOption(view, index)
        name, latin = view.text, str(index.data(BELOW) or "")
        view.text = ""
        view.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, view, painter, view.widget)
        selected = bool(view.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        muted = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.PlaceholderText
        box = view.rect.adjusted(6, 0, -4, 0)
        line = view.fontMetrics.height()
        top = box.y() + (box.height() - (2 * line if latin else line)) // 2
        painter.save()
        for text, y, tone, italic in ((name, top, role, False), (latin, top + line, muted, True)):
            font = QFont(view.font)
            font.setItalic(italic and index.column() == 0)
            painter.setFont(font)
            painter.setPen(view.palette.color(tone))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(QRect(box.x(), y, box.width(), line), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
