"""A field for an angle in degrees: it shows a true minus, and takes a hyphen for one."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox

_MINUS, _HYPHEN = "−", "-"
_FRAME = 40
"""Pixels beside the number, for frame and arrows."""


class AngleBox(QDoubleSpinBox):
    """With one decimal and the sign of degrees."""

    def __init__(self) -> None:
        super().__init__()
        self.setDecimals(1)
        self.setSuffix("°")

    def sizeHint(self) -> QSize:
        """As wide as its longest number, and no wider: in large text the sliders need the room for their names."""
        ends = (f"{self.textFromValue(end)}{self.suffix()}" for end in (self.minimum(), self.maximum()))
        return QSize(max(map(self.fontMetrics().horizontalAdvance, ends)) + _FRAME, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def textFromValue(self, value: float) -> str:
        return super().textFromValue(value).replace(_HYPHEN, _MINUS)

    def valueFromText(self, text: str) -> float:
        return super().valueFromText(text.replace(_MINUS, _HYPHEN))

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        state, _, place = super().validate(text.replace(_MINUS, _HYPHEN), place)
        return state, text, place
