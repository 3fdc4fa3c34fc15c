"""What lies under a pixel: a ray against every visible structure's triangles, in its own frame.

Static locators are built when a ray first meets a structure's box, and anew after its shape changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from vtkmodules.vtkCommonCore import mutable
from vtkmodules.vtkCommonDataModel import vtkStaticCellLocator

from glutview.geometry.mesh import Floats
from glutview.scene.part import Part

_FAR_MM = 1e5


@dataclass(frozen=True)
class Hit:
    """Where a ray first enters a structure."""

    id: str
    distance_mm: float
    point: tuple[float, float, float]
    """mm, as drawn."""
    triangle: int
    """Of the drawn triangle list."""


class Picker:
    """Rays against parts."""

    def __init__(self) -> None:
        self._locators: dict[str, vtkStaticCellLocator] = {}
        self._boxes: dict[str, Floats] = {}

    def forget(self, id: str) -> None:
        """The shape of a part changed."""
        self._locators.pop(id, None)
        self._boxes.pop(id, None)

    def prepare(self, part: Part) -> None:
        """Build what the first ray would have to wait for."""
        self._box(part)
        self._locator(part)

    def hits(self, parts: Iterable[Part], start: Floats, along: Floats) -> list[Hit]:
        """Every part that the ray meets, nearest first.

        Args:
            parts: those that can be hit.
            start: (3,) mm.
            along: (3,) unit vector.
        """
        every = list(parts)
        if not every:
            return []
        # Parts that move together are seen along the same ray.
        rays: dict[int, tuple[Floats, Floats]] = {}
        for part in every:
            if id(part.transform) not in rays:
                turn, shift = part.transform[:3, :3], part.transform[:3, 3]
                rays[id(part.transform)] = (start - shift) @ turn, along @ turn
        own = [rays[id(part.transform)] for part in every]
        met = _meets(np.array([self._box(part) for part in every]), *np.array(own).swapaxes(0, 1))
        found = []
        for number in np.flatnonzero(met):
            part = every[number]
            hit = self._hit(part, *own[number])
            if hit is not None:
                distance, triangle = hit
                x, y, z = (start + distance * along).tolist()
                found.append(Hit(part.id, distance, (x, y, z), triangle))
        return sorted(found, key=lambda hit: hit.distance_mm)

    def _hit(self, part: Part, start: Floats, along: Floats) -> tuple[float, int] | None:
        # VTK hands results back through these.
        share: Any = mutable(0.0)
        piece: Any = mutable(0)
        cell: Any = mutable(0)
        place, local = [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]
        first, last = start.tolist(), (start + _FAR_MM * along).tolist()
        locator = self._locator(part)
        if not locator.IntersectWithLine(first, last, 1e-4, share, place, local, piece, cell):
            return None
        return float(share) * _FAR_MM, int(cell)

    def _box(self, part: Part) -> Floats:
        if part.id not in self._boxes:
            self._boxes[part.id] = np.array([part.points.min(0), part.points.max(0)], dtype=np.float64)
        return self._boxes[part.id]

    def _locator(self, part: Part) -> vtkStaticCellLocator:
        if part.id not in self._locators:
            locator = vtkStaticCellLocator()
            locator.SetDataSet(part.data)
            locator.BuildLocator()
            self._locators[part.id] = locator
        return self._locators[part.id]


def _meets(boxes: Floats, starts: Floats, along: Floats) -> npt.NDArray[np.bool_]:
    """(k,) whether rays (k, 3) meet boxes (k, 2, 3)."""
    safe = np.where(np.abs(along) < 1e-12, 1e-12, along)
    ends = (boxes - starts[:, None]) / safe[:, None]
    enter, leave = ends.min(axis=1).max(axis=1), ends.max(axis=1).min(axis=1)
    return np.asarray(leave >= np.maximum(enter, 0.0))
