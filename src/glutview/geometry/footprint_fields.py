"""What a bone's footprints are drawn from: finer triangles along outlines, and what each vertex knows of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glutview.geometry.footprint import FAR_MM, Footprint, refined_near
from glutview.geometry.mesh import Faces, Floats, Mesh
from glutview.geometry.subdivision import Subdivision

Singles = npt.NDArray[np.float32]
NEAR_MM = 6.0
"""Farther outside nothing of a footprint is drawn, for edges that an outline crosses are shorter."""

_LONGEST_MM = 3.0
"""An outline crosses no longer edge: from a vertex farther within it, every next one is inside as well."""


@dataclass(frozen=True, eq=False)
class FootprintFields:
    """What is computed of a bone's footprints; no graphics in it, so that it may be made in another thread.

    Attributes:
        division: finer triangles along the outlines.
        fields: by attachment, (n, 4) of the finer vertices: mm to the outline, negative inside, where the
            hatching is, mm, and s of the fibres that end there; farther outside than :data:`NEAR_MM`, FAR_MM and
            zeros.
    """

    division: Subdivision
    fields: Mapping[str, Singles]

    @staticmethod
    def of(rest: Mesh, footprints: Mapping[str, Footprint]) -> FootprintFields:
        """The fields of footprints by attachment, on a bone's mesh at rest."""
        if not footprints:
            return FootprintFields(Subdivision(rest.faces, ()), {})
        division = refined_near(rest, list(footprints.values()))
        vertices = np.asarray(division.extended(rest.vertices), dtype=np.float64)
        normals = np.asarray(division.extended(rest.vertex_normals()), dtype=np.float64)
        fields = {}
        for name, patch in footprints.items():
            distance = _without_strays(patch.signed_distance(vertices, normals), division.faces)
            near = distance < NEAR_MM
            field = np.zeros((len(vertices), 4), dtype=np.float32)
            field[:, 0] = np.where(near, distance, FAR_MM)
            field[near, 1:3] = patch.hatching(vertices[near])
            field[near, 3] = patch.across(vertices[near])
            fields[name] = field
        return FootprintFields(division, fields)


def within(field: Singles, band: tuple[float, float], vertices: npt.NDArray[np.floating], faces: Faces) -> Singles:
    """(n,) mm to the outline of what of a footprint belongs to the fibres of a band of s, negative inside.

    No farther in than the whole footprint's: so each part lies within it, and bands that share out the fibres share
    out the footprint.

    Args:
        field: (n, 4) of the footprint.
        band: least and greatest s; 0 and 1 are its own ends.
        vertices: (n, 3) of the surface, mm.
        faces: (m, 3) triangles.
    """
    distance, s = field[:, 0].copy(), field[:, 3]
    for limit, sign in ((band[0], -1.0), (band[1], 1.0)):
        if 0.0 < limit < 1.0:
            slope = _slope(s, field[:, 0] < NEAR_MM, vertices, faces)
            np.maximum(distance, sign * (s - np.float32(limit)) / slope, out=distance, where=distance < NEAR_MM)
    return distance


def _slope(
    values: Singles, known: npt.NDArray[np.bool_], vertices: npt.NDArray[np.floating], faces: Faces
) -> Singles:
    """(n,) how steeply values (n,) rise along a surface, per mm, at its vertices; by triangles of `known` corners."""
    chosen = faces[known[faces].all(1)]
    a, b, c = (vertices[chosen[:, corner]].astype(np.float64) for corner in range(3))
    u, v, w = (values[chosen[:, corner]].astype(np.float64) for corner in range(3))
    normal = np.cross(b - a, c - a)
    doubled = np.maximum(np.linalg.norm(normal, axis=1), 1e-9)
    # The gradient is perpendicular to this within the triangle, and as long.
    along = (v - u)[:, None] * (c - a) - (w - u)[:, None] * (b - a)
    steep = np.linalg.norm(along, axis=1)
    total, weight = np.zeros(len(values)), np.zeros(len(values))
    for corner in range(3):
        np.add.at(total, chosen[:, corner], steep)
        np.add.at(weight, chosen[:, corner], doubled)
    typical = total.sum() / max(float(weight.sum()), 1e-9)
    found = np.where(weight > 0, total / np.maximum(weight, 1e-9), typical)
    # Where a patch is folded s stands still, or leaps; its own mean bounds what a mm may be there.
    return np.clip(found, 0.25 * typical, 4.0 * typical).astype(np.float32)


def _without_strays(distance: Floats, faces: Faces) -> Floats:
    """Distances (n,) without vertices that are taken for deep inside while all around them is outside.

    Where a patch is folded, or spans what lies beneath it, the nearest of its cells may be the wrong one.
    """
    inside = distance < 0
    sides = faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    together = sides[inside[sides].all(1)]
    alone = inside & (distance < -_LONGEST_MM)
    alone[together] = False
    return np.where(alone, FAR_MM, distance)
