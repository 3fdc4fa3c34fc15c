"""Changes between the modes, and undoes across them."""

from __future__ import annotations

from PySide6.QtCore import QObject

from glutview.state import view_edits as edits
from glutview.state.view_state import Mode
from glutview.ui.actions import action_specs
from glutview.ui.mode import Desk, ModePresenter


def _lesson(desk: Desk) -> ModePresenter:
    from glutview.ui.lesson_presenter import LessonPresenter

    return LessonPresenter(desk)


def _quiz(desk: Desk) -> ModePresenter:
    from glutview.ui.quiz_presenter import QuizPresenter

    return QuizPresenter(desk)


def _landmarks(desk: Desk) -> ModePresenter:
    from glutview.ui.landmark_presenter import LandmarkPresenter

    return LandmarkPresenter(desk)


def _gallery(desk: Desk) -> ModePresenter:
    from glutview.ui.gallery_presenter import GalleryPresenter

    return GalleryPresenter(desk)


_MAKERS = {"lesson": _lesson, "quiz": _quiz, "landmarks": _landmarks, "gallery": _gallery}


class Modes(QObject):
    """Explore is the absence of any other mode: the card stands at the right, the mouse selects."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._made: dict[Mode, ModePresenter] = {}
        desk.undo.changed.connect(self._show_steps)
        self._show_steps()
        self._show_mode()

    @property
    def mode(self) -> Mode:
        """What the window is used for now."""
        return self._desk.model.state.mode

    @property
    def active(self) -> ModePresenter | None:
        """Who has the panel and the mouse; None while exploring."""
        return self._made.get(self.mode)

    def presenter(self, mode: Mode) -> ModePresenter:
        """The presenter of a mode, entered if it was not: an order of a mode begins it."""
        if self.mode != mode:
            self.enter(mode)
        return self._made[mode]

    def enter(self, mode: Mode) -> None:
        """Use the window for this from now on."""
        if mode == self.mode:
            self._show_mode()
            return
        if mode not in self._made and mode in _MAKERS:
            self._made[mode] = _MAKERS[mode](self._desk)
        # A page that is left hands the keys on to whatever comes first on the next, and that may be a text.
        self._desk.stage.setFocus()
        if self.active is not None:
            self.active.leave()
        self._desk.window.set_panel(None)
        self._desk.stage.tool = None
        self._desk.model.look(edits.enter(self._desk.model.state, mode))
        self._show_mode()
        if self.active is not None:
            self.active.enter()

    def may_close(self) -> bool:
        """Whether the atlas may be closed now."""
        return all(mode.may_close() for mode in self._made.values())

    def step_back(self) -> bool:
        """Step back within the mode; False if there is nothing to step back from."""
        return self.active is not None and self.active.back()

    def back(self) -> bool:
        """Step back in the mode, or out of it; False while exploring."""
        if self.active is None:
            return False
        if not self.step_back():
            self.enter("explore")
        return True

    def release(self) -> None:
        """The atlas is closed."""
        self._desk.undo.changed.disconnect(self._show_steps)
        self._desk.stage.tool = None
        self._desk.window.set_panel(None)
        for mode in self._made.values():
            mode.release()
            mode.deleteLater()
        self._made.clear()

    # ------------------------------------------------------------------------------------------- commands

    def explore(self) -> None:
        self.enter("explore")

    def lesson(self) -> None:
        self.enter("lesson")

    def quiz(self) -> None:
        self.enter("quiz")

    def landmarks(self) -> None:
        self.enter("landmarks")

    def gallery(self) -> None:
        self.enter("gallery")

    def undo(self) -> None:
        if self._undoes:
            self._desk.player.pause()
            self._desk.undo.undo()

    def redo(self) -> None:
        if self._undoes:
            self._desk.player.pause()
            self._desk.undo.redo()

    # ---------------------------------------------------------------------------------------------- inner

    def _show_steps(self) -> None:
        stack = self._desk.undo
        undo, redo = (stack.undo_message, stack.redo_message) if self._undoes else ("", "")
        self._desk.window.set_step(undo, redo)

    @property
    def _undoes(self) -> bool:
        return self.active is None or self.active.undoes

    def _show_mode(self) -> None:
        self._show_steps()
        self._desk.window.set_checked(f"mode.{self.mode}", True)
        for spec in action_specs():
            if spec.in_mode:
                self._desk.window.set_enabled(spec.key, spec.target == self.mode)
