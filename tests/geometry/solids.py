"""Bodies whose size, depth and crossings are known in closed form."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.subdivision import refined


def sphere(radius: float = 10.0, centre: tuple[float, float, float] = (0.0, 0.0, 0.0), rounds: int = 4) -> Mesh:
    """An icosahedron, its triangles halved again and again and laid on the sphere."""
    golden = (1 + 5**0.5) / 2
    corners = [(-1, golden, 0), (1, golden, 0), (-1, -golden, 0), (1, -golden, 0)]
    vertices = np.array([np.roll(corner, turn) for turn in range(3) for corner in corners], dtype=np.float64)
    gaps = np.linalg.norm(vertices[:, None] - vertices[None], axis=2)
    near = np.isclose(gaps, gaps[gaps > 0].min())
    triples = [
        (i, j, k)
        for i in range(12)
        for j in range(i + 1, 12)
        for k in range(j + 1, 12)
        if near[i, j] and near[j, k] and near[i, k]
    ]
    faces = np.array([_outward(vertices, triple) for triple in triples], dtype=np.int32)
    for _ in range(rounds):
        division = refined(vertices, faces, lambda points, edges: np.ones(len(edges), dtype=bool), 1)
        vertices = np.asarray(division.extended(vertices), dtype=np.float64)
        vertices /= np.linalg.norm(vertices, axis=1, keepdims=True)
        faces = division.faces
    vertices /= np.linalg.norm(vertices, axis=1, keepdims=True)
    return Mesh(radius * vertices + np.array(centre), faces)


def box(low: tuple[float, float, float], high: tuple[float, float, float], pieces: int = 8) -> Mesh:
    """A box, each side of it cut into squares of two triangles."""
    share = np.linspace(0.0, 1.0, pieces + 1)
    points: list[Floats] = []
    faces: list[npt.NDArray[np.int64]] = []
    for axis in range(3):
        for end in (0.0, 1.0):
            a, b = np.meshgrid(share, share, indexing="ij")
            face = np.insert(np.column_stack([a.ravel(), b.ravel()]), axis, end, axis=1)
            i, j = np.meshgrid(np.arange(pieces), np.arange(pieces), indexing="ij")
            corner = (i * (pieces + 1) + j).ravel() + sum(len(side) for side in points)
            step = pieces + 1
            two = [np.column_stack([corner, corner + step, corner + step + 1])]
            two += [np.column_stack([corner, corner + step + 1, corner + 1])]
            turned = (end == 0.0) == (axis != 1)
            faces += [one[:, [0, 2, 1]] if turned else one for one in two]
            points.append(face)
    places, same = np.unique(np.round(np.concatenate(points), 9), axis=0, return_inverse=True)
    corners = np.array(low) + places * (np.array(high) - np.array(low))
    return Mesh(corners, same.ravel()[np.concatenate(faces)].astype(np.int32))


def _outward(vertices: Floats, triple: tuple[int, int, int]) -> tuple[int, int, int]:
    a, b, c = (vertices[k] for k in triple)
    i, j, k = triple
    return (i, j, k) if np.cross(b - a, c - a) @ (a + b + c) > 0 else (i, k, j)
