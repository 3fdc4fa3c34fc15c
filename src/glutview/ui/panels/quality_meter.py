"""A small meter in the status line: how well the drawn muscles hold in the pose in view."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from glutview.ui.quality_words import SHOWN, Reading, in_short, worst

PENDING = "Measured when the pose rests"
HEADING = "Muscles in this pose:"
_HEADING_IN_FULL = "The worst of all muscles in this pose, and in brackets the bound that it is to keep"
_GAP = 10


class QualityMeter(QWidget):
    """A heading and one label a reading, each with its bound; where they have no room, one label for all of them.

    The heading gives way first, then the bounds, then all readings but the worst, then that one's number.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("How well the muscles hold in this pose")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._head = QLabel(self)
        self._labels = [QLabel(self) for _ in SHOWN]
        self._short = QLabel(self)
        self._every = (self._head, *self._labels, self._short)
        self._head.setAccessibleName(HEADING)
        for label, name in zip(self._labels, SHOWN.values(), strict=True):
            label.setAccessibleName(name)
        self._short.setAccessibleName("All readings")
        for label in self._every:
            label.setObjectName("reading")
        _write(self._head, _HEADING_IN_FULL, "pending")
        self.pending = True
        """Whether the pose in view is still to be measured."""
        self._room = 0
        self._forms: tuple[tuple[str, ...], ...] = ()
        """What the labels say, from the fullest to the shortest; nothing: not shown."""
        self.set_pending()

    def set_readings(self, readings: Sequence[Reading]) -> None:
        """Show what was measured in the pose in view."""
        self.pending = False
        for label, reading in zip(self._labels, readings, strict=True):
            _write(label, reading.full, "kept" if reading.kept else "broken")
        kept = all(reading.kept for reading in readings)
        _write(self._short, "\n".join(reading.full for reading in readings), "kept" if kept else "broken")
        plain = [reading.text for reading in readings]
        bounded = [f"{reading.text} {reading.bound}" for reading in readings]
        verdict = in_short(readings)
        self._set_forms(plain, bounded, (f"{verdict}: {worst(readings)}", verdict))

    def set_pending(self) -> None:
        """Show that the pose in view was not measured yet: what was read before is of another."""
        self.pending = True
        for label in (*self._labels, self._short):
            _write(label, PENDING, "pending")
        waiting = [f"{name} …" for name in SHOWN.values()]
        self._set_forms(waiting, None, ("…",))

    def set_room(self, pixels: int) -> None:
        """Take no more than so much of the line, as long as one word has it."""
        self._room = pixels
        self._arrange()

    def sizeHint(self) -> QSize:
        return QSize(self._wide(self._fitting(self._room)), self._short.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._wide(self._forms[-1]), self._short.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._arrange()

    def _set_forms(self, plain: Sequence[str], bounded: Sequence[str] | None, short: Sequence[str]) -> None:
        nothing = [""] * len(self._labels)
        full = [(heading, *bounded, "") for heading in (HEADING, "")] if bounded else []
        self._forms = (*full, ("", *plain, ""), *(("", *nothing, text) for text in short))
        self._arrange()

    def _arrange(self) -> None:
        self.updateGeometry()
        form = self._fitting(min(self._room, self.width()))
        # One label alone stands at the end of the line, where the last of all stands.
        left = self.width() - self._wide(form) if form[-1] else 0
        for label, text in zip(self._every, form, strict=True):
            label.setVisible(bool(text))
            if text:
                label.setText(text)
                wide = label.sizeHint().width()
                label.setGeometry(left, 0, wide, self.height())
                left += wide + _GAP

    def _fitting(self, room: int) -> tuple[str, ...]:
        """The fullest form that so many pixels hold."""
        return next((form for form in self._forms if self._wide(form) <= room), self._forms[-1])

    def _wide(self, form: Sequence[str]) -> int:
        """Pixels that a form takes."""
        said = [(label, text) for label, text in zip(self._every, form, strict=True) if text]
        return sum(_width(label, text) + _GAP for label, text in said)


def _width(label: QLabel, text: str) -> int:
    """Pixels that a label would take, did it say this."""
    letters = label.fontMetrics()
    return label.sizeHint().width() + letters.horizontalAdvance(text) - letters.horizontalAdvance(label.text())


def _write(label: QLabel, full: str, state: str) -> None:
    label.setToolTip(full)
    label.setAccessibleDescription(full)
    if label.property("state") != state:
        label.setProperty("state", state)
        label.style().unpolish(label)
        label.style().polish(label)
