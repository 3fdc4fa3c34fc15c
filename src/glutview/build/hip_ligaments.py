"""The ligaments that strengthen the capsule of the hip: thickenings of its outer face, fixed to the bones beyond it.

Each is outlined in the capsule's own coordinates: degrees around (0 above, 90 behind, 180 below, 270 in front) by the
way from the socket (u = 0) to the femur (u = 1); before u = 0 it runs on along the hip bone to where it arises. So
they move as the capsule does, and never come off it. Right side, seated frame, mm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glutview.build.hip_capsule import Sleeve, share, sleeve
from glutview.build.shell import border, grid_faces, shell
from glutview.geometry.mesh import Floats, Mesh

_SUNK_MM = 0.35
"""How deep it lies in the capsule, so that its border runs out into it."""
_RIM_MM = 4.0
_SEATED_MM = 0.4
# u and share of its thickness: at both ends it flattens out onto the bone.
_ENDS = ((0.0, 0.8), (0.15, 1.0), (0.85, 1.0), (1.0, 0.25))
Edge = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Band:
    """The outline of a ligament.

    Attributes:
        first, last: its two edges, (u, degrees) each.
        before: rows over the hip bone before the capsule begins, and how far they reach, mm.
        thick_mm: above the capsule.
        grid: rows on the capsule, columns across it.
        slot: row from which, and columns between which, it is divided in two.
    """

    first: Edge
    last: Edge
    before: tuple[int, float]
    thick_mm: float
    grid: tuple[int, int]
    slot: tuple[int, int, int] | None = None


BANDS: Mapping[str, Band] = {
    # The inverted Y: from beneath the lower anterior spine; the descending band to the lower, the transverse one to
    # the upper part of the intertrochanteric line.
    "iliofemoral_ligament": Band(
        first=((0.0, 306), (0.35, 284), (0.7, 256), (1.0, 230)),
        last=((0.0, 332), (0.35, 336), (0.7, 339), (1.0, 337)),
        before=(3, 9.0),
        thick_mm=2.8,
        grid=(18, 18),
        slot=(7, 7, 10),
    ),
    "pubofemoral_ligament": Band(
        first=((0.0, 218), (0.5, 202), (1.0, 190)),
        last=((0.0, 256), (0.5, 238), (1.0, 220)),
        before=(0, 0.0),
        thick_mm=1.8,
        grid=(16, 9),
    ),
    # A spiral: from the ischium behind and below, over the neck, to the inner side of the trochanter's base.
    "ischiofemoral_ligament": Band(
        first=((0.0, 168), (0.4, 136), (0.7, 98), (1.0, 60)),
        last=((0.0, 100), (0.4, 64), (0.7, 24), (1.0, -10)),
        before=(0, 0.0),
        thick_mm=2.0,
        grid=(18, 13),
    ),
}


def hip_ligament(name: str, hip_bone: Mesh, femur: Mesh) -> Mesh:
    """One of :data:`BANDS`, closed: s across, u from pelvis to femur, ``share`` of the hip's rotation."""
    band, body = BANDS[name], sleeve(hip_bone, femur)
    rows, columns = band.grid
    across, on_capsule = np.linspace(0, 1, columns), np.linspace(0, 1, rows)
    edges = [np.interp(on_capsule, *np.array(edge, dtype=float).T) for edge in (band.first, band.last)]
    places, normals = _on_sleeve(body, on_capsule, edges[0][:, None] * (1 - across) + edges[1][:, None] * across)
    grid = places + body.half_thickness(on_capsule)[:, None, None] * normals
    if band.before[0]:
        grid = np.concatenate([_before(band, body, grid), grid])
    u = np.concatenate([np.zeros(band.before[0]), on_capsule])
    faces, kept = _patch(band)
    fields = {"s": np.tile(across, len(u))[kept], "u": np.repeat(u, columns)[kept]}
    fields["share"] = share(fields["u"])
    single = {name: values.astype(np.float32) for name, values in fields.items()}
    sheet = Mesh(grid.reshape(-1, 3)[kept], faces, single)
    outward = np.concatenate([np.repeat(normals[:1], band.before[0], axis=0), normals]).reshape(-1, 3)[kept]
    if np.einsum("kx,kx->", sheet.vertex_normals(), outward) < 0:
        sheet = Mesh(sheet.vertices, faces[:, ::-1], single)
    swell = np.sqrt(np.clip(1 - (1 - np.clip(_from_sides(sheet, kept // columns) / _RIM_MM, 0, 1)) ** 2, 0, 1))
    ends = np.interp(fields["u"], *np.array(_ENDS).T)
    ends *= np.clip((kept // columns + 0.6) / (band.before[0] + 0.6), 0, 1)
    # Round towards its sides, where it sinks into the capsule.
    above = np.maximum(band.thick_mm * ends * swell, 0.05) - 0.5 * _SUNK_MM * (1 - swell)
    return shell(sheet, above, np.full(len(above), _SUNK_MM))


def _on_sleeve(body: Sleeve, u: Floats, degrees: Floats) -> tuple[Floats, Floats]:
    """(rows, columns, 3) places on the capsule's middle and its normals there, at u (rows,) and degrees."""
    from scipy.ndimage import map_coordinates

    count, around = body.grid.shape[:2]
    row = np.broadcast_to(u[:, None] * (count - 1), degrees.shape)
    column = degrees / 360 * around % around + 4
    found = []
    for values in (body.grid, body.normals):
        # Wrapped by hand, since the rows do not wrap.
        wrapped = np.concatenate([values[:, -4:], values, values[:, :5]], axis=1)
        axes = [map_coordinates(wrapped[..., k], [row, column], order=3, mode="nearest") for k in range(3)]
        found.append(np.stack(axes, axis=-1))
    places, normals = found
    if np.einsum("ijx,ijx->", normals, places - body.grid.mean((0, 1))) < 0:
        normals = -normals
    return places, normals / np.linalg.norm(normals, axis=2, keepdims=True)


def _before(band: Band, body: Sleeve, grid: Floats) -> Floats:
    """(k, columns, 3) from where it arises to its first row on the capsule, over the hip bone's face."""
    rows, reach = band.before
    back = (grid[0] - grid[2]).mean(0)
    step = reach / rows * back / np.linalg.norm(back)
    way = grid[:1] + np.arange(rows, 0, -1)[:, None, None] * step
    arising = np.repeat(np.arange(rows) == 0, grid.shape[1])
    for _ in range(6):
        value, slope = body.pelvis.value_and_gradient(way.reshape(-1, 3))
        # The first row lies in the bone; those after it may stand off the bone, but none sinks in.
        lack = np.where(arising, -_SEATED_MM, np.clip(value, 0.2, 1.0)) - value
        move = lack[:, None] * slope / np.maximum((slope**2).sum(1), 0.3)[:, None]
        way = way + move.reshape(way.shape)
        way[:, 1:-1] += 0.3 * ((way[:, :-2] + way[:, 2:]) / 2 - way[:, 1:-1])
    return np.asarray(way)


def _patch(band: Band) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """Its triangles, and which nodes of its grid they use: those in its slot are left out."""
    rows, columns = band.grid[0] + band.before[0], band.grid[1]
    faces = grid_faces(rows, columns)
    if band.slot is not None:
        start, low, high = band.slot
        row, column = (faces // columns).min(1), (faces % columns).min(1)
        faces = faces[~((row >= start + band.before[0]) & (column >= low) & (column < high))]
    kept = np.unique(faces).astype(np.int64)
    number = np.full(rows * columns, -1, dtype=np.int32)
    number[kept] = np.arange(len(kept))
    return number[faces], kept


def _from_sides(sheet: Mesh, row: npt.NDArray[np.int64]) -> Floats:
    """(n,) distance to the sheet's sides, mm: its border but for both ends."""
    start, end = border(sheet).T
    side = ~((row[start] == row[end]) & np.isin(row[start], (row.min(), row.max())))
    ends = np.concatenate([sheet.vertices[start[side]], sheet.vertices[end[side]]])
    return np.asarray(np.linalg.norm(sheet.vertices[:, None] - ends[None], axis=2).min(1))
