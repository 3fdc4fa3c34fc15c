"""Orders for films: asks where, tells how far it is, and how it ended."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from glutview.errors import GlutviewError, failure
from glutview.teaching.lesson import SUFFIX, Lesson
from glutview.teaching.lesson_text import lesson_text
from glutview.ui.export_dialog import Wish
from glutview.ui.filming import Filming
from glutview.ui.mode import Desk
from glutview.yaml_file import write_whole


class LessonFilms(QObject):
    """Films what is open now, saved or not."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.filming = Filming(self)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._path = Path()
        self.filming.progressed.connect(self._progress)
        self.filming.done.connect(self._done)
        self.filming.cancelled.connect(self._cancelled)
        self.filming.failed.connect(self._failed)
        desk.window.status.cancelled.connect(self.filming.cancel)

    def release(self) -> None:
        """The atlas is closed: what is being filmed is given up."""
        self._desk.window.status.cancelled.disconnect(self.filming.cancel)
        self.filming.stop()
        self._clear_up()

    def film_lesson(self, lesson: Lesson) -> None:
        """Ask for a place and film a lesson.

        Raises:
            GlutviewError: it has no steps, or a film is being made already.
        """
        if not lesson.steps:
            raise failure("lesson", "it has no steps yet", "add one")
        wish = self._ask("Film this lesson", lesson.title)
        if wish is not None:
            self._folder = tempfile.TemporaryDirectory(prefix="glutview-film-")
            # The file may say something else than what is on the screen, or not be there yet.
            copy = Path(self._folder.name) / f"lesson{SUFFIX}"
            write_whole(copy, lesson_text(lesson))
            self._start(wish, [str(copy)])

    def film_movement(self, movement: str | None) -> None:
        """Ask for a place and film a movement.

        Raises:
            GlutviewError: none is chosen, or a film is being made already.
        """
        if movement is None:
            raise failure("film", "no movement is chosen", "choose one in the movement bar")
        wish = self._ask("Film this movement", movement)
        if wish is not None:
            self._start(wish, ["--movement", movement])

    def _ask(self, title: str, name: str) -> Wish | None:
        if self.filming.running:
            raise failure("film", "another one is being made", "wait for it, or cancel it in the status line")
        stem = "_".join("".join(c if c.isalnum() else " " for c in name.lower()).split()) or "film"
        wish = self._desk.window.ask_film(title, self._desk.settings.folder / f"{stem}.mp4")
        if wish is None:
            return None
        replace = f"Replace {wish.path.name}?"
        if wish.path.exists() and not self._desk.window.ask(title, replace, "Replace"):
            return None
        return wish

    def _start(self, wish: Wish, what: list[str]) -> None:
        self._path = wish.path
        self._desk.settings.folder = wish.path.parent
        width, height = wish.size
        options = ["--size", f"{width}x{height}", "--fps", str(wish.fps)]
        self._progress(0.0)
        self.filming.start([*what, *options, "--file", str(self._desk.anatomy.atlas.path)], wish.path)

    @Slot(float)
    def _progress(self, share: float) -> None:
        self._desk.window.status.set_progress(f"Filming {self._path.name}…", share)

    @Slot()
    def _done(self) -> None:
        self._end(f"The film is in {self._path}")

    @Slot()
    def _cancelled(self) -> None:
        self._end("The film was cancelled")

    @Slot(GlutviewError)
    def _failed(self, error: GlutviewError) -> None:
        self._end("")
        self._desk.report(f"{self._path.name} could not be filmed", error)

    def _end(self, words: str) -> None:
        self._desk.window.status.set_progress("")
        self._desk.window.status.set_hover(words)
        self._clear_up()

    def _clear_up(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
