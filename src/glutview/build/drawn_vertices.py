"""Vertices of a drawn muscle, as its block carries them: what is seen in a bone is these, not the block's samples.

The drawn surface is curved between the nodes of the block. Where a bone's edge is sharp, vertices came to lie 2 mm in
it where samples on the flat sides of the cells lay 0.7.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glutview.biomech.block_interpolation import interpolate
from glutview.biomech.deformation import femur_share
from glutview.biomech.transforms import Floats, apply
from glutview.build.block_contact import distance_kept, margins_along
from glutview.build.block_elements import node_numbers
from glutview.geometry.distance import Distances
from glutview.geometry.mesh import Mesh

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_MOST = 4000


@dataclass(frozen=True, eq=False)
class DrawnVertices:
    """Evenly chosen vertices of a muscle that belong to no footprint.

    Attributes:
        rest: (k, 3) at neutral, mm.
        place: (k, 3) s, t, u.
        lines: grid lines s, t, u of the block's nodes.
        weights: (k, n) of the nodes' displacements in theirs; nodes as the block numbers them.
    """

    rest: Floats
    place: Floats
    lines: tuple[Floats, Floats, Floats]
    weights: csr_matrix

    @staticmethod
    def of(mesh: Mesh, lines: tuple[Floats, Floats, Floats]) -> DrawnVertices:
        """Those of a mesh with the fields s, t, u, at rest."""
        from scipy.sparse import csr_matrix

        free = np.flatnonzero((mesh.fields["u"] > 0) & (mesh.fields["u"] < 1))
        rows = free[:: -(-len(free) // _MOST)]
        place = np.column_stack([mesh.fields[name][rows] for name in "stu"]).astype(np.float64)
        number = node_numbers((len(lines[0]), len(lines[1]), len(lines[2])))
        every = np.eye(number.size, dtype=np.float32)[:, number]
        weights = csr_matrix(interpolate(every, lines, place), dtype=np.float64)
        return DrawnVertices(mesh.vertices[rows], place, lines, weights)

    @property
    def freedom(self) -> Floats:
        """(k,) how far each moves along a gradient if every node is free: the square of its weights."""
        return np.asarray(self.weights.multiply(self.weights).sum(1)).ravel()

    def carried(self, femur: Floats) -> Floats:
        """(k, 3) as the bones alone carry them, the femur moved by (4, 4)."""
        share = femur_share(self.place[:, 2])[:, None]
        return np.asarray((1 - share) * self.rest + share * apply(femur, self.rest))

    def positions(self, beyond: Floats, femur: Floats) -> Floats:
        """(k, 3) where nodes lie (n, 3) beyond where the bones alone carry them."""
        return np.asarray(self.carried(femur) + self.weights @ beyond)

    def shapes(self, modes: Floats) -> Floats:
        """(k, K) values of modes (K, ns, nt, nu)."""
        return np.ascontiguousarray(interpolate(modes, self.lines, self.place), dtype=np.float64)

    def margins(self, at_rest: Distances, bed_mm: float = 0.0) -> Floats:
        """(k,) distance that each keeps from what must not be entered, as a block's samples do, mm."""
        closest = at_rest.value_and_gradient(self.rest)[0]
        return distance_kept(closest, margins_along(self.place[:, 2]), bed_mm)
