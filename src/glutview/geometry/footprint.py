"""A footprint as part of a surface: how far every vertex lies inside or outside of its outline.

Drawn from this field the outline is sharp at any size and cannot flicker, because nothing is laid over the
bone. The patch is the muscle's own: the grid between its superficial and its deep curve.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Faces, Floats, Mesh
from glutview.geometry.subdivision import Subdivision, refined

FAR_MM = 1000.0
"""Distance written where no outline is near."""
_REACH_MM = 14.0
"""A vertex farther than this from the patch, which spans from rim to rim, belongs to something else."""
_STEP_MM = 0.4
_UNDECIDED = 0.4
_LEAST_SLOPE = 0.1


@dataclass(frozen=True, eq=False)
class Footprint:
    """A patch of surface.

    Attributes:
        nodes: (ns, nt, 3) grid over the patch, mm. Its rim is the outline and lies on the surface; between
            them the grid may run above or below, as a sheet spanned over bumps and gaps.
        beyond: (ns, nt) for a patch that lies on several surfaces: how far a node is from belonging to the one asked
            about, mm, negative where it does; it may grow slower or faster than a mm for every mm of way. None: all
            belong to it.
    """

    nodes: Floats
    beyond: Floats | None = None

    @property
    def own(self) -> npt.NDArray[np.bool_]:
        """(ns, nt) whether a node belongs to the surface asked about."""
        return np.ones(self.nodes.shape[:2], dtype=bool) if self.beyond is None else self.beyond < 0

    def outline(self) -> Floats:
        """(k, 3) the closed outline at close spacing, mm; the first point is not repeated."""
        grid = self.nodes
        rim = np.concatenate([grid[:-1, 0], grid[-1, :-1], grid[:0:-1, -1], grid[0, :0:-1]])
        ahead = np.roll(rim, -1, axis=0)
        steps = np.maximum(np.ceil(np.linalg.norm(ahead - rim, axis=1) / _STEP_MM), 1).astype(int)
        start = np.repeat(np.arange(len(rim)), steps)
        share = np.concatenate([np.arange(count) / count for count in steps])[:, None]
        return np.asarray(rim[start] * (1 - share) + ahead[start] * share)

    def border(self) -> Floats:
        """(k, 3) where, between its nodes, the patch leaves the surface for the next, mm; in no order."""
        if self.beyond is None:
            return np.zeros((0, 3))
        crossed = []
        for nodes, beyond in ((self.nodes, self.beyond), (self.nodes.swapaxes(0, 1), self.beyond.T)):
            i, j = np.nonzero((beyond[:-1] < 0) != (beyond[1:] < 0))
            share = (beyond[i, j] / (beyond[i, j] - beyond[i + 1, j]))[:, None]
            crossed.append(nodes[i, j] * (1 - share) + nodes[i + 1, j] * share)
        return np.concatenate(crossed)

    def hatching(self, vertices: Floats) -> Floats:
        """(n, 2) mm along two directions oblique to the patch, following it round its bends, for vertices (n, 3)."""
        nodes, (along, across), _ = self._dense()
        pick = np.unravel_index(_nearest(vertices, nodes.reshape(-1, 3)), nodes.shape[:2])
        offset = vertices - nodes[pick]
        place = []
        for axis, length in ((0, along), (1, across)):
            direction = np.gradient(nodes, axis=axis)[pick]
            direction /= np.maximum(np.linalg.norm(direction, axis=1, keepdims=True), 1e-9)
            place.append(length[pick[axis]] + np.einsum("kx,kx->k", offset, direction))
        return np.asarray(np.column_stack([place[0] + place[1], place[0] - place[1]]) / np.sqrt(2))

    def across(self, vertices: Floats) -> Floats:
        """(n,) s of the fibres that end at vertices (n, 3): 0 at the patch's first row, 1 at its last."""
        nodes, _, s = self._dense()
        i, _, rows, _ = _on_grid(nodes, vertices)
        return np.asarray(np.clip(s[i] + rows * np.gradient(s)[i], 0.0, 1.0))

    def signed_distance(self, vertices: Floats, normals: Floats) -> Floats:
        """(n,) distance to the outline, mm, negative inside, for surface vertices and normals (n, 3)."""
        distance = np.full(len(vertices), FAR_MM)
        low, high = self.nodes.min((0, 1)) - _REACH_MM, self.nodes.max((0, 1)) + _REACH_MM
        near = np.flatnonzero(((vertices > low) & (vertices < high)).all(1))
        if not len(near):
            return distance
        gap, inside, facing = self._above(vertices[near], normals[near])
        rim = _polyline_distance(vertices[near], self.outline())
        # Over a fold of the grid nothing lies straight beneath; yet the nearest place of it is not its rim.
        inside |= facing & (gap < 0.995 * rim - 0.02) & (gap < _REACH_MM)
        border = self._to_border(vertices[near])
        # Outside of the outline, too, what is nearest to another surface's part of it is no nearer than the border.
        distance[near] = np.where(inside, np.maximum(-rim, border), np.maximum(rim, border))
        return distance

    def _to_border(self, points: Floats) -> Floats:
        """(k,) mm to the line across the patch where it leaves the surface for the next, negative on the surface."""
        if self.beyond is None:
            return np.full(len(points), -np.inf)
        i, j, rows, columns = _on_grid(self.nodes, points)
        by_row, by_column = np.gradient(self.beyond, axis=0)[i, j], np.gradient(self.beyond, axis=1)[i, j]
        value = self.beyond[i, j] + rows * by_row + columns * by_column
        row, column = np.gradient(self.nodes, axis=0)[i, j], np.gradient(self.nodes, axis=1)[i, j]
        # The gradient along the patch: a rise by row and by column, over two directions that meet at any angle.
        along, across = _solved(row, column, by_row, by_column)
        steep = np.linalg.norm(along[:, None] * row + across[:, None] * column, axis=1)
        return np.asarray(value / np.clip(steep, _LEAST_SLOPE, None))

    def _above(self, points: Floats, normals: Floats) -> tuple[Floats, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Distance to the patch, whether the point lies straight above it, and whether it faces the same way."""
        nodes, _, _ = self._dense()
        ns, nt = nodes.shape[:2]
        i, j = np.unravel_index(_nearest(points, nodes.reshape(-1, 3)), (ns, nt))
        outward = self._outward(points, normals)
        gap = np.full(len(points), np.inf)
        inside = np.zeros(len(points), dtype=bool)
        same = np.zeros(len(points), dtype=bool)
        for di, dj in ((-1, -1), (-1, 0), (0, -1), (0, 0)):
            ci, cj = np.clip(i + di, 0, ns - 2), np.clip(j + dj, 0, nt - 2)
            a, b, c, d = nodes[ci, cj], nodes[ci + 1, cj], nodes[ci + 1, cj + 1], nodes[ci, cj + 1]
            for corners in ((a, b, c), (a, c, d)):
                away, height, normal = _to_triangle(points, *corners)
                # The far face of a thin bone looks the other way; a steep bump of the near one does not.
                facing = outward * np.einsum("kx,kx->k", normal, normals) > -0.3
                closer = away < gap - 1e-9
                gap[closer] = away[closer]
                # Above the triangle: the foot of the perpendicular lies on it.
                above = (away <= height + 1e-6) & (height < _REACH_MM) & facing
                inside = np.where(closer, above, inside)
                same = np.where(closer, facing, same)
        return gap, inside, same

    def _dense(self) -> tuple[Floats, tuple[Floats, Floats], Floats]:
        """A grid of about a millimetre, the mean mm from its first row and column to each other, and s by row."""
        rows, s = _densified(self.nodes)
        nodes = _densified(rows.swapaxes(0, 1))[0].swapaxes(0, 1)
        lengths = []
        for axis in (0, 1):
            step = np.linalg.norm(np.diff(nodes, axis=axis), axis=2).mean(1 - axis)
            lengths.append(np.concatenate([[0.0], np.cumsum(step)]))
        return nodes, (lengths[0], lengths[1]), s

    def _outward(self, points: Floats, normals: Floats) -> float:
        """The sign that makes the normals of the grid's cells point out of the surface on which they lie.

        0 within a thin sheet, a ligament say, of which the patch takes both faces.
        """
        grid = self.nodes
        across = np.cross(grid[1:, 1:] - grid[:-1, :-1], grid[:-1, 1:] - grid[1:, :-1]).reshape(-1, 3)
        middle = ((grid[1:, 1:] + grid[:-1, :-1]) / 2).reshape(-1, 3)
        own = self.own
        if not own.all() and own[:-1, :-1].any():
            mine = own[:-1, :-1].ravel()
            across, middle = across[mine], middle[mine]
        across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-12)
        vote = float(np.einsum("kx,kx->k", across, normals[_nearest(middle, points)]).mean())
        return float(np.sign(vote)) if abs(vote) > _UNDECIDED else 0.0


def refined_near(mesh: Mesh, footprints: list[Footprint], edge_mm: float = 1.2) -> Subdivision:
    """The mesh's triangles made finer along the outlines and borders, down to edges of `edge_mm`."""
    outlines = np.concatenate([line for one in footprints for line in (one.outline()[::2], one.border())])

    def marked(vertices: Floats, edges: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        length = np.linalg.norm(vertices[edges[:, 0]] - vertices[edges[:, 1]], axis=1)
        low, high = outlines.min(0) - length.max(), outlines.max(0) + length.max()
        near = ((vertices > low) & (vertices < high)).all(1)
        distance = np.full(len(vertices), np.inf)
        distance[near] = np.linalg.norm(vertices[near] - outlines[_nearest(vertices[near], outlines)], axis=1)
        close = distance[edges].min(1) < length
        return np.asarray(close & (length > edge_mm))

    return refined(mesh.vertices, mesh.faces, marked, rounds=4)


def area_mm2(vertices: Floats, faces: Faces, distance: Floats) -> float:
    """Area of the surface where the vertices' `distance` (n,) is negative, cut sharply along its zero line."""
    corners, values = vertices[faces], distance[faces]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2
    # Of a triangle with one corner apart the line cuts off the product of the shares along the two edges.
    order = np.argsort(values, axis=1)
    a, b, c = np.take_along_axis(values, order, axis=1).T
    with np.errstate(divide="ignore", invalid="ignore"):
        tip_inside = np.nan_to_num((a / (a - b)) * (a / (a - c)))
        tip_outside = np.nan_to_num((c / (c - b)) * (c / (c - a)))
    inside = (values < 0).sum(1)
    share = np.select([inside == 3, inside == 2, inside == 1], [1.0, 1 - tip_outside, tip_inside], 0.0)
    return float(area @ share)


def _densified(grid: Floats) -> tuple[Floats, Floats]:
    """A grid (n, m, 3) with rows added until neighbouring rows are about a millimetre apart.

    Beside it where each row is from the first, 0, to the last, 1.
    """
    step = np.linalg.norm(np.diff(grid, axis=0), axis=2).max(1)
    pieces = np.maximum(np.ceil(step), 1).astype(int)
    row = np.repeat(np.arange(len(step)), pieces)
    share = np.concatenate([np.arange(count) / count for count in pieces])
    place = np.concatenate([row + share, [len(step)]]) / len(step)
    share = share[:, None, None]
    between = grid[row] * (1 - share) + grid[row + 1] * share
    return np.concatenate([between, grid[-1:]]), place


def _on_grid(
    nodes: Floats, points: Floats
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Floats, Floats]:
    """Row and column (k,) of the node of a grid (n, m, 3) nearest to each point, and how far on from it, -1 to 1."""
    i, j = np.unravel_index(_nearest(points, nodes.reshape(-1, 3)), nodes.shape[:2])
    offset = points - nodes[i, j]
    row, column = np.gradient(nodes, axis=0)[i, j], np.gradient(nodes, axis=1)[i, j]
    rows, columns = _solved(row, column, np.einsum("kx,kx->k", row, offset), np.einsum("kx,kx->k", column, offset))
    return i, j, np.clip(rows, -1, 1), np.clip(columns, -1, 1)


def _solved(row: Floats, column: Floats, by_row: Floats, by_column: Floats) -> tuple[Floats, Floats]:
    """The shares (k,) of two directions (k, 3), meeting at any angle, whose sum has these products with either."""
    rr, rc, cc = (np.einsum("kx,kx->k", a, b) for a, b in ((row, row), (row, column), (column, column)))
    wide = np.maximum(rr * cc - rc**2, 1e-9)
    return np.asarray((cc * by_row - rc * by_column) / wide), np.asarray((rr * by_column - rc * by_row) / wide)


def _nearest(points: Floats, targets: Floats) -> npt.NDArray[np.int64]:
    """(k,) number of the nearest of (m, 3) targets."""
    from scipy.spatial import cKDTree

    return np.asarray(cKDTree(targets).query(points)[1], dtype=np.int64)


def _polyline_distance(points: Floats, line: Floats) -> Floats:
    """(k,) distance to a closed polyline (m, 3)."""
    nearest = _nearest(points, line)
    best = np.full(len(points), np.inf)
    for step in (-1, 1):
        start, along = line[nearest], line[(nearest + step) % len(line)] - line[nearest]
        share = np.einsum("kx,kx->k", points - start, along) / np.maximum(np.einsum("kx,kx->k", along, along), 1e-18)
        foot = start + np.clip(share, 0, 1)[:, None] * along
        best = np.minimum(best, np.linalg.norm(points - foot, axis=1))
    return best


def _to_triangle(points: Floats, a: Floats, b: Floats, c: Floats) -> tuple[Floats, Floats, Floats]:
    """Distance to each triangle, height over its plane, and its unit normal; everything by row."""
    normal = np.cross(b - a, c - a)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    signed = np.einsum("kx,kx->k", points - a, normal)
    foot = points - signed[:, None] * normal
    # A triangle without area (the tip of a patch) has no inside.
    inside = np.linalg.norm(normal, axis=1) > 0.5
    edge = np.full(len(points), np.inf)
    for start, end in ((a, b), (b, c), (c, a)):
        along = end - start
        inside &= np.einsum("kx,kx->k", np.cross(along, foot - start), normal) >= -1e-9
        share = np.einsum("kx,kx->k", points - start, along) / np.maximum(np.einsum("kx,kx->k", along, along), 1e-18)
        away = points - start - np.clip(share, 0, 1)[:, None] * along
        edge = np.minimum(edge, np.linalg.norm(away, axis=1))
    height = np.abs(signed)
    return np.where(inside, height, edge), height, normal
