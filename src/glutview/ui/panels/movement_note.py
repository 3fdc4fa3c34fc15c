"""What is said of the chosen movement, and the slider of what can be set in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from glutview.teaching.movement_notes import MovementNote, Parameter


_STEPS = 100


class MovementNotePanel(QWidget):
    """Setters show, signals tell. It takes no room while there is nothing to say."""

    amount_changed = Signal(float)
    """0 to 1; many in one drag."""
    amount_committed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = _label("About the movement")
        self._figures = _label("Activation of muscles")
        self._setting = QWidget()
        self._name = QLabel()
        self._low, self._high = QLabel(), QLabel()
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, _STEPS)
        self._slider.setPageStep(_STEPS // 10)
        self._slider.setMinimumWidth(140)
        self._slider.setAccessibleName("Form of the movement")
        self._value = QLabel()
        self._value.setMinimumWidth(self._value.fontMetrics().horizontalAdvance("100 %  "))
        for muted in (self._low, self._high):
            muted.setObjectName("muted")
        setting = QHBoxLayout(self._setting)
        setting.setContentsMargins(0, 0, 0, 0)
        setting.setSpacing(8)
        for widget in (self._name, self._low, self._slider, self._high, self._value):
            setting.addWidget(widget)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._line)
        words.addWidget(self._figures)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(22)
        layout.addLayout(words, 1)
        layout.addWidget(self._setting)
        self._slider.valueChanged.connect(self._tell)
        self._slider.sliderReleased.connect(self.amount_committed)
        self.set_note(None)

    def set_note(self, note: MovementNote | None) -> None:
        """Show what there is to say; all of it where the pointer rests."""
        line, figures = (note.line, note.figures) if note else ("", "")
        for label, text in ((self._line, line), (self._figures, figures)):
            label.setText(text)
            label.setVisible(bool(text))
            label.setToolTip(note.full if note else "")
        parameter = note.parameter if note else None
        self._setting.setVisible(parameter is not None)
        if parameter is not None:
            self._set_parameter(parameter)
        self.setVisible(bool(line or figures or parameter))

    def set_amount(self, amount: float) -> None:
        """Show where the parameter stands, 0 to 1."""
        self._slider.blockSignals(True)
        self._slider.setValue(round(_STEPS * amount))
        self._slider.blockSignals(False)
        self._value.setText(f"{100 * amount:.0f} %")

    def _set_parameter(self, parameter: Parameter) -> None:
        self._name.setText(parameter.name)
        self._low.setText(parameter.low)
        self._high.setText(parameter.high)
        self._slider.setAccessibleName(f"{parameter.name}, from {parameter.low} to {parameter.high}")

    @Slot(int)
    def _tell(self, value: int) -> None:
        self._value.setText(f"{value} %")
        self.amount_changed.emit(value / _STEPS)
        if not self._slider.isSliderDown():  # a key or a click beside the handle is a whole drag at once
            self.amount_committed.emit()


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setAccessibleName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
