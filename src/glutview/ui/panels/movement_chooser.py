"""Which movement is played: buttons for a few, and a list of all, by group, that can be typed into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

if TYPE_CHECKING:
    from glutview.teaching.movement_notes import MovementRow


ALWAYS = 2
"""Buttons that stay however narrow the bar is, unless the name of what plays would have to be cut beside them."""
_ID = Qt.ItemDataRole.UserRole
_FOUND_BY = Qt.ItemDataRole.UserRole + 1
_GAP = 2
_MORE = "More"
_LETTERS = 15
"""Of a name, that the button of the list has room for however narrow the bar is."""


class MovementChooser(QWidget):
    """Setters show, the signal tells."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[MovementRow] = []
        self._quick = QButtonGroup(self)
        self._spare_shown = 0
        self._room: int | None = None
        """Pixels that it was given."""
        self._more = QToolButton()
        self._more.setCheckable(True)
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more.setArrowType(Qt.ArrowType.DownArrow)
        self._more.setText(_MORE)
        self._list = MovementList(self)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_GAP)
        self._layout.addWidget(self._more)
        self._quick.buttonClicked.connect(self._tell)
        self._more.clicked.connect(self.open_list)
        self._list.chosen.connect(self.chosen)
        self._list.closed.connect(self._show_current)
        self._current = ""

    def set_rows(self, rows: Sequence[MovementRow]) -> None:
        """List the movements, those of a group together."""
        self._rows = list(rows)
        for old in self._quick.buttons():
            self._quick.removeButton(old)
            self._layout.removeWidget(old)
            old.deleteLater()
        for place, row in enumerate(row for row in rows if row.quick):
            button = QToolButton()
            button.setText(row.name)
            button.setCheckable(True)
            button.setProperty("movement", row.id)
            button.setToolTip(f"Play {row.name[:1].lower()}{row.name[1:]}")
            button.setAccessibleName(f"Play {row.name}")
            self._quick.addButton(button)
            self._layout.insertWidget(place, button)
        self._spare_shown = max(len(self._quick.buttons()) - ALWAYS, 0)
        self._list.set_rows(rows)
        self._more.setVisible(len(rows) > len(self._quick.buttons()))
        self._show_current()

    def set_current(self, movement: str | None) -> None:
        """Show which movement is chosen."""
        self._current = movement or ""
        self._show_current()

    # ---------------------------------------------------------------------------------------------- its width

    def width_with(self, spare: int, *, whole: bool = False) -> int:
        """Pixels it needs with so many of the buttons that may give way; their movement then stands on the list's.

        Args:
            spare: how many of them.
            whole: whether a long name is to be read to its end there.
        """
        buttons = self._quick.buttons()[: ALWAYS + spare]
        words = self._words(buttons)
        if not whole:
            words = self._cut(words, 0)
        return self._without_words(buttons) + self._more.fontMetrics().horizontalAdvance(words)

    def fit(self, room: int) -> int:
        """Show as many buttons as so many pixels hold beside the whole name of what plays; returns what is left.

        Only a name that has no room at all is cut.
        """
        buttons = self._quick.buttons()
        most = len(buttons) - ALWAYS
        whole = (n for n in range(most, -ALWAYS - 1, -1) if self.width_with(n, whole=True) <= room)
        shown = next(whole, -ALWAYS)
        if (shown, room) != (self._spare_shown, self._room):
            self._spare_shown, self._room = shown, room
            for i, button in enumerate(buttons):
                button.setVisible(i < ALWAYS + shown)
            self._show_current()
        return max(room - self.width_with(shown, whole=True), 0)

    def _without_words(self, buttons: Sequence[QAbstractButton]) -> int:
        """Pixels of these buttons and of the list's, but for what stands on it."""
        wide = [button.sizeHint().width() for button in buttons]
        more = self._more.sizeHint().width() - self._more.fontMetrics().horizontalAdvance(self._more.text())
        return sum(wide) + _GAP * len(wide) + more

    def _words(self, buttons: Sequence[QAbstractButton]) -> str:
        """What stands on the list's button beside these: the chosen movement, if none of them is its."""
        name = next((row.name for row in self._rows if row.id == self._current), "")
        if not name or any(button.property("movement") == self._current for button in buttons):
            return _MORE
        return name

    def _cut(self, words: str, room: int) -> str:
        """As much of these words as so many pixels hold, and no less than a few letters."""
        metrics = self._more.fontMetrics()
        return metrics.elidedText(
            words, Qt.TextElideMode.ElideRight, max(room, _LETTERS * metrics.averageCharWidth())
        )

    # ------------------------------------------------------------------------------------------------- inner

    @Slot()
    def open_list(self) -> None:
        """Open the list of all movements, ready to be typed into."""
        corner = self._more.mapToGlobal(QPoint(0, 0))
        self._list.open_above(corner, self._current)
        self._more.setChecked(True)

    @Slot()
    def _show_current(self) -> None:
        shown = next((row.name for row in self._rows if row.id == self._current), "")
        # Counted, not asked of the buttons: before the window stands all of them are hidden.
        buttons = self._quick.buttons()[: ALWAYS + self._spare_shown]
        self._quick.setExclusive(False)
        for button in self._quick.buttons():
            button.setChecked(button.property("movement") == self._current)
        self._quick.setExclusive(True)
        words = self._words(buttons)
        if self._room is not None:
            words = self._cut(words, self._room - self._without_words(buttons))
        self._more.setText(words)
        elsewhere = self._more.text() != _MORE
        self._more.setChecked(elsewhere)
        self._more.setAccessibleName(f"All movements: {shown}" if elsewhere else "All movements")
        all_of_them = "All movements, in a list that can be searched"
        self._more.setToolTip(f"{shown}. {all_of_them}" if elsewhere else all_of_them)

    @Slot(QAbstractButton)
    def _tell(self, button: QAbstractButton) -> None:
        self.chosen.emit(button.property("movement"))


