"""Bursae: flat pads with a rounded rim, laid onto the bone within the outlines that the annotations state."""

from __future__ import annotations

import argparse

import numpy as np

from glutview.atlas.schema import AtlasFile
from glutview.biomech.muscle_growth import FieldStore
from glutview.build.muscles import stated_atlas
from glutview.build.output import keep_or_write
from glutview.build.shell import grid_faces, shell
from glutview.errors import failure
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.geometry.sheet import Field
from glutview.geometry.surface_point import SurfacePoint, positions
from glutview.paths import assets_dir

_AROUND, _RINGS = 32, 6
_OFF_MM = 0.15
_REACH_MM = 14.0
_DEGREE = 5
_SUNK_MM = 0.25
"""How deep its underside lies, so that no gap is seen at the rim."""


def bursa(atlas: AtlasFile, name: str, meshes: dict[str, Mesh], fields: FieldStore) -> Mesh:
    """The closed bursa of an id, right side: s around, u from the middle to the rim."""
    spec = atlas.bursae[name]
    places = [SurfacePoint(at.triangle, (at.w0, at.w1, at.w2)) for at in spec.outline]
    beneath = fields.beneath((spec.on, *spec.over))
    return pad(positions(meshes[spec.on], places), spec.thickness_mm, beneath)


def pad(outline: Floats, thickness_mm: float, beneath: Field) -> Mesh:
    """A closed pad within a closed curve through points (k, 3), on what lies beneath."""
    rim = _closed_curve(outline)
    share = np.linspace(1, 0, _RINGS + 1)[:-1]
    rings = rim.mean(0) + share[:, None, None] * (rim - rim.mean(0))
    grid = np.concatenate([rings.reshape(-1, 3), rim.mean(0)[None]])
    flat = np.linalg.svd(rim - rim.mean(0))[2][2]
    flat *= np.sign(flat @ beneath.value_and_gradient(rim)[1].mean(0))
    grid += _heights(grid, flat, beneath)[:, None] * flat
    faces = grid_faces(_RINGS, _AROUND, around=True)
    last = (_RINGS - 1) * _AROUND + np.arange(_AROUND)
    tip = np.column_stack([last, np.roll(last, -1), np.full(_AROUND, _RINGS * _AROUND)])
    u = np.append(np.repeat(share, _AROUND), 0)
    s = np.append(np.tile(np.arange(_AROUND) / _AROUND, _RINGS), 0)
    fields = {"s": s.astype(np.float32), "u": u.astype(np.float32)}
    sheet = Mesh(grid, np.concatenate([faces, tip]).astype(np.int32), fields)
    if np.einsum("kx,kx->", sheet.vertex_normals(), beneath.value_and_gradient(grid)[1]) < 0:
        sheet = Mesh(grid, sheet.faces[:, ::-1], fields)
    above = thickness_mm * np.sqrt(np.clip(1 - u**4, 0, 1))
    return shell(sheet, np.maximum(above, 0.02), np.full(len(u), _SUNK_MM + _OFF_MM))


def _heights(grid: Floats, flat: Floats, beneath: Field) -> Floats:
    """(n,) how far along a direction places (n, 3) come to lie when let down from outside."""
    down = np.arange(_REACH_MM, -_REACH_MM, -0.25)
    off = beneath.value((grid[:, None] + down[:, None] * flat).reshape(-1, 3)).reshape(len(grid), -1) - _OFF_MM
    first = np.maximum((off < 0).argmax(1), 1)
    outer, inner = (np.take_along_axis(off, (first - k)[:, None], axis=1)[:, 0] for k in (1, 0))
    height = down[first] + 0.25 * inner / np.minimum(inner - outer, -1e-6)
    # A smooth face through them: the pad bridges what is rough.
    spread = grid - grid.mean(0)
    x, y = np.linalg.svd(spread - (spread @ flat)[:, None] * flat, full_matrices=False)[0].T[:2]
    x, y = x / np.abs(x).max(), y / np.abs(y).max()
    terms = np.column_stack([x**i * y**j for i in range(_DEGREE + 1) for j in range(_DEGREE + 1 - i)])
    lain = height + grid @ flat
    height = terms @ np.linalg.lstsq(terms, lain, rcond=None)[0] - grid @ flat
    return np.asarray(height)


def _closed_curve(points: Floats) -> Floats:
    """(_AROUND, 3) evenly along the smooth closed curve through points."""
    from scipy.interpolate import CubicSpline

    ring = np.concatenate([points, points[:1]])
    chord = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(ring, axis=0), axis=1))])
    dense = CubicSpline(chord, ring, bc_type="periodic")(np.linspace(0, chord[-1], 400))
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(dense, axis=0), axis=1))])
    wanted = np.arange(_AROUND) / _AROUND * length[-1]
    return np.column_stack([np.interp(wanted, length, dense[:, axis]) for axis in range(3)])


def run(arguments: argparse.Namespace) -> None:
    """The step `bursae` of `python -m glutview.build`.

    Raises:
        GlutviewError: a file cannot be written, or no bursa has the id asked for.
    """
    atlas = stated_atlas()
    if arguments.only is not None and arguments.only not in atlas.bursae:
        if arguments.step != "all":
            remedy = f"give one of {', '.join(atlas.bursae)}"
            raise failure("--only", "no bursa has this id", remedy, key=arguments.only)
        return
    meshes = needed(atlas)
    fields = FieldStore(meshes)
    for name in atlas.bursae:
        if arguments.only in (None, name):
            keep_or_write(f"{name}.ply", bursa(atlas, name, meshes, fields), check=arguments.check)


def needed(atlas: AtlasFile) -> dict[str, Mesh]:
    """The meshes that bursae lie on, by stated id."""
    names = {name for spec in atlas.bursae.values() for name in (spec.on, *spec.over)}
    return {name: read_ply(assets_dir() / "meshes" / f"{name}.ply") for name in sorted(names)}
