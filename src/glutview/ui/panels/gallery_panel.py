"""The panel of the gallery: which structure, its small pictures, and in words what the present one shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QIcon, QImage, QKeyEvent, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from glutview.ui.panels.order_button import order_row
from glutview.ui.panels.roomy_combo import RoomyCombo

_RATIO: Final = 1.6
"""Width of a picture by its height."""
_COLUMN: Final = 17
"""Letters that a column is wide at least."""
_PAD: Final = 6
_ORDERS: Final = ("gallery.previous", "gallery.play", "gallery.next")


@dataclass(frozen=True, slots=True)
class PictureRow:
    """One view as it is listed."""

    short: str
    """Beneath the picture: from where it is seen."""
    title: str
    caption: str
    alt: str
    """Read aloud instead of the picture."""
    image: QImage | None
    """None until it is drawn."""


class GalleryPanel(QWidget):
    """Setters show, signals tell; its buttons are orders of the menu."""

    chosen = Signal(str)
    """The gallery of this structure is wanted."""

    def __init__(self, orders: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Gallery")
        self.pictures = PictureList()
        self._which = RoomyCombo()
        self._which.setAccessibleName("Structure whose views are shown")
        self._which.activated.connect(self._tell_choice)
        self._title, self._caption = QLabel(), QLabel()
        self._title.setObjectName("heading")
        for label in (self._title, self._caption):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = order_row(orders, _ORDERS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(6)
        layout.addWidget(self._which)
        layout.addWidget(self.pictures, 1)
        layout.addWidget(self._title)
        layout.addWidget(self._caption)
        layout.addLayout(row)

    def set_structures(self, rows: Sequence[tuple[str, str]]) -> None:
        """Offer these: id and name, in the order of the list."""
        with QSignalBlocker(self._which):
            self._which.clear()
            for id, name in rows:
                self._which.addItem(name, id)

    def set_structure(self, id: str) -> None:
        """Show which structure's views are listed."""
        with QSignalBlocker(self._which):
            self._which.setCurrentIndex(self._which.findData(id))

    def set_words(self, title: str, caption: str) -> None:
        """Say what the present picture shows."""
        self._title.setText(title)
        self._caption.setText(caption)

    @property
    def words(self) -> tuple[str, str]:
        """Title and caption that are read."""
        return self._title.text(), self._caption.text()

    def sizeHint(self) -> QSize:
        return QSize(2 * (_COLUMN + 5) * self.fontMetrics().averageCharWidth() + 60, 400)

    @Slot(int)
    def _tell_choice(self, place: int) -> None:
        self.chosen.emit(str(self._which.itemData(place)))


class PictureList(QListWidget):
    """Small pictures in rows: arrows walk among them, Enter, Space or a click goes there."""

    gone_to = Signal(int)
    left = Signal()
    """Esc was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Views round the structure")
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setMovement(QListWidget.Movement.Static)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.itemClicked.connect(self._tell)

    def set_rows(self, rows: Sequence[PictureRow], current: int | None) -> None:
        """List these, with the one that one is at marked."""
        with QSignalBlocker(self):
            while self.count() > len(rows):
                self.takeItem(self.count() - 1)
            for place, row in enumerate(rows):
                item = self.item(place) if place < self.count() else QListWidgetItem(self)
                _write(item, row, f"{place + 1} of {len(rows)}: ", self._blank())
        self.set_current(current)

    def set_row(self, place: int, row: PictureRow) -> None:
        """One of them is there now."""
        with QSignalBlocker(self):
            _write(self.item(place), row, f"{place + 1} of {self.count()}: ", self._blank())
        self.viewport().update()

    def set_current(self, current: int | None) -> None:
        """Mark the one that one is at."""
        with QSignalBlocker(self):
            self.setCurrentRow(-1 if current is None else current)
        if current is not None:
            self.scrollToItem(self.item(current))
        self.viewport().update()

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = self.viewport().width() - 2
        columns = max(1, wide // (_COLUMN * self.fontMetrics().averageCharWidth() + 2 * _PAD))
        cell = wide // columns
        picture = QSize(cell - 2 * _PAD, round((cell - 2 * _PAD) / _RATIO))
        self.setIconSize(picture)
        self.setGridSize(QSize(cell, picture.height() + 2 * self.fontMetrics().height() + 2 * _PAD + 4))
        super().resizeEvent(event)
        if self.currentRow() >= 0:
            self.scrollToItem(self.currentItem())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self.currentRow() >= 0:
                self.gone_to.emit(self.currentRow())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Choose nothing by its first letters: they are keys of the window."""

    def _blank(self) -> QPixmap:
        """Where no picture is yet."""
        blank = QPixmap(16, 10)
        blank.fill(QColor(self.palette().color(QPalette.ColorRole.AlternateBase)))
        return blank.scaled(self.iconSize())

    @Slot(QListWidgetItem)
    def _tell(self, item: QListWidgetItem) -> None:
        self.gone_to.emit(self.row(item))


def _write(item: QListWidgetItem, row: PictureRow, count: str, blank: QPixmap) -> None:
    picture = blank if row.image is None else QPixmap.fromImage(row.image)
    icon = QIcon(picture)
    # What is chosen would be tinted with the accent otherwise, and its colours are what it is there for.
    icon.addPixmap(picture, QIcon.Mode.Selected)
    item.setIcon(icon)
    item.setText(row.short)
    item.setToolTip(f"{row.title}\n{row.caption}".strip())
    item.setData(Qt.ItemDataRole.AccessibleTextRole, count + (row.alt or row.title))
    item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, row.caption)
    item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