class MovementList(QFrame):
    """A field to type in, and under it the movements that have what was typed."""

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._field = _Field()
        self._field.setPlaceholderText("Search movements")
        self._field.setAccessibleName("Search movements")
        self._list = QListWidget()
        self._list.setAccessibleName("Movements")
        # The field keeps the keys: typing goes on while the arrows choose.
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        self._field.textChanged.connect(self._filter)
        self._field.stepped.connect(self._step)
        self._field.returnPressed.connect(self._take_current)
        self._list.itemClicked.connect(self._take)

    def set_rows(self, rows: Sequence[MovementRow]) -> None:
        """List the movements under their headings."""
        self._list.clear()
        heading = ""
        for row in rows:
            if row.group != heading:
                heading = row.group
                item = QListWidgetItem(heading, self._list)
                # Not to be chosen, but not pale either, as what is disabled would be.
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                font = item.font()
                font.setBold(True)
                item.setFont(font)
            item = QListWidgetItem(f"   {row.name}", self._list)
            item.setData(_ID, row.id)
            item.setData(_FOUND_BY, f"{row.found_by} {row.group.casefold()}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.name}, {row.group}")

    def open_above(self, corner: QPoint, movement: str) -> None:
        """Open over a point of the screen, a movement being current."""
        self._field.clear()
        self._filter("")
        for item in self._movements():
            if item.data(_ID) == movement:
                self._list.setCurrentItem(item)
        size = self._fitting(corner)
        self.setFixedSize(size)
        screen = self.screen().availableGeometry()
        left = min(corner.x(), screen.right() - size.width())
        self.move(left, max(screen.top(), corner.y() - size.height() - 4))
        self.show()
        self._list.scrollToItem(self._list.currentItem(), QListWidget.ScrollHint.PositionAtCenter)
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def hideEvent(self, event: object) -> None:
        self.closed.emit()

    def _fitting(self, corner: QPoint) -> QSize:
        rows = self._list.sizeHintForRow(0) * self._list.count() + 2 * self._list.frameWidth()
        wide = self._list.sizeHintForColumn(0) + 60
        tall = rows + self._field.sizeHint().height() + 28
        return QSize(max(wide, 260), min(tall, corner.y() - self.screen().availableGeometry().top() - 8))

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(row) for row in range(self._list.count())]

    def _movements(self) -> list[QListWidgetItem]:
        return [item for item in self._items() if item.data(_ID)]

    @Slot(str)
    def _filter(self, text: str) -> None:
        typed = text.casefold().split()
        heading, first = None, None
        for item in self._items():
            if not item.data(_ID):
                heading = item
                item.setHidden(True)
                continue
            there = all(word in item.data(_FOUND_BY) for word in typed)
            item.setHidden(not there)
            if there:
                first = first or item
                if heading is not None:
                    heading.setHidden(False)
        if first is None:
            self._list.setCurrentRow(-1)
        else:
            self._list.setCurrentItem(first)

    @Slot(int)
    def _step(self, by: int) -> None:
        shown = [item for item in self._movements() if not item.isHidden()]
        if shown:
            now = self._list.currentItem()
            place = shown.index(now) if now in shown else -by
            self._list.setCurrentItem(shown[min(max(place + by, 0), len(shown) - 1)])

    @Slot()
    def _take_current(self) -> None:
        if self._list.currentRow() >= 0:
            self._take(self._list.currentItem())

    @Slot(QListWidgetItem)
    def _take(self, item: QListWidgetItem) -> None:
        if movement := item.data(_ID):
            self.hide()
            self.chosen.emit(movement)


class _Field(QLineEdit):
    """Up and Down go through the list below."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
