"""The file of the places on which sheets ride: one array of triangles and one of weights for each pair of meshes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from glutview.geometry.baked_file import Arrays, read_arrays, write_arrays
from glutview.geometry.mesh import Faces, Floats, Mesh
from glutview.geometry.surface_point import ClosestPoints
from glutview.paths import assets_dir

Weights = npt.NDArray[np.float32]

_STEPS = 65535
"""Of a weight: far less than a micrometre in a triangle of a few mm."""
_WHAT = "where sheets lie on muscles"
_REMEDY = "run `python -m glutview.build places`"


@dataclass(frozen=True, eq=False)
class Places:
    """Places on a surface.

    Attributes:
        triangles: (k,) of the mesh.
        weights: (k, 3) of the triangle's corners; each row sums to 1.
    """

    triangles: Faces
    weights: Weights

    @staticmethod
    def nearest(mesh: Mesh, xyz: Floats) -> Places:
        """Those of a mesh that lie nearest to positions (k, 3)."""
        found = ClosestPoints(mesh).to(xyz)
        triangles = np.array([place.triangle for place in found], dtype=np.int32)
        return Places(triangles, np.array([place.weights for place in found], dtype=np.float32).reshape(-1, 3))

    def on(self, mesh: Mesh) -> Floats:
        """(k, 3) where they are."""
        corners = mesh.vertices[mesh.faces[self.triangles]]
        return np.asarray(np.einsum("kc,kcx->kx", self.weights.astype(np.float64), corners))


@dataclass(frozen=True, eq=False)
class Kept:
    """Places, and the fingerprint of what they were found from."""

    places: Places
    made_from: str


def places_file() -> Path:
    """The shipped file."""
    return assets_dir() / "places.npz"


def write_places(path: Path, kept: Mapping[str, Kept]) -> None:
    """Write the places of every pair, by its name; the same always give the same bytes.

    Raises:
        GlutviewError: the file cannot be written.
    """
    arrays: dict[str, npt.NDArray[Any]] = {"pairs": np.array(sorted(kept), dtype=np.str_)}
    for name in sorted(kept):
        places = kept[name].places
        arrays[f"{name}/made_from"] = np.array(kept[name].made_from)
        arrays[f"{name}/triangles"] = places.triangles.astype(np.int32)
        arrays[f"{name}/weights"] = np.rint(places.weights[:, :2] * _STEPS).astype(np.uint16)
    write_arrays(path, arrays)


def read_places(path: Path) -> dict[str, Kept]:
    """The places of every pair, by its name.

    Raises:
        GlutviewError: the file is missing or damaged.
    """
    with read_arrays(path, _WHAT, _REMEDY) as held:
        return {name: _decoded(held, name) for name in held["pairs"].tolist()}


def _decoded(held: Arrays, name: str) -> Kept:
    triangles, steps = held[f"{name}/triangles"], held[f"{name}/weights"]
    if triangles.dtype != np.int32 or steps.dtype != np.uint16 or steps.shape != (*triangles.shape, 2):
        raise ValueError("its arrays do not match")
    weights = np.empty((len(steps), 3), dtype=np.float32)
    weights[:, :2] = steps / np.float32(_STEPS)
    weights[:, 2] = 1 - weights[:, 0] - weights[:, 1]
    return Kept(Places(triangles.astype(np.int32), weights), str(held[f"{name}/made_from"]))
