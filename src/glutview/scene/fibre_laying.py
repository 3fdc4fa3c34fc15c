"""How the picture of fibres is laid on a muscle: as much of it as there is room for, and round its side walls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from glutview.geometry.mesh import Fields, Floats, Mesh
from glutview.scene.arrays import Singles

_BROAD_MM: Final = 110.0
"""Breadth of a muscle that shows the whole picture."""
_LEAST: Final = 0.15
_LEVEL: Final = 1e-6
"""Slope of a coordinate, 1/mm, below which a triangle does not lie across it."""


@dataclass(frozen=True)
class Laying:
    """Of the picture of a broad muscle on another.

    Attributes:
        share: how much of the picture, across the fibres, there is room for, to 1. Bundles are as thick in a small
            muscle as in a large one: with as many of them it would only shimmer.
        walls: height of a side wall, of the breadth of a face; 0 leaves the walls without bundles of their own.
    """

    share: float = 1.0
    walls: float = 0.0

    def places(self, fields: Fields) -> Singles:
        """(n, 2) where the picture is taken from, 0 to 1: across the fibres, and along them."""
        across = fields["s"]
        if self.walls:
            # Along the deep face, aside by a wall: so both walls are gone round without a seam.
            across = (across + self.walls * (1 - fields["t"])) / (1 + self.walls)
        return np.column_stack([across, fields["u"]]).astype(np.float32)


def laying_on(mesh: Mesh, *, parted: bool) -> Laying:
    """How the picture is laid on a muscle.

    Args:
        mesh: with the fields s and u, and t if its walls are to have bundles.
        parted: its parts are told apart by s alone, so the picture must lie where s is.
    """
    breadth = _extent_mm(mesh, "s")
    if breadth == 0:
        # A mesh of one's own whose s stands still: the picture is a single line of it, however it is laid.
        return Laying()
    walls = 0.0 if parted or "t" not in mesh.fields else min(1.0, _extent_mm(mesh, "t") / breadth)
    return Laying(float(np.clip(breadth * (1 + walls) / _BROAD_MM, _LEAST, 1.0)), walls)


def _extent_mm(mesh: Mesh, name: str) -> float:
    """How far it is, on half of the surface that lies across it, from 0 to 1 of a field; 0 where nothing does."""
    a, b, c = np.moveaxis(mesh.corners(), 1, 0)
    first, second, third = mesh.fields[name][mesh.faces].astype(np.float64).T
    to_b, to_c = b - a, c - a
    normal = np.cross(to_b, to_c)
    twice = np.maximum(np.linalg.norm(normal, axis=1), 1e-9)
    rise: Floats = (second - first)[:, None] * np.cross(to_c, normal)
    rise += (third - first)[:, None] * np.cross(normal, to_b)
    slope = np.linalg.norm(rise, axis=1) / twice**2
    order = np.flatnonzero(slope > _LEVEL)
    if not len(order):
        return 0.0
    order = order[np.argsort(slope[order])]
    area = np.cumsum(twice[order])
    return float(1 / slope[order[np.searchsorted(area, area[-1] / 2)]])
