"""The list of curves: the legend of the chart, with the value of each at the present angle."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetrics, QIcon, QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from glutview.ui.arm_view import SetRow
from glutview.ui.panels.arm_chart import curve_pen

_SWATCH = 2.6, 0.8
"""Width and height of the dashes by the height of the text."""
_LEAST = 36
"""So many letters wide it is at least."""
_BESIDE = 12
"""Pixels beside the text."""
_PRESENT = -1
_NUMBER = Qt.ItemDataRole.UserRole


class CurveList(QTreeWidget):
    """Sets of curves, each with its dashes, its name and its value at the line."""

    removed = Signal()
    """Delete was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Curves and their values at the present angle")
        self.setColumnCount(2)
        self.setHeaderLabels(["", ""])
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._rows: tuple[SetRow, ...] = ()
        self._theme = "light"
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.timeout.connect(self._write_heads)

    def set_rows(self, rows: Sequence[SetRow], theme: str) -> None:
        """List these."""
        current = self.current_kept()
        with QSignalBlocker(self):
            self.clear()
            self._rows = tuple(rows)
            number = 0
            for row in rows:
                head = QTreeWidgetItem(self)
                head.setData(0, _NUMBER, number if row.slot else _PRESENT)
                head.setFirstColumnSpanned(True)
                font = head.font(0)
                font.setBold(not row.slot)
                head.setFont(0, font)
                head.setExpanded(True)
                for line in row.lines:
                    item = QTreeWidgetItem(head, [line.name, line.value])
                    item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if row.slot and number == current:
                    self.setCurrentItem(head)
                number += row.slot > 0
        self._write_heads()
        self.set_theme(theme)

    @property
    def rows(self) -> tuple[SetRow, ...]:
        """What is listed."""
        return self._rows

    def set_angle(self, text: str) -> None:
        """Say at which angle the values are."""
        head = self.headerItem()
        if head.text(1) != text:
            head.setText(1, text)
            head.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    @property
    def angle(self) -> str:
        """What is said of it."""
        return self.headerItem().text(1)

    def set_whole(self) -> None:
        """Be as large as what is listed, without scroll bars."""
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        text = self.fontMetrics().height()
        lines = sum(3.5 + 1.5 * len(row.lines) for row in self._rows)
        self.setMinimumSize(self.sizeHint().width(), round((lines + 3) * text))

    def set_values(self, rows: Sequence[SetRow]) -> None:
        """Show new values of the same lines."""
        for head, row in zip(self._heads(), rows, strict=True):
            for number, line in enumerate(row.lines):
                item = head.child(number)
                if item is not None and item.text(1) != line.value:
                    item.setText(1, line.value)

    def set_theme(self, theme: str) -> None:
        """Draw the dashes in the colours of a theme, as large as the text."""
        self._theme = theme
        text = self.fontMetrics().height()
        self.setIconSize(QSize(*(round(side * text) for side in _SWATCH)))
        for head, row in zip(self._heads(), self._rows, strict=True):
            for number, line in enumerate(row.lines):
                item = head.child(number)
                if item is not None:
                    item.setIcon(0, self._swatch(line.style, theme))

    def current_kept(self) -> int | None:
        """The number of the kept set that is chosen."""
        item = self.currentItem()
        if item is None:
            return None
        number = int((item.parent() or item).data(0, _NUMBER))
        return None if number == _PRESENT else number

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Choose nothing by its first letters: they are keys of the window."""

    def sizeHint(self) -> QSize:
        return QSize(46 * self.fontMetrics().averageCharWidth(), 10 * self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        # So that each part is read beside its dash and its value.
        return QSize(_LEAST * self.fontMetrics().averageCharWidth(), super().minimumSizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
            self.set_theme(self._theme)
            self._write_heads()
            self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Not at once: Qt is laying out the items.
        self._resized.start()

    @Slot()
    def _write_heads(self) -> None:
        """Name each set in two lines, or in three where it would be cut off."""
        bold = self.font()
        bold.setBold(True)
        text = QFontMetrics(bold)
        for head, row in zip(self._heads(), self._rows, strict=True):
            pose = f"at {', '.join(row.pose)}"
            if text.horizontalAdvance(pose) + _BESIDE > self.viewport().width():
                pose = "at " + ",\n".join(row.pose)
            head.setText(0, f"{row.name}\n{pose}")

    def _heads(self) -> list[QTreeWidgetItem]:
        found = (self.topLevelItem(number) for number in range(self.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _swatch(self, style: int, theme: str) -> QIcon:
        size, ratio = self.iconSize(), self.devicePixelRatioF()
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(curve_pen(style, theme, size.height() / 5))
        middle = size.height() // 2
        painter.drawLine(0, middle, size.width(), middle)
        painter.end()
        icon = QIcon(picture)
        # What is chosen would be tinted otherwise.
        icon.addPixmap(picture, QIcon.Mode.Selected)
        return icon
