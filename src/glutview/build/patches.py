"""Surfaces made of Lagrange patches: quadrilaterals and triangles on equispaced nodes.

Everything about the topology (vertex order, triangles, where a node lies) follows from the patches alone and
from the mean shape's diagonals, so that every shape of the model is drawn by the same triangles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Faces, Floats, Mesh
from glutview.geometry.surface_point import SurfacePoint


@dataclass(frozen=True)
class Patch:
    """One element: its shape, its degree along the two parameters and its nodes, first parameter fastest."""

    triangle: bool
    degrees: tuple[int, int]
    nodes: tuple[int, ...]

    def lattice(self) -> list[tuple[int, int]]:
        """(column, row) of each node on the patch's equispaced lattice."""
        across, up = self.degrees
        return [(i, j) for j in range(up + 1) for i in range(across + 1 - (j if self.triangle else 0))]

    def sides(self) -> list[tuple[int, ...]]:
        """Nodes of each side, in the order in which :func:`_side_places` runs along it."""
        across, up = self.degrees
        at = dict(zip(self.lattice(), self.nodes, strict=True))
        if self.triangle:
            return [
                tuple(at[i, 0] for i in range(across + 1)),
                tuple(at[0, j] for j in range(up + 1)),
                tuple(at[across - j, j] for j in range(up + 1)),
            ]
        return [
            tuple(at[i, 0] for i in range(across + 1)),
            tuple(at[i, up] for i in range(across + 1)),
            tuple(at[0, j] for j in range(up + 1)),
            tuple(at[across, j] for j in range(up + 1)),
        ]

    def basis(self, xi: Floats) -> Floats:
        """(k, nodes) Lagrange weights at (k, 2) parameters in 0..1."""
        across, up = self.degrees
        if not self.triangle:
            first, second = _equispaced(xi[:, 0], across), _equispaced(xi[:, 1], up)
            return np.asarray(np.einsum("ki,kj->kji", first, second).reshape(len(xi), -1))
        third = 1 - xi[:, 0] - xi[:, 1]
        return np.column_stack(
            [
                _falling(xi[:, 0] * across, i)
                * _falling(xi[:, 1] * across, j)
                * _falling(third * across, across - i - j)
                for i, j in self.lattice()
            ]
        )


@dataclass(frozen=True)
class Tessellation:
    """Triangles of a patch surface: one topology for every position of the nodes.

    Attributes:
        weights: (n, nodes) sparse in fact, dense in type: vertices = weights @ nodes.
        faces: (m, 3) outward triangles.
        node_points: where each node lies on those triangles.
    """

    weights: Floats
    faces: Faces
    node_points: dict[int, SurfacePoint] = field(repr=False)

    def mesh(self, nodes: Floats) -> Mesh:
        """The surface for node positions (nodes, 3), mm."""
        return Mesh(self.weights @ nodes, self.faces)


def tessellate(patches: Sequence[Patch], nodes: Floats, subdivisions: int) -> Tessellation:
    """Cut every patch into `subdivisions` steps a side and weld the pieces along shared sides.

    Args:
        patches: the patches of one closed bone.
        nodes: (nodes, 3) mean shape; decides only which diagonal cuts a cell (the shorter) and outward.
        subdivisions: steps along a side, at least the highest degree.
    """
    numbers: dict[object, int] = {}
    rows: list[Floats] = []
    faces: list[tuple[int, int, int]] = []
    places: list[tuple[Patch, dict[tuple[int, int], int], int]] = []
    for index, patch in enumerate(patches):
        lattice = [
            (i, j) for j in range(subdivisions + 1) for i in range(subdivisions + 1 - (j if patch.triangle else 0))
        ]
        basis = patch.basis(np.array(lattice) / subdivisions)
        keys = _side_keys(patch, subdivisions)
        at: dict[tuple[int, int], int] = {}
        for place, weights in zip(lattice, basis, strict=True):
            key = keys.get(place, (index, place))
            if key not in numbers:
                numbers[key] = len(rows)
                row = np.zeros(len(nodes))
                row[list(patch.nodes)] = weights
                rows.append(row)
            at[place] = numbers[key]
        places.append((patch, at, len(faces)))
        faces += _cells(at, nodes, rows, patch.triangle, subdivisions)
    matrix, triangles = np.array(rows), np.array(faces, dtype=np.int32)
    node_points: dict[int, SurfacePoint] = {}
    for patch, at, first in places:
        for (i, j), node in zip(patch.lattice(), patch.nodes, strict=True):
            if node not in node_points:
                xi = np.array([i / patch.degrees[0], j / patch.degrees[1]]) * subdivisions
                node_points[node] = _locate(xi, at, triangles, first, patch.triangle, subdivisions)
    if Mesh(matrix @ nodes, triangles).volume_mm3() < 0:
        triangles = triangles[:, [0, 2, 1]]
        node_points = {n: _exchange(p) for n, p in node_points.items()}
    return Tessellation(matrix, triangles, node_points)


