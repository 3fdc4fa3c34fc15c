"""Work in another thread of which only the newest matters."""

from __future__ import annotations

import atexit
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

Job = Callable[[Callable[[float], None]], Any]
"""Does the work; tells how much of it is done, and is stopped by the :class:`Overtaken` that this may raise."""

# Pictures drawn one after another hold the interpreter, and hardly ever let another thread have it.
_LEFT_EVERY_MS = 50
_LEFT_SHARE, _LEFT_MOST_S = 0.1, 0.03


class Overtaken(Exception):  # noqa: N818  nothing went wrong
    """Newer work is waiting, or nobody wants this any more."""


class _Run(QThread):
    """One job."""

    progress = Signal(float)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, job: Job, parent: QObject) -> None:
        super().__init__(parent)
        self._job = job
        self.unwanted = False

    def run(self) -> None:
        try:
            result = self._job(self._tell)
        except Overtaken:
            return
        except Exception as error:  # what goes wrong here must reach the window, not die with the thread
            self.failed.emit(error)
        else:
            self.done.emit(result)

    def _tell(self, share: float) -> None:
        if self.unwanted:
            raise Overtaken
        self.progress.emit(share)


class Latest(QObject):
    """Runs one job at a time; one that comes meanwhile stops it, and takes the place of any that waits."""

    progress = Signal(float)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._run: _Run | None = None
        self._next: Job | None = None
        self._left_at = 0.0
        self._leaving = QTimer(self)
        self._leaving.setInterval(_LEFT_EVERY_MS)
        self._leaving.timeout.connect(self._leave_time)

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._run is not None

    def start(self, job: Job) -> None:
        """Do this as soon as may be."""
        self._next = job
        if self._run is None:
            self._begin()
        else:
            self._run.unwanted = True

    def cancel(self) -> None:
        """Want nothing of it any more."""
        self._next = None
        if self._run is not None:
            self._run.unwanted = True

    def wait(self) -> None:
        """Let the thread end, before what it works on does."""
        self.cancel()
        if self._run is not None:
            self._run.wait()

    def let_go(self) -> None:
        """Want nothing of it any more, and wait for nothing: the thread ends unseen, when it next tells its progress.

        What the job works on must not be Qt's or VTK's, for both may be gone before it.
        """
        self.cancel()
        self._leaving.stop()
        run, self._run = self._run, None
        if run is None:
            return
        for signal in (run.progress, run.done, run.failed, run.finished):
            signal.disconnect()
        # Deleted while it runs, a thread would take the program down with it.
        run.setParent(None)
        _unseen[:] = [*(one for one in _unseen if not one.isFinished()), run]

    def _begin(self) -> None:
        job, self._next = self._next, None
        if job is None:
            return
        self._run = run = _Run(job, self)
        run.progress.connect(self._tell_progress)
        run.done.connect(self._tell_done)
        run.failed.connect(self._tell_failure)
        run.finished.connect(self._ended)
        run.start()
        self._left_at = time.monotonic()
        self._leaving.start()

    @Slot()
    def _leave_time(self) -> None:
        """Leave the interpreter to the job for a share of the time that has passed."""
        time.sleep(min(_LEFT_SHARE * (time.monotonic() - self._left_at), _LEFT_MOST_S))
        self._left_at = time.monotonic()

    @Slot(float)
    def _tell_progress(self, share: float) -> None:
        if self._run is not None and not self._run.unwanted:
            self.progress.emit(share)

    @Slot(object)
    def _tell_done(self, result: object) -> None:
        if self._run is not None and not self._run.unwanted:
            self.done.emit(result)

    @Slot(object)
    def _tell_failure(self, error: object) -> None:
        if self._run is not None and not self._run.unwanted:
            self.failed.emit(error)

    @Slot()
    def _ended(self) -> None:
        self._leaving.stop()
        run, self._run = self._run, None
        if run is not None:
            run.wait()
            run.deleteLater()
        self._begin()


_unseen: list[_Run] = []
"""Threads that nobody waits for, till they end."""


@atexit.register
def _end_unseen() -> None:
    """The last of them must end before the interpreter does; the window is long gone then."""
    for run in _unseen:
        run.wait()
    _unseen.clear()
