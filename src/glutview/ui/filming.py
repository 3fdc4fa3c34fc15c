"""Films a lesson or a movement in another process: the window goes on, and it can be cancelled."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer, Signal, Slot

from glutview.errors import GlutviewError, failure
from glutview.whole_file import clear_parts

_FRAMES = re.compile(r"(\d+) of (\d+) frames")
_PATIENCE_MS = 5000


class Filming(QObject):
    """One film at a time, made by ``glutview film``."""

    progressed = Signal(float)
    """Share of the film that is drawn, 0 to 1."""
    done = Signal()
    """The film is there."""
    cancelled = Signal()
    failed = Signal(GlutviewError)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._said = ""
        self._unwanted = False
        self._output = Path()

    @property
    def running(self) -> bool:
        """Whether a film is being made."""
        return self._process is not None

    def start(self, arguments: Sequence[str], output: Path) -> None:
        """Make a film.

        Args:
            arguments: those of ``glutview film``, but for the file.
            output: the file.

        Raises:
            GlutviewError: one is being made already.
        """
        if self._process is not None:
            raise failure("film", "another one is being made", "wait for it, or cancel it")
        self._said, self._unwanted, self._output = "", False, output
        process = QProcess(self)
        self._process = process
        process.readyReadStandardError.connect(self._read)
        process.finished.connect(self._end)
        process.errorOccurred.connect(self._fail_to_start)
        process.start(sys.executable, ["-m", "glutview", "film", *arguments, "-o", str(output)])

    @Slot()
    def cancel(self) -> None:
        """Make it no more; what was there before stays."""
        if self._process is None:
            return
        self._unwanted = True
        number = self._process.processId()
        if sys.platform != "win32" and number:
            # As Ctrl+C in a terminal: the command clears up after itself.
            os.kill(number, signal.SIGINT)
            # One that hears nothing, as while it draws a large picture, is ended, and cleared up after.
            QTimer.singleShot(_PATIENCE_MS, self._process, self._process.kill)
        else:
            self._process.kill()

    def stop(self) -> None:
        """Cancel, and wait until nothing runs any more; nothing is told."""
        process = self._process
        if process is not None:
            process.finished.disconnect(self._end)
            self.cancel()
            if not process.waitForFinished(_PATIENCE_MS):
                process.kill()
                process.waitForFinished(_PATIENCE_MS)
            clear_parts(self._output)
            self._process = None

    @Slot()
    def _read(self) -> None:
        if self._process is None:
            return
        self._said += bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        told = _FRAMES.findall(self._said)
        if told:
            done, total = map(int, told[-1])
            self.progressed.emit(done / max(total, 1))

    @Slot(int, QProcess.ExitStatus)
    def _end(self, code: int, _status: QProcess.ExitStatus) -> None:
        self._read()
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        if self._unwanted:
            clear_parts(self._output)
            self.cancelled.emit()
        elif code == 0:
            self.done.emit()
        else:
            self.failed.emit(self._error())

    @Slot(QProcess.ProcessError)
    def _fail_to_start(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart and self._process is not None:
            self._process.deleteLater()
            self._process = None
            what = f"{sys.executable} could not be started"
            self.failed.emit(failure("film", what, "film from a terminal: glutview film"))

    def _error(self) -> GlutviewError:
        lines = [line for line in self._said.splitlines() if line.strip() and not _FRAMES.search(line)]
        words = " ".join(lines[-3:]) or "it ended without a word"
        return failure("film", words.removeprefix("glutview: "), "try again, or film from a terminal: glutview film")
