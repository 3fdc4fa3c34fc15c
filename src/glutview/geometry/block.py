"""The fibre block: nodes over (s, t, u), and the closed surface that bounds it.

s runs across the fan, t from the deep to the superficial fibres, u along the fibre from origin to insertion
(Blemker & Delp 2005, doi:10.1007/s10439-005-3320-7).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Faces, Floats, Mesh


@dataclass(frozen=True, eq=False)
class Block:
    """Nodes of a muscle's block.

    Attributes:
        nodes: (ns, nt, nu, 3) positions, mm.
        s, t, u: coordinates of the grid lines, each rising from 0 to 1.
    """

    nodes: Floats
    s: Floats
    t: Floats
    u: Floats

    @property
    def shape(self) -> tuple[int, int, int]:
        """Numbers of nodes along s, t and u."""
        ns, nt, nu, _ = self.nodes.shape
        return ns, nt, nu

    def surface(self) -> Mesh:
        """The bounding surface: closed, outward, with s, t, u per vertex."""
        number, rows = boundary(self.shape)
        grid = np.stack(np.meshgrid(self.s, self.t, self.u, indexing="ij"), axis=-1).reshape(-1, 3)
        vertices = self.nodes.reshape(-1, 3)[rows]
        fields = {name: grid[rows, axis].astype(np.float32) for axis, name in enumerate("stu")}
        mesh = Mesh(vertices, boundary_faces(self.shape, number, self.nodes), fields)
        if mesh.volume_mm3() < 0:
            mesh = Mesh(vertices, mesh.faces[:, [0, 2, 1]], fields)
        return mesh

    def sampled(self, s: Floats, t: Floats, u: Floats) -> Block:
        """The block on other grid lines, trilinear between its nodes."""
        nodes = self.nodes
        for axis, (old, new) in enumerate(((self.s, s), (self.t, t), (self.u, u))):
            nodes = _linear(nodes, old, new, axis)
        return Block(nodes, s, t, u)


def boundary(shape: tuple[int, int, int]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Vertex number of every grid node (-1 inside), and the grid rows of the vertices in their order."""
    inside = np.zeros(shape, dtype=bool)
    inside[1:-1, 1:-1, 1:-1] = True
    rows = np.flatnonzero(~inside.ravel())
    number = np.full(inside.size, -1, dtype=np.int64)
    number[rows] = np.arange(len(rows))
    return number.reshape(shape), rows


def boundary_faces(shape: tuple[int, int, int], number: npt.NDArray[np.int64], nodes: Floats) -> Faces:
    """Triangles of the six sides; every cell is cut along its shorter diagonal."""
    ns, nt, nu = shape
    sides: list[tuple[tuple[int | slice, ...], bool]] = [
        (np.s_[0, :, :], False),
        (np.s_[ns - 1, :, :], True),
        (np.s_[:, 0, :], True),
        (np.s_[:, nt - 1, :], False),
        (np.s_[:, :, 0], False),
        (np.s_[:, :, nu - 1], True),
    ]
    faces = []
    for cut, flip in sides:
        index, position = number[cut], nodes[cut]
        a, b, c, d = index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]
        one = np.linalg.norm(position[:-1, :-1] - position[1:, 1:], axis=-1)
        other = np.linalg.norm(position[1:, :-1] - position[:-1, 1:], axis=-1)
        first = (one <= other)[..., None]
        two = np.concatenate(
            [
                np.where(first, np.stack([a, b, c], -1), np.stack([a, b, d], -1)).reshape(-1, 3),
                np.where(first, np.stack([a, c, d], -1), np.stack([b, c, d], -1)).reshape(-1, 3),
            ]
        )
        faces.append(two if flip else two[:, [0, 2, 1]])
    return np.concatenate(faces).astype(np.int32)


def _linear(nodes: Floats, old: Floats, new: Floats, axis: int) -> Floats:
    low = np.clip(np.searchsorted(old, new, side="right") - 1, 0, len(old) - 2)
    share = (new - old[low]) / (old[low + 1] - old[low])
    shape = [1] * nodes.ndim
    shape[axis] = -1
    weight = share.reshape(shape)
    return np.asarray(np.take(nodes, low, axis) * (1 - weight) + np.take(nodes, low + 1, axis) * weight)
