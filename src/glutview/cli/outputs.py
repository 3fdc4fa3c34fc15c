"""Checks of where a command is to write, made before any costly work."""

from __future__ import annotations

import tempfile
from pathlib import Path

from glutview.errors import failure
from glutview.whole_file import require_unprotected


def require_writable_folder(folder: Path) -> None:
    """Make sure that files can be made in an existing folder.

    Raises:
        GlutviewError: it does not exist, is no folder, or may not be written to.
    """
    if not folder.exists():
        raise failure(folder, "there is no such folder", "make it, or choose another place")
    if not folder.is_dir():
        raise failure(folder, "this is not a folder", "choose another place")
    try:
        # Asking for permission would not tell of a read-only or special file system.
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        what = f"the folder cannot be written to ({error.strerror})"
        raise failure(folder, what, "choose another place") from None


def require_writable_file(path: Path) -> None:
    """Make sure that a file can be written to `path`.

    Raises:
        GlutviewError: it names a folder or a device, is protected, or its folder cannot be written to.
    """
    require_writable_folder(path.parent)
    if path.is_dir():
        raise failure(path, "this is a folder", "name a file in it")
    if path.exists() and not path.is_file():
        raise failure(path, "this is not an ordinary file", "choose another place")
    require_unprotected(path)


def require_picture_path(path: Path) -> None:
    """Make sure that a PNG can be written to `path`.

    Raises:
        GlutviewError: the name is no picture's, or no file can be written there.
    """
    if path.suffix.lower() != ".png":
        raise failure(path, "only PNG pictures are written", "give the file a name that ends in .png")
    require_writable_file(path)


def require_possible_folder(folder: Path) -> None:
    """Make sure that `folder` is one that can be written to, or can be made.

    Raises:
        GlutviewError: it, or the part of its path that exists, is no folder or cannot be written to.
    """
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    require_writable_folder(folder)


def make_folder(folder: Path) -> None:
    """Make `folder` with its parents if it is absent.

    Raises:
        GlutviewError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise failure(folder, f"cannot be made ({error.strerror})", "choose another place") from None
