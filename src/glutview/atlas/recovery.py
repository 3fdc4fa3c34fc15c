"""What is kept of work that was not saved, for the next start after a crash; and of a file before it was overwritten.

The recovery file lies in the user's data folder, one for each file that is edited. It holds the file's text as it
would have been saved, and which bytes of the file it was made from, so that a change by somebody else in between is
noticed.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from glutview.atlas.atlas import Atlas
from glutview.atlas.edits import plain_data
from glutview.atlas.load import checked
from glutview.errors import GlutviewError, failure
from glutview.whole_file import write_bytes
from glutview.yaml_file import Document, parse_yaml, patched

BACKUP = ".bak"
"""Added to the name of a file: what it said before the first save of a session."""


@dataclass(frozen=True)
class Recovered:
    """Work that was not saved."""

    atlas: Atlas
    same_base: bool
    """Whether the file still is what the work began with."""


def recovery_file(path: Path) -> Path:
    """Where unsaved work on a file is kept."""
    from platformdirs import user_data_path

    name = hashlib.sha256(os.path.realpath(path).encode("utf-8", "surrogateescape")).hexdigest()[:20]
    return user_data_path("glutview", appauthor=False) / "recovery" / f"{name}.json"


def keep(document: Document, atlas: Atlas) -> None:
    """Keep unsaved work on a file.

    Raises:
        GlutviewError: it cannot be written.
    """
    if document.path is None:
        return
    place = recovery_file(document.path)
    data = {
        "file": str(document.path),
        "base": document.digest.hex(),
        "text": patched(document, plain_data(atlas.stated)),
    }
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"unsaved work cannot be kept ({error.strerror})"
        raise failure(place.parent, what, "make the folder writable, or save often") from None
    write_bytes(place, json.dumps(data, ensure_ascii=False).encode("utf-8"))


def kept(document: Document) -> Recovered | None:
    """Unsaved work on a file, if there is any that can be read and that says something else than the file."""
    if document.path is None:
        return None
    try:
        data = json.loads(recovery_file(document.path).read_text(encoding="utf-8"))
        text, base = str(data["text"]), str(data["base"])
        read = parse_yaml(text, document.where)
        atlas = checked(read).atlas()
    except (OSError, ValueError, KeyError, TypeError, GlutviewError):
        return None
    return Recovered(atlas, base == document.digest.hex()) if text != document.text else None


def drop(path: Path) -> None:
    """Forget unsaved work on a file: it was saved, or nobody wants it."""
    recovery_file(path).unlink(missing_ok=True)


def back_up(path: Path) -> Path:
    """Copy a file beside itself before it is saved for the first time in a session.

    Raises:
        GlutviewError: it cannot be read, or the copy not written.
    """
    backup = path.with_name(path.name + BACKUP)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise failure(path, f"cannot be read ({error.strerror})", "save under another name") from None
    write_bytes(backup, data)
    return backup
