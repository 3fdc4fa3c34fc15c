"""Footprints on a bone: finer triangles along their outlines, and for each vertex how far inside it lies.

Made when first needed or when nothing else is to be done: a bone without a footprint shown looks the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from glutview.atlas.atlas import Atlas, Attachment
from glutview.geometry.footprint import FAR_MM, Footprint, refined_near
from glutview.geometry.mesh import Mesh
from glutview.geometry.subdivision import Subdivision
from glutview.scene.arrays import Singles
from glutview.scene.part import Part
from glutview.state.scene_description import FootprintDescription

_NEAR_MM = 6.0


@dataclass(frozen=True, eq=False)
class FootprintFields:
    """What is computed of a bone's footprints; no graphics in it, so that it may be made in another thread.

    Attributes:
        division: finer triangles along the outlines.
        fields: by attachment, (n, 3) of the finer vertices: distance to the outline, and where the hatching is.
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
            field = np.empty((len(vertices), 3), dtype=np.float32)
            field[:, 0] = patch.signed_distance(vertices, normals)
            near = field[:, 0] < _NEAR_MM
            field[:, 1:] = 0
            field[near, 1:] = patch.hatching(vertices[near])
            fields[name] = field
        return FootprintFields(division, fields)


class BoneFootprints:
    """All footprints that one structure can bear."""

    def __init__(self, part: Part, made: FootprintFields) -> None:
        self._part = part
        self._fields = made.fields
        self._marks: dict[tuple[FootprintDescription, ...], tuple[Singles, Singles]] = {}
        part.refine(made.division)

    def show(self, shown: Iterable[FootprintDescription]) -> Singles:
        """Draw these, and nothing of the others.

        Returns:
            (n,) distance into the nearest of them, negative inside, mm.
        """
        key = tuple(shown)
        if key not in self._marks:
            self._marks[key] = self._marked(key)
        marks, nearest = self._marks[key]
        self._part.mark(marks)
        return nearest

    def _marked(self, shown: Iterable[FootprintDescription]) -> tuple[Singles, Singles]:
        marks = np.full((len(self._part.points), 4), FAR_MM, dtype=np.float32)
        nearest = marks[:, 0].copy()
        for description in shown:
            field = self._fields[description.attachment_id]
            column = 0 if description.role == "origin" else 1
            nearer = field[:, 0] < nearest
            marks[nearer, 2:] = field[nearer, 1:]
            np.minimum(marks[:, column], field[:, 0], out=marks[:, column])
            np.minimum(nearest, field[:, 0], out=nearest)
        return marks, nearest


def borne_by(atlas: Atlas, bone: str) -> list[Attachment]:
    """The attachments that lie on a structure, at least in part."""
    return [attachment for attachment in atlas.attachments.values() if bone in attachment.bearers]
