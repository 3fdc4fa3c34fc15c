"""Footprints on a bone, drawn from the fields of :mod:`glutview.geometry.footprint_fields`.

Made when first needed or when nothing else is to be done: a bone without a footprint shown looks the same.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from glutview.geometry.footprint import FAR_MM
from glutview.geometry.footprint_fields import FootprintFields, within
from glutview.scene.arrays import Singles
from glutview.scene.part import Part
from glutview.state.scene_description import FootprintDescription


class BoneFootprints:
    """All footprints that one structure can bear."""

    def __init__(self, part: Part, made: FootprintFields) -> None:
        self._part = part
        self._fields = made.fields
        self._faces = made.division.faces
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

    def within(self, mark: FootprintDescription) -> npt.NDArray[np.bool_]:
        """(n,) which of the drawn vertices lie within a footprint."""
        field = self._fields[mark.attachment_id]
        return np.asarray(within(field, mark.band, self._part.points, self._faces) < 0)

    def _marked(self, shown: Iterable[FootprintDescription]) -> tuple[Singles, Singles]:
        marks = np.full((len(self._part.points), 4), FAR_MM, dtype=np.float32)
        nearest = marks[:, 0].copy()
        for description in shown:
            field = self._fields[description.attachment_id]
            distance = within(field, description.band, self._part.points, self._faces)
            column = 0 if description.role == "origin" else 1
            nearer = distance < nearest
            marks[nearer, 2:] = field[nearer, 1:3]
            np.minimum(marks[:, column], distance, out=marks[:, column])
            np.minimum(nearest, distance, out=nearest)
        return marks, nearest