def _side_keys(patch: Patch, subdivisions: int) -> dict[tuple[int, int], object]:
    """Names of the lattice places on the sides, the same seen from either neighbour."""
    keys: dict[tuple[int, int], object] = {}
    for side, places in zip(patch.sides(), _side_places(patch.triangle, subdivisions), strict=True):
        for step, place in enumerate(places):
            if step == 0:
                keys[place] = side[0]
            elif step == subdivisions:
                keys[place] = side[-1]
            elif side[::-1] < side:
                keys[place] = (side[::-1], subdivisions - step)
            else:
                keys[place] = (side, step)
    return keys


def _side_places(triangle: bool, n: int) -> list[list[tuple[int, int]]]:
    steps = range(n + 1)
    if triangle:
        return [[(k, 0) for k in steps], [(0, k) for k in steps], [(n - k, k) for k in steps]]
    return [
        [(k, 0) for k in steps],
        [(k, n) for k in steps],
        [(0, k) for k in steps],
        [(n, k) for k in steps],
    ]


def _cells(
    at: dict[tuple[int, int], int], nodes: Floats, rows: list[Floats], triangle: bool, n: int
) -> list[tuple[int, int, int]]:
    faces: list[tuple[int, int, int]] = []
    xyz = {vertex: rows[vertex] @ nodes for vertex in at.values()}
    for j in range(n):
        for i in range(n - (j if triangle else 0)):
            a, b, c = at[i, j], at[i + 1, j], at[i, j + 1]
            if (i + 1, j + 1) not in at:
                faces.append((a, b, c))
                continue
            d = at[i + 1, j + 1]
            # A margin, so that rounding on another machine cannot turn an even cell's diagonal.
            if triangle or np.linalg.norm(xyz[b] - xyz[c]) <= np.linalg.norm(xyz[a] - xyz[d]) * (1 + 1e-6):
                faces += [(a, b, c), (b, d, c)]
            else:
                faces += [(a, b, d), (a, d, c)]
    return faces


def _locate(
    xi: Floats, at: dict[tuple[int, int], int], faces: Faces, first: int, triangle: bool, n: int
) -> SurfacePoint:
    """The triangle of a patch that holds lattice position `xi`, in steps."""
    place_of = {vertex: place for place, vertex in at.items()}
    count = n * n * (1 if triangle else 2)
    for number in range(first, first + count):
        corners = np.array([place_of[int(v)] for v in faces[number]], dtype=np.float64)
        edges = np.column_stack([corners[1] - corners[0], corners[2] - corners[0]])
        second, third = np.linalg.solve(edges, xi - corners[0])
        if min(second, third, 1 - second - third) > -1e-9:
            second, third = max(round(float(second), 9), 0.0), max(round(float(third), 9), 0.0)
            return SurfacePoint(number, (round(1 - second - third, 9), second, third))
    raise ValueError(f"no triangle holds {xi}")


def _exchange(point: SurfacePoint) -> SurfacePoint:
    first, second, third = point.weights
    return SurfacePoint(point.triangle, (first, third, second))


def _equispaced(x: Floats, degree: int) -> Floats:
    """(k, degree + 1) one-dimensional Lagrange weights on nodes 0, 1/degree, ..., 1."""
    at = np.arange(degree + 1) / degree
    result = np.ones((len(x), degree + 1))
    for i in range(degree + 1):
        for j in range(degree + 1):
            if j != i:
                result[:, i] *= (x - at[j]) / (at[i] - at[j])
    return result


def _falling(x: Floats, count: int) -> npt.NDArray[np.float64]:
    """x (x - 1) ... (x - count + 1) / count!, the factor of a triangle's Lagrange weight."""
    result = np.ones_like(x)
    for k in range(count):
        result = result * (x - k) / (k + 1)
    return result
