"""What lies inside a closed surface, and how deep: exact, where a distance field is only as good as its grid."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.surface_point import lookup

Bools = npt.NDArray[np.bool_]
_SHIFT = np.array([1.7e-6, 2.9e-6])
"""Far below any tolerance: it keeps columns from running exactly through vertices."""


@dataclass(frozen=True, eq=False)
class Body:
    """The space that a closed, outward-oriented surface encloses."""

    mesh: Mesh

    def contains(self, points: Floats) -> Bools:
        """(k,) which of (k, 3) points lie inside: the surface winds about them, counted along the third axis."""
        inside = np.zeros(len(points), dtype=bool)
        vertices = self.mesh.vertices
        near = np.flatnonzero(((points > vertices.min(0)) & (points < vertices.max(0))).all(1))
        if not len(near):
            return inside
        place = points[near] + np.append(_SHIFT, 0.0)
        first, after, triangles = self._columns
        cell = self._cell(place[:, :2])
        count = after[cell] - first[cell]
        row = np.repeat(np.arange(len(near)), count)
        order = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
        triangle = triangles[first[cell][row] + order]
        a, b, c = np.moveaxis(self._corners[triangle], 1, 0)
        here = place[row]
        area = _cross2(b - a, c - a)
        safe = np.where(area == 0, 1.0, area)
        second = _cross2(here - a, c - a) / safe
        third = _cross2(b - a, here - a) / safe
        height = a[:, 2] + second * (b - a)[:, 2] + third * (c - a)[:, 2]
        above = (area != 0) & (second >= 0) & (third >= 0) & (second + third <= 1) & (height > here[:, 2])
        turns = np.bincount(row[above], weights=np.sign(area[above]), minlength=len(near))
        inside[near] = np.round(turns) != 0
        return inside

    def depth(self, points: Floats) -> Floats:
        """(k,) mm from each of (k, 3) points to the surface; 0 for those outside."""
        depth = np.zeros(len(points))
        rows = np.flatnonzero(self.contains(points))
        if len(rows):
            depth[rows] = np.linalg.norm(lookup(self.mesh).feet(points[rows]) - points[rows], axis=1)
        return depth

    @cached_property
    def _corners(self) -> Floats:
        return self.mesh.corners()

    @cached_property
    def _grid(self) -> tuple[Floats, float, npt.NDArray[np.int64]]:
        """Lower corner, size and number of the columns' cells across."""
        low, high = self.mesh.vertices[:, :2].min(0), self.mesh.vertices[:, :2].max(0)
        size = max(float(np.ptp(self._corners[:, :, :2], axis=1).mean()), 1e-3)
        return low, size, np.floor((high - low) / size).astype(np.int64) + 1

    @cached_property
    def _columns(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Of each cell, where its triangles begin and end in the list of them, and that list."""
        low, size, across = self._grid
        flat = (self._corners[:, :, :2] - low) / size
        first = np.clip(np.floor(flat.min(1)).astype(np.int64), 0, across - 1)
        extent = np.clip(np.floor(flat.max(1)).astype(np.int64), 0, across - 1) - first + 1
        count = extent.prod(1)
        triangle = np.repeat(np.arange(len(flat)), count)
        order = np.arange(len(triangle)) - np.repeat(np.cumsum(count) - count, count)
        column = first[triangle] + np.column_stack([order // extent[triangle, 1], order % extent[triangle, 1]])
        cell = column[:, 0] * across[1] + column[:, 1]
        sorting = np.argsort(cell, kind="stable")
        bounds = np.searchsorted(cell[sorting], np.arange(int(across.prod()) + 1))
        return bounds[:-1], bounds[1:], triangle[sorting]

    def _cell(self, flat: Floats) -> npt.NDArray[np.int64]:
        low, size, across = self._grid
        column = np.clip(np.floor((flat - low) / size).astype(np.int64), 0, across - 1)
        return np.asarray(column[:, 0] * across[1] + column[:, 1])


def _cross2(first: Floats, second: Floats) -> Floats:
    return np.asarray(first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0])
