"""The atlas as a person edits it: what is under way, the steps of its history, and who listens."""

from __future__ import annotations

from psygnal import Signal

from glutview.atlas.atlas import Atlas
from glutview.atlas.editor import AtlasEditor


class AtlasSteps:
    """One of the histories that the undo stack undoes across (see :class:`glutview.state.undo_stack.Undoable`).

    A drag, or a run of small moves by key, is looked at while it lasts and becomes one step when it is settled.
    """

    changed = Signal(Atlas, Atlas)
    """The atlas before and after."""
    stepped = Signal()
    """A step was made."""

    def __init__(self, editor: AtlasEditor) -> None:
        self.editor = editor
        self._scratch: Atlas | None = None
        self._message = ""

    @property
    def atlas(self) -> Atlas:
        """The atlas as it is now, with what is under way."""
        return self._scratch or self.editor.atlas

    @property
    def under_way(self) -> bool:
        """Whether something was looked at that is no step yet."""
        return self._scratch is not None

    @property
    def base(self) -> Atlas:
        """The atlas without what is under way."""
        return self.editor.atlas

    @property
    def undo_message(self) -> str:
        """What undo would take back; empty if there is nothing."""
        return self._message if self.under_way else self.editor.history.undo_message or ""

    @property
    def redo_message(self) -> str:
        """What redo would make again; empty if there is nothing."""
        return "" if self.under_way else self.editor.history.redo_message or ""

    def look(self, atlas: Atlas, message: str) -> None:
        """Show an edit that goes on; `message` says what it will have done."""
        self._message = message
        self._show(atlas, scratch=True)

    def drop(self) -> None:
        """Give up what is under way."""
        if self.under_way:
            self._show(self.editor.atlas, scratch=False)

    def settle(self) -> None:
        """Make a step of what is under way."""
        atlas, self._scratch = self._scratch, None
        if atlas is not None and atlas.stated != self.editor.atlas.stated:
            self.editor.commit(atlas, self._message)
            self.stepped.emit()

    def edit(self, atlas: Atlas, message: str) -> None:
        """Make an edit one step; what is under way becomes one of its own before."""
        before = self.atlas
        self.settle()
        if atlas.stated == self.editor.atlas.stated:
            return
        self.editor.commit(atlas, message)
        self.changed.emit(before, atlas)
        self.stepped.emit()

    def undo(self) -> None:
        """Take back the last step; what is under way becomes one first."""
        self.settle()
        before = self.atlas
        self.editor.undo()
        self._tell(before)

    def redo(self) -> None:
        """Make again the last step that was taken back."""
        self.settle()
        before = self.atlas
        self.editor.redo()
        self._tell(before)

    def _show(self, atlas: Atlas, *, scratch: bool) -> None:
        before = self.atlas
        self._scratch = atlas if scratch else None
        self._tell(before)

    def _tell(self, before: Atlas) -> None:
        if before is not self.atlas:
            self.changed.emit(before, self.atlas)
