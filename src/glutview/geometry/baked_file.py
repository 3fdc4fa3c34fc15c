"""Files of arrays that are baked from the meshes and shipped: the same arrays always give the same bytes."""

from __future__ import annotations

import contextlib
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from glutview.errors import failure
from glutview.whole_file import write_bytes

Arrays = Mapping[str, npt.NDArray[Any]]
_DAMAGE = (OSError, EOFError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error)
"""What numpy and the zip beneath it raise of a file that is cut, overwritten or something else altogether."""


@contextlib.contextmanager
def read_arrays(path: Path, what: str, remedy: str) -> Iterator[Arrays]:
    """All arrays of a file by name, to be decoded within the ``with``: what fails there is damage too.

    Args:
        path: the file.
        what: what it holds, as the subject of "... is missing".
        remedy: what makes it anew.

    Raises:
        GlutviewError: the file is missing, damaged, or lacks an array that is asked for.
    """
    try:
        yield _held(path)
    except FileNotFoundError:
        raise failure(path, f"{what} is missing", remedy) from None
    except KeyError as error:
        raise failure(path, f"{what} cannot be read (it lacks {error})", remedy) from None
    except _DAMAGE as error:
        raise failure(path, f"{what} cannot be read ({error})", remedy) from None


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Write arrays by name: whole, or not at all; the folder is made where there is none.

    Raises:
        GlutviewError: the file cannot be written.
    """
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    path.parent.mkdir(exist_ok=True)
    write_bytes(path, buffer.getvalue())


def _held(path: Path) -> Arrays:
    archive = np.load(path, allow_pickle=False)
    if not isinstance(archive, np.lib.npyio.NpzFile):
        raise ValueError("it is a single array")
    with archive:
        return {name: np.asarray(archive[name]) for name in archive.files}
