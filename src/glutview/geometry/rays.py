"""Where straight lines meet a surface: many short ones at once.

By Möller and Trumbore (1997), doi:10.1080/10867651.1997.10487468.
"""

from __future__ import annotations

import numpy as np

from glutview.geometry.mesh import Floats, Mesh

_PIECE_MM = 8.0
"""Lines are searched piece by piece: the longer a piece, the more triangles lie about it in vain."""


class Rays:
    """Finds where lines meet one surface; what that needs is made once."""

    def __init__(self, mesh: Mesh) -> None:
        from scipy.spatial import cKDTree

        self._corners = mesh.corners()
        centres = self._corners.mean(1)
        self._centres = cKDTree(centres)
        self._reach = float(np.linalg.norm(self._corners - centres[:, None], axis=2).max(initial=0.0))

    def first(self, starts: Floats, directions: Floats, farthest_mm: float) -> Floats:
        """(k,) mm to where each line first meets the surface, from either side; infinite if not within `farthest_mm`.

        Args:
            starts: (k, 3) mm.
            directions: (k, 3) unit vectors.
            farthest_mm: how far a line goes.
        """
        found = np.full(len(starts), np.inf)
        begin = 0.0
        while begin < farthest_mm:
            end = min(begin + _PIECE_MM, farthest_mm)
            open_ = np.flatnonzero(np.isinf(found))
            if not len(open_):
                break
            found[open_] = self._within(starts[open_], directions[open_], begin, end)
            begin = end
        return found

    def _within(self, starts: Floats, directions: Floats, begin: float, end: float) -> Floats:
        middle = starts + directions * ((begin + end) / 2)
        radius = np.full(len(middle), (end - begin) / 2 + self._reach)
        lists = [np.asarray(one, dtype=np.int64) for one in self._centres.query_ball_point(middle, radius)]
        counts = np.array([len(one) for one in lists], dtype=np.int64)
        found = np.full(len(starts), np.inf)
        if not counts.sum():
            return found
        line = np.repeat(np.arange(len(starts)), counts)
        triangle = np.concatenate(lists)
        away = _meeting(starts[line], directions[line], self._corners[triangle])
        away[(away < begin) | (away > end)] = np.inf
        np.minimum.at(found, line, away)
        return found


def _meeting(starts: Floats, directions: Floats, corners: Floats) -> Floats:
    """(k,) mm along each line to the triangle (k, 3, 3) of the same row, infinite if it is missed."""
    a, b, c = np.moveaxis(corners, 1, 0)
    u, v = b - a, c - a
    p = np.cross(directions, v)
    area = np.einsum("kx,kx->k", u, p)
    safe = np.where(area == 0, 1.0, area)
    s = starts - a
    second = np.einsum("kx,kx->k", s, p) / safe
    q = np.cross(s, u)
    third = np.einsum("kx,kx->k", directions, q) / safe
    away = np.einsum("kx,kx->k", v, q) / safe
    hit = (area != 0) & (second >= 0) & (third >= 0) & (second + third <= 1) & (away >= 0)
    return np.where(hit, away, np.inf)
