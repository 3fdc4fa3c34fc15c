"""Stretches of tube along a line: what nerves and vessels are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from glutview.geometry.mesh import Floats

WIDE_MM = 2.6
"""From this radius on a ring has more corners."""
_SIDES, _SIDES_OF_WIDE = 8, 12


@dataclass(frozen=True, eq=False)
class Limb:
    """A stretch of tube without forks.

    Attributes:
        centres: (k, 3) the middle of each ring, mm.
        radii_mm: (k,) half the breadth there.
        branch: (k,) number of the branch that a ring belongs to.
        along: (k,) share of that branch's length.
        flatness: (k,) thickness as a part of the breadth.
        facing: (k, 3) the direction of the thin axis; None where all is round.
        start: number of an earlier limb that it leaves; None for a rounded end.
        end: the same of its other end.
    """

    centres: Floats
    radii_mm: Floats
    branch: Floats
    along: Floats
    flatness: Floats
    facing: Floats | None = None
    start: int | None = None
    end: int | None = None

    @staticmethod
    def plain(centres: Floats, radii_mm: Floats) -> Limb:
        """A round limb that is a branch by itself, with both ends free."""
        steps = np.linalg.norm(np.diff(centres, axis=0), axis=1)
        along = np.concatenate([[0.0], np.cumsum(steps)]) / steps.sum()
        return Limb(centres, radii_mm, np.zeros(len(centres)), along, np.ones(len(centres)))


def frames(centres: Floats) -> tuple[Floats, Floats]:
    """Two unit vectors (k, 3) across the line at each of its points, turning with it as little as possible."""
    along = np.gradient(centres, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    first = np.empty_like(centres)
    start = np.eye(3)[np.argmin(np.abs(along[0]))]
    for row, direction in enumerate(along):
        before = start if row == 0 else first[row - 1]
        across = before - (before @ direction) * direction
        first[row] = across / np.linalg.norm(across)
    return first, np.cross(along, first)


class Tube:
    """A limb with its rings.

    Attributes:
        rings: (k, sides, 3) their corners, counter-clockwise about the direction of the limb.
        numbers: (k, sides) of these vertices in the wall.
        taken: (k, sides) which quadrilaterals, each named by its first corner, are a collar's or are not there.
    """

    def __init__(self, limb: Limb) -> None:
        self.limb = limb
        tangent = np.gradient(limb.centres, axis=0)
        self.tangent = tangent / np.linalg.norm(tangent, axis=1, keepdims=True)
        if limb.facing is None:
            self.broad, self.thin = frames(limb.centres)
        else:
            broad = np.cross(limb.facing, self.tangent)
            self.broad = broad / np.linalg.norm(broad, axis=1, keepdims=True)
            self.thin = np.cross(self.tangent, self.broad)
        sides = _SIDES_OF_WIDE if limb.radii_mm.max() >= WIDE_MM else _SIDES
        self.rings = limb.centres[:, None] + self.across(sides, 1.0)
        self.numbers = np.full((len(limb.centres), sides), -1, dtype=np.int64)
        self.taken = np.ones((len(limb.centres), sides), dtype=bool)

    def across(self, sides: int, share: float) -> Floats:
        """(k, sides, 3) from the middle of each ring to its corners, times `share`."""
        turn = np.linspace(0, 2 * np.pi, sides, endpoint=False)[None, :, None]
        thin = (self.limb.flatness[:, None] * self.thin)[:, None]
        ring = np.cos(turn) * self.broad[:, None] + np.sin(turn) * thin
        return np.asarray(share * self.limb.radii_mm[:, None, None] * ring)

    def nearest(self, point: Floats) -> tuple[float, Floats, float]:
        """The place along the rings nearest to a point, the direction to it from there, and how far the wall is.

        Returns:
            Ring number with its fraction; (3,) unit vector; mm from wall to point, negative inside.
        """
        centres = self.limb.centres
        steps = np.diff(centres, axis=0)
        length = np.einsum("kx,kx->k", steps, steps)
        share = np.clip(np.einsum("kx,kx->k", point - centres[:-1], steps) / length, 0, 1)
        offset = point - (centres[:-1] + share[:, None] * steps)
        k = int(np.argmin(np.einsum("kx,kx->k", offset, offset)))
        place, gap = k + float(share[k]), float(np.linalg.norm(offset[k]))
        way = offset[k] / gap if gap > 0 else self.thin[k]
        row = round(place)
        flat = np.array([1.0, self.limb.flatness[row]]) * self.limb.radii_mm[row]
        on_axes = np.array([way @ self.broad[row], way @ self.thin[row]])
        reach = 1.0 / max(float(np.linalg.norm(on_axes / flat)), 1e-9)
        return place, way, gap - min(reach, float(flat[0]))
