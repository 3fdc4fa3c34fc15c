"""Places on a surface: a triangle and barycentric weights, valid in every shape of the same topology."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Floats, Mesh

_CANDIDATES = 24


@dataclass(frozen=True)
class SurfacePoint:
    """Number of a triangle and the weights of its three corners (they sum to 1)."""

    triangle: int
    weights: tuple[float, float, float]


def positions(mesh: Mesh, points: Sequence[SurfacePoint]) -> Floats:
    """(k, 3) positions of surface points on a mesh, mm."""
    triangles = np.array([point.triangle for point in points], dtype=np.int64)
    weights = np.array([point.weights for point in points], dtype=np.float64)
    return np.asarray(np.einsum("kc,kcx->kx", weights, mesh.vertices[mesh.faces[triangles]]))


def normals(mesh: Mesh, points: Sequence[SurfacePoint]) -> Floats:
    """(k, 3) outward unit normals at surface points, interpolated between the corners' normals."""
    triangles = np.array([point.triangle for point in points], dtype=np.int64)
    weights = np.array([point.weights for point in points], dtype=np.float64)
    mixed = np.einsum("kc,kcx->kx", weights, mesh.vertex_normals()[mesh.faces[triangles]])
    return np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True))


class ClosestPoints:
    """Finds the nearest surface points of one mesh, again and again: what that needs is made once.

    Exact among the triangles whose centres lie nearest to the position, which holds all the nearest ones on
    surfaces triangulated as evenly as ours.
    """

    def __init__(self, mesh: Mesh) -> None:
        from scipy.spatial import cKDTree

        self._corners = mesh.corners()
        centres = self._corners.mean(1)
        self._centres = cKDTree(centres)
        self._reach = float(np.linalg.norm(self._corners - centres[:, None], axis=2).max(initial=0.0))

    def to(self, xyz: Floats) -> list[SurfacePoint]:
        """The nearest surface point to each of (k, 3) positions, mm."""
        triangles, weights, _ = self._nearest(np.atleast_2d(xyz))
        return [
            SurfacePoint(int(triangle), (float(w[0]), float(w[1]), float(w[2])))
            for triangle, w in zip(triangles, weights, strict=True)
        ]

    def feet(self, xyz: Floats) -> Floats:
        """(k, 3) positions of those points, mm."""
        return self._nearest(xyz)[2]

    def bounds(self, xyz: Floats) -> tuple[Floats, Floats]:
        """(k,) least and (k,) greatest distance at which those points can lie, mm: far cheaper than they are."""
        nearest = np.asarray(self._centres.query(xyz)[0])
        return nearest - self._reach, nearest

    def _nearest(self, xyz: Floats) -> tuple[npt.NDArray[np.int64], Floats, Floats]:
        """Triangles (k,), weights (k, 3) and positions (k, 3) of the points nearest to positions (k, 3)."""
        corners = self._corners
        count = min(_CANDIDATES, len(corners))
        nearest = np.reshape(self._centres.query(xyz, k=count)[1], (len(xyz), count))
        candidates = corners.take(nearest.ravel(), axis=0)
        weights = _closest_weights(np.repeat(xyz, count, axis=0), candidates)
        found = np.einsum("kc,kcx->kx", weights, candidates).reshape(len(xyz), count, 3)
        best = np.argmin(np.linalg.norm(found - xyz[:, None], axis=2), axis=1)
        rows = np.arange(len(xyz))
        return nearest[rows, best], weights.reshape(len(xyz), count, 3)[rows, best], found[rows, best]


_lookups: WeakKeyDictionary[Mesh, ClosestPoints] = WeakKeyDictionary()


def lookup(mesh: Mesh) -> ClosestPoints:
    """The search for nearest points of a mesh, made when first asked for and kept as long as the mesh is."""
    known = _lookups.get(mesh)
    if known is None:
        known = _lookups[mesh] = ClosestPoints(mesh)
    return known


def closest_points(mesh: Mesh, xyz: Floats) -> list[SurfacePoint]:
    """The nearest surface point to each of (k, 3) positions, mm (see :class:`ClosestPoints`)."""
    return lookup(mesh).to(xyz)


def feet_of_each(meshes: Sequence[Mesh], xyz: Floats, within_mm: float) -> tuple[Floats, Floats]:
    """The nearest position on each of several surfaces to positions (k, 3), mm.

    Args:
        meshes: m surfaces.
        xyz: (k, 3) mm.
        within_mm: what surely lies farther than that behind the nearest surface is not searched: that takes most of
            the time.

    Returns:
        Positions (m, k, 3) and their distances (m, k); infinitely far where a surface was not searched.
    """
    searches = [lookup(mesh) for mesh in meshes]
    feet, gaps = np.zeros((len(meshes), *xyz.shape)), np.full((len(meshes), len(xyz)), np.inf)
    alone = len(meshes) == 1
    bounds = [(np.zeros(len(xyz)), np.zeros(len(xyz)))] if alone else [search.bounds(xyz) for search in searches]
    most = np.min([greatest for _, greatest in bounds], axis=0) + within_mm
    for number, (search, (least, _)) in enumerate(zip(searches, bounds, strict=True)):
        rows = np.flatnonzero(least <= most)
        if len(rows):
            feet[number, rows] = search.feet(xyz[rows])
            gaps[number, rows] = np.linalg.norm(feet[number, rows] - xyz[rows], axis=1)
    return feet, gaps


def _closest_weights(points: Floats, corners: Floats) -> Floats:
    """Barycentric weights (k, 3) of the point of each triangle (k, 3, 3) nearest to each point (k, 3)."""
    a, b, c = np.moveaxis(corners, 1, 0)
    inside = _plane_weights(points, a, b, c)
    best = inside.copy()
    outside = (inside < 0).any(1)
    distance = np.full(len(points), np.inf)
    for first, second in ((0, 1), (1, 2), (2, 0)):
        start, along = corners[:, first], corners[:, second] - corners[:, first]
        share = np.einsum("kx,kx->k", points - start, along) / np.maximum(np.einsum("kx,kx->k", along, along), 1e-30)
        share = np.clip(share, 0, 1)
        gap = np.linalg.norm(start + share[:, None] * along - points, axis=1)
        take = outside & (gap < distance)
        distance[take] = gap[take]
        best[take] = 0
        best[take, first], best[take, second] = 1 - share[take], share[take]
    return best


def _plane_weights(points: Floats, a: Floats, b: Floats, c: Floats) -> npt.NDArray[np.float64]:
    normal = np.cross(b - a, c - a)
    square = np.maximum(np.einsum("kx,kx->k", normal, normal), 1e-30)
    second = np.einsum("kx,kx->k", np.cross(points - a, c - a), normal) / square
    third = np.einsum("kx,kx->k", np.cross(b - a, points - a), normal) / square
    return np.column_stack([1 - second - third, second, third])
