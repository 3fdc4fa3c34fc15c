"""Distance fields in compiled code: read many thousand times by the solver, made anew of every layer and pose."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from glutview.biomech.transforms import Floats
from glutview.geometry.distance import BAND_MM, DistanceField, grid_axes, nodes_inside, surface_samples
from glutview.geometry.mesh import Mesh

# Nearest samples are handed on from node to node, there and back: after two rounds hardly one changes.
_ROUNDS = 2


@dataclass(frozen=True, eq=False)
class GridField:
    """A distance field on a grid.

    Attributes:
        grid: its values.
        beyond_mm: what is said outside the grid, mm, with no gradient; None to go on from the border's value.
    """

    grid: DistanceField
    beyond_mm: float | None = None

    def value_and_gradient(self, points: Floats) -> tuple[Floats, Floats]:
        """Signed distance (k,) in mm and its gradient (k, 3) at points (k, 3)."""
        beyond = np.nan if self.beyond_mm is None else self.beyond_mm
        grid = self.grid
        found: tuple[Floats, Floats] = _read(
            np.ascontiguousarray(points), grid.origin, grid.spacing, grid.values, beyond
        )
        return found


def distances_of(mesh: Mesh, spacing_mm: float, margin_mm: float, samples_per_mm2: float) -> DistanceField:
    """As :meth:`DistanceField.from_mesh`, but far from the surface to the nearest sample that is handed on."""
    axes = grid_axes(mesh.vertices.min(0) - margin_mm, mesh.vertices.max(0) + margin_mm, spacing_mm)
    low = np.array([axis[0] for axis in axes])
    shape = (len(axes[0]), len(axes[1]), len(axes[2]))
    points, directions = surface_samples(mesh, samples_per_mm2)
    nearest = _nearest((points - low) / spacing_mm, shape)
    values = _signed(points, directions, nearest, nodes_inside(mesh, axes), low, spacing_mm, BAND_MM)
    return DistanceField(low, spacing_mm, values)


@numba.njit(cache=True)
def _nearest(points, shape):  # type: ignore[no-untyped-def]
    """(nx, ny, nz) number of about the nearest of points (k, 3), in steps of the grid, for each of its nodes."""
    nx, ny, nz = shape
    # A layer of nodes without any all round saves asking where the grid ends.
    found = np.full((nx + 2, ny + 2, nz + 2), -1, dtype=np.int32)
    gap = np.full(found.shape, np.inf)
    for k in range(len(points)):
        x, y, z = points[k]
        for i in range(max(int(x), 0), min(int(x) + 2, nx)):
            for j in range(max(int(y), 0), min(int(y) + 2, ny)):
                for h in range(max(int(z), 0), min(int(z) + 2, nz)):
                    here = (x - i) ** 2 + (y - j) ** 2 + (z - h) ** 2
                    if here < gap[i + 1, j + 1, h + 1]:
                        gap[i + 1, j + 1, h + 1] = here
                        found[i + 1, j + 1, h + 1] = k
    flat, least = found.ravel(), gap.ravel()
    before = np.empty(13, dtype=np.int64)
    for step in range(13):
        before[step] = ((step // 9 - 1) * (ny + 2) + step // 3 % 3 - 1) * (nz + 2) + step % 3 - 1
    for turn in range(2 * _ROUNDS):
        way = 1 if turn % 2 == 0 else -1
        for a in range(nx):
            i = a if way > 0 else nx - 1 - a
            for b in range(ny):
                j = b if way > 0 else ny - 1 - b
                row = ((i + 1) * (ny + 2) + j + 1) * (nz + 2) + 1
                for c in range(nz):
                    h = c if way > 0 else nz - 1 - c
                    best, mine, last = least[row + h], flat[row + h], -1
                    for step in range(13):
                        theirs = flat[row + h + way * before[step]]
                        if theirs < 0 or theirs == mine:
                            continue
                        if theirs == last:
                            continue
                        last = theirs
                        x, y, z = points[theirs]
                        here = (x - i) ** 2 + (y - j) ** 2 + (z - h) ** 2
                        if here < best:
                            best, mine = here, theirs
                    least[row + h], flat[row + h] = best, mine
    return found[1:-1, 1:-1, 1:-1]


@numba.njit(cache=True)
def _signed(points, directions, nearest, inside, low, spacing, band):  # type: ignore[no-untyped-def]
    """(nx, ny, nz) distances from the nearest of samples (k, 3) as `plane_distance` has them; below 0 inside."""
    values = np.empty(nearest.shape, dtype=np.float32)
    for i in range(values.shape[0]):
        for j in range(values.shape[1]):
            for h in range(values.shape[2]):
                k = nearest[i, j, h]
                node = (i, j, h)
                square, plane = 0.0, 0.0
                for axis in range(3):
                    off = low[axis] + spacing * node[axis] - points[k, axis]
                    square += off * off
                    plane += off * directions[k, axis]
                gap, plane = np.sqrt(square), abs(plane)
                if gap < band and (plane > 0.5 * gap or gap < 1.0):
                    gap = plane
                values[i, j, h] = -gap if inside[i, j, h] else gap
    return values


@numba.njit(cache=True)
def _read(points, origin, spacing, values, beyond):  # type: ignore[no-untyped-def]
    count = len(points)
    value, slope = np.empty(count), np.zeros((count, 3))
    held, low, share = np.empty(3), np.empty(3, dtype=np.int64), np.empty(3)
    for k in range(count):
        off = 0.0
        for axis in range(3):
            place = (points[k, axis] - origin[axis]) / spacing
            held[axis] = min(max(place, 0.0), values.shape[axis] - 1 - 1e-6)
            off += (place - held[axis]) ** 2
            low[axis] = int(held[axis])
            share[axis] = held[axis] - low[axis]
        if off > 1e-9 and not np.isnan(beyond):
            value[k] = beyond
            continue
        i, j, h = low
        x, y, z = share
        total = 0.0
        for a in range(2):
            wx = x if a else 1 - x
            for b in range(2):
                wy = y if b else 1 - y
                for c in range(2):
                    wz = z if c else 1 - z
                    v = values[i + a, j + b, h + c]
                    total += wx * wy * wz * v
                    slope[k, 0] += (2 * a - 1) * wy * wz * v
                    slope[k, 1] += (2 * b - 1) * wx * wz * v
                    slope[k, 2] += (2 * c - 1) * wx * wy * v
        for axis in range(3):
            slope[k, axis] /= spacing
        value[k] = total + np.sqrt(off) * spacing
    return value, slope
