"""The status line: what lies under the pointer, what is going on, and that there are problems to read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QSizePolicy, QStatusBar, QToolButton, QWidget

from glutview.ui.panels.quality_meter import QualityMeter
from glutview.ui.quality_words import Reading

_METER = 0.62
"""Share of the line that the meter may take; what lies under the pointer is to be read beside it."""


class StatusLine(QStatusBar):
    """Setters show, signals tell."""

    cancelled = Signal()
    problems_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._hover = QLabel()
        self._hover.setAccessibleName("Under the pointer")
        self._hover.setContentsMargins(10, 0, 0, 0)
        # A long name is cut off rather than widening the window.
        self._hover.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._stop = QLabel()
        self._stop.setObjectName("stop")
        self._stop.setAccessibleName("What stops the joint")
        self._stop.setContentsMargins(10, 0, 10, 0)
        self._quality = QualityMeter()
        self._doing = QLabel()
        self._doing.setObjectName("muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(140)
        self._bar.setAccessibleName("Progress")
        self._cancel = QPushButton("Cancel")
        self._problems = QToolButton()
        self._problems.setAccessibleName("Show problems")
        self.addWidget(self._hover, 1)
        for widget in (self._stop, self._quality, self._doing, self._bar, self._cancel, self._problems):
            self.addPermanentWidget(widget)
        self._cancel.clicked.connect(self.cancelled)
        self._problems.clicked.connect(self.problems_wanted)
        self.set_stop("")
        self.set_quality_shown(False)
        self.set_progress("")
        self.set_problem_count(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._quality.set_room(round(_METER * self.width()))

    def set_hover(self, text: str) -> None:
        """Show what lies under the pointer."""
        self._hover.setText(text)

    def set_stop(self, text: str) -> None:
        """Show what stops the joint that is being turned; nothing for an empty text."""
        self._stop.setText(text)
        self._stop.setVisible(bool(text))

    def set_quality(self, readings: Sequence[Reading]) -> None:
        """Show how well the muscles hold in the pose in view."""
        self._quality.set_readings(readings)

    def set_quality_pending(self) -> None:
        """Show that the pose in view is still to be measured."""
        self._quality.set_pending()

    def set_quality_shown(self, shown: bool) -> None:
        """Show the meter, or give its room to the others."""
        self._quality.setVisible(shown)

    @property
    def quality_pending(self) -> bool:
        """Whether the pose in view is still to be measured."""
        return self._quality.pending

    def set_progress(self, doing: str, share: float | None = None) -> None:
        """Show what is being done and how much of it (0 to 1, None: unknown); nothing for an empty text."""
        self._doing.setText(doing)
        self._bar.setRange(0, 0 if share is None else 100)
        if share is not None:
            self._bar.setValue(round(100 * share))
        for widget in (self._doing, self._bar, self._cancel):
            widget.setVisible(bool(doing))

    def set_problem_count(self, count: int) -> None:
        """Offer the list of problems while there are any."""
        self._problems.setText(f"{count} problem{'s' if count != 1 else ''}")
        self._problems.setVisible(count > 0)
