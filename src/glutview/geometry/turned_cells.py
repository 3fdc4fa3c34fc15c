"""Which cells of a muscle's block are turned inside out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

FLAT = 0.1
"""A corner whose determinant is less than this share of its cell's mean is flat: its sign says nothing."""

Nodes = npt.NDArray[np.floating]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class CellCorners:
    """How the corners of a block's cells are turned at rest.

    Attributes:
        positive: (8, ns-1, nt-1, nu-1) whether the determinant of the three edges along s, t and u that meet in a
            corner is above 0.
        counted: (8, ns-1, nt-1, nu-1) whether the corner says anything; see :data:`FLAT`.
    """

    positive: Bools
    counted: Bools

    @staticmethod
    def of(rest: Nodes) -> CellCorners:
        """The corners of a block of nodes (ns, nt, nu, 3) at rest."""
        volumes = determinants(rest)
        size = np.abs(volumes)
        return CellCorners(volumes > 0, size >= FLAT * np.maximum(size.mean(0), np.finfo(size.dtype).tiny))

    def turned(self, nodes: Nodes) -> Bools:
        """(ns-1, nt-1, nu-1) the cells of which a corner has changed its sign, the block's nodes being at `nodes`."""
        return np.asarray((((determinants(nodes) > 0) != self.positive) & self.counted).any(0))


def determinants(nodes: Nodes) -> Nodes:
    """(8, ns-1, nt-1, nu-1) mm³: of the edges along s, t and u that meet in each corner of each cell.

    Args:
        nodes: (ns, nt, nu, 3) mm.
    """
    # Component by component: numpy goes through (..., 3) several times slower.
    x, y, z = (np.ascontiguousarray(axis) for axis in np.moveaxis(nodes, -1, 0))
    across, through, along = ([np.diff(axis, axis=way) for axis in (x, y, z)] for way in range(3))
    cells = tuple(count - 1 for count in x.shape)
    found = np.empty((8, *cells), dtype=x.dtype)
    for corner, (s, t, u) in enumerate(product((0, 1), repeat=3)):
        at_s, at_t, at_u = (slice(side, side + count) for side, count in zip((s, t, u), cells, strict=True))
        ax, ay, az = (edge[:, at_t, at_u] for edge in across)
        bx, by, bz = (edge[at_s, :, at_u] for edge in through)
        cx, cy, cz = (edge[at_s, at_t, :] for edge in along)
        found[corner] = ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)
    return found
