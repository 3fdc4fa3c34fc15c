"""What keeps a block out of bones and out of the layer beneath: a penalty on sampled depth.

Samples lie 3 x 3 to a cell on the four sides of the block (its ends are footprints). Where a sample comes closer
than its margin, the penalty pushes it along the gradient of the distance. What lies closer than that in the template
may stay so: the template is drawn as it is, and must not start to creep where nothing moves. And what is bedded in
something may sink into it by a little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numba
import numpy as np

from glutview.biomech.transforms import inverse
from glutview.build.block_elements import Floats, Ints, flatten, node_numbers
from glutview.geometry.distance import Distances

_MARGIN_MM = 0.5
_STIFFNESS = 600.0
BONE_STIFFENING_MM, LAYER_STIFFENING_MM = 0.3, 0.6
"""By how much a sample may come too close before that costs twice as much: tips that meet few samples are kept out
by those alone."""
_FOOTPRINT = 0.1
# A template may lie this deep in bone or layer before the solver pushes it out.
_CONDONED_MM = 0.5
_WITHIN_CELL = (1 / 6, 1 / 2, 5 / 6)


@dataclass(frozen=True, eq=False)
class Obstacle:
    """What must not be entered.

    Attributes:
        field: as it lies in a pose.
        margins: (k,) the distance that each sample of a block, or each drawn vertex, keeps from it, mm.
        stiffening_mm: at this lack of distance the penalty has become twice as stiff.
    """

    field: Distances
    margins: Floats
    stiffening_mm: float = BONE_STIFFENING_MM


@dataclass(frozen=True, eq=False)
class MovedField:
    """A field carried by a rigid transform (4, 4)."""

    still: Distances
    transform: Floats

    def value_and_gradient(self, points: Floats) -> tuple[Floats, Floats]:
        """As :class:`Distances`."""
        back = inverse(self.transform)
        value, gradient = self.still.value_and_gradient(points @ back[:3, :3].T + back[:3, 3])
        return value, gradient @ self.transform[:3, :3].T


@dataclass(frozen=True, eq=False)
class ContactSamples:
    """Samples on a block's sides.

    Attributes:
        nodes: (k, 4) numbers of the face's corners.
        weights: (k, 4) bilinear weights.
        areas: (k,) rest area each stands for, mm2.
        margins: (k,) distance to be kept, mm: none at the footprints, which lie on their bone.
    """

    nodes: Ints
    weights: Floats
    areas: Floats
    margins: Floats

    @staticmethod
    def of(rest: Floats, u: Floats) -> ContactSamples:
        """Samples of rest nodes (ns, nt, nu, 3) at layers `u`."""
        number = node_numbers((rest.shape[0], rest.shape[1], rest.shape[2]))
        flat = flatten(rest)
        faces = [number[0], number[-1], number[:, 0], number[:, -1]]
        corners = np.concatenate(
            [np.stack([f[:-1, :-1], f[1:, :-1], f[1:, 1:], f[:-1, 1:]], -1).reshape(-1, 4) for f in faces]
        )
        a, b = (grid.ravel() for grid in np.meshgrid(_WITHIN_CELL, _WITHIN_CELL, indexing="ij"))
        weights = np.stack([(1 - a) * (1 - b), a * (1 - b), a * b, (1 - a) * b], axis=1)
        p = flat[corners]
        area = np.linalg.norm(np.cross(p[:, 2] - p[:, 0], p[:, 3] - p[:, 1]), axis=1) / 2
        nodes = np.repeat(corners, len(weights), axis=0)
        shares = np.tile(weights, (len(corners), 1))
        layer = np.empty(number.size)
        layer[number] = u
        along = np.einsum("kc,kc->k", shares, layer[nodes])
        return ContactSamples(nodes, shares, np.repeat(area / len(weights), len(weights)), margins_along(along))

    def positions(self, x: Floats) -> Floats:
        """(k, 3) at node positions (n, 3)."""
        found: Floats = places(self.nodes, self.weights, x)
        return found

    def kept(self, at_rest: Distances, rest: Floats, bed_mm: float = 0.0) -> Floats:
        """(k,) distance that each keeps from what must not be entered, mm.

        Args:
            at_rest: that, as it lies at neutral.
            rest: (n, 3) template nodes.
            bed_mm: how deep it may be entered all the same, but at the footprints.
        """
        return distance_kept(at_rest.value_and_gradient(self.positions(rest))[0], self.margins, bed_mm)

    def energy(self, x: Floats, obstacles: Sequence[Obstacle]) -> float:
        """The penalty's energy at node positions (n, 3)."""
        points = self.positions(x)
        total = 0.0
        for body in obstacles:
            lack = np.maximum(body.margins - body.field.value_and_gradient(points)[0], 0)
            total += 0.5 * _STIFFNESS * float(self.areas @ (lack**2 * (1 + 0.5 * (lack / body.stiffening_mm) ** 2)))
        return total

    def derivatives(
        self, x: Floats, obstacles: Sequence[Obstacle], gradient: Floats, band: Floats, first: int
    ) -> None:
        """Add gradient and (positive part of the) Hessian; arguments as for the elements."""
        points = self.positions(x)
        for body in obstacles:
            value, slope = body.field.value_and_gradient(points)
            hit = np.flatnonzero(value < body.margins)
            lack = body.margins[hit] - value[hit]
            per_mm, squared = _STIFFNESS * self.areas[hit], (lack / body.stiffening_mm) ** 2
            force, stiffness = -per_mm * lack * (1 + squared), per_mm * (1 + 3 * squared)
            _add(self.nodes[hit], self.weights[hit], slope[hit], stiffness, force, gradient, band, first)

    def deepest(self, x: Floats, obstacles: Sequence[Obstacle]) -> float:
        """Deepest penetration of a sample, mm; 0 where nothing penetrates."""
        points = self.positions(x)
        return max([0.0, *(-float(body.field.value_and_gradient(points)[0].min()) for body in obstacles)])


