"""Signed distance to closed surfaces on a regular grid: negative inside, gradients by trilinear interpolation.

Inside or outside is decided by counting the surface crossings along grid columns (exact for closed meshes);
how far, by point-to-plane distance to the nearest of many surface samples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Floats, Mesh

SAMPLES_PER_MM2 = 1.6
BAND_MM = 4.0
_COARSER = 4


@dataclass(frozen=True, eq=False)
class DistanceField:
    """Signed distances on a regular grid.

    Attributes:
        origin: (3,) position of the first node, mm.
        spacing: distance between nodes, mm.
        values: (nx, ny, nz) signed distance at the nodes, mm, negative inside.
    """

    origin: Floats
    spacing: float
    values: npt.NDArray[np.float32]

    @staticmethod
    def from_mesh(
        mesh: Mesh,
        spacing_mm: float = 1.5,
        margin_mm: float = 12.0,
        bounds: tuple[Floats, Floats] | None = None,
        samples_per_mm2: float = SAMPLES_PER_MM2,
    ) -> DistanceField:
        """The field of a closed, outward-oriented mesh.

        Args:
            mesh: closed surface.
            spacing_mm: distance between nodes.
            margin_mm: how far the grid reaches beyond the mesh (where `bounds` is not given).
            bounds: lower and upper corner (3,) of the grid.
            samples_per_mm2: how densely the surface is sampled; for a coarse grid fewer do, and are found sooner.
        """
        from scipy.interpolate import RegularGridInterpolator
        from scipy.spatial import cKDTree

        low, high = bounds or (mesh.vertices.min(0) - margin_mm, mesh.vertices.max(0) + margin_mm)
        axes = grid_axes(low, high, spacing_mm)
        nodes = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
        inside = nodes_inside(mesh, axes).ravel()
        points, directions = surface_samples(mesh, samples_per_mm2)
        tree = cKDTree(points)
        # Far from the surface a coarse grid is as good, and looking for the nearest sample is slow there.
        coarse_axes = [np.append(axis[:-1:_COARSER], axis[-1]) for axis in axes]
        coarse = np.stack(np.meshgrid(*coarse_axes, indexing="ij"), axis=-1)
        rough = RegularGridInterpolator(coarse_axes, np.asarray(tree.query(coarse)[0]))
        size = rough(nodes)
        near = np.flatnonzero(size < BAND_MM + _COARSER * spacing_mm)
        nearest = tree.query(nodes[near])[1]
        size[near] = plane_distance(nodes[near] - points[nearest], directions[nearest])
        values = np.where(inside, -size, size).astype(np.float32).reshape([len(axis) for axis in axes])
        return DistanceField(np.asarray(low, dtype=np.float64), spacing_mm, values)

    @staticmethod
    def of_body(body: DistanceField | UnionField, low: Floats, high: Floats, spacing_mm: float) -> DistanceField:
        """The field of a body, taken at the nodes of another grid between two corners (3,), mm.

        One look-up then serves where a union needs as many as it has bodies.
        """
        axes = [np.arange(low[axis], high[axis] + spacing_mm, spacing_mm) for axis in range(3)]
        nodes = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
        values = np.stack([body.value(plane) for plane in nodes.reshape(len(axes[0]), -1, 3)])
        return DistanceField(low, spacing_mm, values.astype(np.float32).reshape(nodes.shape[:3]))

    def value(self, points: Floats) -> Floats:
        """(k,) signed distance at (k, 3) points, mm; beyond the grid, the border's value plus the way there."""
        return self.value_and_gradient(points)[0]

    def gradient(self, points: Floats) -> Floats:
        """(k, 3) gradient at (k, 3) points: of about unit length, pointing outward."""
        return self.value_and_gradient(points)[1]

    def value_and_gradient(self, points: Floats) -> tuple[Floats, Floats]:
        """Both at once: (k,) and (k, 3)."""
        shape = np.array(self.values.shape)
        place = (np.asarray(points) - self.origin) / self.spacing
        held = np.clip(place, 0, shape - 1 - 1e-6)
        beyond = np.linalg.norm(place - held, axis=-1) * self.spacing
        low = held.astype(np.int64)
        x, y, z = np.moveaxis(held - low, -1, 0)
        flat = (low[..., 0] * shape[1] + low[..., 1]) * shape[2] + low[..., 2]
        # All eight corners of the cells at once: of the few thousand points of a sheet, numpy's calls cost the most.
        steps = np.add.outer([0, shape[1] * shape[2]], [0, 1, shape[2], shape[2] + 1]).reshape(8, *[1] * flat.ndim)
        corners = self.values.reshape(-1).take(flat + steps).astype(np.float64)
        near, along_x = corners[:4], corners[4:] - corners[:4]
        at_x = near + along_x * x
        along_y = at_x[2:] - at_x[:2]
        at_y = at_x[:2] + along_y * y
        slope = np.empty(held.shape)
        slope[..., 0] = _bilinear(along_x, y, z)
        slope[..., 1] = along_y[0] * (1 - z) + along_y[1] * z
        slope[..., 2] = rise = at_y[1] - at_y[0]
        slope /= self.spacing
        return at_y[0] + rise * z + beyond, slope


@dataclass(frozen=True, eq=False)
class UnionField:
    """The distance to the nearest of several bodies."""

    fields: Sequence[DistanceField | UnionField]

    def value(self, points: Floats) -> Floats:
        """(k,) signed distance at (k, 3) points, mm."""
        return self.value_and_gradient(points)[0]

    def gradient(self, points: Floats) -> Floats:
        """(k, 3) gradient of the nearest body's distance."""
        return self.value_and_gradient(points)[1]

    def value_and_gradient(self, points: Floats) -> tuple[Floats, Floats]:
        """Both at once: (k,) and (k, 3)."""
        return nearest_of(self.fields, points)


