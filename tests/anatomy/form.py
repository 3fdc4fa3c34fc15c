"""Figures read off a muscle's drawn surface: the tests' yardstick."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from glutview.geometry.block import boundary
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.surface_point import closest_points, positions

Shape = tuple[int, int, int]


def side(mesh: Mesh, shape: Shape, face: str) -> Floats:
    """(na, nb, 3) nodes of one side of the block: "s0", "s1", "t0", "t1", "u0" or "u1"."""
    number, _ = boundary(shape)
    cut: list[slice | int] = [slice(None)] * 3
    cut["stu".index(face[0])] = 0 if face[1] == "0" else -1
    return np.asarray(mesh.vertices[number[tuple(cut)]])


def off_rims(mesh: Mesh, edges: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """(k,) all edges but those that lie, with both their ends, on a footprint."""
    u = mesh.fields["u"][edges]
    return np.asarray(~((u == 0).all(1) | (u == 1).all(1)))


def on_surface(points: Floats, surface: Mesh, within_mm: float) -> npt.NDArray[np.bool_]:
    """(n,) which points lie on a surface."""
    found = positions(surface, closest_points(surface, points))
    return np.asarray(np.linalg.norm(found - points, axis=1) <= within_mm)


def thickness_mm(mesh: Mesh, shape: Shape) -> Floats:
    """(ns, nu) how far each node of the superficial face lies from what is opposite: deep face and footprints."""
    from scipy.spatial import cKDTree

    top = side(mesh, shape, "t1")
    opposite = np.concatenate([_dense(side(mesh, shape, face)) for face in ("t0", "u0", "u1")])
    return np.reshape(cKDTree(opposite).query(top.reshape(-1, 3))[0], top.shape[:2])


def fan_deg(mesh: Mesh, shape: Shape) -> float:
    """Between the most forward and the most backward fibre, seen from the side (y, z), origin to insertion."""
    lines = np.concatenate([side(mesh, shape, "t0"), side(mesh, shape, "t1")])
    along = lines[:, -1] - lines[:, 0]
    angle = np.degrees(np.arctan2(along[:, 1], -along[:, 2]))
    return float(np.ptp(angle))


def _dense(grid: Floats) -> Floats:
    for axis in (0, 1):
        low, high = np.take(grid, range(grid.shape[axis] - 1), axis), np.take(grid, range(1, grid.shape[axis]), axis)
        grid = np.concatenate([grid, (low + high) / 2], axis=axis)
    return grid.reshape(-1, 3)
