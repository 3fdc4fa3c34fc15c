"""The annotator's panel: which file, the points, the one that is chosen, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from glutview.atlas.sides import SIDE_WORDS
from glutview.state.points import PointKey, PointRow
from glutview.ui.panels.landmark_model import number
from glutview.ui.panels.landmark_table import LandmarkTable
from glutview.ui.panels.roomy_combo import RoomyCombo

_BUTTONS = (
    ("pick_up", "&Pick up", "Take the point in hand, to move it (P, or Space in the table)"),
    ("fly", "Sho&w", "Look straight at the point (G, or Enter in the table)"),
    ("add", "A&dd…", "Put a new landmark on a bone (Insert)"),
    ("rename", "&Rename…", "Give the landmark other names (F2)"),
    ("mirror", "M&irror", "Make the other side the mirror image of this one"),
    ("delete", "De&lete…", "Remove the landmark on both sides (Delete)"),
)
_KINDS = (
    ("landmarks", "Landmarks"),
    ("lines", "Points of lines"),
    ("outlines", "All outlines"),
    ("all", "All points"),
)
_TIGHT_LINES = 24


class LandmarkPanel(QWidget):
    """Setters show, signals tell."""

    chosen = Signal(object)
    asked = Signal(str)
    """What a button or a key asks for, by its key in the list of buttons."""
    both_sides_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Landmarks")
        self.table = LandmarkTable()
        self._file = QLabel()
        self._filter = QLineEdit()
        self._kinds = RoomyCombo()
        self._name = QLabel()
        self._place = QLabel()
        self._hint = QLabel()
        self._both = QCheckBox("&Both sides together")
        self._buttons: dict[str, QAbstractButton] = {}
        self._save = QPushButton("&Save")
        self._pages = QStackedWidget()
        self._first = QVBoxLayout()
        self._build()
        self.table.chosen.connect(self.chosen)
        self.table.asked.connect(self.asked)
        self._filter.textChanged.connect(self._narrow)
        self._kinds.currentIndexChanged.connect(self._narrow)
        self._both.toggled.connect(self.both_sides_chosen)

    # ---------------------------------------------------------------------------------------------- setters

    def set_rows(self, rows: Sequence[PointRow]) -> None:
        """List these points."""
        self.table.set_rows(rows)

    def set_outlines(self, outlines: Sequence[tuple[str, str]]) -> None:
        """Offer these attachments, as (id, name), to list the points of one alone."""
        self._kinds.blockSignals(True)
        self._kinds.clear()
        for key, name in (*_KINDS, *outlines):
            self._kinds.addItem(name, key)
        self._kinds.blockSignals(False)
        self._kinds.setToolTip(self._kinds.currentText())
        self._narrow()

    def show_kind(self, row: PointRow) -> None:
        """List what a point belongs to, if it is not listed now."""
        kind = self._kinds.currentData()
        if kind not in ("all", row.kind, row.outline or row.kind):
            self._kinds.setCurrentIndex(self._kinds.findData(row.kind))
        if row.key not in self.table.shown():
            self._filter.clear()

    def set_selected(self, row: PointRow | None, *, held: bool, apart: bool) -> None:
        """Show which point is chosen, whether it is in hand, and whether its sides are stated apart."""
        self.table.set_selected(row.key if row else None)
        if row is None:
            self._name.setText("No point chosen")
            self._place.setText("")
            self._hint.setText("Click a point in the view, or choose one above.")
        else:
            latin = f" · <i>{row.latin}</i>" if row.latin else f" · {row.part_of}" if row.part_of else ""
            self._name.setText(f"<b>{row.name}</b>{latin}")
            side = f"{SIDE_WORDS[row.side] or 'Midline'} · {row.bone}"
            xyz = (
                ""
                if row.xyz is None
                else "&nbsp;&nbsp; ".join(f"{axis} {number(mm)}" for axis, mm in zip("LPS", row.xyz, strict=True))
            )
            differ = " · sides differ" if apart else ""
            self._place.setText(f"{side}{differ} · {row.state}<br>{f'{xyz} mm' if xyz else 'It has no place yet'}")
            self._hint.setText(
                "In hand: drag it, or nudge it with the arrows (0.1 mm, Shift: 1 mm). Enter lays it down."
                if held
                else "Locked. Pick it up to move it."
                if row.xyz is not None
                else "Place it: then click where it shall be."
            )
        placed = row is None or row.xyz is not None
        self._buttons["pick_up"].setText("Lay &down" if held else "&Pick up" if placed else "&Place")
        landmark = row is not None and not row.outline
        self._buttons["pick_up"].setEnabled(row is not None)
        self._buttons["fly"].setEnabled(row is not None and placed)
        self._buttons["mirror"].setEnabled(row is not None and placed and row.side != "midline")
        for key in ("rename", "delete"):
            self._buttons[key].setEnabled(landmark)

    def set_hint(self, hint: str) -> None:
        """Say what is to be done next."""
        self._hint.setText(hint)

    def set_both_sides(self, both: bool) -> None:
        """Show whether the other side follows."""
        self._both.blockSignals(True)
        self._both.setChecked(both)
        self._both.blockSignals(False)

    def set_file(self, text: str, *, unsaved: bool) -> None:
        """Show which file is edited, and whether it says what is seen."""
        self._file.setText(text)
        self._save.setEnabled(unsaved)

    def set_save_action(self, save: QAction, more: Sequence[QAction]) -> None:
        """Join the buttons below to the menu's orders."""
        self._save.clicked.connect(save.trigger)
        row = QHBoxLayout()
        row.addWidget(self._save)
        for action in more:
            button = QPushButton(action.text().replace(" landmarks", ""))
            button.setAccessibleName(action.toolTip())
            button.setToolTip(action.toolTip())
            button.clicked.connect(action.trigger)
            row.addWidget(button)
        self._first.addLayout(row)

    def set_page(self, page: QWidget | None) -> None:
        """Put another page in the place of the table for a while; None brings the table back."""
        if page is not None and self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        if page is not None:
            self._pages.setCurrentWidget(page)
        else:
            self._pages.setCurrentIndex(0)

    def focus_table(self) -> None:
        """Let the keys go to the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: int) -> PointKey | None:
        """The point so many rows further down, round the end."""
        shown = self.table.shown()
        if not shown:
            return None
        current = self.table.current()
        return shown[(shown.index(current) + by) % len(shown)] if current in shown else shown[0 if by > 0 else -1]

    def sizeHint(self) -> QSize:
        return QSize(74 * self.fontMetrics().averageCharWidth(), 500)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # With large text the table needs the room; menu and keys give the same orders.
        tight = self.height() < _TIGHT_LINES * self.fontMetrics().height()
        for widget in (self._hint, *(self._buttons[key] for key in ("rename", "mirror", "delete"))):
            widget.setVisible(not tight)

    # ----------------------------------------------------------------------------------------------- inner

    @Slot()
    def _narrow(self) -> None:
        self.table.set_wanted(self._filter.text(), self._kinds.currentData() or "landmarks")

    def _build(self) -> None:
        heading = QLabel("Landmarks")
        heading.setObjectName("heading")
        self._file.setObjectName("muted")
        self._file.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._filter.setPlaceholderText("Filter points")
        self._filter.setClearButtonEnabled(True)
        self._filter.setAccessibleName("Filter points by name, side, bone or state")
        self._kinds.setAccessibleName("Which points are listed")
        self._kinds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._kinds.setMinimumContentsLength(18)
        self._name.setAccessibleName("Chosen point")
        self._place.setObjectName("muted")
        self._hint.setObjectName("muted")
        for label in (self._name, self._place, self._hint):
            label.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(heading)
        head.addWidget(self._file, 1)
        narrow = QHBoxLayout()
        narrow.addWidget(self._filter, 1)
        narrow.addWidget(self._kinds, 2)
        buttons = QGridLayout()
        buttons.setSpacing(6)
        for number_, (key, text, tip) in enumerate(_BUTTONS):
            button = QPushButton(text)
            button.setToolTip(tip)
            button.setProperty("asks", key)
            button.clicked.connect(self._ask)
            self._buttons[key] = button
            buttons.addWidget(button, number_ // 3, number_ % 3)
        first = QWidget()
        layout = self._first
        first.setLayout(layout)
        layout.setContentsMargins(10, 8, 10, 10)
        layout.setSpacing(7)
        layout.addLayout(head)
        layout.addLayout(narrow)
        layout.addWidget(self.table, 1)
        for widget in (self._name, self._place, self._hint):
            layout.addWidget(widget)
        layout.addWidget(self._both)
        layout.addLayout(buttons)
        self._pages.addWidget(first)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(str(self.sender().property("asks")))
