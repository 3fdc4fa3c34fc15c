"""The model against the literature: a row for each figure, under the heading of its group."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from glutview.measures.rows import Row
from glutview.measures.table import GROUP_TITLES, cells, described
from glutview.ui.colours import COLOURS

_HEADINGS = ("Figure", "Kept", "Model", "Literature", "Deviation", "Bound", "Source")
_WHAT = 0
_MARK, _OURS = 1, 2
_MARKS = {"ok": "✓ kept", "BROKEN": "✗ broken", "MISSING": "✗ missing", "-": ""}
"""In signs and words: whoever cannot tell the colours apart reads them all the same."""
_MARGIN = 16
_ROW = Qt.ItemDataRole.UserRole


class MeasuresTable(QTreeWidget):
    """Setters show, signals tell."""

    chosen = Signal(object)
    """The row that a person went to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Figures of the literature and of the model")
        self.setHeaderLabels(_HEADINGS)
        self.setAlternatingRowColors(True)
        self.setWordWrap(True)
        self.setItemDelegateForColumn(_WHAT, _Wrapped(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.header().setStretchLastSection(True)
        self.header().sectionResized.connect(self._wrap_anew)
        self._theme = "light"
        self._groups: dict[str, QTreeWidgetItem] = {}
        self.currentItemChanged.connect(self._tell_choice)

    def set_theme(self, theme: str) -> None:
        """Colour the marks for a theme."""
        self._theme = theme
        self._colour()

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Show these below those that are there."""
        for row in rows:
            mark, what, *others = cells(row)
            item = QTreeWidgetItem(self._group(row.figure.group), [what, _MARKS[mark], *others])
            item.setData(0, _ROW, row)
            item.setToolTip(_WHAT, described(row))
            item.setToolTip(len(_HEADINGS) - 1, row.source)
        self._colour()
        self._fit()

    def set_only_broken(self, only: bool) -> None:
        """Show only the figures whose bound is broken."""
        for group in self._groups.values():
            items = _children(group)
            for item in items:
                item.setHidden(only and item.data(0, _ROW).within is not False)
            group.setHidden(all(item.isHidden() for item in items))

    def rows(self) -> list[Row]:
        """All rows, from top to bottom."""
        return [item.data(0, _ROW) for item in self._items()]

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _group(self, name: str) -> QTreeWidgetItem:
        if name not in self._groups:
            group = QTreeWidgetItem(self, [GROUP_TITLES[name]])
            font = group.font(0)
            font.setBold(True)
            group.setFont(0, font)
            group.setFirstColumnSpanned(True)
            group.setExpanded(True)
            self._groups[name] = group
        return self._groups[name]

    def _items(self) -> list[QTreeWidgetItem]:
        return [item for group in self._groups.values() for item in _children(group)]

    def _colour(self) -> None:
        colours = COLOURS[self._theme]
        for item in self._items():
            row: Row = item.data(0, _ROW)
            if row.within is not None:
                item.setForeground(_MARK, QBrush(QColor(colours.right if row.within else colours.wrong)))
            if row.ours is None:
                item.setForeground(_OURS, QBrush(QColor(colours.muted)))

    def _fit(self) -> None:
        for column in range(1, len(_HEADINGS) - 1):
            self.resizeColumnToContents(column)
        self.setColumnWidth(_WHAT, 54 * self.fontMetrics().averageCharWidth())

    @Slot(int, int, int)
    def _wrap_anew(self, column: int) -> None:
        if column == _WHAT:
            self.scheduleDelayedItemsLayout()

    @Slot(QTreeWidgetItem, QTreeWidgetItem)
    def _tell_choice(self, item: QTreeWidgetItem | None) -> None:
        row = item.data(0, _ROW) if item is not None else None
        if row is not None:
            self.chosen.emit(row)


class _Wrapped(QStyledItemDelegate):
    """Makes rows as high as a long name needs, wrapped in its column."""

    def __init__(self, tree: QTreeWidget) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hint = super().sizeHint(option, index)
        if not index.parent().isValid():
            return hint  # a heading goes over all columns
        room = self._tree.columnWidth(_WHAT) - 2 * self._tree.indentation() - _MARGIN
        wrap = Qt.TextFlag.TextWordWrap
        # The tree's own metrics: the option's are those of before, while a text size is put on.
        box = self._tree.fontMetrics().boundingRect(QRect(0, 0, room, 10000), wrap, index.data())
        return QSize(hint.width(), box.height() + hint.height() - self._tree.fontMetrics().height())


def _children(group: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = (group.child(k) for k in range(group.childCount()))
    return [item for item in found if item is not None]
