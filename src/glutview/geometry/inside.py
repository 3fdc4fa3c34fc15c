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
_ROOM = 1e-4
"""What is further from a line, mm, is not met by it."""


@dataclass(frozen=True, eq=False)
class Body:
    """The space that a closed, outward-oriented surface encloses."""

    mesh: Mesh

    def contains(self, points: Floats) -> Bools:
        """(k,) which of (k, 3) points lie inside: the surface winds about them, counted along the third axis."""
        inside = np.zeros(len(points), dtype=bool)
        # Axis by axis, here as below: numpy goes through (k, 3) several times slower than through (k,).
        low, high = self._box
        within = [(axis > low[i]) & (axis < high[i]) for i, axis in enumerate(points.T)]
        near = np.flatnonzero(within[0] & within[1] & within[2])
        if not len(near) or not len(self.mesh.faces):
            return inside
        place = points[near] + np.append(_SHIFT, 0.0)
        first, after, triangles = self._columns
        cell = self._cell(place[:, :2])
        count = after[cell] - first[cell]
        row = np.repeat(np.arange(len(near)), count)
        order = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
        triangle = triangles[first[cell][row] + order]
        above = self._tops[triangle] > place[row, 2]
        row, triangle = row[above], triangle[above]
        (ax, ay, az), (bx, by, bz), (cx, cy, cz) = self._components[:, :, triangle]
        x, y, z = place.T[:, row]
        area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        safe = np.where(area == 0, 1.0, area)
        second = ((x - ax) * (cy - ay) - (y - ay) * (cx - ax)) / safe
        third = ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / safe
        height = az + second * (bz - az) + third * (cz - az)
        met = (area != 0) & (second >= 0) & (third >= 0) & (second + third <= 1) & (height > z)
        turns = np.bincount(row[met], weights=np.sign(area[met]), minlength=len(near))
        inside[near] = np.round(turns) != 0
        return inside

    def for_points(self, points: Floats) -> Body:
        """Enough of it to tell which of (k, 3) points lie inside: faster, where it is asked once for a few.

        Left out are the triangles that no line upward from any of the points meets.
        """
        if not len(points):
            return self
        low, high = self.mesh.boxes()
        lowest, highest = points.min(0) - _ROOM, points.max(0) + _ROOM
        above = high[:, 2] >= lowest[2]
        for axis in range(2):
            above &= (high[:, axis] >= lowest[axis]) & (low[:, axis] <= highest[axis])
        return Body(Mesh(self.mesh.vertices, self.mesh.faces[above]))

    def depth(self, points: Floats) -> Floats:
        """(k,) mm from each of (k, 3) points to the surface; 0 for those outside."""
        depth = np.zeros(len(points))
        rows = np.flatnonzero(self.contains(points))
        if len(rows):
            depth[rows] = np.linalg.norm(lookup(self.mesh).feet(points[rows]) - points[rows], axis=1)
        return depth

    @cached_property
    def _components(self) -> Floats:
        """(3, 3, m) the corners' coordinates, the corner before the axis."""
        return np.ascontiguousarray(np.moveaxis(self.mesh.corners(), 0, -1))

    @cached_property
    def _tops(self) -> Floats:
        """(m,) how high each triangle reaches."""
        first, second, third = self._components[:, 2]
        return np.asarray(np.maximum(np.maximum(first, second), third))

    @cached_property
    def _box(self) -> tuple[Floats, Floats]:
        """Lower and upper corner, (3,) each."""
        axes = self.mesh.vertices.T
        return np.array([axis.min() for axis in axes]), np.array([axis.max() for axis in axes])

    @cached_property
    def _grid(self) -> tuple[Floats, float, npt.NDArray[np.int64]]:
        """Lower corner, size and number of the columns' cells across."""
        low, high = (corner[:2] for corner in self._box)
        size = max(float(np.ptp(self._components[:, :2], axis=0).mean()), 1e-3)
        return low, size, np.floor((high - low) / size).astype(np.int64) + 1

    @cached_property
    def _columns(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Of each cell, where its triangles begin and end in the list of them, and that list."""
        low, size, across = self._grid
        flat = (self._components[:, :2] - low[:, None]) / size
        first = np.clip(np.floor(flat.min(0)).astype(np.int64), 0, across[:, None] - 1).T
        extent = np.clip(np.floor(flat.max(0)).astype(np.int64), 0, across[:, None] - 1).T - first + 1
        count = extent[:, 0] * extent[:, 1]
        triangle = np.repeat(np.arange(len(first)), count)
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
