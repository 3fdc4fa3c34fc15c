"""Editing an atlas: its history, its file, and the working copy that the first edit asks for."""

from __future__ import annotations

from pathlib import Path

from glutview.atlas import working_copy
from glutview.atlas.atlas import Atlas
from glutview.atlas.history import History
from glutview.atlas.load import Reading, read_atlas
from glutview.errors import failure
from glutview.yaml_file import Document, changed_on_disk


class AtlasEditor:
    """Holds the atlas that is edited, how it came about, and where it is saved. Knows no window."""

    def __init__(self, reading: Reading) -> None:
        """Begin with a file that was read and is sound.

        Raises:
            GlutviewError: it has problems.
        """
        self.history: History[Atlas] = History(reading.atlas())
        self._saved: Atlas = self.history.present
        self._document: Document = reading.document

    @property
    def atlas(self) -> Atlas:
        """The atlas as it is now."""
        return self.history.present

    @property
    def path(self) -> Path:
        """The file that is edited."""
        return Path(self._document.where)

    @property
    def needs_working_copy(self) -> bool:
        """Whether the user has to be asked for the place of a working copy before the first edit."""
        return working_copy.is_shipped(self.path)

    @property
    def is_saved(self) -> bool:
        """Whether the file says what the atlas is now."""
        return self.history.present is self._saved

    @property
    def changed_on_disk(self) -> bool:
        """Whether another program changed the file since it was read or saved."""
        return changed_on_disk(self._document)

    def begin_working_copy(self, place: Path, *, replace: bool = False) -> None:
        """Make a working copy at `place`, remember it, and go on in it.

        Raises:
            GlutviewError: the place will not do (see :func:`glutview.atlas.working_copy.create`).
        """
        reading = read_atlas(working_copy.create(place, replace=replace))
        self._saved = reading.atlas()
        self.history = History(self._saved)
        self._document = reading.document

    def commit(self, atlas: Atlas, message: str) -> None:
        """Take an edited atlas over as one step of the history.

        Raises:
            GlutviewError: the atlas is the shipped one.
        """
        if self.needs_working_copy:
            raise failure(self.path, "the shipped atlas is read-only", "make a working copy")
        self.history = self.history.push(atlas, message)

    def undo(self) -> None:
        """Take the last step back, also one that was saved."""
        self.history = self.history.undo()

    def redo(self) -> None:
        """Make the step again that was taken back."""
        self.history = self.history.redo()

    def save(self) -> None:
        """Write the atlas into its file, changing only the lines that differ. The history stays.

        Raises:
            GlutviewError: the file was changed by another program, or cannot be written.
        """
        self._document = working_copy.save_atlas(self._document, self.history.present)
        self._saved = self.history.present
