"""Saving: the old file or the new one, whole, whatever happens; and never over somebody else's change."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from glutview.errors import failure
from glutview.yaml_file.document import Document, Plain
from glutview.yaml_file.patch import patched
from glutview.yaml_file.read import read_yaml


def save(document: Document, data: Plain) -> Document:
    """Write `data` into the file that the document was read from; the document as it is now.

    Raises:
        GlutviewError: the file changed since it was read, cannot be written, or cannot be patched. It is
            untouched then.
    """
    if document.path is None:
        raise ValueError("the document has no file")
    text = patched(document, data)
    if changed_on_disk(document):
        what = "the file was changed by another program since it was read"
        raise failure(document.where, what, "reopen it, or save under another name")
    write_whole(document.path, ("\ufeff" if document.byte_order_mark else "") + text)
    return read_yaml(document.path)


def changed_on_disk(document: Document) -> bool:
    """Whether the file is not, or no longer, what was read."""
    try:
        return document.path is None or hashlib.sha256(document.path.read_bytes()).digest() != document.digest
    except OSError:
        return True


def write_whole(path: Path, text: str) -> None:
    """Write a text file as UTF-8: whole, or not at all. A link is followed, permissions stay.

    Raises:
        GlutviewError: the file cannot be written.
    """
    try:
        target = Path(os.path.realpath(path))
        mode = target.stat().st_mode & 0o7777 if target.exists() else 0o644
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(text.encode("utf-8"))
                stream.flush()
                os.fsync(stream.fileno())
            os.chmod(name, mode)
            os.replace(name, target)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name)
            raise
        _settle(target.parent)
    except OSError as error:
        raise failure(path, f"cannot be written ({error.strerror})", "choose another place") from None


def _settle(folder: Path) -> None:
    """Make the new name survive a power cut, where the system lets one ask for it."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
