"""Files of how open each vertex of a mesh lies: one byte a vertex, and a fingerprint of the mesh they belong to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from glutview.errors import failure
from glutview.geometry.baked_file import read_arrays, write_arrays
from glutview.geometry.fingerprint import fingerprint
from glutview.geometry.mesh import Mesh
from glutview.paths import assets_dir

Levels = npt.NDArray[np.uint8]
FIELD = "openness"
"""Of a mesh that carries it: (n,) 0 to 1."""
SHADED = ("bone", "cartilage", "muscle", "tract", "ligament", "fascia")
"""Kinds of structure with hollows; nerves and vessels are too thin for any."""
_WHAT = "how the hollows are shaded"
_REMEDY = "run `python -m glutview.build occlusion`"


def openness_file(mesh_file: Path) -> Path | None:
    """The shipped file that belongs to a shipped mesh; None for a mesh of one's own."""
    if mesh_file.parent != assets_dir() / "meshes":
        return None
    return assets_dir() / "occlusion" / f"{mesh_file.stem}.npz"


def write_openness(path: Path, mesh: Mesh, levels: Levels) -> None:
    """Write (n,) levels, 0 (shut in) to 255 (open), of a mesh.

    Raises:
        GlutviewError: the file cannot be written.
    """
    write_arrays(path, {"openness": levels, "mesh": np.array(fingerprint(mesh))})


def read_openness(path: Path) -> tuple[Levels, str]:
    """Levels (n,) of a file, and the fingerprint of the mesh they were made for.

    Raises:
        GlutviewError: the file is missing or damaged.
    """
    with read_arrays(path, _WHAT, _REMEDY) as held:
        levels, mesh = held["openness"], str(held["mesh"])
    if levels.dtype != np.uint8 or levels.ndim != 1:
        raise failure(path, "it does not hold one byte a vertex", _REMEDY)
    return levels, mesh


def shaded(mesh: Mesh, path: Path) -> Mesh:
    """A mesh with the field :data:`FIELD`.

    A mesh that was merely reshaped since keeps its shading; one with other vertices cannot.

    Raises:
        GlutviewError: the file is missing, damaged, or was made for a mesh with other vertices.
    """
    levels, _ = read_openness(path)
    if len(levels) != len(mesh.vertices):
        what = f"it shades {len(levels)} vertices, the mesh has {len(mesh.vertices)}: it is stale"
        raise failure(path, what, _REMEDY)
    return replace(mesh, fields={**mesh.fields, FIELD: levels / np.float32(255)})
