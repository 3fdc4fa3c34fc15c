"""Which cells of a muscle's block are turned inside out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

FLAT = 0.1
"""A place whose determinant is less than this share of its cell's mean is flat, or inside out at rest already: no
tissue that could be turned is there, and none is solved."""

Nodes = npt.NDArray[np.floating]
Bools = npt.NDArray[np.bool_]
_NEARER = (1 + 3**-0.5) / 2
"""Weight of the nearer end at a Gauss point of two."""


@dataclass(frozen=True, eq=False)
class CellVolumes:
    """How the cells of a block lie at rest, at the eight Gauss points of each: where a solver sums up its tissue.

    Attributes:
        orientation: 1 where the determinants of the block are above 0, -1 of a left-handed one.
        counted: (8, ns-1, nt-1, nu-1) whether the point says anything; see :data:`FLAT`.
    """

    orientation: float
    counted: Bools

    @staticmethod
    def of(rest: Nodes) -> CellVolumes:
        """The cells of a block of nodes (ns, nt, nu, 3) at rest."""
        volumes = determinants(rest)
        orientation = float(np.sign(volumes.sum()))
        least = np.maximum(FLAT * np.abs(volumes.mean(0)), np.finfo(volumes.dtype).tiny)
        return CellVolumes(orientation, volumes * orientation >= least)

    def turned(self, nodes: Nodes) -> Bools:
        """(ns-1, nt-1, nu-1) the cells in which a determinant has changed its sign.

        Args:
            nodes: where the block's nodes are, (ns, nt, nu, 3) or one after the other, (n, 3).
        """
        placed = nodes.reshape(*(count + 1 for count in self.counted.shape[1:]), 3)
        return np.asarray(((determinants(placed) * self.orientation <= 0) & self.counted).any(0))


def determinants(nodes: Nodes) -> Nodes:
    """(8, ns-1, nt-1, nu-1) mm³: of the trilinear map of each cell, at its Gauss points, those of u fastest.

    Args:
        nodes: (ns, nt, nu, 3) mm.
    """
    # Component by component: numpy goes through (..., 3) several times slower.
    parts = [np.ascontiguousarray(axis) for axis in np.moveaxis(nodes, -1, 0)]
    edges = [[np.diff(part, axis=way) for part in parts] for way in range(3)]
    cells = tuple(count - 1 for count in parts[0].shape)
    found = np.empty((8, *cells), dtype=parts[0].dtype)
    for place, sides in enumerate(product((0, 1), repeat=3)):
        (ax, ay, az), (bx, by, bz), (cx, cy, cz) = (
            [_between(edge, way, sides) for edge in edges[way]] for way in range(3)
        )
        found[place] = ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)
    return found


def _between(edges: Nodes, way: int, sides: tuple[int, ...]) -> Nodes:
    """Edges along one way, taken between the four of each cell at a Gauss point."""
    for axis in range(3):
        if axis == way:
            continue
        low, high = np.delete(edges, -1, axis), np.delete(edges, 0, axis)
        share = _NEARER if sides[axis] == 0 else 1 - _NEARER
        edges = share * low + (1 - share) * high
    return edges
