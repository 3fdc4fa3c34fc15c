"""A landmark file before it is accepted: which axes and units it takes, and what of it is found on the bones."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from glutview.state.landmark_import import FAR_MM, ImportChoice, ImportRow, outcome

_AXES = (
    ("As the file says", ""),
    ("LPS: left, posterior, superior", "LPS"),
    ("RAS: right, anterior, superior", "RAS"),
)
_UNITS = (("As the file says", ""), ("Millimetres", "mm"), ("Metres", "m"), ("Centimetres", "cm"))


class ImportPanel(QWidget):
    """Setters show, signals tell."""

    frame_chosen = Signal(str, str)
    """Axes and units that a person states; empty where the file shall say."""
    accepted = Signal(ImportChoice)
    """Take it, and what of it."""
    refused = Signal()
    row_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Import landmarks")
        self._warning = "#8a4b00"
        self._file = QLabel()
        self._how = QLabel()
        self._axes, self._units = _combo(_AXES, "Axes of the file"), _combo(_UNITS, "Units of the file")
        self._table = QTableWidget(0, 3)
        self._summary = QLabel()
        self._rows: Sequence[ImportRow] = ()
        self._add, self._states, self._take_off = QCheckBox(), QCheckBox(), QCheckBox()
        self._take = QPushButton("&Accept")
        self._refuse = QPushButton("&Cancel")
        self._build()
        self._axes.activated.connect(self._tell_frame)
        self._units.activated.connect(self._tell_frame)
        for box in (self._add, self._states, self._take_off):
            box.toggled.connect(self._show_outcome)
        self._take.clicked.connect(self._tell_accepted)
        self._refuse.clicked.connect(self.refused)
        self._table.currentCellChanged.connect(self._tell_row)

    def begin(self, name: str, warning: str) -> None:
        """Show a new file; `warning` is the colour of what is doubtful."""
        self._warning = warning
        self._file.setText(f"<b>{name}</b>")
        for combo in (self._axes, self._units):
            combo.setCurrentIndex(0)
        wanted = ImportChoice()
        self._add.setChecked(wanted.add)
        self._states.setChecked(wanted.states)
        self._take_off.setChecked(wanted.take_off)

    @property
    def choice(self) -> ImportChoice:
        """What of the file is wanted."""
        return ImportChoice(self._add.isChecked(), self._states.isChecked(), self._take_off.isChecked())

    def set_reading(self, how: str, notes: Sequence[str]) -> None:
        """Say which axes and units are taken and why, and what else is to be known."""
        self._how.setText("<br>".join([how, *notes]))

    def set_rows(self, rows: Sequence[ImportRow]) -> None:
        """List the points, and what becomes of each."""
        self._rows = rows
        self._table.blockSignals(True)
        self._table.setRowCount(len(rows))
        warning = QColor(self._warning)
        for number, row in enumerate(rows):
            place = "" if row.position_mm is None else f"{row.distance_mm:.1f} mm"
            for column, text in enumerate((row.name, row.landmark_name or row.note, place)):
                item = QTableWidgetItem(text)
                item.setToolTip(f"{row.name}: {row.landmark_name} {row.note}".strip())
                if (column == 1 and not row.landmark) or (column == 2 and row.distance_mm > FAR_MM):
                    item.setForeground(warning)
                if column == 2:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self._table.setItem(number, column, item)
        self._table.blockSignals(False)
        self._summary.setText(_summary(rows))
        unknown = sum(row.landmark is None and row.point is not None for row in rows)
        states = sum(row.change == "state" for row in rows)
        off = sum(row.change == "take_off" for row in rows)
        for box, words, count in (
            (self._add, "Add &unknown points as new landmarks", unknown),
            (self._states, "Take the file's &state of landmarks without a place", states),
            (self._take_off, "Take landmarks o&ff the bone that the file does not place", off),
        ):
            box.setText(f"{words} ({count})" if count else words)
            box.setEnabled(count > 0)
        self._show_outcome()

    def set_refused(self, why: str) -> None:
        """Nothing can be taken as things are; say why."""
        self._how.setText(why)
        self._rows = ()
        self._table.setRowCount(0)
        self._summary.setText("")
        self._take.setEnabled(False)

    def focus_first(self) -> None:
        """Let the keys go to what is to be decided."""
        (self._table if self._take.isEnabled() else self._axes).setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        heading = QLabel("Import landmarks")
        heading.setObjectName("heading")
        self._how.setObjectName("muted")
        for label in (self._file, self._how, self._summary):
            label.setWordWrap(True)
        self._table.setAccessibleName("Points of the file")
        self._table.setHorizontalHeaderLabels(["In the file", "Landmark", "To the bone, or state"])
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.setTabKeyNavigation(False)
        self._table.setShowGrid(False)
        self._table.verticalHeader().hide()
        header = self._table.horizontalHeader()
        header.setHighlightSections(False)
        for column, mode in enumerate((QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.Stretch)):
            header.setSectionResizeMode(column, mode)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        form = QFormLayout()
        form.addRow("A&xes", self._axes)
        form.addRow("&Units", self._units)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._refuse)
        row.addWidget(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 10)
        layout.setSpacing(8)
        for widget in (heading, self._file, self._how):
            layout.addWidget(widget)
        layout.addLayout(form)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._summary)
        for box in (self._add, self._states, self._take_off):
            layout.addWidget(box)
        layout.addLayout(row)

    @Slot()
    def _tell_frame(self) -> None:
        self.frame_chosen.emit(self._axes.currentData(), self._units.currentData())

    @Slot()
    def _tell_accepted(self) -> None:
        self.accepted.emit(self.choice)

    @Slot()
    def _show_outcome(self) -> None:
        """Say for each point without a place what becomes of it, as things are ticked."""
        for number, row in enumerate(self._rows):
            item = self._table.item(number, 2)
            if item is not None and row.point is None:
                item.setText(outcome(row, self.choice))
                # A place that is lost is to be noticed.
                lost = row.change == "take_off" and self.choice.takes(row)
                item.setForeground(QColor(self._warning) if lost else self.palette().text())
        self._take.setEnabled(any(self.choice.takes(row) for row in self._rows))

    @Slot(int, int, int, int)
    def _tell_row(self, row: int, *_: int) -> None:
        self.row_chosen.emit(row)


def _summary(rows: Sequence[ImportRow]) -> str:
    known = sum(row.landmark is not None and row.point is not None for row in rows)
    unknown = sum(row.landmark is None and row.point is not None for row in rows)
    unplaced = sum(row.point is None for row in rows)
    far = sum(row.distance_mm > FAR_MM for row in rows)
    parts = [f"{known} known", f"{unknown} unknown"] + ([f"{unplaced} not placed"] if unplaced else [])
    text = ", ".join(parts)
    if far:
        lie = "point lies" if far == 1 else "points lie"
        text += f". {far} {lie} more than {FAR_MM:g} mm from the bone: are axes and units right?"
    return text


def _combo(choices: Sequence[tuple[str, str]], name: str) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(14)
    for text, data in choices:
        combo.addItem(text, data)
    return combo
