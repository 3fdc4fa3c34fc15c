"""Plays a transition by the clock on the wall: a slow picture shows fewer stations, and arrives in time."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from glutview.state.transition import Transition
from glutview.state.view_state import ViewState

_TICK_MS = 16
"""A sixtieth of a second; Qt merges the ticks that a slow picture misses."""


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
        self._start = 0.0
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
        self._start = self._clock()
        if transition.seconds > 0:
            self._timer.start()
        else:
            self.tick()

    def stop(self) -> None:
        """Stay where one is."""
        self._timer.stop()
        self._transition = None

    @Slot()
    def tick(self) -> None:
        """Be where the clock says."""
        transition = self._transition
        if transition is None:
            return
        elapsed = self._clock() - self._start
        if elapsed < transition.seconds:
            self.moved.emit(transition.state_at(elapsed))
        else:
            self.stop()
            self.arrived.emit(transition.end)
