"""Plays a transition by the clock on the wall: a slow picture shows fewer stations, but never none."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from glutview.state.transition import Transition
from glutview.state.view_state import ViewState

_TICK_MS = 16
"""A sixtieth of a second; Qt merges the ticks that a slow picture misses."""
_LONGEST_S = 0.2
"""That one tick goes on: when the program was busy with something else, the way is not skipped."""


class TransitionPlayer(QObject):
    """Tells where between two view states one is. It can be stopped, or sent elsewhere, at every moment."""

    moved = Signal(ViewState)
    """A station on the way."""
    arrived = Signal(ViewState)
    """The end of the way; not told if it was stopped before."""

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.perf_counter) -> None:
        super().__init__(parent)
        self._clock = clock
        self._transition: Transition | None = None
        self._elapsed = 0.0
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)

    @property
    def running(self) -> bool:
        """Whether one is under way."""
        return self._timer.isActive()

    def play(self, transition: Transition) -> None:
        """Set out, from wherever one is."""
        self._transition = transition
        self._elapsed, self._last = 0.0, self._clock()
        if transition.seconds > 0:
            self._timer.start()
        else:
            self.tick()

    def stop(self) -> None:
        """Stay where one is."""
        self._timer.stop()
        self._transition = None

    def finish(self) -> None:
        """Be at the end at once, if one is on the way."""
        transition = self._transition
        if transition is not None:
            self.stop()
            self.arrived.emit(transition.end)

    @Slot()
    def tick(self) -> None:
        """Be where the clock says."""
        transition = self._transition
        if transition is None:
            return
        now = self._clock()
        self._elapsed += min(now - self._last, _LONGEST_S)
        self._last = now
        if self._elapsed < transition.seconds:
            self.moved.emit(transition.state_at(self._elapsed))
        else:
            self.finish()
