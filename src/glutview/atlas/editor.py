"""Editing an atlas: its history, its file, and the working copy that the first edit asks for."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from pathlib import Path

from glutview.atlas import edits, recovery, working_copy
from glutview.atlas.atlas import Atlas
from glutview.atlas.history import History
from glutview.atlas.load import Reading, read_atlas
from glutview.errors import GlutviewError, failure
from glutview.yaml_file import Document, changed_on_disk, patched, read_yaml, write_whole


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
        self._backed_up = False

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
        self._backed_up = False

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

    def save(self, *, overwrite: bool = False) -> None:
        """Write the atlas into its file, changing only the lines that differ. The history stays.

        Before the first saving the file is copied beside itself, with `.bak` added to its name.

        Args:
            overwrite: whether what another program wrote meanwhile may be lost (the user was asked).

        Raises:
            GlutviewError: the file was changed by another program, or cannot be written.
        """
        if overwrite and self.changed_on_disk:
            self._document = _as_it_is(self._document)
        if not self._backed_up and self.path.exists() and not self.needs_working_copy:
            recovery.back_up(self.path)
            self._backed_up = True
        self._document = working_copy.save_atlas(self._document, self.history.present)
        self._saved = self.history.present
        recovery.drop(self.path)

    def save_as(self, place: Path) -> None:
        """Write the atlas into another file and go on in that one, history and all; it is the working copy now.

        Raises:
            GlutviewError: the place is the shipped file, or cannot be written.
        """
        old, text = self.path, patched(self._document, edits.plain_data(self.atlas.stated))
        place = working_copy.begin(place, text)
        self._document = read_yaml(place)
        self.history = self.history.mapped(functools.partial(dataclasses.replace, path=place))
        self._saved = self.history.present
        recovery.drop(old)

    def keep(self) -> None:
        """Keep what is not saved where a next start finds it; forget it once there is nothing of the kind.

        Raises:
            GlutviewError: it cannot be written.
        """
        if self.is_saved:
            recovery.drop(self.path)
        elif not self.needs_working_copy:
            recovery.keep(self._document, self.atlas)

    def kept(self) -> recovery.Recovered | None:
        """Unsaved work that an earlier session left behind."""
        return recovery.kept(self._document)

    def forget_kept(self) -> None:
        """Nobody wants the unsaved work."""
        recovery.drop(self.path)


def _as_it_is(document: Document) -> Document:
    """The file as it is now; as it was read, if it is no YAML any more or gone."""
    assert document.path is not None
    try:
        return read_yaml(document.path)
    except GlutviewError:
        try:
            digest = hashlib.sha256(document.path.read_bytes()).digest()
        except OSError:
            # Gone: what was read is put back, and then saved over.
            write_whole(document.path, document.text)
            return read_yaml(document.path)
        return dataclasses.replace(document, digest=digest)
