"""Orders for films: asks where, tells how far it is, and how it ended."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from glutview.errors import GlutviewError, failure
from glutview.teaching.lesson import SUFFIX, Lesson, Step
from glutview.teaching.lesson_text import lesson_text
from glutview.teaching.lesson_view import play_of, snapshot
from glutview.teaching.movement_notes import caption
from glutview.ui.export_dialog import Wish
from glutview.ui.filming import Filming
from glutview.ui.mode import Desk
from glutview.whole_file import free_place
from glutview.yaml_file import write_whole

_NO_NAMES = "Films carry no names: the labels that the view shows are left out."


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
        wish = self._ask("Film this lesson", lesson.title, labels=any(step.labels for step in lesson.steps))
        if wish is not None:
            # The file may say something else than what is on the screen, or not be there yet.
            self._start(wish, lesson)

    def film_movement(self) -> None:
        """Ask for a place and film the chosen movement once, as the view shows and the movement bar plays it.

        Raises:
            GlutviewError: none is chosen, or a film is being made already.
        """
        state = self._desk.model.state
        if state.clip is None:
            raise failure("film", "no movement is chosen", "choose one in the movement bar")
        # As it is now: the view may change while the question stands.
        step = self._step(state.clip)
        wish = self._ask("Film this movement", state.clip, labels=step.labels)
        if wish is not None:
            self._start(wish, Lesson(title=step.title, steps=(step,)), *([] if step.note else ["--no-captions"]))

    def _step(self, movement: str) -> Step:
        """A step that shows what is on the screen while a movement runs, and says what must be said of that."""
        desk = self._desk
        state = replace(desk.model.state, camera=desk.stage.camera)
        play = play_of(state, desk.anatomy.atlas, desk.player.speed)
        name, words = caption(desk.anatomy.atlas, movement, state.clip_side, play.amount if play else None)
        return snapshot(state, desk.anatomy.atlas, name or movement, words, play=play)

    def _ask(self, title: str, name: str, *, labels: bool) -> Wish | None:
        if self.filming.running:
            raise failure("film", "another one is being made", "wait for it, or cancel it in the status line")
        stem = "_".join("".join(c if c.isalnum() else " " for c in name.lower()).split()) or "film"
        place = free_place(self._desk.settings.folder / f"{stem}.mp4")
        return self._desk.window.ask_film(title, place, remark=_NO_NAMES if labels else "")

    def _start(self, wish: Wish, lesson: Lesson, *how: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="glutview-film-")
        copy = Path(self._folder.name) / f"lesson{SUFFIX}"
        write_whole(copy, lesson_text(lesson))
        self._path = wish.path
        self._desk.settings.folder = wish.path.parent
        width, height = wish.size
        options = ["--size", f"{width}x{height}", "--fps", str(wish.fps), "--theme", self._desk.model.state.theme]
        self._progress(0.0)
        self.filming.start([str(copy), *how, *options, "--file", str(self._desk.anatomy.atlas.path)], wish.path)

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
