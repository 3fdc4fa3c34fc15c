"""Finer triangles where they are wanted, on the same surface: edges are halved, nothing is moved.

Neighbours are always split along with an edge they share, so no T-junction, hence no crack, can appear.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Faces, Floats

Marking = Callable[[Floats, npt.NDArray[np.int64]], npt.NDArray[np.bool_]]


@dataclass(frozen=True, eq=False)
class Subdivision:
    """A refined triangle list over the old vertices followed by new ones.

    Attributes:
        faces: (m, 3) vertex numbers.
        parents: for each round, (k, 2) the ends of the edges whose midpoints were appended.
    """

    faces: Faces
    parents: tuple[npt.NDArray[np.int64], ...]

    def extended(self, values: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """Values per old vertex (n, ...) continued linearly to the new vertices."""
        for ends in self.parents:
            values = np.concatenate([values, (values[ends[:, 0]] + values[ends[:, 1]]) / 2])
        return values


def refined(vertices: Floats, faces: Faces, marked: Marking, rounds: int) -> Subdivision:
    """Halve the edges that `marked` points out, again and again.

    Args:
        vertices: (n, 3) mm.
        faces: (m, 3) vertex numbers.
        marked: given all vertices and the edges (k, 2) of a round, which of them to halve.
        rounds: how often at most.
    """
    parents: list[npt.NDArray[np.int64]] = []
    for _ in range(rounds):
        half = np.sort(faces[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2).astype(np.int64), axis=1)
        key, inverse = np.unique(half[:, 0] * len(vertices) + half[:, 1], return_inverse=True)
        edges = np.column_stack([key // len(vertices), key % len(vertices)])
        split = marked(vertices, edges)
        if not split.any():
            break
        number = np.full(len(edges), -1, dtype=np.int64)
        number[split] = len(vertices) + np.arange(np.count_nonzero(split))
        ends = edges[split]
        vertices = np.concatenate([vertices, (vertices[ends[:, 0]] + vertices[ends[:, 1]]) / 2])
        faces = _split(faces, number[inverse].reshape(-1, 3))
        parents.append(ends)
    return Subdivision(np.ascontiguousarray(faces, dtype=np.int32), tuple(parents))


def _split(faces: Faces, middle: npt.NDArray[np.int64]) -> Faces:
    """Faces (m, 3) split at the midpoints (m, 3) of their edges 01, 12, 20; -1 where an edge stays whole."""
    count = (middle >= 0).sum(1)
    pieces = [faces[count == 0]]
    whole, points = faces[count == 3], middle[count == 3]
    a, b, c = whole.T
    ab, bc, ca = points.T
    pieces += [np.column_stack(corners) for corners in ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))]
    for corner in range(3):
        turn = [corner, (corner + 1) % 3, (corner + 2) % 3]
        one = (count == 1) & (middle[:, corner] >= 0)
        a, b, c = faces[one][:, turn].T
        ab = middle[one, corner]
        pieces += [np.column_stack((a, ab, c)), np.column_stack((ab, b, c))]
        two = (count == 2) & (middle[:, turn[2]] < 0)
        a, b, c = faces[two][:, turn].T
        ab, bc, _ = middle[two][:, turn].T
        pieces += [np.column_stack(corners) for corners in ((ab, b, bc), (a, ab, bc), (a, bc, c))]
    return np.concatenate(pieces)
