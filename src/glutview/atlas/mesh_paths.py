"""Where the mesh files lie: beside the annotations, else among the shipped assets, and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

from glutview.errors import failure
from glutview.paths import assets_dir


def resolve_mesh(mesh: str, folder: Path) -> Path:
    """The file of a mesh that annotations in `folder` call `meshes/<name>`.

    Raises:
        GlutviewError: it is missing, or leads out of its folder, by `..` or by a link.
    """
    for base in (folder, assets_dir()):
        file = base / mesh
        if not os.path.lexists(file):
            continue
        if not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(base)):
            raise failure(file, "the mesh lies outside the asset folder", "put the file itself into meshes/")
        return file
    what = "the mesh is neither beside the annotations nor among the shipped ones"
    raise failure(folder / mesh, what, "put it into meshes/ beside the annotations, or correct the path")
