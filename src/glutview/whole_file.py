"""Writing a file whole or not at all: whatever happens, the old file or the new one is there."""

from __future__ import annotations

import contextlib
import glob
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from glutview.errors import failure


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file: whole, or not at all. A link is followed, permissions stay.

    Raises:
        GlutviewError: the file cannot be written; what was there before is left as it was.
    """
    with part(path) as place, open(place, "wb") as stream:
        stream.write(data)


@contextlib.contextmanager
def part(path: Path) -> Iterator[Path]:
    """A new file beside `path` for whoever writes at length: it becomes `path` at the end, or goes if that fails.

    Raises:
        GlutviewError: the file cannot be written; what was there before is left as it was.
    """
    try:
        target = Path(os.path.realpath(path))
        mode = target.stat().st_mode & 0o7777 if target.exists() else 0o644
        require_unprotected(target)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
        os.close(handle)
        try:
            yield Path(name)
            _flushed(name)
            os.chmod(name, mode)
            os.replace(name, target)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name)
            raise
        _settle(target.parent)
    except OSError as error:
        raise failure(path, f"cannot be written ({error.strerror})", "choose another place") from None


def require_unprotected(path: Path) -> None:
    """Make sure that a file, if there is one, may be written: taking its name would not ask leave of the file itself.

    Raises:
        GlutviewError: nobody may write it.
    """
    if path.exists() and not path.stat().st_mode & 0o222:
        raise failure(path, "is protected against writing", "choose another place, or let it be written")


def _flushed(name: str) -> None:
    """Bring what was written onto the disk before it takes the other's name."""
    handle = os.open(name, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _settle(folder: Path) -> None:
    """Make the new name survive a power cut, where the system lets one ask for it."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def clear_parts(path: Path) -> None:
    """Remove what a process that was killed left half-written beside a file."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        left.unlink(missing_ok=True)


def free_place(path: Path) -> Path:
    """The path, or the next one that is not taken: hip.png, hip-2.png, hip-3.png."""
    place, number = path, 1
    while place.exists():
        number += 1
        place = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return place
