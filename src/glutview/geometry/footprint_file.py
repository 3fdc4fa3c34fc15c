"""Files of footprint fields: what cannot be derived from the bone's mesh, in steps far finer than is seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from glutview.geometry.baked_file import Arrays, read_arrays, write_arrays
from glutview.geometry.footprint import FAR_MM
from glutview.geometry.footprint_fields import NEAR_MM, FootprintFields
from glutview.geometry.mesh import Mesh
from glutview.geometry.subdivision import Subdivision
from glutview.paths import assets_dir

DISTANCE_STEP_MM = 0.002
HATCHING_STEP_MM = 0.01
ACROSS_STEP = 1 / 32000
"""Of s."""
_MOST = 32767
"""Of an int16; as a distance it says: far."""
_WHAT = "where the footprints lie on the bone"
_REMEDY = "run `python -m glutview.build footprints`"


def footprint_file(mesh_file: Path) -> Path | None:
    """The shipped file that belongs to a shipped mesh of a bone; None for a mesh of one's own."""
    if mesh_file.parent != assets_dir() / "meshes":
        return None
    return assets_dir() / "footprints" / f"{mesh_file.stem}.npz"


def write_fields(path: Path, made: FootprintFields, made_from: str) -> None:
    """Write footprint fields, and the fingerprint of what they were made from; the same always give the same bytes.

    Raises:
        GlutviewError: the file cannot be written.
    """
    parents = made.division.parents
    fields = np.array(list(made.fields.values()) or np.empty((0, 0, 4)), dtype=np.float64)
    near = fields[..., 0] < NEAR_MM
    arrays = {
        "made_from": np.array(made_from),
        "rounds": np.array([len(ends) for ends in parents], dtype=np.int32),
        "parents": np.concatenate([np.empty((0, 2)), *parents]).astype(np.int32),
        "attachments": np.array(list(made.fields), dtype=np.str_),
        "distance": np.where(near, _steps(fields[..., 0], DISTANCE_STEP_MM), _MOST).astype(np.int16),
        "hatching": np.moveaxis(_steps(fields[..., 1:3], HATCHING_STEP_MM), 2, 1).astype(np.int16),
        "across": _steps(fields[..., 3], ACROSS_STEP).astype(np.int16),
    }
    write_arrays(path, arrays)


def read_fields(path: Path, rest: Mesh, made_from: str) -> FootprintFields | None:
    """The footprint fields of a file; None if they were made from something else.

    Args:
        path: as :func:`footprint_file` says.
        rest: the bone's mesh at rest, as it is in its own file.
        made_from: fingerprint of what they must have been made from, `rest` among it.

    Raises:
        GlutviewError: the file is missing or damaged.
    """
    with read_arrays(path, _WHAT, _REMEDY) as held:
        return _decoded(held, rest) if str(held["made_from"]) == made_from else None


def _decoded(held: Arrays, rest: Mesh) -> FootprintFields:
    parents, rounds, names = held["parents"].astype(np.int64), held["rounds"], held["attachments"]
    distance, hatching, across = held["distance"], held["hatching"], held["across"]
    many = len(rest.vertices) + len(parents) if len(names) else 0
    right = [(int(rounds.sum()), 2), (len(names), many), (len(names), 2, many), (len(names), many)]
    if [parents.shape, distance.shape, hatching.shape, across.shape] != right:
        raise ValueError("its arrays do not match")
    division = Subdivision.of(rest.faces, np.split(parents, np.cumsum(rounds))[:-1], len(rest.vertices))
    fields = {}
    for row, name in enumerate(names):
        field = np.empty((many, 4), dtype=np.float32)
        field[:, 0] = np.where(distance[row] == _MOST, FAR_MM, distance[row] * DISTANCE_STEP_MM)
        field[:, 1:3] = hatching[row].T * np.float32(HATCHING_STEP_MM)
        field[:, 3] = across[row] * np.float32(ACROSS_STEP)
        fields[str(name)] = field
    return FootprintFields(division, fields)


def _steps(values: npt.NDArray[np.float64], step_mm: float) -> npt.NDArray[np.float64]:
    return np.clip(np.rint(values / step_mm), 1 - _MOST, _MOST - 1)
