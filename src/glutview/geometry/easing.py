"""Smoothing away the few sharp edges of a surface, and nothing else of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from glutview.geometry.distance import DistanceField, UnionField
from glutview.geometry.mesh import Floats, Mesh

_ROUNDS = 160
_OUT_MM = 0.05


def dihedral_angles_deg(mesh: Mesh) -> tuple[npt.NDArray[np.int64], Floats]:
    """(k, 2) edges of a closed surface and (k,) angles between the normals of the two triangles at each."""
    half = mesh.faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2).astype(np.int64)
    face = np.repeat(np.arange(len(mesh.faces)), 3)
    key = np.sort(half, axis=1) @ np.array([len(mesh.vertices), 1])
    order = np.argsort(key, kind="stable")
    first, second = order[0::2], order[1::2]
    normal = mesh.face_normals()
    cosine = np.einsum("kx,kx->k", normal[face[first]], normal[face[second]])
    return half[first], np.degrees(np.arccos(np.clip(cosine, -1, 1)))


def eased(
    mesh: Mesh, free: npt.NDArray[np.bool_], limit_deg: float, constraint: Callable[[Floats], Floats]
) -> Floats:
    """(n, 3) vertices with the edges over `limit_deg` smoothed, as far as that goes.

    Args:
        mesh: a closed surface.
        free: (n,) which vertices may move; edges that touch others are left alone.
        limit_deg: what counts as sharp.
        constraint: moves the vertices (k, 3) that were smoothed to where they are allowed.
    """
    edges = mesh.edges()
    degree = np.bincount(edges.ravel(), minlength=len(mesh.vertices)).astype(np.float64)
    vertices = mesh.vertices
    for _ in range(_ROUNDS):
        pairs, angles = dihedral_angles_deg(mesh.with_vertices(vertices))
        sharp = (angles > limit_deg) & free[pairs].any(1)
        if not sharp.any():
            break
        moving = np.zeros(len(vertices), dtype=bool)
        moving[pairs[sharp].ravel()] = True
        # With the neighbours too, or the sharp edge would only wander.
        moving[edges[moving[edges].any(1)].ravel()] = True
        moving &= free
        total = np.zeros_like(vertices)
        np.add.at(total, edges[:, 0], vertices[edges[:, 1]])
        np.add.at(total, edges[:, 1], vertices[edges[:, 0]])
        mean = total / degree[:, None]
        vertices = vertices.copy()
        vertices[moving] = constraint(0.5 * (vertices[moving] + mean[moving]))
    return vertices


def kept_out(points: Floats, field: DistanceField | UnionField) -> Floats:
    """(k, 3) points moved to the surface of a field where they lie inside it."""
    value, slope = field.value_and_gradient(points)
    lack = np.maximum(_OUT_MM - value, 0.0)
    length = np.maximum(np.linalg.norm(slope, axis=1), 0.3)
    return np.asarray(points + (lack / length**2)[:, None] * slope)
