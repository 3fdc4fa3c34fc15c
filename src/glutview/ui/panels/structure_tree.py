"""The tree of structures by system: what there is, what is hidden, what is selected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QColor, QIcon, QKeyEvent, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from glutview.ui.catalogue import TreeRow
from glutview.ui.panels.search_results import ResultRow, SearchResults

_ID = Qt.ItemDataRole.UserRole
_WHOLE = Qt.ItemDataRole.UserRole + 1
"""Of a part of a muscle: the muscle's id. It is hidden with the muscle, and has no check box of its own."""
_SIDES = {"r": "right", "l": "left", "": ""}
_LETTERS = {"r": "R", "l": "L", "": ""}


class StructureTree(QWidget):
    """Setters show, signals tell; a group's check box speaks for all its structures at once."""

    selected = Signal(str)
    visibility_changed = Signal(list, bool)
    """Ids, and whether they shall be seen: one step, however many they are."""
    activated = Signal(str)
    """Double click or Enter: bring it into view."""
    menu_requested = Signal(str, QPoint)
    """Id and place on the screen."""
    query_changed = Signal(str)
    """What stands in the search field."""
    result_chosen = Signal(int)
    """Row of the results that shall be flown to."""
    search_left = Signal()
    """Esc in the search field: back to the view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._field = QLineEdit()
        self._field.setPlaceholderText("Search")
        self._field.setToolTip("Search structures, landmarks and facts (/ or Ctrl+F)")
        self._field.setClearButtonEnabled(True)
        self._field.setAccessibleName("Search structures, landmarks and facts")
        self._field.installEventFilter(self)
        self._results = SearchResults()
        self._tree = _Tree()
        self._tree.setAccessibleName("Structures")
        self._tree.setColumnCount(2)
        self._tree.setHeaderHidden(True)
        self._tree.setIndentation(13)
        self._tree.setUniformRowHeights(True)
        self._tree.setAnimated(False)
        self._tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = self._tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._hidden: frozenset[str] = frozenset()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 2, 2)
        layout.setSpacing(6)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._tree)
        self._stack.addWidget(self._results)
        layout.addWidget(self._field)
        layout.addWidget(self._stack)
        self._field.textChanged.connect(self.query_changed)
        self._field.returnPressed.connect(self._choose_first)
        self._results.chosen.connect(self.result_chosen)
        self._results.left_upwards.connect(self.set_focus_on_search)
        self._tree.currentItemChanged.connect(self._tell_selection)
        self._tree.itemChanged.connect(self._tell_visibility)
        self._tree.itemActivated.connect(self._tell_activation)
        self._tree.customContextMenuRequested.connect(self._tell_menu)

    # ---------------------------------------------------------------------------------------------- setters

    def set_structures(self, rows: Sequence[TreeRow]) -> None:
        """Show these structures, grouped by system in the order given."""
        with QSignalBlocker(self._tree):
            self._tree.clear()
            self._items = {}
            groups: dict[str, QTreeWidgetItem] = {}
            for row in rows:
                if row.system not in groups:
                    groups[row.system] = self._group(row.system)
                over = self._items[row.part_of] if row.part_of else groups[row.system]
                self._items[row.id] = self._leaf(over, row)
            for group in groups.values():
                group.setExpanded(True)  # the parts of a muscle are for whoever asks
        self.set_hidden(self._hidden)
        self.set_results(None)

    def set_selected(self, structure: str | None) -> None:
        """Show what is selected; tells nothing."""
        item = self._items.get(structure or "")
        with QSignalBlocker(self._tree):
            if item is None:
                self._tree.selectionModel().clear()
            else:
                self._tree.setCurrentItem(item)
                self._tree.scrollToItem(item)
        self._tree.viewport().update()

    def set_hidden(self, hidden: Iterable[str]) -> None:
        """Show which structures are hidden; tells nothing."""
        self._hidden = frozenset(hidden)
        faded = QBrush(self.palette().color(QPalette.ColorRole.PlaceholderText))
        with QSignalBlocker(self._tree):
            for key, item in self._items.items():
                whole = item.data(0, _WHOLE)
                away = (whole or key) in self._hidden
                if not whole:
                    item.setCheckState(0, Qt.CheckState.Unchecked if away else Qt.CheckState.Checked)
                item.setData(0, Qt.ItemDataRole.ForegroundRole, faded if away else None)
                item.setData(1, Qt.ItemDataRole.ForegroundRole, faded)
                font = item.font(0)
                font.setItalic(away)
                item.setFont(0, font)
            for place in range(self._tree.topLevelItemCount()):
                group = self._tree.topLevelItem(place)
                if group is not None:
                    group.setCheckState(0, self._together(group))

    @Slot()
    def set_focus_on_search(self) -> None:
        """Let the next key typed go to the search field."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def set_results(self, rows: Sequence[ResultRow] | None) -> None:
        """Show what was found in the place of the tree; None brings the tree back."""
        if rows is not None:
            self._results.set_rows(rows)
        self._stack.setCurrentWidget(self._tree if rows is None else self._results)

    def refresh_colours(self) -> None:
        """Take the muted colour of a new theme."""
        self.set_hidden(self._hidden)

    # ------------------------------------------------------------------------------------------------ inner

    def _group(self, system: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self._tree, [system, ""])
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
        font = item.font(0)
        font.setBold(True)
        item.setFont(0, font)
        item.setCheckState(0, Qt.CheckState.Checked)
        return item

    def _leaf(self, over: QTreeWidgetItem, row: TreeRow) -> QTreeWidgetItem:
        item = QTreeWidgetItem(over, [row.own_name or row.name, _LETTERS[row.side]])
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        if row.part_of:
            item.setData(0, _WHOLE, row.part_of)
        else:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setIcon(0, _swatch(row.colour))
            item.setCheckState(0, Qt.CheckState.Checked)
        item.setToolTip(0, f"{row.name} {_SIDES[row.side]}\n{row.latin}")
        item.setData(0, _ID, row.id)
        spoken = f"{row.name}, {_SIDES[row.side]}" if row.side else row.name
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, spoken)
        return item

    def _together(self, group: QTreeWidgetItem) -> Qt.CheckState:
        states = {child.checkState(0) for child in _children(group)}
        return states.pop() if len(states) == 1 else Qt.CheckState.PartiallyChecked

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the field Down goes into the results, Esc clears it and goes back to the view."""
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and self._stack.currentWidget() is self._results:
                self._results.take_focus()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._field.clear()
                self.search_left.emit()
                return True
        return super().eventFilter(watched, event)

    @Slot()
    def _choose_first(self) -> None:
        if self._stack.currentWidget() is self._results:
            self._results.choose_first()

    @Slot(QTreeWidgetItem, QTreeWidgetItem)
    def _tell_selection(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if item is not None and (key := item.data(0, _ID)):
            self.selected.emit(key)

    @Slot(QTreeWidgetItem, int)
    def _tell_visibility(self, item: QTreeWidgetItem, column: int) -> None:
        if column != 0 or item.data(0, _WHOLE):
            return
        seen = item.checkState(0) == Qt.CheckState.Checked
        key = item.data(0, _ID)
        ids = [key] if key else [child.data(0, _ID) for child in _children(item)]
        self.visibility_changed.emit(ids, seen)

    @Slot(QTreeWidgetItem, int)
    def _tell_activation(self, item: QTreeWidgetItem, _column: int) -> None:
        if key := item.data(0, _ID):
            self.activated.emit(key)

    @Slot(QPoint)
    def _tell_menu(self, place: QPoint) -> None:
        item = self._tree.itemAt(place)
        if item is not None and (key := item.data(0, _ID)):
            self.menu_requested.emit(key, self._tree.viewport().mapToGlobal(place))

    def sizeHint(self) -> QSize:
        return QSize(31 * self.fontMetrics().averageCharWidth() + 90, 400)


class _Tree(QTreeWidget):
    """Letters are keys of the window here; names are looked for in the search field."""

    def keyboardSearch(self, search: str) -> None:
        """Select nothing by its first letters."""


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = (item.child(row) for row in range(item.childCount()))
    return [child for child in found if child is not None]


def _swatch(colour: str) -> QIcon:
    pixmap = QPixmap(32, 32)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(colour))
    painter.setPen(QColor(0, 0, 0, 70))
    painter.drawRoundedRect(QRectF(6, 6, 20, 20), 6, 6)
    painter.end()
    return QIcon(pixmap)
