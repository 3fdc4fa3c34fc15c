"""Springs between the nodes of a block: each holds a weighted sum of a few nodes to what it is at their places."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from glutview.biomech.transforms import Floats
from glutview.build.block_elements import Ints, node_numbers, node_volumes


@dataclass(frozen=True, eq=False)
class Springs:
    """Springs of c nodes each.

    Attributes:
        nodes: (k, c) numbers of their nodes.
        shares: (k, c) weights of these; where they sum up to 0, a block moved as a whole strains none.
        stiffness: (k,) in units of the shear modulus times mm.
    """

    nodes: Ints
    shares: Floats
    stiffness: Floats

    def energy(self, x: Floats, places: Floats) -> float:
        """At node positions (n, 3), where the nodes would lie at (n, 3)."""
        off = np.einsum("kc,kcx->kx", self.shares, (x - places)[self.nodes])
        return 0.5 * float(self.stiffness @ np.sum(off**2, axis=1))

    def derivatives(self, x: Floats, places: Floats, gradient: Floats, band: Floats, first: int) -> None:
        """Add gradient and Hessian; arguments as for the elements."""
        _add(self.nodes, self.shares, self.stiffness, x - places, gradient, band, first)


def tethers(rest: Floats, firmness: float | Floats) -> Springs:
    """What holds each of rest nodes (ns, nt, nu, 3) to its own place, by the tissue that it stands for.

    `firmness` is in shear moduli per mm2, one for all or (ns, nt, nu).
    """
    number = node_numbers((rest.shape[0], rest.shape[1], rest.shape[2])).reshape(-1, 1)
    return Springs(number, np.ones(number.shape), (firmness * node_volumes(rest)).ravel())


@numba.njit(cache=True)
def _add(nodes, shares, stiffness, off, gradient, band, first):  # type: ignore[no-untyped-def]
    free = band.shape[1] // 3
    count = nodes.shape[1]
    for k in range(len(nodes)):
        for i in range(3):
            force = 0.0
            for a in range(count):
                force += shares[k, a] * off[nodes[k, a], i]
            for a in range(count):
                gradient[nodes[k, a], i] += stiffness[k] * shares[k, a] * force
        for a in range(count):
            na = nodes[k, a] - first
            if na < 0 or na >= free:
                continue
            for b in range(count):
                nb = nodes[k, b] - first
                if nb < 0 or nb > na:
                    continue
                factor = stiffness[k] * shares[k, a] * shares[k, b]
                for i in range(3):
                    band[3 * (na - nb), 3 * nb + i] += factor