def margins_along(u: Floats) -> Floats:
    """(k,) distance to be kept by what lies at (k,) along a fibre, mm: none at the footprints."""
    return np.asarray(_MARGIN_MM * np.clip(np.minimum(u, 1 - u) / _FOOTPRINT, 0, 1))


def distance_kept(closest: Floats, margins: Floats, bed_mm: float) -> Floats:
    """(k,) what is kept of margins (k,) by what is so close (k,) at rest, and may be bedded so deep, mm."""
    kept = np.clip(closest, -_CONDONED_MM, margins)
    if bed_mm:
        kept = np.minimum(kept, -bed_mm * margins / _MARGIN_MM)
    return np.asarray(kept)


@numba.njit(cache=True)
def places(nodes, weights, x):  # type: ignore[no-untyped-def]
    """(k, 3) at node positions (n, 3) of samples with corners (k, 4) and weights (k, 4)."""
    found = np.zeros((len(nodes), 3))
    for k in range(len(nodes)):
        for c in range(4):
            for i in range(3):
                found[k, i] += weights[k, c] * x[nodes[k, c], i]
    return found


@numba.njit(cache=True)
def _add(nodes, weights, slope, stiffness, force, gradient, band, first):  # type: ignore[no-untyped-def]
    free = band.shape[1] // 3
    for k in range(len(nodes)):
        for a in range(4):
            for i in range(3):
                gradient[nodes[k, a], i] += force[k] * weights[k, a] * slope[k, i]
            na = nodes[k, a] - first
            if na < 0 or na >= free:
                continue
            for b in range(4):
                nb = nodes[k, b] - first
                if nb < 0 or nb > na:
                    continue
                factor = stiffness[k] * weights[k, a] * weights[k, b]
                for i in range(3):
                    for j in range(3):
                        row = 3 * na + i
                        column = 3 * nb + j
                        if row >= column:
                            band[row - column, column] += factor * slope[k, i] * slope[k, j]
