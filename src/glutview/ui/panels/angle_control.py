"""One joint angle: its names, a slider with a mark at neutral, and a number to type."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QVBoxLayout,
    QWidget,
)

from glutview.ui.catalogue import AngleRow


class AngleSlider(QSlider):
    """A slider whose bar is filled from neutral (0), as an angle has a middle and two directions."""

    def __init__(self, low: float, high: float) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("angle")
        self.setRange(round(low), round(high))
        self.setPageStep(5)
        self.setMinimumHeight(20)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        accent = QColor(self.palette().color(QPalette.ColorRole.Highlight))
        if not self.isEnabled():
            accent.setAlpha(90)
        zero, here, middle = self._place(0), self._place(self.value()), self.height() / 2
        painter.setBrush(accent)
        gap = 7.0  # the handle's own radius: drawn up to it, never over it
        if here - zero > gap:
            painter.drawRect(int(zero), int(middle - 2), int(here - zero - gap), 4)
        elif zero - here > gap:
            painter.drawRect(int(here + gap), int(middle - 2), int(zero - here - gap), 4)
        painter.setBrush(self.palette().color(QPalette.ColorRole.PlaceholderText))
        if abs(here - zero) > gap:
            painter.drawRect(int(zero) - 1, int(middle) - 6, 2, 12)
        painter.end()

    def _place(self, value: int) -> float:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        groove = self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderGroove, self
        )
        handle = self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        )
        span = groove.width() - handle.width()
        at = QStyle.sliderPositionFromValue(self.minimum(), self.maximum(), value, span)
        return groove.x() + handle.width() / 2 + at


class AngleControl(QWidget):
    """`changed` tells every value of a drag, `committed` its end."""

    changed = Signal(str, float)
    committed = Signal()

    def __init__(self, row: AngleRow) -> None:
        super().__init__()
        self._key = row.id
        self._slider = AngleSlider(row.low, row.high)
        self._slider.setAccessibleName(f"{row.name} in degrees")
        self._number = QDoubleSpinBox()
        self._number.setRange(row.low, row.high)
        self._number.setDecimals(1)
        self._number.setSuffix("°")
        self._number.setKeyboardTracking(False)
        self._number.setAccelerated(True)
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._number.setAccessibleName(f"{row.name}, angle in degrees, {row.low:g} to {row.high:g}")
        self._number.setMinimumWidth(self._number.fontMetrics().horizontalAdvance("−88.8°  ") + 24)
        label = QLabel(row.name)
        label.setBuddy(self._number)
        label.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self._label = label
        self._opposite = QLabel(row.opposite)
        self._opposite.setObjectName("muted")
        self._opposite.setMinimumWidth(0)
        head = QHBoxLayout()
        head.addWidget(self._opposite)
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
        for widget in (self._slider, self._number):
            widget.blockSignals(True)
        if not self._slider.isSliderDown():
            self._slider.setValue(round(degrees))
        self._number.setValue(degrees)
        for widget in (self._slider, self._number):
            widget.blockSignals(False)
        self._slider.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = self._opposite.sizeHint().width() + self._label.sizeHint().width() + 12
        self._opposite.setVisible(needed <= self._slider.width())

    def minimumSizeHint(self) -> QSize:
        width = self._label.sizeHint().width() + self._number.minimumSizeHint().width() + 12
        return QSize(width, super().minimumSizeHint().height())

    @Slot(int)
    def _slid(self, value: int) -> None:
        self.changed.emit(self._key, float(value))
        if not self._slider.isSliderDown():  # a key or a click beside the handle is a whole drag at once
            self.committed.emit()

    @Slot(float)
    def _typed(self, value: float) -> None:
        self.changed.emit(self._key, value)
        self.committed.emit()
