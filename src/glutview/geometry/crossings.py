"""Where a surface passes through itself."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from glutview.geometry.box_pairs import overlapping_pairs
from glutview.geometry.mesh import Floats, Mesh


def crossings(mesh: Mesh) -> npt.NDArray[np.int64]:
    """(k, 2) pairs of triangles without a common corner of which an edge of one passes through the other."""
    corners = mesh.corners()
    pair = overlapping_pairs(corners.min(1), corners.max(1))
    shared = (mesh.faces[pair[:, 0]][:, :, None] == mesh.faces[pair[:, 1]][:, None, :]).any((1, 2))
    pair = pair[~shared]
    one, other = corners[pair[:, 0]], corners[pair[:, 1]]
    return np.asarray(pair[_pierces(one, other) | _pierces(other, one)])


def _pierces(edges: Floats, triangles: Floats) -> npt.NDArray[np.bool_]:
    """(k,) whether an edge of one triangle (k, 3, 3) passes through the inside of the other."""
    normal = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    hit = np.zeros(len(edges), dtype=bool)
    for corner in range(3):
        start, end = edges[:, corner], edges[:, (corner + 1) % 3]
        above = np.einsum("kx,kx->k", start - triangles[:, 0], normal)
        below = np.einsum("kx,kx->k", end - triangles[:, 0], normal)
        across = above * below < 0
        share = np.divide(above, above - below, out=np.zeros_like(above), where=across)
        point = start + share[:, None] * (end - start)
        inside = across
        for k in range(3):
            side = np.cross(triangles[:, (k + 1) % 3] - triangles[:, k], point - triangles[:, k])
            inside = inside & (np.einsum("kx,kx->k", side, normal) > 0)
        hit |= inside
    return hit
