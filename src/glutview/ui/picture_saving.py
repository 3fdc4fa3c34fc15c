"""Saves a picture of the view, at any size, band by band: the window goes on, and it can be cancelled."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from glutview.errors import GlutviewError, failure
from glutview.export.memory import require_memory
from glutview.export.picture import png_steps
from glutview.scene.frame import Pixels
from glutview.ui.memory import give_back_spare
from glutview.ui.settings import PictureHabit
from glutview.whole_file import free_place

if TYPE_CHECKING:
    from glutview.ui.main_window import MainWindow
    from glutview.ui.settings import Settings
    from glutview.ui.stage import Stage

_TITLE = "Save picture"


def _nobody(title: str, error: BaseException) -> None:
    """Whom to tell where nobody wants to know."""


class PictureSaving(QObject):
    """One picture at a time, as the view was when it was asked for. VTK must be used in the window's own thread."""

    def __init__(self, window: MainWindow, stage: Stage, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window, self._stage, self._settings = window, stage, settings
        self.report: Callable[[str, BaseException], None] = _nobody
        """Told, under a title, of what could not be written to its end."""
        self._path, self._rows = Path(), 1
        self._bands: Generator[Pixels, None, None] | None = None
        self._work: Generator[int, None, None] | None = None
        # Whatever waits (a key, a click, a frame) comes between two bands.
        self._next = QTimer(self)
        self._next.setInterval(0)
        self._next.timeout.connect(self._step)
        window.status.cancelled.connect(self.cancel)

    @property
    def running(self) -> bool:
        """Whether a picture is being drawn."""
        return self._work is not None

    def begin(self) -> None:
        """Ask where and how, and begin to write what the view shows.

        Raises:
            GlutviewError: one is being written already, it is too large to be drawn, or no file can be made there.
        """
        if self.running:
            raise failure("picture", "another one is being saved", "wait for it, or cancel it in the status line")
        window, stage, settings = self._window, self._stage, self._settings
        place, habit = free_place(settings.folder / "glutview.png"), settings.picture
        labels = stage.labels.isVisible()
        wish = window.ask_picture(_TITLE, place, stage.pixels, labels=labels, habit=habit)
        if wish is None:
            return
        require_memory(wish.size, kept=False)
        bands = stage.still(wish.size, transparent=wish.transparent, names=wish.labels)
        work = png_steps(wish.path, wish.size, bands)
        next(work)  # makes the file, or tells why not
        self._path, self._rows = wish.path, wish.size[1]
        self._bands, self._work = bands, work
        settings.folder = wish.path.parent
        # Where there are no names, nobody says anything about them.
        settings.picture = PictureHabit(wish.sizing, wish.transparent, wish.labels if labels else habit.names)
        self._tell(0)
        self._next.start()

    @Slot()
    def cancel(self) -> None:
        """Save it no more; what was there before stays."""
        if self.running:
            self._end("The picture was cancelled")

    def release(self) -> None:
        """The atlas is closed: what is being drawn is given up."""
        self._window.status.cancelled.disconnect(self.cancel)
        if self.running:
            self._end("")

    @Slot()
    def _step(self) -> None:
        """Draw and write one band."""
        if self._work is None:
            return
        try:
            done = next(self._work, None)
        except GlutviewError as error:
            self._end("")
            self.report("The picture could not be saved", error)
        except BaseException:
            self._end("")
            raise
        else:
            if done is None:
                self._end(f"The picture is in {self._path}")
            else:
                self._tell(done)

    def _tell(self, rows: int) -> None:
        self._window.status.set_progress(f"Saving {self._path.name}…", rows / self._rows)

    def _end(self, words: str) -> None:
        """Whole or not at all, the file is closed, and so is the scene that was drawn."""
        self._next.stop()
        work, bands, self._work, self._bands = self._work, self._bands, None, None
        for part in (work, bands):
            if part is not None:
                part.close()
        self._window.status.set_progress("")
        self._window.status.set_hover(words)
        give_back_spare()
