"""The steps of a lesson, to be gone to, renamed, and put in another order by dragging."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListWidget, QListWidgetItem, QWidget

from glutview.ui.panels.step_delegate import FAINT, MOVES, StepDelegate


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step as it is listed."""

    title: str
    note: str
    moves: bool
    """Whether a movement plays in it."""


class StepList(QListWidget):
    """Setters show, signals tell. Rows count from 0."""

    chosen = Signal(int)
    """Go to this step."""
    renamed = Signal(int, str)
    moved = Signal(int, int)
    """A step was dragged: from this row to that one, which counts when it has been taken out."""
    removed = Signal()
    """Delete was pressed."""
    left = Signal()
    """Esc was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Steps of the lesson")
        self.setItemDelegate(StepDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self._pressed: tuple[int, QPoint] | None = None
        self._gap: int | None = None
        """Where what is being dragged would go: before this row."""
        self.itemClicked.connect(self._tell_choice)
        self.itemActivated.connect(self._tell_choice)
        self.itemChanged.connect(self._tell_name)

    def set_rows(self, rows: Sequence[StepRow], current: int | None) -> None:
        """List these, with the one that one is at marked."""
        with QSignalBlocker(self):
            while self.count() > len(rows):
                self.takeItem(self.count() - 1)
            for place, row in enumerate(rows):
                item = self.item(place) if place < self.count() else QListWidgetItem(self)
                item.setText(row.title)
                item.setData(FAINT, row.note)
                item.setData(MOVES, row.moves)
                item.setToolTip(f"{row.title}\n{row.note}".strip())
                spoken = f"{place + 1} of {len(rows)}: {row.title}" + (", with a movement" if row.moves else "")
                item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.setCurrentRow(-1 if current is None else current)
        if current is not None:
            self.scrollToItem(self.item(current))
        self.viewport().update()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 2 * self.fontMetrics().height() + 24)

    def begin_renaming(self, row: int) -> None:
        """Let the title be written in its place."""
        item = self.item(row)
        if item is not None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.editItem(item)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.currentRow() >= 0:
            self.scrollToItem(self.currentItem())

    # ------------------------------------------------------------------------------------------------ keys

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._ends_drag(event):
            # It does nothing else.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            if self._pressed is None:
                self.left.emit()
            self._end_drag()
            return
        before = self.currentRow()
        super().keyPressEvent(event)
        again = event.key() == Qt.Key.Key_Space
        if self.currentRow() >= 0 and (again or self.currentRow() != before):
            self.chosen.emit(self.currentRow())

    def keyboardSearch(self, search: str) -> None:
        """Choose nothing by its first letters: they are keys of the window."""

    # ------------------------------------------------------------------------------------------------ drag

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        item = self.itemAt(place)
        if event.button() == Qt.MouseButton.LeftButton and item is not None:
            self._pressed = (self.row(item), place)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        place = event.position().toPoint()
        far = (place - self._pressed[1]).manhattanLength() >= QApplication.startDragDistance()
        if far or self._gap is not None:
            self._gap = self._gap_at(place)
            self._scroll_towards(place)
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, gap = self._pressed, self._gap
        self._end_drag()
        if pressed is None or gap is None:
            super().mouseReleaseEvent(event)
            return
        # A release elsewhere than the press is no click; the list only forgets that it was pressed.
        with QSignalBlocker(self):
            super().mouseReleaseEvent(event)
        start = pressed[0]
        to = gap - 1 if gap > start else gap
        if to != start:
            self.moved.emit(start, to)
        else:
            self.chosen.emit(start)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._gap is None:
            return
        y = self._gap_y(self._gap)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 3))
        painter.drawLine(6, y, self.viewport().width() - 6, y)
        painter.end()

    def _end_drag(self) -> None:
        self._pressed = self._gap = None
        self.viewport().unsetCursor()
        self.viewport().update()

    def _ends_drag(self, event: QKeyEvent) -> bool:
        return self._pressed is not None and event.key() == Qt.Key.Key_Escape

    def _gap_at(self, place: QPoint) -> int:
        for row in range(self.count()):
            if place.y() < self.visualItemRect(self.item(row)).center().y():
                return row
        return self.count()

    def _gap_y(self, gap: int) -> int:
        if gap < self.count():
            return max(self.visualItemRect(self.item(gap)).top(), 1)
        return self.visualItemRect(self.item(self.count() - 1)).bottom()

    def _scroll_towards(self, place: QPoint) -> None:
        bar, edge = self.verticalScrollBar(), self.fontMetrics().height()
        if place.y() < edge:
            bar.setValue(bar.value() - edge)
        elif place.y() > self.viewport().height() - edge:
            bar.setValue(bar.value() + edge)

    # ------------------------------------------------------------------------------------------------ tell

    @Slot(QListWidgetItem)
    def _tell_choice(self, item: QListWidgetItem) -> None:
        self.chosen.emit(self.row(item))

    @Slot(QListWidgetItem)
    def _tell_name(self, item: QListWidgetItem) -> None:
        self.renamed.emit(self.row(item), item.text())
