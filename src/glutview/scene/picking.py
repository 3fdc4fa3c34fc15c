"""What lies under a pixel: a ray against every visible structure's triangles, in its own frame.

Static locators are built when a ray first meets a structure's box, and anew after its shape changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

import numpy as np
from vtkmodules.vtkCommonCore import mutable
from vtkmodules.vtkCommonDataModel import vtkStaticCellLocator

from glutview.geometry.mesh import Floats
from glutview.scene.part import IDENTITY, Part

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

    def hits(self, parts: Iterable[Part], start: Floats, along: Floats) -> Iterator[Hit]:
        """Every part that the ray meets, nearest first; whoever needs no more of them asks for no more.

        Args:
            parts: those that can be hit.
            start: (3,) mm.
            along: (3,) unit vector.
        """
        asked = list(parts)
        if not asked:
            return
        # Few bodies move: the ray is carried into the frame of each once, and meets all boxes in one go.
        bodies = {id(part.transform): part.transform for part in asked}
        frames = {key: _into(transform, start, along) for key, transform in bodies.items()}
        rays = np.array([frames[id(part.transform)] for part in asked])
        enter, leave = _crossed(np.array([self._box(part) for part in asked]), rays[:, 0], rays[:, 1])
        met = np.flatnonzero(leave >= np.maximum(enter, 0.0))
        waiting: list[tuple[float, int, Hit]] = []
        for row in met[np.argsort(enter[met], kind="stable")].tolist():
            while waiting and waiting[0][0] <= enter[row]:
                yield heappop(waiting)[2]
            hit = self._hit(asked[row], *rays[row])
            if hit is not None:
                distance, triangle = hit
                x, y, z = (start + distance * along).tolist()
                heappush(waiting, (distance, row, Hit(asked[row].id, distance, (x, y, z), triangle)))
        yield from (hit for *_, hit in sorted(waiting, key=lambda one: one[:2]))

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


def _into(transform: Floats, start: Floats, along: Floats) -> tuple[Floats, Floats]:
    """A ray in the frame of a body that was carried by (4, 4)."""
    if transform is IDENTITY:
        return start, along
    turn = transform[:3, :3]
    return (start - transform[:3, 3]) @ turn, along @ turn


def _crossed(boxes: Floats, starts: Floats, alongs: Floats) -> tuple[Floats, Floats]:
    """(n,) mm at which rays (n, 3) enter and leave boxes (n, 2, 3); one that is missed is left first."""
    safe = np.where(np.abs(alongs) < 1e-12, 1e-12, alongs)
    ends = (boxes - starts[:, None]) / safe[:, None]
    return ends.min(1).max(1), ends.max(1).min(1)
