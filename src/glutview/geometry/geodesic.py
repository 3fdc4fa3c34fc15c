"""Distances along a surface: shortest paths over a net of points on the edges of its triangles.

Every edge carries a few evenly spaced points besides its ends, and within a triangle each point is joined to
every point of the other two edges by a straight line (Lanthier, Maheshwari, Sack 2001, "Approximating shortest
paths on weighted polyhedral surfaces", Algorithmica 30: 527-562). Such a path runs on the surface. So the
distance found is never less than the true one along the triangles, nor than the straight one, and it is a
metric: symmetric, and no way round is shorter than the way. With five points on an edge it is too long by 0.2 %
on average and 0.7 % at worst on spheres of any fineness; on our bones, whose triangles are less even, by 0.3 % and
1.8 % (against eleven points on an edge). Between two places within triangles it may be longer by as much as the
points of an edge lie apart: about 0.5 mm on our bones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.surface_point import SurfacePoint, positions

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Indices = npt.NDArray[np.int64]

POINTS_PER_EDGE = 5


@dataclass(frozen=True, eq=False)
class SurfaceNodes:
    """The vertices of a mesh, then the points on its edges.

    Attributes:
        mesh: the surface.
        ends: (k, 2) vertices between which each node lies; a vertex lies between itself and itself.
        share: (k,) how far along from the first to the second.
        of_triangle: (m, 3 + 3 * points per edge) the nodes on the rim of each triangle.
    """

    mesh: Mesh
    ends: Indices
    share: Floats
    of_triangle: Indices

    def extended(self, values: Floats) -> Floats:
        """Values per vertex (n, ...) continued linearly along the edges to every node (k, ...)."""
        share = self.share.reshape(-1, *[1] * (values.ndim - 1))
        return np.asarray(values[self.ends[:, 0]] * (1 - share) + values[self.ends[:, 1]] * share)

    def at(self, field: Floats, point: SurfacePoint) -> float:
        """The distance at a point of the surface, from those at the nodes (k,)."""
        nodes, away = self.around(point)
        return float((field[nodes] + away).min())

    def around(self, point: SurfacePoint) -> tuple[Indices, Floats]:
        """The nodes of a point's triangle, and the straight distances to them, mm."""
        nodes = self.of_triangle[point.triangle]
        places = _between(self.mesh.vertices, self.ends[nodes], self.share[nodes])
        return nodes, np.asarray(np.linalg.norm(places - positions(self.mesh, [point]), axis=1))


