"""What is said of the chosen movement, and the slider of what can be set in it."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from glutview.teaching.movement_notes import MovementNote, Parameter


_STEPS = 100
_LINES_APART = 1
_BETWEEN = 22
"""Pixels between the words and the slider."""


class MovementNotePanel(QWidget):
    """Setters show, signals tell. It takes no room while there is nothing to say."""

    amount_changed = Signal(float)
    """0 to 1; many in one drag."""
    amount_committed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note: MovementNote | None = None
        self._amount = 1.0
        self._single = False
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
        words.setSpacing(_LINES_APART)
        words.addWidget(self._line)
        words.addWidget(self._figures)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_BETWEEN)
        layout.addLayout(words, 1)
        layout.addWidget(self._setting)
        self._slider.valueChanged.connect(self._tell)
        self._slider.sliderReleased.connect(self.amount_committed)
        self.set_note(None)

    def set_note(self, note: MovementNote | None) -> None:
        """Show what there is to say; all of it where the pointer rests."""
        self._note = note
        self._show_words()
        parameter = note.parameter if note else None
        self._setting.setVisible(parameter is not None)
        if parameter is not None:
            self._set_parameter(parameter)
        self.setVisible(bool(note and (note.line or note.figures or parameter)))

    def set_amount(self, amount: float) -> None:
        """Show where the parameter stands, 0 to 1."""
        self._slider.blockSignals(True)
        self._slider.setValue(round(_STEPS * amount))
        self._slider.blockSignals(False)
        self._value.setText(f"{100 * amount:.0f} %")
        self._amount = amount
        self._show_words()

    @property
    def line(self) -> str:
        """The words on the movement that are read now."""
        return self._note.words(self._amount)[0] if self._note else ""

    def set_single(self, *, single: bool) -> None:
        """Keep each text on one line, and cut it where that ends, or let it wrap."""
        if single != self._single:
            self._single = single
            for label in (self._line, self._figures):
                label.setWordWrap(not single)
            self._show_words()

    def height_at(self, width: int, *, single: bool) -> int:
        """Pixels that it is high at a width; none if there is nothing to say."""
        note = self._note
        if note is None or not (note.line or note.figures or note.parameter):
            return 0
        setting = self._setting.sizeHint() if note.parameter else QSize(0, 0)
        room = width - setting.width() - (_BETWEEN if note.parameter else 0)
        texts = [text for text in (_marked(self.line, note.lead), escape(note.figures, quote=False)) if text]
        high = sum(_height_of(text, room, self.font(), single) for text in texts)
        return max(high + (len(texts) - 1) * _LINES_APART if texts else 0, setting.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._single:
            self._show_words()

    def _show_words(self) -> None:
        note = self._note
        full = note.words(self._amount)[1] if note else ""
        figures = note.figures if note else ""
        lead = note.lead if note else ""
        for label, text, heavy in ((self._line, self.line, lead), (self._figures, figures, "")):
            label.setText(_marked(self._cut(label, text, heavy), heavy))
            label.setVisible(bool(text))
            label.setToolTip(full)
            label.setAccessibleDescription(text)

    def _cut(self, label: QLabel, text: str, heavy: str) -> str:
        """As much of a text as its line holds, if it has but one."""
        if not self._single:
            return text
        bold = QFont(label.font())
        bold.setBold(True)
        letters = label.fontMetrics()
        wider = QFontMetrics(bold).horizontalAdvance(heavy) - letters.horizontalAdvance(heavy)
        return letters.elidedText(text, Qt.TextElideMode.ElideRight, max(label.width() - wider - 2, 0))

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


def _marked(line: str, lead: str) -> str:
    """As rich text, with the words that it begins with in heavy type."""
    if not lead or not line.startswith(lead):
        return escape(line, quote=False)
    return f"<b>{escape(lead, quote=False)}</b>{escape(line.removeprefix(lead), quote=False)}"


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setAccessibleName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


@lru_cache(maxsize=64)
def _height_of(text: str, width: int, font: QFont, single: bool) -> int:
    """Pixels of a text, as a label lays it out; asked for again and again while a movement runs."""
    probe = _label("")
    probe.setFont(font)
    probe.setWordWrap(not single)
    probe.setText(text)
    return probe.sizeHint().height() if single else probe.heightForWidth(width)
