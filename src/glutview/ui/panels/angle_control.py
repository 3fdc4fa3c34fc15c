"""One joint angle: its names, a slider that ends where the joint does, a number to type, and what stops it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from glutview.ui.catalogue import AngleRow
from glutview.ui.panels.angle_box import AngleBox
from glutview.ui.panels.angle_slider import AngleSlider

_APART = 6
"""Pixels between two names."""


class AngleControl(QWidget):
    """`changed` tells every value of a drag, `committed` its end."""

    changed = Signal(str, float)
    committed = Signal()

    def __init__(self, row: AngleRow) -> None:
        super().__init__()
        self._key = row.id
        self._span: tuple[float, float] | None = (row.low, row.high)
        self._slider = AngleSlider(row.low, row.high)
        self._slider.setAccessibleName(f"{row.name} in degrees")
        self._number = AngleBox()
        self._number.setRange(row.low, row.high)
        self._number.setKeyboardTracking(False)
        self._number.setAccelerated(True)
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._number.setAccessibleName(f"{row.name}, angle in degrees, {row.low:g} to {row.high:g}")
        label = QLabel(row.name)
        label.setBuddy(self._number)
        label.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self._label = label
        self._opposite = QLabel(row.opposite)
        self._opposite.setObjectName("muted")
        self._opposite.setMinimumWidth(0)
        self._ends = _names(row.opposite, row.name)
        self._stop = QLabel()
        self._stop.setObjectName("stop")
        self._stop.setVisible(False)
        self._stopped = ""
        head = QHBoxLayout()
        head.addWidget(self._opposite)
        head.addStretch(1)
        head.addWidget(self._stop)
        head.addStretch(1)
        head.addWidget(label)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(head)
        left.addWidget(self._slider)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(left, 1)
        layout.addWidget(self._number)
        self._slider.valueChanged.connect(self._slid)
        self._slider.sliderReleased.connect(self.committed)
        self._number.valueChanged.connect(self._typed)

    def set_degrees(self, degrees: float) -> None:
        """Show an angle; tells nothing. A handle in a person's hand is left where it is."""
        self._show(degrees, self._slider.value() if self._slider.isSliderDown() else degrees)

    def set_span(self, span: tuple[float, float] | None) -> None:
        """Show between which angles the joint can move while its others stay; None: nowhere."""
        self._span = span
        self._slider.set_free(span)

    def set_stop(self, short: str, full: str) -> None:
        """Show what stops the joint at this angle; nothing for empty texts."""
        self._stopped = short
        for widget in (self._slider, self._number, self._stop):
            widget.setToolTip(full)
            widget.setAccessibleDescription(full)
        self._fit_head()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_head()

    def _fit_head(self) -> None:
        """Where there is no room for all, shorten the names of the ends, leave the far one out, cut the stop."""
        names, stop = self._label.fontMetrics(), self._stop.fontMetrics()
        stopped = stop.horizontalAdvance(self._stopped) + _APART if self._stopped else 0
        room = self._slider.width() - stopped - 2 * _APART
        opposite, name = next(
            (ends for ends in self._ends if sum(map(names.horizontalAdvance, ends)) + _APART <= room),
            ("", self._ends[0][1]),
        )
        self._opposite.setText(opposite)
        self._opposite.setVisible(bool(opposite))
        self._label.setText(name)
        free = stopped if opposite else self._slider.width() - names.horizontalAdvance(name) - 2 * _APART
        self._stop.setText(stop.elidedText(self._stopped, Qt.TextElideMode.ElideRight, max(free, 0)))
        self._stop.setVisible(bool(self._stopped) and free > stop.horizontalAdvance("at the …"))

    def minimumSizeHint(self) -> QSize:
        name = self._label.fontMetrics().horizontalAdvance(self._ends[0][1])
        return QSize(name + self._number.minimumSizeHint().width() + 12, super().minimumSizeHint().height())

    def _show(self, number: float, handle: float) -> None:
        for widget in (self._slider, self._number):
            widget.blockSignals(True)
        self._number.setValue(number)
        self._slider.setValue(round(handle))
        for widget in (self._slider, self._number):
            widget.blockSignals(False)
        self._slider.update()

    def _stay_free(self, asked: float) -> None:
        """Bring handle and number, whoever holds them, back from where the joint cannot go."""
        low, high = self._span or (asked, asked)
        if not low <= asked <= high:
            held = min(max(asked, low), high)
            self._show(held, held)

    @Slot(int)
    def _slid(self, value: int) -> None:
        self.changed.emit(self._key, float(value))
        self._stay_free(value)
        if not self._slider.isSliderDown():  # a key or a click beside the handle is a whole drag at once
            self.committed.emit()

    @Slot(float)
    def _typed(self, value: float) -> None:
        self.changed.emit(self._key, value)
        self._stay_free(value)
        self.committed.emit()


def _names(opposite: str, name: str) -> tuple[tuple[str, str], ...]:
    """What the ends of a slider are called, from the longest: a word that both share can be left to one, or out."""
    *far, last = opposite.split() or [""]
    *near, shared = name.split()
    if not (far and near and last == shared):
        return ((opposite, name),)
    return ((opposite, name), (" ".join(far), name), (" ".join(far), " ".join(near)))
