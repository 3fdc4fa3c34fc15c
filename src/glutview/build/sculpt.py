"""Modelling with signed distances: rods, ellipsoids and seams blended on a grid.

For the bones that the shape model lacks or draws without their holes. Fields are negative inside, in mm near the
surface; the blends are the polynomial smooth minimum, `width_mm` the breadth of the fillet.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from glutview.geometry.distance import DistanceField
from glutview.geometry.mesh import Floats


def grid_points(low: Floats, high: Floats, spacing_mm: float) -> Floats:
    """(nx, ny, nz, 3) nodes from one corner to the other, mm."""
    shape = np.ceil((high - low) / spacing_mm - 1e-9).astype(int) + 1
    axes = [low[axis] + spacing_mm * np.arange(shape[axis]) for axis in range(3)]
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)


def rod(
    points: Floats,
    path: Sequence[Sequence[float]],
    radii: Sequence[float],
    stretch: Sequence[float] = (1.0, 1.0, 1.0),
) -> Floats:
    """Distance (...,) to a rod of changing radius along a polyline.

    Args:
        points: (..., 3) mm.
        path: (k, 3) corners of the polyline, mm.
        radii: (k,) radius at each corner, mm.
        stretch: how many times wider than `radii` the rod is along each axis.
    """
    scale = 1 / np.asarray(stretch, dtype=np.float64)
    place, corners = points * scale, np.asarray(path, dtype=np.float64) * scale
    nearest = np.full(points.shape[:-1], np.inf)
    for k in range(len(corners) - 1):
        along = corners[k + 1] - corners[k]
        share = np.clip((place - corners[k]) @ along / (along @ along), 0, 1)
        gap = np.linalg.norm(place - corners[k] - share[..., None] * along, axis=-1)
        nearest = np.minimum(nearest, gap - (radii[k] + (radii[k + 1] - radii[k]) * share))
    return nearest


def ellipsoid(points: Floats, centre: Sequence[float], axes: Floats, radii: Sequence[float]) -> Floats:
    """About the distance (...,) to an ellipsoid; `axes` are its unit axes as rows (3, 3)."""
    local = (points - np.asarray(centre)) @ axes.T
    scaled = np.linalg.norm(local / np.asarray(radii), axis=-1)
    steep = np.linalg.norm(local / np.asarray(radii) ** 2, axis=-1)
    return np.asarray(scaled * (scaled - 1) / np.maximum(steep, 1e-9))


def join(first: Floats, second: Floats, width_mm: float) -> Floats:
    """Union with a fillet."""
    blend = np.maximum(width_mm - np.abs(first - second), 0) / width_mm
    return np.asarray(np.minimum(first, second) - blend**2 * width_mm / 4)


def carve(body: Floats, tool: Floats, width_mm: float) -> Floats:
    """The body without the tool, its new edges rounded."""
    return -join(-body, tool, width_mm)


def mirrored_field(low: Floats, spacing_mm: float, half: Floats) -> DistanceField:
    """The field of a midline body from its left half (nx, ny, nz), whose first plane lies at x = 0."""
    whole = np.concatenate([half[:0:-1], half])
    origin = np.array([-spacing_mm * (len(half) - 1), low[1], low[2]])
    return DistanceField(origin, spacing_mm, whole.astype(np.float32))
