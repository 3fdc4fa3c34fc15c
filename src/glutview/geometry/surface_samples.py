"""Points spread over a surface."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from glutview.geometry.mesh import Floats, Mesh


def sampled(mesh: Mesh, count: int, seed: int = 0) -> Floats:
    """(count, 3) points at random, equally many on equal areas; the same for the same seed, mm."""
    random = np.random.default_rng(seed)
    area = np.linalg.norm(mesh.face_cross(), axis=1)
    # One draw in each of `count` equal parts of the area: more even than as many independent ones.
    place = (np.arange(count) + random.random(count)) / count * area.sum()
    face = np.minimum(np.searchsorted(np.cumsum(area), place), len(area) - 1)
    first, second = random.random((2, count))
    root = np.sqrt(first)
    weights = np.column_stack([1 - root, root * (1 - second), root * second])
    return np.asarray(np.einsum("kc,kcx->kx", weights, mesh.vertices[mesh.faces[face]]))


def spread(mesh: Mesh, apart_mm: float, chosen: Iterable[bool] | None = None) -> Floats:
    """(k, 3) all vertices, and points between them wherever an edge is longer than `apart_mm`, mm.

    Args:
        mesh: any surface.
        apart_mm: how far neighbouring points may lie apart.
        chosen: (m,) of which triangles alone.
    """
    faces = mesh.faces if chosen is None else mesh.faces[np.asarray(chosen)]
    points = [mesh.vertices[np.unique(faces)]]
    corners = mesh.vertices[faces]
    longest = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(1)
    pieces = np.ceil(longest / apart_mm).astype(int)
    for count in np.unique(pieces[pieces > 1]):
        i, j = np.meshgrid(np.arange(count + 1), np.arange(count + 1), indexing="ij")
        inner = (i + j <= count) & (np.maximum(np.maximum(i, j), count - i - j) < count)
        weights = np.column_stack([i[inner], j[inner], count - i[inner] - j[inner]]) / count
        points.append(np.einsum("kc,fcx->fkx", weights, corners[pieces == count]).reshape(-1, 3))
    return np.concatenate(points)
