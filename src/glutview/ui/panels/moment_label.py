"""Which moment of a movement is shown: its time, and of a cycle which part of that."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

_FORMS = (
    "{seconds:.1f} / {duration:.1f} s, {percent:.0f} % of the cycle",
    "{seconds:.1f} / {duration:.1f} s, {percent:.0f} %",
    "{seconds:.1f} s, {percent:.0f} %",
)
"""Of a moment of a cycle, from the fullest on."""


class MomentLabel(QLabel):
    """As wide at every moment: what stands beside it shall not move while the movement runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("muted")
        self.setAccessibleName("Moment of the movement")
        self._cyclic = False
        self._form = 0
        self._seconds, self._duration = 0.0, 0.0
        self._write()

    def set_moment(self, seconds: float, duration: float) -> None:
        """Show how far a movement has come."""
        self._seconds, self._duration = seconds, duration
        self._write()

    def set_cyclic(self, cyclic: bool) -> None:
        """Whether the movement is a cycle, of which a moment is a part."""
        if cyclic != self._cyclic:
            self._cyclic = cyclic
            self._write()

    @property
    def least(self) -> int:
        """Pixels that the longest moment takes in the fewest words."""
        return min(map(self._wide, range(len(_FORMS))))

    def fit(self, room: int) -> None:
        """Say it in as many words as so many pixels hold."""
        forms = range(len(_FORMS))
        self._form = next((form for form in forms if self._wide(form) <= room), forms[-1])
        self._write()

    def _wide(self, form: int) -> int:
        return self.fontMetrics().horizontalAdvance(f"{self._text(form, 88.8, 88.8)} ")

    def _text(self, form: int, seconds: float, duration: float) -> str:
        if not self._cyclic or not duration:
            return f"{seconds:.1f} / {duration:.1f} s"
        return _FORMS[form].format(seconds=seconds, duration=duration, percent=100 * seconds / duration)

    def _write(self) -> None:
        self.setText(self._text(self._form, self._seconds, self._duration))
        self.setMinimumWidth(self._wide(self._form))