@dataclass(frozen=True, eq=False)
class SurfaceNet:
    """Nodes on a surface, and the straight lines by which they are joined. It takes some 50 MB for a bone."""

    nodes: SurfaceNodes
    _graph: csr_array[np.float64]

    @staticmethod
    def of(mesh: Mesh, points_per_edge: int = POINTS_PER_EDGE) -> SurfaceNet:
        """The net of a mesh; an odd number of points serves better than the even one after it."""
        n, k = len(mesh.vertices), points_per_edge
        half = np.sort(mesh.faces[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2).astype(np.int64), axis=1)
        key, inverse = np.unique(half[:, 0] * n + half[:, 1], return_inverse=True)
        edges = np.column_stack([key // n, key % n])
        on_edge = n + np.arange(len(edges) * k, dtype=np.int64).reshape(len(edges), k)
        ends = np.concatenate([np.repeat(np.arange(n)[:, None], 2, axis=1), np.repeat(edges, k, axis=0)])
        share = np.concatenate([np.zeros(n), np.tile(np.arange(1, k + 1) / (k + 1), len(edges))])
        rims = on_edge[inverse.reshape(-1, 3)]  # (m, 3, k): nodes on the edges 01, 12, 20
        of_triangle = np.concatenate([mesh.faces, rims.reshape(len(rims), -1)], axis=1)
        pairs = _pairs(mesh.faces.astype(np.int64), edges, on_edge, rims)
        graph = _graph(_between(mesh.vertices, ends, share), pairs)
        return SurfaceNet(SurfaceNodes(mesh, ends, share, of_triangle), graph)

    def from_nodes(self, nodes: npt.ArrayLike, start_mm: npt.ArrayLike = 0.0) -> Floats:
        """(k,) distance of every node from the nearest of some nodes; infinite where no way leads.

        Args:
            nodes: numbers of the nodes to start from.
            start_mm: what each of these is away already, not negative; one value or one a node.

        Raises:
            ValueError: there is no node to start from.
        """
        from scipy.sparse.csgraph import dijkstra

        seeds = np.atleast_1d(np.asarray(nodes, dtype=np.int64))
        if not len(seeds):
            raise ValueError("a distance needs a place to start from")
        away = np.broadcast_to(np.asarray(start_mm, dtype=np.float64), seeds.shape)
        graph = _with_origin(self._graph, seeds, away)
        found: Any = dijkstra(graph, directed=True, indices=[len(self.nodes.ends)])
        return np.asarray(found[0, :-1], dtype=np.float64)

    def from_point(self, point: SurfacePoint) -> Floats:
        """(k,) distance of every node from a point of the surface."""
        return self.from_nodes(*self.nodes.around(point))

    def between(self, start: SurfacePoint, end: SurfacePoint) -> float:
        """The distance between two points of the surface, mm; infinite if they lie on separate pieces."""
        return self.to_points(start, [end])[0]

    def to_points(self, start: SurfacePoint, ends: Sequence[SurfacePoint]) -> list[float]:
        """The distances from one point to others."""
        mesh, field = self.nodes.mesh, self.from_point(start)
        straight = np.linalg.norm(positions(mesh, ends) - positions(mesh, [start]), axis=1)
        return [
            float(direct) if end.triangle == start.triangle else self.nodes.at(field, end)
            for end, direct in zip(ends, straight, strict=True)
        ]


def _between(vertices: Floats, ends: Indices, share: Floats) -> Floats:
    return np.asarray(vertices[ends[:, 0]] * (1 - share)[:, None] + vertices[ends[:, 1]] * share[:, None])


def _pairs(faces: Indices, edges: Indices, on_edge: Indices, rims: Indices) -> Indices:
    """(p, 2) the nodes that are joined: neighbours along edges, and across every triangle."""
    chain = np.concatenate([edges[:, :1], on_edge, edges[:, 1:]], axis=1)
    pairs = [np.stack([chain[:, :-1], chain[:, 1:]], axis=-1)]
    for first, second in ((0, 1), (1, 2), (2, 0)):
        a, b = np.broadcast_arrays(rims[:, first, :, None], rims[:, second, None, :])
        pairs.append(np.stack([a, b], axis=-1))
        # The corner opposite the first edge: 2 faces 01, 0 faces 12, 1 faces 20.
        corner, opposite = np.broadcast_arrays(faces[:, [(first + 2) % 3]], rims[:, first])
        pairs.append(np.stack([corner, opposite], axis=-1))
    return np.concatenate([pair.reshape(-1, 2) for pair in pairs])


def _graph(nodes: Floats, pairs: Indices) -> csr_array[np.float64]:
    """Lengths between joined nodes, both ways."""
    from scipy.sparse import csr_array as sparse

    length = np.linalg.norm(nodes[pairs[:, 0]] - nodes[pairs[:, 1]], axis=1)
    start, end = np.concatenate([pairs, pairs[:, ::-1]]).astype(np.int32).T
    # Row by row by hand: what is built from pairs adds up lengths that are stated twice, as they are where two
    # triangles have the same corners.
    order = np.argsort(start, kind="stable")
    pointers = np.concatenate([[0], np.cumsum(np.bincount(start, minlength=len(nodes)))]).astype(np.int32)
    shape = (len(nodes), len(nodes))
    return sparse((np.concatenate([length, length])[order], end[order], pointers), shape=shape)


def _with_origin(graph: csr_array[np.float64], seeds: Indices, away: Floats) -> csr_array[np.float64]:
    """The graph with one node more, from which one-way edges of the lengths `away` lead to the seeds."""
    from scipy.sparse import csr_array as sparse

    size = graph.shape[0]
    pointers = np.append(graph.indptr, np.int32(graph.indptr[-1] + len(seeds)))
    columns = np.append(graph.indices, seeds.astype(np.int32))
    return sparse((np.append(graph.data, away), columns, pointers), shape=(size + 1, size + 1))
