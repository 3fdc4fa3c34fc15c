"""Where the places that an atlas states lie in space."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from glutview.atlas.sides import SurfaceSpot
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.mirror import mirror_points
from glutview.geometry.surface_point import SurfacePoint, positions


def placed(spots: Sequence[SurfaceSpot], rest: Mapping[str, Mesh]) -> Floats:
    """(k, 3) positions at rest, mm."""
    xyz = np.empty((len(spots), 3))
    by_mesh: dict[str, list[int]] = {}
    for row, spot in enumerate(spots):
        by_mesh.setdefault(spot.on, []).append(row)
    for on, rows in by_mesh.items():
        xyz[rows] = positions(rest[on], [SurfacePoint(spots[row].triangle, spots[row].weights) for row in rows])
    reflected = np.array([spot.reflected for spot in spots], dtype=bool)
    xyz[reflected] = mirror_points(xyz[reflected])
    return xyz
