"""The annotator's file: the working copy before the first edit, saving, recovery, and changes by others."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot

from glutview.atlas.recovery import back_up
from glutview.errors import GlutviewError
from glutview.state.atlas_steps import AtlasSteps
from glutview.ui.mode import Desk

KEEP_MS = 1500
"""How long after an edit unsaved work is kept for the case of a crash."""
_KINDS = "Annotations (*.yaml)"


class LandmarkFiles(QObject):
    """Asks and tells where a file is at stake; nothing is overwritten in silence."""

    changed = Signal()
    """Another file is edited, or it was saved."""
    reload_wanted = Signal()
    """The file shall be read anew; edits that are not saved are given up."""

    def __init__(self, desk: Desk, steps: AtlasSteps) -> None:
        super().__init__()
        self._desk = desk
        self._steps = steps
        self._asking = False
        self._left_alone: bytes | None = None
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(KEEP_MS)
        self._keep.timeout.connect(self.keep)
        desk.window.installEventFilter(self)

    @property
    def unsaved(self) -> bool:
        """Whether the file does not say what is seen."""
        return self._steps.under_way or not self._steps.editor.is_saved

    def note_edit(self) -> None:
        """Something was edited: keep it, soon."""
        self._keep.start()

    @Slot()
    def keep(self) -> None:
        """Keep unsaved work where the next start finds it."""
        try:
            self._steps.editor.keep()
        except GlutviewError as error:
            self._desk.report("Unsaved work could not be kept", error)

    def release(self) -> None:
        """The atlas is closed, and whoever wanted to save has saved."""
        self._keep.stop()
        self._desk.window.removeEventFilter(self)

    # --------------------------------------------------------------------------------------------- the copy

    def own(self) -> bool:
        """Whether there is a file that may be edited; asks for the place of one before the first edit."""
        editor, window, settings = self._steps.editor, self._desk.window, self._desk.settings
        if not editor.needs_working_copy:
            return True
        place = window.ask_save(
            "The shipped annotations stay as they are: where shall your working copy be?",
            settings.folder / "gluteal-annotations.yaml",
            _KINDS,
        )
        if place is None:
            return False
        place = place if place.suffix else place.with_suffix(".yaml")
        if place.exists():
            # The dialog has asked; what was there is kept beside it all the same.
            back_up(place)
        editor.begin_working_copy(place, replace=True)
        settings.folder = place.parent
        self._desk.take(self._desk.anatomy.changed(editor.atlas, {}))
        self.changed.emit()
        return True

    # ---------------------------------------------------------------------------------------------- saving

    def save(self) -> bool:
        """Save; whether the file now says what is seen."""
        self._steps.settle()
        editor = self._steps.editor
        if editor.needs_working_copy or editor.is_saved:
            return editor.is_saved
        if editor.changed_on_disk:
            return self._resolve()
        editor.save()
        self._saved()
        return True

    def save_as(self) -> bool:
        """Save in another file, and go on in that one."""
        self._steps.settle()
        editor = self._steps.editor
        if editor.needs_working_copy:
            return self.own()
        place = self._desk.window.ask_save("Save annotations as", self._other_name(editor.path), _KINDS)
        if place is None:
            return False
        place = place if place.suffix else place.with_suffix(".yaml")
        if place.exists():
            back_up(place)
        editor.save_as(place)
        self._desk.settings.folder = place.parent
        self._desk.take(self._desk.anatomy.changed(editor.atlas, {}))
        self._saved()
        return True

    def may_close(self) -> bool:
        """Whether the atlas may be closed; asks about unsaved work."""
        self._steps.settle()
        if not self.unsaved:
            return True
        name = self._steps.editor.path.name
        answer = self._desk.window.ask_unsaved("Unsaved landmarks", f"{name} has edits that are not saved.")
        if answer == "save":
            return self.save()
        if answer == "discard":
            self._keep.stop()
            self._steps.editor.forget_kept()
        return answer == "discard"

    # ------------------------------------------------------------------------------------------- after a crash

    def offer_kept(self) -> None:
        """Offer the unsaved work that an earlier session left behind."""
        editor = self._steps.editor
        found = None if editor.needs_working_copy else editor.kept()
        if found is None:
            return
        since = "" if found.same_base else " The file was changed since; recovering takes the place of that change."
        question = f"There are edits of {editor.path.name} that were not saved.{since}"
        choices = (("recover", "Recover them"), ("discard", "Discard them"))
        answer = self._desk.window.ask_choice("Unsaved edits", question, choices)
        if answer == "recover":
            self._steps.edit(found.atlas, "Recover unsaved edits")
        elif answer == "discard":
            editor.forget_kept()

    # ----------------------------------------------------------------------------------------- other programs

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:
            self.look_at_disk()
        return False

    def look_at_disk(self) -> None:
        """Ask what to do if another program changed the file; once for each change."""
        editor = self._steps.editor
        if self._asking or editor.needs_working_copy or not editor.changed_on_disk:
            return
        now = _bytes(editor.path)
        if now != self._left_alone:
            self._left_alone = now
            self._resolve()

    def _resolve(self) -> bool:
        """The file is not what was read; whether it now says what is seen."""
        editor, window = self._steps.editor, self._desk.window
        gone = not editor.path.exists()
        what = "is no longer there" if gone else "was changed by another program"
        choices = [] if gone else [("reload", "Read it again, without my edits" if self.unsaved else "Read it again")]
        choices += [("save_as", "Save mine as…"), ("overwrite", "Put it back" if gone else "Overwrite it with mine")]
        self._asking = True
        try:
            answer = window.ask_choice("Changed on disk", f"{editor.path.name} {what}.", choices)
        finally:
            self._asking = False
        if answer == "save_as":
            return self.save_as()
        if answer == "overwrite":
            editor.save(overwrite=True)
            self._saved()
            return True
        if answer == "reload":
            editor.forget_kept()
            self.reload_wanted.emit()
        return False

    def _saved(self) -> None:
        self._keep.stop()
        self._left_alone = None
        self._desk.window.status.set_hover(f"Saved {self._steps.editor.path.name}")
        self.changed.emit()

    def _other_name(self, path: Path) -> Path:
        return path.with_name(f"{path.stem}-2{path.suffix}")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
