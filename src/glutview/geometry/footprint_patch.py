"""The patch of bone on which one end of a muscle's block lies, between its superficial and its deep curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from glutview.geometry.curve import resample
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.surface_point import feet_of_each, lookup, normals, positions

_ON_MM = 0.05
_NEAR_MM = 12.0
_LIFT, _LIFT_MM, _NARROW_MM = 0.5, 5.0, 12.0
"""How far a place between both edges is lifted before it is laid: of their distance beyond a narrow one; at most."""
_ROUND = 0.9
"""Over which part of its width the end of a patch is rounded."""


@dataclass(frozen=True, eq=False)
class FootprintPatch:
    """One end of a muscle.

    Attributes:
        superficial: (k, 3) points of the curve at t = 1, in order of s, mm.
        deep: (l, 3) points of the curve at t = 0, in order of s.
        surfaces: the structures that carry the patch.
        reach_mm: a point of an edge farther than this from every surface stays where it is; it belongs to the
            aponeurosis or septum that spans from one structure to the next. Within half of it the point is
            laid on the surface.
        end_mm: width that is left at the front and the back end of the patch.
    """

    superficial: Floats
    deep: Floats
    surfaces: Sequence[Mesh]
    reach_mm: float = 5.0
    end_mm: float = 2.4

    def curves(self, s: Floats) -> tuple[Floats, Floats]:
        """(k, 3) superficial and deep edge at `s` (k,), laid on the surfaces; both ends of the patch are rounded."""
        top, bottom = resample(self.superficial, s), resample(self.deep, s)
        middle, half = (top + bottom) / 2, (top - bottom) / 2
        width = 2 * np.linalg.norm(half, axis=1)
        place = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(middle, axis=0), axis=1))])
        distance = np.minimum(place, place[-1] - place) / np.maximum(_ROUND * width, 1e-6)
        share = np.sqrt(1 - (1 - np.clip(distance, 0, 1)) ** 2)
        share = np.maximum(share, np.minimum(1.0, self.end_mm / np.maximum(width, 1e-6)))
        lift = self._lift(bottom, top, (1 + share) / 2)
        half = half * share[:, None]
        return self.laid(middle + half + lift), self.laid(middle - half + lift)

    def nodes(self, s: Floats, t: Floats) -> Floats:
        """(ns, nt, 3) nodes of the patch; laid on the surfaces where both its edges lie on one."""
        top, bottom = self.curves(s)
        nodes = bottom[:, None] + (top - bottom)[:, None] * t[None, :, None]
        return np.where(self.carried(top, bottom)[:, None, None], self.spread(nodes), nodes)

    def carried(self, top: Floats, bottom: Floats) -> npt.NDArray[np.bool_]:
        """(ns,) whether both edges (ns, 3) lie on a surface there."""
        return self.bears(top) & self.bears(bottom)

    def bears(self, points: Floats) -> npt.NDArray[np.bool_]:
        """(k,) whether each point (k, 3) lies on a surface."""
        return np.asarray(np.linalg.norm(self._feet(points) - points, axis=1) < _ON_MM)

    def relaid(self, nodes: Floats) -> Floats:
        """Nodes of any shape (..., 3) laid on the nearest surface, however far it is."""
        return self.laid(nodes.reshape(-1, 3), np.inf).reshape(nodes.shape)

    def spread(self, nodes: Floats) -> Floats:
        """A grid (ns, nt, 3) from the deep to the superficial edge, laid on the face of the bone that these lie on.

        Bone that bulges between them may be thin: what is nearest to a place within it would be its other face, so
        each place is first lifted the way that the bone looks at both edges.
        """
        t = np.linspace(0, 1, nodes.shape[1])
        lift = np.stack([self._lift(nodes[:, 0], nodes[:, -1], share) for share in t], axis=1)
        return self.relaid(nodes + lift)

    def _lift(self, deep: Floats, top: Floats, share: Floats | float) -> Floats:
        """(k, 3) how places at a share of the way between both edges (k, 3) are lifted, none at the edges, mm."""
        outward = self.outward(deep) + self.outward(top)
        outward /= np.maximum(np.linalg.norm(outward, axis=1, keepdims=True), 1e-9)
        width = np.linalg.norm(top - deep, axis=1)
        height = np.clip(_LIFT * (width - _NARROW_MM), 0, _LIFT_MM) * 4 * share * (1 - share)
        return np.asarray(height[:, None] * outward)

    def outward(self, points: Floats) -> Floats:
        """(k, 3) unit normals of the nearest surface at points (k, 3)."""
        if not len(points):
            return np.zeros((0, 3))
        places = [lookup(mesh).to(points) for mesh in self.surfaces]
        feet = np.array([positions(mesh, spots) for mesh, spots in zip(self.surfaces, places, strict=True)])
        facing = np.array([normals(mesh, spots) for mesh, spots in zip(self.surfaces, places, strict=True)])
        nearest = np.linalg.norm(feet - points, axis=2).argmin(0)
        return np.asarray(facing[nearest, np.arange(len(points))])

    def near(self, points: Floats) -> FootprintPatch:
        """The patch on those parts of its surfaces alone that lie around points (k, 3): laying is then faster."""
        from scipy.spatial import cKDTree

        tree = cKDTree(points)
        parts = []
        for mesh in self.surfaces:
            close = np.asarray(tree.query(mesh.corners().mean(1), distance_upper_bound=_NEAR_MM)[0]) < np.inf
            if close.any():
                parts.append(Mesh(mesh.vertices, mesh.faces[close]))
        return replace(self, surfaces=parts)

    def laid(self, points: Floats, reach_mm: float | None = None) -> Floats:
        """(k, 3) points moved to the nearest surface, where one lies within reach."""
        way = self._feet(points) - points
        # Fading, so that a patch that leaves one structure for the next does so without a step.
        reach = self.reach_mm if reach_mm is None else reach_mm
        share = np.clip(2.0 * (1.0 - np.linalg.norm(way, axis=1) / reach), 0.0, 1.0)[:, None]
        return np.asarray(points + share * way)

    def _feet(self, points: Floats) -> Floats:
        """(k, 3) the nearest places on any surface to points (k, 3)."""
        feet, gaps = feet_of_each(self.surfaces, points, _ON_MM)
        return np.asarray(feet[gaps.argmin(0), np.arange(len(points))])
