"""What holds a block's fibres side by side: no fibre leaves the line between its neighbours without need.

Muscle tissue that only resists strain and loss of volume can crease where it is shortened, and in a narrow place it
finds many ways to lie: which one then depends on how the solver came there. The sheets of connective tissue between
the bundles resist creases. So does this: each node is held to the line between its neighbours across the fan, and
to that between those through the thickness, as far from it as the taut fibres of :mod:`taut_fibres` have it.
Stretching, shearing and turning the block as a whole costs nothing here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from glutview.biomech.transforms import Floats
from glutview.build.block_elements import node_numbers

Ints = npt.NDArray[np.int64]
_LEAST_SPACING = 0.25


@dataclass(frozen=True, eq=False)
class Perimysium:
    """Triples of neighbours of one block.

    Attributes:
        nodes: (k, 3) numbers of a node's neighbour, the node, its other neighbour.
        shares: (k, 3) weights, together 0: what the node is off the line between its neighbours.
        stiffness: (k,) in units of the shear modulus times mm.
    """

    nodes: Ints
    shares: Floats
    stiffness: Floats

    @staticmethod
    def of(rest: Floats, lines: tuple[Floats, Floats, Floats], modulus: float) -> Perimysium:
        """The triples of template nodes (ns, nt, nu, 3) at grid lines s, t, u; `modulus` as the tissue's."""
        number = node_numbers((rest.shape[0], rest.shape[1], rest.shape[2]))
        volume = _node_volumes(rest)
        parts = []
        for axis in (0, 1):
            if rest.shape[axis] < 3:
                continue
            spacing = np.linalg.norm(np.gradient(rest, axis=axis), axis=-1)
            stiffness = modulus * volume / np.maximum(spacing, _LEAST_SPACING * spacing.mean()) ** 2
            before, here, after = (
                np.moveaxis(number, axis, 0)[start : len(lines[axis]) - 2 + start].reshape(rest.shape[axis] - 2, -1)
                for start in range(3)
            )
            step = np.diff(lines[axis])
            share = (step[1:] / (step[:-1] + step[1:]))[:, None] * np.ones(here.shape)
            held = np.moveaxis(stiffness, axis, 0)[1:-1].reshape(here.shape)
            parts.append(
                (
                    np.stack([before, here, after], axis=-1).reshape(-1, 3),
                    np.stack([-share, np.ones(here.shape), share - 1], axis=-1).reshape(-1, 3),
                    held.ravel(),
                )
            )
        nodes, shares, held = (np.concatenate(column) for column in zip(*parts, strict=True))
        return Perimysium(nodes.astype(np.int64), shares, held)

    def energy(self, x: Floats, curve: Floats) -> float:
        """At node positions (n, 3), the taut fibres at `curve` (n, 3)."""
        off = np.einsum("kc,kcx->kx", self.shares, (x - curve)[self.nodes])
        return 0.5 * float(self.stiffness @ np.sum(off**2, axis=1))

    def derivatives(self, x: Floats, curve: Floats, gradient: Floats, band: Floats, first: int) -> None:
        """Add gradient and Hessian; arguments as for the elements."""
        _add(self.nodes, self.shares, self.stiffness, x - curve, gradient, band, first)


def _node_volumes(rest: Floats) -> Floats:
    """(ns, nt, nu) tissue that each template node stands for, mm3."""
    s, t, u = (np.gradient(rest, axis=axis) for axis in range(3))
    return np.asarray(np.abs(np.einsum("ijkx,ijkx->ijk", np.cross(s, t), u)))


@numba.njit(cache=True)
def _add(nodes, shares, stiffness, off, gradient, band, first):  # type: ignore[no-untyped-def]
    free = band.shape[1] // 3
    for k in range(len(nodes)):
        for i in range(3):
            force = 0.0
            for a in range(3):
                force += shares[k, a] * off[nodes[k, a], i]
            for a in range(3):
                gradient[nodes[k, a], i] += stiffness[k] * shares[k, a] * force
        for a in range(3):
            na = nodes[k, a] - first
            if na < 0 or na >= free:
                continue
            for b in range(3):
                nb = nodes[k, b] - first
                if nb < 0 or nb > na:
                    continue
                factor = stiffness[k] * shares[k, a] * shares[k, b]
                for i in range(3):
                    band[3 * (na - nb), 3 * nb + i] += factor
