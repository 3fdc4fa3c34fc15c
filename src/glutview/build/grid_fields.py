"""Distance fields in compiled code: read many thousand times by the solver, made anew of every layer and pose."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from glutview.biomech.transforms import Floats
from glutview.geometry.distance import DistanceField, grid_axes, nodes_inside, plane_distance, surface_samples
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
    nearest = _nearest((points - low) / spacing_mm, shape).ravel()
    nodes = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    away = nodes - points[nearest]
    size = plane_distance(away, directions[nearest])
    values = np.where(nodes_inside(mesh, axes).ravel(), -size, size).astype(np.float32).reshape(shape)
    return DistanceField(low, spacing_mm, values)


@numba.njit(cache=True)
def _nearest(points, shape):  # type: ignore[no-untyped-def]
    """(nx, ny, nz) number of about the nearest of points (k, 3), in steps of the grid, for each of its nodes."""
    found = np.full(shape, -1, dtype=np.int32)
    gap = np.full(shape, np.inf)
    for k in range(len(points)):
        x, y, z = points[k]
        for i in range(max(int(x), 0), min(int(x) + 2, shape[0])):
            for j in range(max(int(y), 0), min(int(y) + 2, shape[1])):
                for h in range(max(int(z), 0), min(int(z) + 2, shape[2])):
                    here = (x - i) ** 2 + (y - j) ** 2 + (z - h) ** 2
                    if here < gap[i, j, h]:
                        gap[i, j, h] = here
                        found[i, j, h] = k
    for turn in range(2 * _ROUNDS):
        way = 1 if turn % 2 == 0 else -1
        for a in range(shape[0]):
            i = a if way > 0 else shape[0] - 1 - a
            for b in range(shape[1]):
                j = b if way > 0 else shape[1] - 1 - b
                for c in range(shape[2]):
                    h = c if way > 0 else shape[2] - 1 - c
                    best, mine = gap[i, j, h], found[i, j, h]
                    for step in range(13):
                        p = i + way * (step // 9 - 1)
                        q = j + way * (step // 3 % 3 - 1)
                        r = h + way * (step % 3 - 1)
                        if p < 0 or q < 0 or r < 0 or p >= shape[0] or q >= shape[1] or r >= shape[2]:
                            continue
                        theirs = found[p, q, r]
                        if theirs < 0 or theirs == mine:
                            continue
                        here = (
                            (points[theirs, 0] - i) ** 2 + (points[theirs, 1] - j) ** 2 + (points[theirs, 2] - h) ** 2
                        )
                        if here < best:
                            best, mine = here, theirs
                    gap[i, j, h], found[i, j, h] = best, mine
    return found


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
