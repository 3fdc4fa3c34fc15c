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
        fields: by attachment, (n, 3) of the finer vertices: mm to the outline, negative inside, and where the
            hatching is, mm; farther outside than :data:`NEAR_MM`, FAR_MM and zeros.
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
            field = np.zeros((len(vertices), 3), dtype=np.float32)
            field[:, 0] = np.where(near, distance, FAR_MM)
            field[near, 1:] = patch.hatching(vertices[near])
            fields[name] = field
        return FootprintFields(division, fields)


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
