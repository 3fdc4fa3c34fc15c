"""Plays a movement by the clock on the wall: however slow the picture, the movement takes its time."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

_TICK_MS = 16
"""A sixtieth of a second. A slow picture makes fewer ticks, never a queue of them: Qt merges them."""


class Player(QObject):
    """Tells seconds within a movement of a given duration; knows nothing of poses."""

    ticked = Signal(float)
    playing_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.perf_counter) -> None:
        super().__init__(parent)
        self._clock = clock
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)
        self._duration = 1.0
        self._seconds = 0.0
        self._last = 0.0
        self.speed = 1.0
        """1 is the movement's own."""
        self.loop = True

    @property
    def playing(self) -> bool:
        """Whether it runs."""
        return self._timer.isActive()

    @property
    def seconds(self) -> float:
        """Where in the movement it is."""
        return self._seconds

    @property
    def duration(self) -> float:
        """How long the movement takes at speed 1, seconds."""
        return self._duration

    def set_duration(self, seconds: float, at: float = 0.0) -> None:
        """Take up a movement of this length, at its start or at another moment; tells nothing."""
        self._duration = seconds
        self._seconds = min(max(at, 0.0), seconds)

    def play(self) -> None:
        """Run from where it is; from the start if it is at the end."""
        if self.playing:
            return
        if self._seconds >= self._duration:
            self._seconds = 0.0
        self._last = self._clock()
        self._timer.start()
        self.playing_changed.emit(True)

    def pause(self) -> None:
        """Stand still where it is."""
        if self.playing:
            self._timer.stop()
            self.playing_changed.emit(False)

    def seek(self, seconds: float) -> None:
        """Go to a moment, playing or not; tells it."""
        self._seconds = min(max(seconds, 0.0), self._duration)
        self._last = self._clock()
        self.ticked.emit(self._seconds)

    @Slot()
    def tick(self) -> None:
        """Move on by the time that has passed."""
        now = self._clock()
        self._seconds += (now - self._last) * self.speed
        self._last = now
        ended = self._seconds >= self._duration
        if ended:
            self._seconds = self._seconds % self._duration if self.loop else self._duration
        self.ticked.emit(self._seconds)
        if ended and not self.loop:
            self.pause()
