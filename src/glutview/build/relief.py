"""Relief that the mean of many people has lost: lines, lips, tubercles and facets.

All of it moves vertices along their normals by about a millimetre: to be seen in slanting light, too little for a
muscle to notice. Left side, seated frame, mm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from glutview.build.smoothing import smooth_seams, smooth_step
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.surface_point import closest_points, normals, positions

Point = tuple[float, float, float]

MOST_MM = 1.2
"""The farthest that any vertex moves: muscles were grown on bones without this relief."""
_STEP_MM = 0.5


@dataclass(frozen=True)
class Ridge:
    """A rounded line on a surface, or a hump where the path is a single point; sunk where the height is negative."""

    path: tuple[Point, ...]
    height_mm: float
    breadth_mm: float
    """Where it has fallen to a third of its height, on either side."""
    gutter: float = 0.0
    """Depth of the shallow gutters along both sides, as a share of the height."""
    taper_mm: float = 8.0
    """Over which it rises at its two ends."""


@dataclass(frozen=True)
class Facet:
    """A patch planed flat, with soft borders."""

    centre: Point
    along: Point
    """Direction of the long axis, of any length."""
    half_length_mm: float
    half_breadth_mm: float


def with_ridges(mesh: Mesh, ridges: Sequence[Ridge]) -> Mesh:
    """The surface with all ridges raised at once."""
    normal = mesh.vertex_normals()
    lift = np.zeros(len(mesh.vertices))
    for ridge in ridges:
        lift += _lift(mesh, normal, ridge)
    return mesh.with_vertices(mesh.vertices + lift[:, None] * normal)


def with_facets(mesh: Mesh, facets: Sequence[Facet]) -> Mesh:
    """The surface drawn toward a plane within each facet; between two facets a soft ridge is left."""
    normal = mesh.vertex_normals()
    found = [_planed(mesh, normal, facet) for facet in facets]
    # Where two facets meet, each vertex follows mostly the one that it lies deeper in.
    weights = np.array([weight for weight, _ in found])
    shares = weights**2 / np.maximum(weights.sum(0), 1e-9)
    moved = sum(share[:, None] * way for share, (_, way) in zip(shares, found, strict=True))
    planed = held_near(mesh, mesh.with_vertices(mesh.vertices + moved))
    return smooth_seams(planed, 3, smooth_step(np.linalg.norm(moved, axis=1) / 0.3))


def held_near(before: Mesh, after: Mesh) -> Mesh:
    """The second surface, no vertex of it farther than `MOST_MM` from the first.

    The bound is soft: a sharp one would be seen as an edge.
    """
    way = after.vertices - before.vertices
    size = np.linalg.norm(way, axis=1)
    share = MOST_MM * np.tanh(size / MOST_MM) / np.maximum(size, 1e-9)
    return after.with_vertices(before.vertices + share[:, None] * way)


def laid_path(mesh: Mesh, path: Sequence[Point]) -> Floats:
    """(k, 3) a smooth line through the points laid onto the surface, a place every half millimetre."""
    from scipy.interpolate import CubicSpline

    corners = positions(mesh, closest_points(mesh, np.array(path)))
    if len(corners) == 1:
        return corners
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(corners, axis=0), axis=1))])
    places = np.linspace(0, along[-1], max(2, int(along[-1] / _STEP_MM)))
    line = np.asarray(CubicSpline(along, corners, bc_type="natural")(places))
    return positions(mesh, closest_points(mesh, line))


def _lift(mesh: Mesh, normal: Floats, ridge: Ridge) -> Floats:
    from scipy.spatial import cKDTree

    line = laid_path(mesh, ridge.path)
    gap, nearest = cKDTree(line).query(mesh.vertices)
    end = np.minimum(np.arange(len(line)), np.arange(len(line))[::-1]) * _STEP_MM
    rise = smooth_step(0.15 + end / ridge.taper_mm) if len(line) > 1 else np.ones(1)
    # A thin bone's other side lies as near as the flank of the ridge does.
    facing = np.einsum("kx,kx->k", normal, normals(mesh, closest_points(mesh, line))[nearest])
    profile = np.exp(-((gap / ridge.breadth_mm) ** 2))
    profile = profile * (1 + ridge.gutter) - ridge.gutter * np.exp(-((gap / (2 * ridge.breadth_mm)) ** 2))
    return np.asarray(ridge.height_mm * rise[nearest] * profile * smooth_step(facing / 0.5))


def _planed(mesh: Mesh, normal: Floats, facet: Facet) -> tuple[Floats, Floats]:
    """(n,) how deep in the facet each vertex lies, 0 to 1, and (n, 3) its way to the best-fitting plane."""
    foot = closest_points(mesh, np.array([facet.centre]))
    centre, up = positions(mesh, foot)[0], normals(mesh, foot)[0]
    for _ in range(2):
        along = np.array(facet.along) - np.dot(facet.along, up) * up
        along /= np.linalg.norm(along)
        local = (mesh.vertices - centre) @ np.column_stack([along, np.cross(up, along), up])
        reach = np.hypot(local[:, 0] / facet.half_length_mm, local[:, 1] / facet.half_breadth_mm)
        near = np.abs(local[:, 2]) < facet.half_breadth_mm
        weight = np.where(near, (1 - smooth_step((reach - 0.4) / 0.8)) * smooth_step(normal @ up / 0.6), 0)
        # The plane of the patch's own middle: its height and both slopes, by least squares.
        root = np.sqrt(weight)[:, None]
        system = np.column_stack([local[:, :2], np.ones(len(local))])
        slope = np.linalg.lstsq(system * root, local[:, 2:] * root, rcond=None)[0][:, 0]
        turned = up - slope[0] * along - slope[1] * np.cross(up, along)
        centre, up = centre + slope[2] * up, turned / np.linalg.norm(turned)
    height = (mesh.vertices - centre) @ up
    return weight, np.asarray(-height[:, None] * up)
