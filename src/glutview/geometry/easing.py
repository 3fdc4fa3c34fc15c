"""Easing the few sharp edges of a surface, and nothing else of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from glutview.geometry.distance import DistanceField, UnionField
from glutview.geometry.mesh import Floats, Mesh

_OUT_MM = 0.05
_STEP_MM = 0.5
Rows = npt.NDArray[np.int64]


def dihedral_angles_deg(mesh: Mesh) -> tuple[Rows, Floats]:
    """(k, 2) edges of a closed surface and (k,) angles between the normals of the two triangles at each."""
    hinges = _hinges(mesh)
    return hinges[:, :2], np.abs(np.degrees(_angles(mesh.vertices[hinges])))


def eased(
    mesh: Mesh,
    ease: Floats,
    limit_deg: float,
    constraint: Callable[[Floats, Rows], Floats],
    rounds: int,
) -> Floats:
    """(n, 3) vertices with the edges over `limit_deg` opened, as far as that goes, and little else moved.

    Every sharp edge is opened along its angle's own gradient, all of them at once, again and again (Mueller et al.
    2007, doi:10.1016/j.jvcir.2007.01.005).

    Args:
        mesh: a closed surface.
        ease: (n,) how easily a vertex moves, 0 to 1; edges between vertices that are not wholly free do not count.
        limit_deg: what counts as sharp.
        constraint: moves vertices (k, 3), of the given rows (k,), to where they are allowed.
        rounds: how often at most: opening one edge closes others a little.

    Returns:
        New vertices, or those of the mesh itself where no edge was sharp.
    """
    hinges = _hinges(mesh)
    hinges = hinges[(ease[hinges[:, :2]] == 1).any(1)]
    limit = np.radians(limit_deg)
    vertices = mesh.vertices
    for _ in range(rounds):
        angles = _angles(vertices[hinges])
        sharp = np.abs(angles) > limit
        if not sharp.any():
            break
        corners = hinges[sharp]
        slope = _slopes(vertices[corners])
        give = ease[corners]
        excess = np.abs(angles[sharp]) - limit
        stiff = np.maximum((give * (slope**2).sum(2)).sum(1), 1e-12)
        step = -(np.sign(angles[sharp]) * excess / stiff)[:, None, None] * give[..., None] * slope
        total, count = np.zeros_like(vertices), np.zeros(len(vertices))
        np.add.at(total, corners, step)
        np.add.at(count, corners, 1.0)
        rows = np.flatnonzero((count > 0) & (ease > 0))
        move = total[rows] / count[rows, None]
        move *= np.minimum(1.0, _STEP_MM / np.maximum(np.linalg.norm(move, axis=1, keepdims=True), 1e-12))
        vertices = vertices.copy()
        vertices[rows] = constraint(vertices[rows] + move, rows)
    return vertices


def kept_out(points: Floats, field: DistanceField | UnionField) -> Floats:
    """(k, 3) points moved to the surface of a field where they lie inside it."""
    value, slope = field.value_and_gradient(points)
    lack = np.maximum(_OUT_MM - value, 0.0)
    length = np.maximum(np.linalg.norm(slope, axis=1), 0.3)
    return np.asarray(points + (lack / length**2)[:, None] * slope)


def _hinges(mesh: Mesh) -> Rows:
    """(k, 4) both ends of every edge of a closed surface, and the corner opposite in each of its triangles."""
    half = mesh.faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2).astype(np.int64)
    opposite = mesh.faces[:, [2, 0, 1]].reshape(-1).astype(np.int64)
    key = np.sort(half, axis=1) @ np.array([len(mesh.vertices), 1])
    order = np.argsort(key, kind="stable")
    first, second = order[0::2], order[1::2]
    return np.column_stack([half[first], opposite[first], opposite[second]])


def _normals(corners: Floats) -> tuple[Floats, Floats, Floats]:
    """(k, 3) edge, and the normals of its triangles, twice as long as these are large."""
    edge = corners[:, 1] - corners[:, 0]
    first = np.cross(edge, corners[:, 2] - corners[:, 0])
    second = np.cross(corners[:, 3] - corners[:, 0], edge)
    return edge, first, second


def _angles(corners: Floats) -> Floats:
    """(k,) signed angles, radians, between the triangles' normals at hinges (k, 4, 3)."""
    edge, first, second = _normals(corners)
    sine = np.einsum("kx,kx->k", np.cross(first, second), edge) / np.maximum(np.linalg.norm(edge, axis=1), 1e-12)
    return np.asarray(np.arctan2(sine, np.einsum("kx,kx->k", first, second)))


def _slopes(corners: Floats) -> Floats:
    """(k, 4, 3) gradients of those angles by the corners' positions, radians per mm."""
    edge, first, second = _normals(corners)
    length = np.maximum(np.linalg.norm(edge, axis=1, keepdims=True), 1e-9)
    at_first = -length * first / np.maximum((first**2).sum(1, keepdims=True), 1e-9)
    at_second = -length * second / np.maximum((second**2).sum(1, keepdims=True), 1e-9)
    along = edge / length**2
    share = np.einsum("kx,kax->ka", along, corners[:, 2:] - corners[:, :1])[..., None]
    at_start = -(1 - share[:, 0]) * at_first - (1 - share[:, 1]) * at_second
    at_end = -share[:, 0] * at_first - share[:, 1] * at_second
    return np.stack([at_start, at_end, at_first, at_second], axis=1)
