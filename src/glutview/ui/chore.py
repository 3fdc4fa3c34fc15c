"""Work behind the window, one piece at a time: nothing of Qt or VTK may be touched in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal, Slot


class _Thread(QThread):
    def __init__(self, work: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self._work()
        except Exception as error:  # it is raised again in the window's thread, where it can be reported
            self.error = error


class Chore(QObject):
    """Runs what it is given; of what is asked for while it runs only the last is done afterwards."""

    done = Signal()
    """The work that was asked for last is finished."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: _Thread | None = None
        self._following: Callable[[], None] | None = None

    @property
    def running(self) -> bool:
        """Whether something is being done."""
        return self._thread is not None

    def start(self, work: Callable[[], None]) -> None:
        """Do this, now or after what is being done."""
        if self._thread is not None:
            self._following = work
            return
        self._thread = _Thread(work, self)
        self._thread.finished.connect(self._finish)
        self._thread.start()

    def wait(self) -> None:
        """Let it end, before what it works on is gone; nothing is told."""
        self._following = None
        if self._thread is not None:
            self._thread.finished.disconnect(self._finish)
            self._thread.wait()
            self._thread = None

    @Slot()
    def _finish(self) -> None:
        thread, self._thread = self._thread, None
        if thread is None:
            return
        thread.wait()
        thread.deleteLater()
        following, self._following = self._following, None
        if following is not None:
            self.start(following)
            return
        self.done.emit()
        if thread.error is not None:
            raise thread.error
