"""Finer triangles where they are wanted, on the same surface: edges are halved, nothing is moved.

Neighbours are always split along with an edge they share, so no T-junction, hence no crack, can appear.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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

    @staticmethod
    def of(faces: Faces, parents: Sequence[npt.NDArray[np.int64]], vertices: int) -> Subdivision:
        """Faces split anew as :func:`refined` split them.

        Args:
            faces: (m, 3) vertex numbers of the surface that was refined.
            parents: as the attribute; the pairs of a round in the order that :func:`refined` gave them.
            vertices: how many the surface had.
        """
        for ends in parents:
            faces = _split_at(faces, ends, vertices)
            vertices += len(ends)
        return Subdivision(np.ascontiguousarray(faces, dtype=np.int32), tuple(parents))

    def inside_out(self) -> Subdivision:
        """The same triangles wound the other way, each with its second and third corner exchanged."""
        return Subdivision(np.ascontiguousarray(self.faces[:, [0, 2, 1]]), self.parents)

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
        keys = np.unique(_edge_keys(faces, len(vertices)))
        edges = np.column_stack([keys // len(vertices), keys % len(vertices)])
        split = marked(vertices, edges)
        if not split.any():
            break
        ends = edges[split]
        faces = _split_at(faces, ends, len(vertices))
        vertices = np.concatenate([vertices, (vertices[ends[:, 0]] + vertices[ends[:, 1]]) / 2])
        parents.append(ends)
    return Subdivision(np.ascontiguousarray(faces, dtype=np.int32), tuple(parents))


def _edge_keys(faces: Faces, vertices: int) -> npt.NDArray[np.int64]:
    """(m, 3) a number for each edge 01, 12, 20, the same from both sides: it rises by smaller end, then by other."""
    corners = faces.astype(np.int64)
    ahead = corners[:, [1, 2, 0]]
    return np.minimum(corners, ahead) * vertices + np.maximum(corners, ahead)


def _split_at(faces: Faces, ends: npt.NDArray[np.int64], vertices: int) -> Faces:
    """Faces split at the midpoints of edges (k, 2), in the order of their keys; those become the next vertices."""
    keys, wanted = _edge_keys(faces, vertices), ends[:, 0] * vertices + ends[:, 1]
    place = np.minimum(np.searchsorted(wanted, keys), len(wanted) - 1)
    return _split(faces, np.where(wanted[place] == keys, vertices + place, -1))


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