class Distances(Protocol):
    """Signed distance in mm, negative inside, and its gradient at (k, 3) points: (k,), (k, 3)."""

    def value_and_gradient(self, points: Floats) -> tuple[Floats, Floats]: ...


def nearest_of(fields: Sequence[Distances], points: Floats) -> tuple[Floats, Floats]:
    """Signed distance (k,) to the nearest of several bodies at points (k, 3), mm, and its gradient (k, 3)."""
    value, slope = fields[0].value_and_gradient(points)
    for field in fields[1:]:
        other, its_slope = field.value_and_gradient(points)
        closer = other < value
        value[closer] = other[closer]
        slope[closer] = its_slope[closer]
    return value, slope


def _bilinear(corners: Floats, y: Floats, z: Floats) -> Floats:
    """Between four values (4, ...) at the corners of a square, the first axis' neighbours side by side along z."""
    edges = corners[:2] + (corners[2:] - corners[:2]) * y
    return np.asarray(edges[0] + (edges[1] - edges[0]) * z)


def grid_axes(low: Floats, high: Floats, spacing_mm: float) -> list[Floats]:
    """Positions along x, y and z of a grid between two corners (3,), mm."""
    counts = np.ceil((high - low) / spacing_mm).astype(int) + 1
    return [low[axis] + spacing_mm * np.arange(counts[axis]) for axis in range(3)]


def plane_distance(away: Floats, directions: Floats) -> Floats:
    """(k,) distance, without sign, from a surface of which the nearest sample is known, mm.

    Near the surface the plane through that sample is nearer to the truth than the sample itself, save across a sharp
    edge, where the plane leaves the surface.

    Args:
        away: (k, 3) from the sample, mm.
        directions: (k, 3) unit normal at the sample.
    """
    gap = np.sqrt(np.einsum("kx,kx->k", away, away))
    plane = np.abs(np.einsum("kx,kx->k", away, directions))
    return np.asarray(np.where((gap < BAND_MM) & ((plane > 0.5 * gap) | (gap < 1.0)), plane, gap))


def surface_samples(mesh: Mesh, per_mm2: float, among: npt.NDArray[np.bool_] | None = None) -> tuple[Floats, Floats]:
    """Points (k, 3) spread evenly over every triangle, and the smooth unit normals (k, 3) there.

    Only over those `among` (m,) its triangles, if given; its vertices are always among the points.
    """
    cross = mesh.face_cross()
    area = np.linalg.norm(cross, axis=1) / 2
    side = np.maximum(1, np.ceil(np.sqrt(area * per_mm2)).astype(int))
    smooth = mesh.vertex_normals()
    points, directions = [mesh.vertices], [smooth]
    taken = np.ones(len(side), dtype=bool) if among is None else among
    for count in np.unique(side[taken]):
        faces = mesh.faces[taken & (side == count)]
        i, j = np.meshgrid(np.arange(count), np.arange(count), indexing="ij")
        keep = i + j < count
        a, b = (i[keep] + 1 / 3) / count, (j[keep] + 1 / 3) / count
        weights = np.column_stack([1 - a - b, a, b])
        points.append(np.einsum("kc,fcx->fkx", weights, mesh.vertices[faces]).reshape(-1, 3))
        directions.append(np.einsum("kc,fcx->fkx", weights, smooth[faces]).reshape(-1, 3))
    normals = np.concatenate(directions)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    return np.concatenate(points), normals


def nodes_inside(mesh: Mesh, axes: Sequence[Floats]) -> npt.NDArray[np.bool_]:
    """(nx, ny, nz) which nodes of a grid lie inside a closed, outward-oriented mesh.

    The surface's windings are counted along each column of the grid's third axis.

    Args:
        mesh: closed surface.
        axes: the grid's positions along x, y and z, mm; along x and y equally far apart.
    """
    spacing = axes[0][1] - axes[0][0]
    # A shift far below any tolerance keeps columns from running exactly through vertices.
    corners = mesh.corners() - np.array([axes[0][0], axes[1][0], 0.0]) + np.array([1.7e-6, 2.9e-6, 0.0])
    flat = corners[:, :, :2] / spacing
    size = np.array([len(axes[0]), len(axes[1])])
    low = np.clip(np.ceil(flat.min(1)).astype(int), 0, size)
    high = np.clip(np.floor(flat.max(1)).astype(int) + 1, 0, size)
    extent = np.maximum(high - low, 0)
    count = extent.prod(1)
    face = np.repeat(np.arange(len(corners)), count)
    order = np.arange(len(face)) - np.repeat(np.cumsum(count) - count, count)
    column = low[face] + np.column_stack([order // extent[face, 1], order % extent[face, 1]])
    a, b, c = np.moveaxis(flat[face], 1, 0)
    area = _cross2(b - a, c - a)
    safe = np.where(area == 0, 1.0, area)
    weights = np.column_stack([_cross2(b - column, c - column), _cross2(c - column, a - column)]) / safe[:, None]
    weights = np.column_stack([weights, 1 - weights.sum(1)])
    hit = (weights >= 0).all(1) & (area != 0)
    height = np.einsum("kc,kc->k", weights, corners[face][:, :, 2])[hit]
    level = np.searchsorted(axes[2], height)
    turns = np.zeros((size[0], size[1], len(axes[2]) + 1), dtype=np.int32)
    np.add.at(turns, (column[hit, 0], column[hit, 1], level), -np.sign(area[hit]).astype(np.int32))
    return np.asarray(np.cumsum(turns, axis=2)[:, :, :-1] > 0)


def _cross2(first: Floats, second: Floats) -> Floats:
    return np.asarray(first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0])
