"""What goes on around an open atlas: reading files, themes, the working copy, problems, help, the end.

It stands before anything heavy is imported; with each atlas that is read it makes the presenters anew.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from glutview.errors import GlutviewError
from glutview.ui.actions import action_specs
from glutview.ui.colours import COLOURS, TEXT_SIZES
from glutview.ui.loading import Loader
from glutview.ui.main_window import MainWindow
from glutview.ui.settings import Settings
from glutview.ui.theme import apply_theme

if TYPE_CHECKING:
    from glutview.biomech.anatomy import Anatomy
    from glutview.ui.session import Session

_REPORT = "This is a mistake in glutview, not in your file. Please report it with the text above."


class Shell(QObject):
    """Carries out every order, or hands it on to the session's presenters."""

    def __init__(self, app: QApplication, window: MainWindow, settings: Settings) -> None:
        super().__init__()
        self._app = app
        self._window = window
        self._settings = settings
        self._loader = Loader(self)
        self._session: Session | None = None
        self.path: Path | None = None
        """What `start` opens, and what was asked for last."""
        self._lesson: Path | None = None
        """To be opened when there is an anatomy."""
        self._last: tuple[str, list[str]] = ("No problems so far", [])
        self._specs = {spec.key: spec for spec in action_specs()}
        window.may_close = self.may_close
        window.ordered.connect(self.carry_out)
        window.closing.connect(self.close)
        window.problems.closed.connect(window.hide_problems)
        window.status.cancelled.connect(self.cancel)
        window.status.problems_wanted.connect(self.show_problems)
        self._loader.loaded.connect(self._take)
        self._loader.failed.connect(self._take_failure)
        self._dress()

    @property
    def session(self) -> Session | None:
        """What is open."""
        return self._session

    @property
    def busy(self) -> bool:
        """Whether an atlas is being read."""
        return self._loader.busy

    @Slot(str)
    def carry_out(self, key: str) -> None:
        """Carry out an action of the table; what goes wrong is shown, and the program goes on."""
        spec = self._specs[key]
        if spec.target != "shell" and self._session is None:
            return
        try:
            target = self if self._session is None else self._session.target(spec.target) or self
            getattr(target, spec.command)()
        except GlutviewError as error:
            self.report(f"{spec.plain_text} failed", error)

    def report(self, title: str, error: BaseException) -> None:
        """Show what went wrong, to be read now and again later."""
        if isinstance(error, GlutviewError):
            lines = [str(problem) for problem in error.problems]
        else:
            lines = [f"{type(error).__name__}: {error}", _REPORT]
        self._last = (title, lines)
        self._window.show_problems(title, lines)

    # -------------------------------------------------------------------------------------------- reading

    def may_close(self) -> bool:
        """Whether what is open may be closed; asks a person about work that is not saved."""
        return self._session is None or self._session.modes.may_close()

    @Slot()
    def start(self) -> None:
        """Read what the program was started with."""
        self.open(self.path)

    def open(self, path: Path | None) -> None:
        """Read an annotations file or a lesson; None: the working copy if there is one, else the shipped atlas."""
        if path is not None and path.name.lower().endswith(".lesson.yaml"):
            self._open_lesson(path)
            return
        if not self.may_close():
            return
        self.path = path
        self._window.status.set_progress(f"Reading {path.name}…" if path else "Loading the anatomy…")
        self._loader.load(path)

    @Slot()
    def cancel(self) -> None:
        """Wait no longer for a file."""
        self._loader.cancel()
        self._window.status.set_progress("")
        if self._session is None:
            self._window.set_waiting("Loading was cancelled. File > Open annotations… starts again.")

    @Slot(object, object)
    def _take(self, anatomy: Anatomy, note: GlutviewError | None) -> None:
        from glutview.ui.session import Session
        from glutview.ui.session_change import changed

        self._window.status.set_progress("")
        self._window.status.set_problem_count(0)
        make = partial(Session, window=self._window, settings=self._settings, report=self.report)
        last, self._session = self._session, None
        self._session, failed = changed(last, anatomy, make, self._window)
        if self._session is not None:
            self._window.set_file(self._session.title)
            for key in ("annotations.compare", "annotations.reset"):
                self._window.set_enabled(key, not self._session.shipped)
        lesson, self._lesson = self._lesson, None
        if failed is not None:
            self.report(f"{anatomy.atlas.path.name} could not be shown", failed)
            return
        assert self._session is not None
        self._session.offer_kept()
        if lesson is not None:
            self._open_lesson(lesson)
        if note is not None:
            self.report("The working copy could not be opened; these are the shipped annotations", note)

    def _open_lesson(self, path: Path) -> None:
        """Open a lesson on the anatomy that is open; if none is yet, when it is."""
        if self._session is None:
            self._lesson = path
            self.open(None)
            return
        from glutview.ui.lesson_editing import LessonEditing

        lessons = self._session.modes.presenter("lesson")
        assert isinstance(lessons, LessonEditing)
        try:
            lessons.open_file(path)
        except GlutviewError as error:
            self.report(f"{path.name} could not be opened", error)

    @Slot(object)
    def _take_failure(self, error: BaseException) -> None:
        self._window.status.set_progress("")
        name = self.path.name if self.path else "The anatomy"
        self.report(f"{name} could not be opened", error)

    def open_annotations(self) -> None:
        path = self._window.ask_open(self._settings.folder)
        if path is not None:
            self._settings.folder = path.parent
            self.open(path)

    def reload(self) -> None:
        self.open(self._session.path if self._session else self.path)

    def open_shipped(self) -> None:
        from glutview.atlas.working_copy import forget
        from glutview.paths import shipped_annotations

        forget()
        self.open(shipped_annotations())

    # --------------------------------------------------------------------------------------- working copy

    def make_working_copy(self) -> None:
        """Ask for a place, make the copy there and open it."""
        from glutview.atlas.working_copy import create

        place = self._settings.folder / "gluteal-annotations.yaml"
        path = self._window.ask_save("Make a working copy", place, "Annotations (*.yaml)")
        if path is not None:
            path = path if path.suffix else path.with_suffix(".yaml")
            # The dialog has asked before it gave a name that exists.
            self.open(create(path, replace=True))
            self._settings.folder = path.parent

    def open_working_copy(self) -> None:
        from glutview.atlas.working_copy import remembered
        from glutview.errors import failure

        place = remembered()
        if place is None:
            raise failure("working copy", "there is none yet", "make one with Annotations > Make working copy…")
        self.open(place)

    def compare_with_shipped(self) -> None:
        from glutview.ui.help_texts import differences_html

        if self._session is not None:
            self._window.show_text("Compared with the shipped atlas", differences_html(self._session.differences()))

    def reset_to_shipped(self) -> None:
        """After a question, make the open copy the shipped atlas again; the old one is kept beside it."""
        from glutview.atlas.working_copy import reset

        if self._session is None or self._session.shipped:
            return
        path = self._session.path
        question = f"Make {path.name} the shipped atlas again? What it says now is kept beside it."
        if self._window.ask("Reset to shipped", question, "Reset"):
            backup = reset(path)
            self._window.status.set_hover(f"The old annotations are kept in {backup}")
            self.open(path)

    # ------------------------------------------------------------------------------------------ the window

    def set_theme(self, theme: str) -> None:
        """Dress window and view in the theme and remember it."""
        self._settings.theme = theme
        self._dress()

    def set_text_size(self, size: str) -> None:
        """Give all text the size and remember it."""
        self._settings.text_size = size
        self._dress()
        self._window.fit_panels()

    def theme_light(self) -> None:
        self.set_theme("light")

    def theme_dark(self) -> None:
        self.set_theme("dark")

    def theme_high_contrast(self) -> None:
        self.set_theme("high_contrast")

    def text_normal(self) -> None:
        self.set_text_size("normal")

    def text_large(self) -> None:
        self.set_text_size("large")

    def text_projector(self) -> None:
        self.set_text_size("projector")

    def toggle_full_screen(self) -> None:
        self._window.set_full_screen(not self._window.isFullScreen())

    def back(self) -> None:
        """Back within the mode, else out of full screen, else out of the mode, the selection, a what-if."""
        if self._session is not None and self._session.modes.step_back():
            return
        if self._window.isFullScreen():
            self._window.set_full_screen(False)
        elif self._session is not None and not self._session.modes.back():
            self._session.back()

    def show_problems(self) -> None:
        title, lines = self._last
        self._window.show_problems(title, lines)

    def show_shortcuts(self) -> None:
        from glutview.ui.help_texts import shortcuts_html

        self._window.show_text("Keys and mouse", shortcuts_html())

    def show_about(self) -> None:
        from glutview.ui.help_texts import about_html

        self._window.show_text("About glutview", about_html())

    def quit(self) -> None:
        self._window.close()

    @Slot()
    def close(self) -> None:
        """Remember how the window stands, stop everything."""
        for name, value in self._window.layouts().items():
            self._settings.set_layout(name, value)
        self._loader.wait()
        if self._session is not None:
            self._session.close()
            self._session = None

    def _dress(self) -> None:
        theme, size = self._settings.theme, self._settings.text_size
        apply_theme(self._app, theme, size)
        self._window.set_icon_colours(COLOURS[theme].text, COLOURS[theme].on_accent)
        for name in COLOURS:
            self._window.set_checked(f"view.{name}", name == theme)
        for name in TEXT_SIZES:
            self._window.set_checked(f"view.text_{name}", name == size)
        if self._session is not None:
            self._session.set_theme(theme)
