"""Saving: the old file or the new one, whole, whatever happens; and never over somebody else's change."""

from __future__ import annotations

import hashlib
from pathlib import Path

from glutview.errors import failure
from glutview.whole_file import write_bytes
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
    write_bytes(path, text.encode("utf-8"))
