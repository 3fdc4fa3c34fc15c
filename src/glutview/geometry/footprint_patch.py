"""The patch of bone on which one end of a muscle's block lies, between its superficial and its deep curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from glutview.geometry.curve import resample
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.surface_point import closest_points, positions


@dataclass(frozen=True, eq=False)
class FootprintPatch:
    """One end of a muscle.

    Attributes:
        superficial: (k, 3) points of the curve at t = 1, in order of s, mm.
        deep: (l, 3) points of the curve at t = 0, in order of s.
        surfaces: the structures that carry the patch.
        reach_mm: a node of the patch farther than this from every surface stays where it is; it belongs to
            the aponeurosis or septum that spans from one structure to the next.
    """

    superficial: Floats
    deep: Floats
    surfaces: Sequence[Mesh]
    reach_mm: float = 6.0

    def nodes(self, s: Floats, t: Floats) -> Floats:
        """(ns, nt, 3) nodes of the patch, laid on the surfaces."""
        top, bottom = resample(self.superficial, s), resample(self.deep, s)
        nodes = bottom[:, None] + (top - bottom)[:, None] * t[None, :, None]
        return self.laid(nodes.reshape(-1, 3)).reshape(nodes.shape)

    def laid(self, points: Floats) -> Floats:
        """(k, 3) points moved to the nearest surface, where one lies within reach."""
        found = np.stack([positions(mesh, closest_points(mesh, points)) for mesh in self.surfaces])
        gap = np.linalg.norm(found - points, axis=2)
        nearest = gap.argmin(0)
        rows = np.arange(len(points))
        near = gap[nearest, rows] <= self.reach_mm
        return np.where(near[:, None], found[nearest, rows], points)
