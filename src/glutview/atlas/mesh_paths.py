"""Where the mesh files lie: beside the annotations, else among the shipped assets, and nowhere else."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from glutview.errors import failure
from glutview.paths import assets_dir

SIZE_LIMIT = 100_000_000
"""Bytes of the largest mesh that is read: two million triangles."""


def resolve_mesh(mesh: str, folder: Path) -> Path:
    """The file of a mesh that annotations in `folder` call `meshes/<name>`.

    Raises:
        GlutviewError: it is missing or no mesh at all, or leads out of its folder, by `..` or by a link.
    """
    for base in (folder, assets_dir()):
        file = base / mesh
        if not os.path.lexists(file):
            continue
        if not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(base)):
            raise failure(file, "the mesh lies outside the asset folder", "put the file itself into meshes/")
        _require_sensible(file)
        return file
    what = "the mesh is neither beside the annotations nor among the shipped ones"
    raise failure(folder / mesh, what, "put it into meshes/ beside the annotations, or correct the path")


def _require_sensible(file: Path) -> None:
    try:
        status = file.stat()
    except OSError as error:
        raise failure(file, f"the mesh cannot be read ({error.strerror})", "put it there anew") from None
    if not stat.S_ISREG(status.st_mode):
        raise failure(file, "this is not a plain file", "put a PLY file there")
    if status.st_size > SIZE_LIMIT:
        size = f"{status.st_size / 1e6:.0f} MB"
        raise failure(file, f"the mesh has {size}, more than {SIZE_LIMIT / 1e6:.0f} MB", "make it coarser")
