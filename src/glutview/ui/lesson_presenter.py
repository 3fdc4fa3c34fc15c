"""The lesson mode: makes a lesson step by step (:mod:`lesson_editing`), and shows it to a class."""

from __future__ import annotations

from PySide6.QtCore import Slot

from glutview.errors import failure
from glutview.ui.lesson_editing import LessonEditing
from glutview.ui.lesson_films import LessonFilms
from glutview.ui.lesson_words import away_from, captions, file_line, heading, sources, step_rows
from glutview.ui.mode import Desk
from glutview.ui.one_step import OneStep
from glutview.ui.presenting import Presenting

_NEED_STEP = (
    "lesson.update",
    "lesson.rename",
    "lesson.note",
    "lesson.remove",
    "lesson.next",
    "lesson.previous",
    "lesson.first",
    "lesson.last",
    "lesson.return",
    "lesson.film",
)


class LessonPresenter(LessonEditing):
    """Joins a lesson under work to its panel, to the view, and to the show."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.show = Presenting(desk, self)
        self._films = LessonFilms(desk, self)
        self._shown = OneStep(desk)
        desk.undo.add(self._shown)
        self.view.smooth = desk.settings.smooth
        self.view.away_changed.connect(self._show_away)
        self.show.changed.connect(self._show_toggles)

    # ----------------------------------------------------------------------------------------------- mode

    def enter(self) -> None:
        self.desk.window.set_panel(self._panel)
        if self._opened:
            self._show_lesson()
        else:
            self._take(self._files.shipped())
        self._show_toggles()

    def leave(self) -> None:
        self.work.settle()
        self.end_show()
        self.show.set_lit(False)
        self.show.set_big(False)
        self.view.interrupt()

    def back(self) -> bool:
        if self.show.on:
            self.end_show()
            return True
        if self.desk.model.state.selected is not None:
            self.desk.presenter.back()
            return True
        return False

    def release(self) -> None:
        self.desk.undo.remove(self._shown)
        self.show.release()
        self._films.release()
        super().release()

    # ------------------------------------------------------------------------------------------- going on

    def next(self) -> None:
        """Go to the next step; to the present one, if the view has not been at any."""
        position = self.work.position
        if position is not None and self.view.step is None:
            self.go(position)
        else:
            self._go_by(1)

    def previous(self) -> None:
        self._go_by(-1)

    def first(self) -> None:
        self.go(0)

    def last(self) -> None:
        self.go(len(self.work.lesson.steps) - 1)

    def come_back(self) -> None:
        """From wherever somebody has wandered off to, back to the step."""
        if self.work.position is not None:
            self.go(self.work.position)

    @Slot(int)
    def go(self, position: int) -> None:
        self.show.set_black(False)
        super().go(position)

    # --------------------------------------------------------------------------------------------- showing

    def present(self) -> None:
        """Show the lesson from its first step."""
        self._present(0)

    def present_here(self) -> None:
        """Show the lesson from the step that one is at."""
        self._present(self.work.position or 0)

    def end_show(self) -> None:
        """Back to the window. However many steps were shown, undo takes the view back to what it was before."""
        if self.show.on:
            self.view.finish()
            self.desk.player.pause()
            self.show.end()
            self._shown.end(f"Present '{self.work.lesson.title}'")

    def toggle_black(self) -> None:
        self.show.set_black(not self.show.black)

    def toggle_laser(self) -> None:
        self.show.set_lit(not self.show.lit)

    def toggle_big(self) -> None:
        self.show.set_big(not self.show.big)

    def toggle_caption(self) -> None:
        self.show.set_captioned(not self.show.captioned)

    def toggle_smooth(self) -> None:
        """Move from step to step, or jump."""
        self.view.smooth = self.desk.settings.smooth = not self.view.smooth
        self._show_toggles()

    # ----------------------------------------------------------------------------------------------- films

    def film_lesson(self) -> None:
        """Ask for a place and film the lesson as it is now."""
        self.work.settle()
        self._films.film_lesson(self.work.lesson)

    def film_movement(self) -> None:
        """Ask for a place and film the chosen movement as the view shows it."""
        self._films.film_movement()

    # ----------------------------------------------------------------------------------------------- inner

    def _present(self, position: int) -> None:
        self.work.settle()
        if not self.work.lesson.steps:
            raise failure("lesson", "it has no steps yet", "arrange the view and add one with Lesson > Add step")
        if not self.show.on:
            self.desk.player.pause()
            self._shown.begin()
        self.show.begin()
        self.go(position)

    def _go_by(self, way: int) -> None:
        position = self.work.position
        if position is not None and 0 <= position + way < len(self.work.lesson.steps):
            self.go(position + way)
        else:
            self.show.set_black(False)

    def _show_lesson(self) -> None:
        work, window = self.work, self.desk.window
        position, last = work.position, len(work.lesson.steps) - 1
        self._panel.set_lesson(work.lesson.title, file_line(work), step_rows(work), position)
        self._panel.set_note(heading(work), work.note, sources(work, self.desk.anatomy.atlas))
        self._show_caption()
        active = self.desk.model.state.mode == "lesson"
        for key in _NEED_STEP:
            window.set_enabled(key, active and position is not None)
        window.set_enabled("lesson.move_up", active and bool(position))
        window.set_enabled("lesson.move_down", active and position is not None and position < last)

    @Slot(bool)
    def _show_away(self, away: bool) -> None:
        self._panel.set_away(away=away)
        self._show_caption()

    def _show_caption(self) -> None:
        every, position = captions(self.work, self.desk.anatomy.atlas), self.work.position
        if position is not None:
            present = every[position]
            self.show.set_caption(away_from(present) if self.view.away else present, every)

    @Slot()
    def _show_toggles(self) -> None:
        for key, on in (
            ("lesson.black", self.show.black),
            ("lesson.laser", self.show.lit),
            ("lesson.big", self.show.big),
            ("lesson.caption", self.show.captioned),
            ("lesson.smooth", self.view.smooth),
        ):
            self.desk.window.set_checked(key, on)
        # Elsewhere a full stop is a full stop.
        self.desk.window.set_enabled("lesson.black", self.show.on)
