"""The text of a landmark file, whatever wrote it: bounded, decoded, and known to be text."""

from __future__ import annotations

import codecs
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from glutview.errors import Problem, failure

SIZE_LIMIT = 20_000_000
"""Bytes; a list of the atlas's landmarks takes 40,000."""
LINE_LIMIT = 1_000_000
POINT_LIMIT = 20_000
COLUMN_LIMIT = 1000
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_OTHER_FILE = "check that it is the right file: .mrk.json, .fcsv and CSV tables are read"


@dataclass(frozen=True, slots=True)
class TextFile:
    """The text of a file, without byte order mark, its line ends as they are."""

    where: str
    text: str
    notes: tuple[str, ...] = ()


class Problems:
    """Gathers what is wrong with a file while the sound part is read; the first thousand are listed."""

    LISTED = 1000

    def __init__(self, where: str) -> None:
        self._where = where
        self._found: list[Problem] = []
        self._more = 0

    def add(self, what: str, remedy: str, *, line: int = 0, key: str = "") -> None:
        """Note a problem."""
        if len(self._found) < self.LISTED:
            self._found.append(Problem(self._where, line, key, what, remedy))
        else:
            self._more += 1

    def all(self) -> tuple[Problem, ...]:
        """Every problem, in the order of the lines."""
        found = sorted(dict.fromkeys(self._found), key=lambda problem: problem.line)
        if self._more:
            found.append(Problem(self._where, 0, "", f"{self._more} problems more", _OTHER_FILE))
        return tuple(found)


def read_text(path: Path) -> TextFile:
    """Read the text of a landmark file.

    Raises:
        GlutviewError: it is missing, no file, empty, too large, or no text.
    """
    raw = _bytes(path)
    if not raw.strip():
        raise failure(path, "the file is empty", _OTHER_FILE)
    text, notes = _decoded(raw)
    if text is None or _NOT_TEXT.search(text):
        raise failure(path, "the file is not a text", _OTHER_FILE)
    if not text.strip():
        raise failure(path, "the file is empty", _OTHER_FILE)
    if text.count("\n") + text.count("\r") > 2 * LINE_LIMIT:
        raise failure(path, f"more than {LINE_LIMIT:,} lines", _OTHER_FILE)
    return TextFile(str(path), text, notes)


def _bytes(path: Path) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise failure(path, "this is a folder", "name a file in it")
        if not stat.S_ISREG(status.st_mode):
            raise failure(path, "this is not an ordinary file", "copy it into one")
        if status.st_size > SIZE_LIMIT:
            what = f"{status.st_size / 1e6:.0f} MB: no more than {SIZE_LIMIT // 1_000_000} MB are read"
            raise failure(path, what, _OTHER_FILE)
        return path.read_bytes()
    except FileNotFoundError:
        raise failure(path, "there is no such file", "correct the path") from None
    except (OSError, ValueError) as error:
        what = f"cannot be read ({getattr(error, 'strerror', None) or error})"
        raise failure(path, what, "correct the path or its permissions") from None


def _decoded(raw: bytes) -> tuple[str | None, tuple[str, ...]]:
    try:
        if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return raw.decode("utf-16"), ("the text is UTF-16, as spreadsheets write it",)
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    if b"\x00" in raw:
        return None, ()
    note = ("the text is not UTF-8: its letters beyond a-z are read as Latin-1 (Windows-1252)",)
    try:
        return raw.decode("cp1252"), note
    except UnicodeDecodeError:
        return raw.decode("latin-1"), note
