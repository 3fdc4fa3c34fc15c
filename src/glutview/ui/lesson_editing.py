"""Making a lesson: its file, its steps, their notes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot

from glutview.errors import GlutviewError
from glutview.teaching.lesson_editor import LessonEditor
from glutview.teaching.lesson_showing import default_title
from glutview.teaching.lesson_view import retaken, snapshot
from glutview.teaching.lesson_work import LessonWork
from glutview.ui.lesson_files import LessonFiles
from glutview.ui.mode import Desk, ModePresenter
from glutview.ui.panels.lesson_panel import LessonPanel
from glutview.ui.step_view import StepView


class LessonEditing(ModePresenter):
    """What a lecturer does at home. Showing it in class: :mod:`lesson_presenter`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view = StepView(desk, self)
        self.work = LessonWork(LessonEditor.new())
        self._panel = LessonPanel(desk.window.orders)
        self._files = LessonFiles(desk)
        self._opened = False
        """Whether a lesson was opened: else the shipped one is, when the mode is entered."""
        self._connect_panel()

    def may_close(self) -> bool:
        self._panel.settle()
        return self._files.may_close(self.work)

    def place(self) -> object:
        return self.work.editor.path, self.work.position

    def return_to(self, place: object) -> None:
        match place:
            case (Path() as path, position):
                try:
                    self._take(self._files.read(path))
                except GlutviewError as error:
                    self.desk.report(f"{path.name} could not be opened again", error)
                    return
                if isinstance(position, int):
                    self.work.go(position)

    def release(self) -> None:
        self.view.release()
        self.desk.undo.remove(self.work)
        self.work.changed.disconnect(self._show_lesson, missing_ok=True)
        self._panel.deleteLater()

    # ---------------------------------------------------------------------------------------------- files

    def new(self) -> None:
        """Begin a lesson without steps."""
        if self.may_close():
            self._take(LessonWork(LessonEditor.new("My lesson")))

    def open(self) -> None:
        """Ask for a lesson and open it."""
        if self.may_close() and (work := self._files.ask_open()) is not None:
            self._take(work)

    def open_file(self, path: Path) -> None:
        """Open a lesson.

        Raises:
            GlutviewError: nothing of it can be read.
        """
        if self.may_close():
            self._take(self._files.read(path))

    def open_shipped(self) -> None:
        """Open the lesson that comes with the program."""
        if self.may_close():
            self._take(self._files.shipped())

    def save(self) -> None:
        self._panel.settle()
        self._files.save(self.work)

    def save_as(self) -> None:
        self._panel.settle()
        self._files.save_as(self.work)

    # ---------------------------------------------------------------------------------------------- steps

    def add_step(self) -> None:
        """Make a step of what is on the screen, after the one that one is at."""
        state, atlas = self.desk.model.state, self.desk.anatomy.atlas
        play = self.view.playing()
        title = default_title(state, atlas, play, len(self.work.lesson.steps) + 1)
        self.work.add(snapshot(state, atlas, title, play=play))
        self._hold()

    def update_step(self) -> None:
        """Let the step show what is on the screen."""
        if self.work.step is not None:
            play = self.view.playing()
            self.work.retake(retaken(self.work.step, self.desk.model.state, self.desk.anatomy.atlas, play))
            self._hold()

    @Slot()
    def remove_step(self) -> None:
        self.work.remove()
        self.view.forget()

    def rename_step(self) -> None:
        """Let the title be written in the list."""
        if self.work.position is not None:
            self._panel.steps.begin_renaming(self.work.position)

    def write_note(self) -> None:
        """Put the cursor into the note."""
        if self.work.step is not None:
            self._panel.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def move_up(self) -> None:
        if self.work.position:
            self.work.move(self.work.position, self.work.position - 1)

    def move_down(self) -> None:
        position = self.work.position
        if position is not None and position < len(self.work.lesson.steps) - 1:
            self.work.move(position, position + 1)

    @Slot(int)
    def go(self, position: int) -> None:
        """Go to a step."""
        self.work.go(position)
        if self.work.step is not None:
            self.view.go(self.work.step)

    # ---------------------------------------------------------------------------------------------- inner

    def _take(self, work: LessonWork) -> None:
        """Work on another lesson from now on."""
        self.desk.undo.remove(self.work)
        self.work.changed.disconnect(self._show_lesson, missing_ok=True)
        self.work, self._opened = work, True
        self.view.forget()
        self.desk.undo.add(work)
        work.changed.connect(self._show_lesson)
        self._show_lesson()

    def _hold(self) -> None:
        if self.work.step is not None:
            self.view.hold(self.work.step)

    def _show_lesson(self) -> None:
        raise NotImplementedError

    @Slot(int, str)
    def _rename(self, position: int, title: str) -> None:
        try:
            self.work.rename(position, title.strip())
        except GlutviewError as error:
            self._show_lesson()
            self.desk.report("The step keeps its title", error)

    @Slot(str)
    def _set_title(self, title: str) -> None:
        try:
            self.work.set_title(title.strip())
        except GlutviewError:
            self._show_lesson()  # a blank title was no wish: the old one is there again

    @Slot(str)
    def _write_note(self, text: str) -> None:
        self.work.write_note(text)

    @Slot()
    def _settle(self) -> None:
        self.work.settle()

    @Slot(int, int)
    def _move(self, position: int, to: int) -> None:
        self.work.move(position, to)

    @Slot()
    def _leave_panel(self) -> None:
        self.desk.stage.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect_panel(self) -> None:
        panel = self._panel
        panel.steps.chosen.connect(self.go)
        panel.steps.renamed.connect(self._rename)
        panel.steps.moved.connect(self._move)
        panel.steps.removed.connect(self.remove_step)
        panel.titled.connect(self._set_title)
        panel.note_written.connect(self._write_note)
        panel.note_finished.connect(self._settle)
        panel.left.connect(self._leave_panel)
