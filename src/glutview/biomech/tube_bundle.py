"""Many tubes posed at once: numpy takes as long for fifty short lists as for one that is fifty times as long.

The middle of each ring goes where its waypoints carry it; the ring turns with the line through the middles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from glutview.biomech.tube_rig import Numbers, TubeRig
from glutview.geometry.mesh import Faces, Floats


@dataclass(frozen=True, eq=False)
class TubeBundle:
    """Rigs behind each other: of n vertices, m rings and k waypoints altogether.

    Attributes:
        rigs: of each tube.
        corners: (k, 4) vertex numbers in what each waypoint rests on.
        ends: (len(rigs) + 1,) each tube's first vertex; the last is n.
    """

    rigs: tuple[TubeRig, ...]
    corners: Faces
    ends: Numbers
    _weights: Floats
    _lift_mm: Floats
    _middles: Floats
    _ring: Numbers
    _before: Numbers
    _after: Numbers
    _off: Floats
    """(3, n) from the middles of the rings, at rest."""

    @staticmethod
    def of(rigs: Sequence[TubeRig]) -> TubeBundle:
        """The rigs of at least one tube."""
        first = np.cumsum([0, *(len(rig.middles) for rig in rigs)])[:-1]

        def numbers(name: str) -> Numbers:
            each = (getattr(rig, name) + start for rig, start in zip(rigs, first, strict=True))
            return np.concatenate(list(each))

        middles = np.concatenate([rig.middles for rig in rigs])
        ring = numbers("ring")
        return TubeBundle(
            tuple(rigs),
            np.concatenate([rig.corners for rig in rigs]),
            np.cumsum([0, *(len(rig.rest) for rig in rigs)]),
            np.concatenate([rig.weights for rig in rigs]),
            np.concatenate([rig.lift_mm for rig in rigs]),
            middles,
            ring,
            numbers("before"),
            numbers("after"),
            np.ascontiguousarray((np.concatenate([rig.rest for rig in rigs]) - middles[ring]).T),
        )

    def posed(self, rest: Floats, moved: Floats) -> Floats:
        """(3, n) the tubes' vertices, given the places (k, 4, 3) of their waypoints' corners at rest and moved."""
        turn = np.matmul(_axes(moved), _axes(rest).transpose(0, 2, 1))
        shift = self._positions(moved) - np.einsum("kxy,ky->kx", turn, self._positions(rest))
        carried = self._shared(np.concatenate([turn.reshape(-1, 9), shift], axis=1))
        middles = np.einsum("mxy,my->mx", carried[:, :9].reshape(-1, 3, 3), self._middles) + carried[:, 9:]
        axis, nearer = self._bend(middles)
        x, y, z = axis.take(self._ring, axis=1)
        u, v, w = self._off
        # Turned by the bend of its ring: off + axis x off + nearer axis x (axis x off).
        first = (y * w - z * v, z * u - x * w, x * v - y * u)
        second = (y * first[2] - z * first[1], z * first[0] - x * first[2], x * first[1] - y * first[0])
        share = nearer.take(self._ring)
        posed = np.asarray(middles.T.take(self._ring, axis=1))
        for row, off, once, twice in zip(posed, self._off, first, second, strict=True):
            row += off
            row += once
            row += share * twice
        return posed

    def _positions(self, corners: Floats) -> Floats:
        """(k, 3) waypoints, given the places (k, 4, 3) of their corners."""
        # With the first corner again as the fourth, the diagonals of a triangle are two of its sides.
        normals = _cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1])
        length = np.sqrt(np.einsum("kx,kx->k", normals, normals))
        lift = np.divide(self._lift_mm, length, out=np.zeros_like(length), where=length > 0)
        return np.asarray(np.einsum("kc,kcx->kx", self._weights, corners) + lift[:, None] * normals)

    def _shared(self, values: Floats) -> Floats:
        """(m, c) what the waypoints' values (k, c) come to in each ring."""
        found, start = [], 0
        for rig in self.rigs:
            end = start + rig.shares.shape[1]
            found.append(rig.shares @ values[start:end])
            start = end
        return np.concatenate(found)

    def _bend(self, middles: Floats) -> tuple[Floats, Floats]:
        """By what the rings turn from rest: axes (3, m), as long as the sine; and 1 / (1 + cosine), (m,)."""
        way, now = self._way, self._directions(middles)
        return _cross(way, now).T, 1.0 / np.maximum(1.0 + np.einsum("mx,mx->m", way, now), 0.2)

    @cached_property
    def _way(self) -> Floats:
        return self._directions(self._middles)

    def _directions(self, middles: Floats) -> Floats:
        step = middles[self._after] - middles[self._before]
        return np.asarray(step / np.maximum(np.linalg.norm(step, axis=1, keepdims=True), 1e-9))


def _axes(corners: Floats) -> Floats:
    """(k, 3, 3) three directions at right angles, as columns, that turn with the corners (k, 4, 3)."""
    along = corners[:, 2] - corners[:, 0]
    normal = _cross(along, corners[:, 3] - corners[:, 1])
    axes = np.stack([along, normal, _cross(along, normal)], axis=2)
    return np.asarray(axes / np.maximum(np.linalg.norm(axes, axis=1, keepdims=True), 1e-12))


def _cross(first: Floats, second: Floats) -> Floats:
    """(n, 3) cross products; numpy's own takes several times as long."""
    x, y, z = first.T
    u, v, w = second.T
    return np.stack([y * w - z * v, z * u - x * w, x * v - y * u], axis=1)
