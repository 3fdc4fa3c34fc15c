"""What keeps a block's fibres taut: a contracting muscle does not bow out where it shortens.

Each line of nodes along u is a string under tension between its ends. The template's fibres are curved themselves,
over what lies beneath, drawn or not: that curve they keep, turned with the line between their ends. At neutral the
strings thus leave the template as it is; elsewhere they pull the fibres to the shortest way that bones and layers
leave them, whatever the direction in which a footprint faces. Where a muscle turns about the edge of a bone (its
gate), the string begins there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from glutview.biomech.transforms import Floats
from glutview.build.block_elements import flatten, node_numbers, node_volumes
from glutview.build.springs import Springs

_LEAST_SHARE = 0.25


@dataclass(frozen=True, eq=False)
class TautFibres:
    """The strings of one block.

    Attributes:
        rest: (ns, nt, nu, 3) template nodes, mm.
        along: (nu,) share of the way from the gate to the insertion; 0 before the gate.
        gate: number of the layer in which the strings begin.
        springs: of each piece of a line, between its two nodes.
    """

    rest: Floats
    along: Floats
    gate: int
    springs: Springs

    @staticmethod
    def of(rest: Floats, u: Floats, tension: float, gate_u: float) -> TautFibres:
        """The strings of template nodes.

        Args:
            rest: (ns, nt, nu, 3) mm.
            u: (nu,) layers.
            tension: per cross-section, in units of the tissue's shear modulus.
            gate_u: where they begin; 0 for those that run free.
        """
        gate = int(np.searchsorted(u, gate_u - 1e-9))
        along = np.clip((u - u[gate]) / (1 - u[gate]), 0, 1)
        length = np.linalg.norm(np.diff(rest, axis=2), axis=-1)
        section = _sections(rest) * np.ones(length.shape)
        stiffness = tension * section / np.maximum(length, 1e-3)
        number = node_numbers((rest.shape[0], rest.shape[1], rest.shape[2]))
        pairs = np.stack([number[:, :, :-1].ravel(), number[:, :, 1:].ravel()], axis=1)
        shares = np.tile([-1.0, 1.0], (len(pairs), 1))
        return TautFibres(rest, along, gate, Springs(pairs, shares, stiffness.ravel()))

    def curve(self, nodes: Floats) -> Floats:
        """(n, 3) where the fibres lie that nothing pushes aside, flattened, for the ends of nodes (ns, nt, nu, 3)."""
        start, end, end_now = self.rest[:, :, self.gate], self.rest[:, :, -1], nodes[:, :, -1]
        share = self.along[:, None]
        chord, now = (end - start)[:, :, None], (end_now - start)[:, :, None]
        bow = self.rest - start[:, :, None] - share * chord
        turned = _turned(bow, chord, now)
        curve = start[:, :, None] + share * now + turned
        curve[:, :, : self.gate] = self.rest[:, :, : self.gate]
        return flatten(curve)


def _sections(rest: Floats) -> Floats:
    """(ns, nt, 1) the cross-section each line stands for, mm2: its share of the block, the same all along."""
    halved = node_volumes(rest)
    halved[[0, -1]] *= 0.5
    halved[:, [0, -1]] *= 0.5
    length = np.linalg.norm(np.diff(rest, axis=2), axis=-1).sum(2)
    section = halved.sum(2) / np.maximum(length, 1e-9)
    # Where the block tapers to an edge nothing else holds a line.
    return np.asarray(np.maximum(section, _LEAST_SHARE * section.mean()))[:, :, None]


def _turned(vectors: Floats, before: Floats, after: Floats) -> Floats:
    """Vectors turned the shortest way that takes one direction to another; all (..., 3), broadcast."""
    a, b = (v / np.maximum(np.linalg.norm(v, axis=-1, keepdims=True), 1e-9) for v in (before, after))
    axis, cosine = np.cross(a, b), np.sum(a * b, axis=-1, keepdims=True)
    across = np.cross(axis, vectors)
    return np.asarray(vectors + across + np.cross(axis, across) / np.maximum(1 + cosine, 1e-6))
