"""Area, length, breadth and direction of a footprint, as it lies on its bone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from glutview.geometry.footprint import Footprint, area_mm2, refined_near
from glutview.geometry.mesh import Floats, Mesh
from glutview.measures.subject import principal_axis

_MIDDLE = 0.6
"""The part of the length in which the narrowest place is looked for: the ends taper."""


@dataclass(frozen=True, eq=False)
class FootprintForm:
    """A footprint on a surface.

    Attributes:
        surface: the bone, with finer triangles along the outline.
        distance: (n,) of its vertices to the outline, mm, negative inside.
    """

    surface: Mesh
    distance: Floats

    @staticmethod
    def of(bone: Mesh, footprint: Footprint) -> FootprintForm:
        """The form of a footprint on its bone."""
        division = refined_near(bone, [footprint])
        vertices = np.asarray(division.extended(bone.vertices), dtype=np.float64)
        surface = Mesh(vertices, division.faces)
        normals = np.asarray(division.extended(bone.vertex_normals()), dtype=np.float64)
        return FootprintForm(surface, footprint.signed_distance(vertices, normals))

    @property
    def area_mm2(self) -> float:
        """Area on the bone."""
        return area_mm2(self.surface.vertices, self.surface.faces, self.distance)

    @property
    def length_mm(self) -> float:
        """Distance of the two points that lie farthest apart."""
        from scipy.spatial import ConvexHull
        from scipy.spatial.distance import pdist

        points = self.points
        return float(pdist(points[ConvexHull(self._flat(points)).vertices]).max())

    @property
    def breadths_mm(self) -> Floats:
        """(k,) extents of the middle of the footprint across its long axis, one for each millimetre of that."""
        along, across = self._flat(self.points).T
        half = _MIDDLE * np.ptp(along) / 2
        centre = (along.max() + along.min()) / 2
        stations = np.arange(centre - half, centre + half, 1.0)
        rows = [np.abs(along - station) < 1.0 for station in stations]
        return np.array([np.ptp(across[row]) for row in rows if row.any()])

    @cached_property
    def axis(self) -> Floats:
        """(3,) the long axis, a unit vector, upward."""
        axis = principal_axis(*self._pieces)
        return axis if axis[2] >= 0 else -axis

    @cached_property
    def centre(self) -> Floats:
        """(3,) the middle of its area, mm."""
        places, areas = self._pieces
        return np.asarray(np.average(places, axis=0, weights=areas))

    @cached_property
    def points(self) -> Floats:
        """(k, 3) vertices inside, and where the outline crosses edges, mm."""
        vertices, edges = self.surface.vertices, self.surface.edges()
        a, b = self.distance[edges].T
        cut = (a < 0) != (b < 0)
        share = (a[cut] / (a[cut] - b[cut]))[:, None]
        start, end = vertices[edges[cut, 0]], vertices[edges[cut, 1]]
        return np.concatenate([vertices[self.distance < 0], start * (1 - share) + end * share])

    @cached_property
    def _pieces(self) -> tuple[Floats, Floats]:
        """Middles (k, 3) and areas (k,) of the triangles that lie inside, in the main."""
        corners, values = self.surface.corners(), self.distance[self.surface.faces]
        inside = values.mean(1) < 0
        areas = np.linalg.norm(self.surface.face_cross()[inside], axis=1) / 2
        return corners[inside].mean(1), areas

    def _flat(self, points: Floats) -> Floats:
        """(k, 2) points along the long axis and across it, in the plane that fits the footprint best."""
        places, areas = self._pieces
        spread = places - self.centre
        normal = np.linalg.eigh(np.einsum("k,kx,ky->xy", areas, spread, spread))[1][:, 0]
        across = np.cross(normal, self.axis)
        return np.column_stack([(points - self.centre) @ self.axis, (points - self.centre) @ across])
