"""The nearest of fixed nodes to points that move a little from one question to the next."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Floats

_TIE_MM = 1e-6
Rows = npt.NDArray[np.int64]


class NearestNode:
    """Answers as a search anew would; yet searches only for those points that moved far enough to change nodes.

    While a point has moved by less than half of what its second node is farther away than its first, the first stays
    the nearest.
    """

    def __init__(self, nodes: Floats) -> None:
        """Begin with nodes (n, 3), mm; two at least."""
        from scipy.spatial import cKDTree

        self._tree = cKDTree(nodes)
        self._from = np.empty((0, 3))
        self._slack = np.empty(0)
        self._nearest: Rows = np.empty(0, dtype=np.int64)

    def to(self, points: Floats) -> Rows:
        """(k,) number of the node nearest to each of (k, 3) points: as many, in the same order, at every question."""
        if len(points) != len(self._from):
            self._from = np.full(points.shape, np.inf)
            self._slack = np.full(len(points), -np.inf)
            self._nearest = np.zeros(len(points), dtype=np.int64)
            moved = np.arange(len(points))
        else:
            way = points - self._from
            moved = np.flatnonzero(np.einsum("kx,kx->k", way, way) >= self._slack**2)
        if len(moved):
            self._search(points, moved)
        return self._nearest

    def _search(self, points: Floats, rows: Rows) -> None:
        gaps, found = (np.asarray(column) for column in self._tree.query(points[rows], k=2))
        self._from[rows] = points[rows]
        self._slack[rows] = np.maximum((gaps[:, 1] - gaps[:, 0]) / 2 - _TIE_MM, 0.0)
        self._nearest[rows] = found[:, 0]
        # Of two equally near ones that which a search for a single node finds.
        tied = rows[self._slack[rows] == 0]
        if len(tied):
            self._nearest[tied] = self._tree.query(points[tied])[1]
