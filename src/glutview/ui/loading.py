"""Reads an atlas and its meshes behind the window, so that nothing blocks."""

from __future__ import annotations

import gc
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal, Slot

from glutview.errors import GlutviewError

_tickets = itertools.count(1)


class _Reading(QThread):
    """One reading. VTK is imported here too: half a second that the window would else stand still."""

    done = Signal(int, object, object)
    failed = Signal(int, object)

    def __init__(self, ticket: int, path: Path | None, parent: QObject) -> None:
        super().__init__(parent)
        self._ticket = ticket
        self._path = path

    def run(self) -> None:
        try:
            with _kept():
                from glutview.scene.gl_library import require_gl

                require_gl()
                from glutview.biomech.anatomy import Anatomy

                path, note = (self._path, None) if self._path else _start_path()
                anatomy = Anatomy.load(path)
                import glutview.ui.session  # noqa: F401  loads VTK; nothing of it is made in this thread
        except GlutviewError as error:
            self.failed.emit(self._ticket, error)
        except Exception as error:  # a mistake of ours must reach the window, not die with the thread
            self.failed.emit(self._ticket, error)
        else:
            self.done.emit(self._ticket, anatomy, note)


@contextmanager
def _kept() -> Iterator[None]:
    """Nothing made in here is looked through for garbage: it stays, and looking takes a tenth of the time."""
    gc.disable()
    try:
        yield
    finally:
        # Once: what the program itself is made of need never be looked through again, in no frame.
        if not gc.get_freeze_count():
            gc.freeze()
        gc.enable()


def _start_path() -> tuple[Path | None, GlutviewError | None]:
    """The working copy that was remembered; None, and why, if it cannot be had."""
    from glutview.atlas.working_copy import remembered

    try:
        return remembered(), None
    except GlutviewError as error:
        return None, error


class Loader(QObject):
    """Tells of the last reading that was asked for; one that was cancelled or overtaken is forgotten."""

    loaded = Signal(object, object)
    """Anatomy, and a GlutviewError if it is not the one that was remembered, else None."""
    failed = Signal(object)
    """The exception: a GlutviewError where the input is wrong."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._current = 0
        self._threads: dict[int, _Reading] = {}

    @property
    def busy(self) -> bool:
        """Whether a reading is awaited."""
        return self._current != 0

    def load(self, path: Path | None) -> None:
        """Read an annotations file, or the shipped one."""
        self._current = next(_tickets)
        reading = _Reading(self._current, path, self)
        self._threads[self._current] = reading
        reading.done.connect(self._take)
        reading.failed.connect(self._take_failure)
        reading.start()

    def cancel(self) -> None:
        """Wait for it no longer. The thread ends by itself: it only reads."""
        self._current = 0

    def wait(self) -> None:
        """Let every thread end, before the program does."""
        self._current = 0
        for reading in list(self._threads.values()):
            reading.wait()

    @Slot(int, object, object)
    def _take(self, ticket: int, anatomy: object, note: object) -> None:
        if self._ended(ticket):
            self.loaded.emit(anatomy, note)

    @Slot(int, object)
    def _take_failure(self, ticket: int, error: object) -> None:
        if self._ended(ticket):
            self.failed.emit(error)

    def _ended(self, ticket: int) -> bool:
        reading = self._threads.pop(ticket)
        reading.wait()
        reading.deleteLater()
        wanted = ticket == self._current
        if wanted:
            self._current = 0
        return wanted
