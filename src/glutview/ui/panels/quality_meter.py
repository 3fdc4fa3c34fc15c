"""A small meter in the status line: how well the drawn muscles hold in the pose in view."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from glutview.ui.quality_words import SHOWN, Reading, in_short

PENDING = "Measured when the pose rests"
_GAP = 12


class QualityMeter(QWidget):
    """One label a reading; where they have no room, one word on all of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("How well the muscles hold in this pose")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._labels = [QLabel(self) for _ in SHOWN]
        self._short = QLabel(self)
        for label, name in zip(self._labels, SHOWN.values(), strict=True):
            label.setAccessibleName(name)
        self._short.setAccessibleName("All readings")
        self.pending = True
        """Whether the pose in view is still to be measured."""
        self._room = 0
        for label in (*self._labels, self._short):
            label.setObjectName("reading")
        self.set_pending()

    def set_readings(self, readings: Sequence[Reading]) -> None:
        """Show what was measured in the pose in view."""
        self.pending = False
        for label, reading in zip(self._labels, readings, strict=True):
            _write(label, reading.text, reading.full, "kept" if reading.kept else "broken")
        kept = all(reading.kept for reading in readings)
        every = "\n".join(reading.full for reading in readings)
        _write(self._short, in_short(readings), every, "kept" if kept else "broken")
        self._arrange()

    def set_pending(self) -> None:
        """Show that the pose in view was not measured yet: what was read before is of another."""
        self.pending = True
        for label, name in zip(self._labels, SHOWN.values(), strict=True):
            _write(label, f"{name} …", PENDING, "pending")
        _write(self._short, "…", PENDING, "pending")
        self._arrange()

    def set_room(self, pixels: int) -> None:
        """Take no more than so much of the line, as long as one word has it."""
        self._room = pixels
        self._arrange()

    def sizeHint(self) -> QSize:
        wide = self._wide()
        return QSize(wide, self._short.sizeHint().height()) if wide <= self._room else self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        hint = self._short.sizeHint()
        return QSize(hint.width() + _GAP, hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._arrange()

    def _arrange(self) -> None:
        self.updateGeometry()
        roomy = self._wide() <= min(self._room, self.width())
        self._short.setVisible(not roomy)
        left = 0
        for label in self._labels:
            label.setVisible(roomy)
            wide = label.sizeHint().width()
            label.setGeometry(left, 0, wide, self.height())
            left += wide + _GAP
        wide = self._short.sizeHint().width()
        self._short.setGeometry(self.width() - wide - _GAP, 0, wide, self.height())

    def _wide(self) -> int:
        """Pixels that all readings take beside each other."""
        return sum(label.sizeHint().width() + _GAP for label in self._labels)


def _write(label: QLabel, text: str, full: str, state: str) -> None:
    label.setText(text)
    label.setToolTip(full)
    label.setAccessibleDescription(full)
    if label.property("state") != state:
        label.setProperty("state", state)
        label.style().unpolish(label)
        label.style().polish(label)
