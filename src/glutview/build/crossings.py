"""Where a surface passes through itself."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Floats, Mesh


def crossings(mesh: Mesh) -> npt.NDArray[np.int64]:
    """(k, 2) pairs of triangles without a common corner of which an edge of one passes through the other."""
    from scipy.spatial import cKDTree

    corners = mesh.corners()
    centres = corners.mean(1)
    reach = np.linalg.norm(corners - centres[:, None], axis=2).max(1)
    low, high = corners.min(1), corners.max(1)
    # The few largest triangles are asked for by themselves: one radius for all would find far too many pairs.
    usual = float(np.percentile(reach, 99))
    tree = cKDTree(centres)
    pairs = [tree.query_pairs(2 * usual, output_type="ndarray")]
    large = np.flatnonzero(reach > usual)
    near = tree.query_ball_point(centres[large], reach[large] + reach.max())
    pairs += [np.column_stack([np.full(len(n), k), n]) for k, n in zip(large, near, strict=True)]
    pair = np.unique(np.sort(np.vstack(pairs), axis=1), axis=0)
    first, second = pair.T
    pair = pair[((low[first] <= high[second]) & (low[second] <= high[first])).all(1)]
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
