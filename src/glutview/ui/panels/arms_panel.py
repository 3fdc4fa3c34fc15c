"""The panel of moment arms: what is shown against what, the chart, and the list of curves with their values."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from glutview.ui.arm_view import SetRow
from glutview.ui.colours import TEXT_SIZES
from glutview.ui.panels.arm_chart import ArmChart
from glutview.ui.panels.curve_list import CurveList

_GAP, _AROUND = 6, 40
"""Pixels between the parts of the top row, and beside all of them."""
_NOTE_PLACE = 4
"""Of the note among the choices and buttons: after the choices."""
_NOTE_LINES = 1.8
"""So many lines the note may take beside the choices; a longer one has a row of its own."""
_PICTURE, _PICTURE_SCALE = QSize(1920, 1080), 2.0
"""Pixels of a saved chart, at least, and how much larger than usual its text and lines are."""


class ArmsPanel(QWidget):
    """Setters show, signals tell."""

    quantity_chosen = Signal(int)
    """Arm about one of the three axes, or length."""
    coordinate_chosen = Signal(int)
    keep_wanted = Signal()
    removed = Signal(int)
    """The number of a kept set."""
    table_wanted = Signal()
    picture_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Moment arms")
        self.chart = ArmChart()
        self.curves = CurveList()
        self._theme = "light"
        self._quantity, self._coordinate = QComboBox(), QComboBox()
        self._note = QLabel()
        self._note.setObjectName("muted")
        self._note.setWordWrap(True)
        self._keep, self._remove = QPushButton("&Keep"), QPushButton("&Remove")
        self._table, self._picture = QPushButton("Save &CSV…"), QPushButton("Save P&NG…")
        self._body = QWidget()
        self._top = QHBoxLayout()
        self._beside = True
        """Whether the note stands beside the choices."""
        self._lay_out()
        self._connect()
        self.set_sets((), 0)

    # ---------------------------------------------------------------------------------------------- setters

    def set_quantities(self, names: Sequence[str]) -> None:
        """Offer these for the vertical axis."""
        _fill(self._quantity, names)

    def set_coordinates(self, names: Sequence[str]) -> None:
        """Offer these for the horizontal axis."""
        _fill(self._coordinate, names)

    def set_quantity(self, number: int) -> None:
        """Show which is on the vertical axis."""
        self._quantity.setCurrentIndex(number)

    def set_coordinate(self, number: int) -> None:
        """Show which is on the horizontal axis."""
        self._coordinate.setCurrentIndex(number)

    def set_sets(self, rows: Sequence[SetRow], most_kept: int) -> None:
        """List these: the present one first, if there is one; no more than `most_kept` can be kept."""
        self.curves.set_rows(rows, self._theme)
        kept = sum(row.slot > 0 for row in rows)
        self._keep.setEnabled(kept < most_kept and kept < len(rows))
        self._table.setEnabled(bool(rows))
        self._picture.setEnabled(bool(rows))
        self._take_current()

    def set_angle(self, degrees: float) -> None:
        """Stand the line at an angle, and say that the values are those there."""
        self.chart.set_cursor(degrees)
        self.curves.set_angle(f"at {degrees:.1f}°".replace("-", "−"))

    def set_values(self, rows: Sequence[SetRow]) -> None:
        """Show new values of the curves that are listed."""
        self.curves.set_values(rows)

    def set_note(self, text: str) -> None:
        """Say what is to be known of what is shown."""
        self._note.setText(text)
        self._place_note()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_note()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._place_note()

    def set_theme(self, theme: str) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        self.chart.set_theme(theme)
        self.curves.set_theme(theme)

    def picture(self) -> QImage:
        """Chart and list as a picture of their own, whatever room they have in the window."""
        sheet = QWidget(self)
        sheet.setObjectName("panel")
        sheet.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        font = self.font()
        font.setPointSizeF(_PICTURE_SCALE * TEXT_SIZES["normal"])
        sheet.setFont(font)
        chart, curves, note = ArmChart(), CurveList(), QLabel(self._note.text())
        note.setObjectName("muted")
        layout = QGridLayout(sheet)
        layout.addWidget(chart, 0, 0)
        layout.addWidget(curves, 0, 1)
        layout.addWidget(note, 1, 0, 1, 2)
        layout.setColumnStretch(0, 1)
        layout.setRowStretch(0, 1)
        for part in (chart, curves, curves.header(), note):
            part.setFont(font)
        chart.show_as(self.chart)
        curves.set_rows(self.curves.rows, self._theme)
        curves.set_angle(self.curves.angle)
        curves.set_whole()
        sheet.resize(sheet.sizeHint().expandedTo(_PICTURE))
        image = sheet.grab().toImage()
        sheet.deleteLater()
        return image

    # ------------------------------------------------------------------------------------------------ build

    def _lay_out(self) -> None:
        self._quantity.setAccessibleName("What is shown")
        self._coordinate.setAccessibleName("Along which angle")
        self._keep.setToolTip("Keep these curves, to compare others with them")
        self._remove.setToolTip("Take the chosen curves off the chart (Delete)")
        top = self._top
        top.setSpacing(_GAP)
        top.addWidget(self._quantity)
        top.addWidget(QLabel("along"))
        top.addWidget(self._coordinate)
        top.addSpacing(10)
        top.addWidget(self._note, 100)
        top.addStretch(1)
        for button in (self._keep, self._remove, self._table, self._picture):
            button.setAutoDefault(False)
            top.addWidget(button)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.chart)
        split.addWidget(self.curves)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        split.setChildrenCollapsible(False)
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(split)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self._body, 1)

    def _place_note(self) -> None:
        """In a narrow panel a long note goes below the choices, where it does not wrap at each word."""
        items = [self._top.itemAt(place) for place in range(self._top.count())]
        others = (item.widget() for item in items if item is not None)
        taken = sum(one.sizeHint().width() + _GAP for one in others if one not in (None, self._note))
        room = self.width() - taken - _AROUND
        beside = self._note.fontMetrics().horizontalAdvance(self._note.text()) <= _NOTE_LINES * max(room, 0)
        layout = self.layout()
        if beside == self._beside or not isinstance(layout, QVBoxLayout):
            return
        self._beside = beside
        if beside:
            layout.removeWidget(self._note)
            self._top.insertWidget(_NOTE_PLACE, self._note, 100)
        else:
            self._top.removeWidget(self._note)
            layout.insertWidget(1, self._note)

    def _connect(self) -> None:
        self._quantity.activated.connect(self.quantity_chosen)
        self._coordinate.activated.connect(self.coordinate_chosen)
        self._keep.clicked.connect(self._tell_keep)
        self._remove.clicked.connect(self._tell_remove)
        self._table.clicked.connect(self._tell_table)
        self._picture.clicked.connect(self._tell_picture)
        self.curves.currentItemChanged.connect(self._take_current)
        self.curves.removed.connect(self._tell_remove)

    @Slot()
    def _take_current(self) -> None:
        self._remove.setEnabled(self.curves.current_kept() is not None)

    @Slot()
    def _tell_keep(self) -> None:
        self.keep_wanted.emit()

    @Slot()
    def _tell_remove(self) -> None:
        number = self.curves.current_kept()
        if number is not None:
            self.removed.emit(number)

    @Slot()
    def _tell_table(self) -> None:
        self.table_wanted.emit()

    @Slot()
    def _tell_picture(self) -> None:
        self.picture_wanted.emit()


def _fill(combo: QComboBox, names: Sequence[str]) -> None:
    with QSignalBlocker(combo):
        combo.clear()
        combo.addItems(list(names))
