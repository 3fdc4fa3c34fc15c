"""How far rays go before they meet a triangle: a tree of boxes over the triangles, compiled by numba.

The tree halves the triangles along the longest side of their box; a ray visits the boxes it meets with a stack.
Triangles are met as by Möller and Trumbore (doi:10.1080/10867651.1997.10487468), from either side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Floats

Ints = npt.NDArray[np.int64]
_LEAF = 6
_DEEPEST = 64


@dataclass(frozen=True, eq=False)
class RayTree:
    """Triangles in the order of a tree of boxes.

    Attributes:
        corners: (m, 3, 3) mm, so ordered that each node's are neighbours.
        boxes: (k, 2, 3) lowest and highest corner of each node.
        nodes: (k, 3) first triangle and how many of a leaf, or 0 of them and the second child of a node; the
            first child follows its node.
    """

    corners: Floats
    boxes: Floats
    nodes: Ints

    @staticmethod
    def of(corners: Floats) -> RayTree:
        """The tree over triangles (m, 3, 3)."""
        low, high, middle = corners.min(1), corners.max(1), corners.mean(1)
        order: list[Ints] = []
        boxes: list[Floats] = []
        nodes: list[tuple[int, int, int]] = []
        placed = 0
        # Each entry: the triangles of a node, and the node whose second child it is.
        ahead: list[tuple[Ints, int]] = [(np.arange(len(corners)), -1)]
        while ahead:
            mine, parent = ahead.pop()
            if parent >= 0:
                nodes[parent] = (0, 0, len(nodes))
            boxes.append(np.array([low[mine].min(0), high[mine].max(0)]))
            if len(mine) <= _LEAF:
                nodes.append((placed, len(mine), -1))
                order.append(mine)
                placed += len(mine)
                continue
            axis = int(np.argmax(np.ptp(middle[mine], axis=0)))
            halves = np.array_split(mine[np.argsort(middle[mine, axis], kind="stable")], 2)
            ahead += [(halves[1], len(nodes)), (halves[0], -1)]
            nodes.append((0, 0, -1))
        return RayTree(np.ascontiguousarray(corners[np.concatenate(order)]), np.array(boxes), np.array(nodes))

    def reached(self, starts: Floats, directions: Floats, farthest: float) -> Floats:
        """(r,) mm to the first triangle along each ray, infinite where none is nearer than `farthest`.

        Args:
            starts: (r, 3) mm.
            directions: (r, 3) unit vectors.
            farthest: mm.
        """
        return np.asarray(_reached(starts, directions, farthest, self.corners, self.boxes, self.nodes))


@numba.njit(cache=True)
def _reached(starts, directions, farthest, corners, boxes, nodes):  # type: ignore[no-untyped-def]
    found = np.full(len(starts), np.inf)
    stack = np.empty(_DEEPEST, dtype=np.int64)
    for ray in range(len(starts)):
        ox, oy, oz = starts[ray]
        dx, dy, dz = directions[ray]
        ix = 1 / dx if dx != 0 else 1e30
        iy = 1 / dy if dy != 0 else 1e30
        iz = 1 / dz if dz != 0 else 1e30
        best = farthest
        hit = False
        stack[0] = 0
        depth = 1
        while depth:
            depth -= 1
            node = stack[depth]
            box = boxes[node]
            x0, x1 = (box[0, 0] - ox) * ix, (box[1, 0] - ox) * ix
            y0, y1 = (box[0, 1] - oy) * iy, (box[1, 1] - oy) * iy
            z0, z1 = (box[0, 2] - oz) * iz, (box[1, 2] - oz) * iz
            enter = max(min(x0, x1), min(y0, y1), min(z0, z1), 0.0)
            if enter > min(max(x0, x1), max(y0, y1), max(z0, z1), best):
                continue
            first, count, second = nodes[node]
            if count == 0:
                stack[depth] = second
                stack[depth + 1] = node + 1
                depth += 2
                continue
            for triangle in range(first, first + count):
                a, b, c = corners[triangle]
                ux, uy, uz = b[0] - a[0], b[1] - a[1], b[2] - a[2]
                vx, vy, vz = c[0] - a[0], c[1] - a[1], c[2] - a[2]
                px, py, pz = dy * vz - dz * vy, dz * vx - dx * vz, dx * vy - dy * vx
                area = ux * px + uy * py + uz * pz
                if area == 0:
                    continue
                sx, sy, sz = ox - a[0], oy - a[1], oz - a[2]
                s = (sx * px + sy * py + sz * pz) / area
                if s < 0 or s > 1:
                    continue
                qx, qy, qz = sy * uz - sz * uy, sz * ux - sx * uz, sx * uy - sy * ux
                t = (dx * qx + dy * qy + dz * qz) / area
                if t < 0 or s + t > 1:
                    continue
                away = (vx * qx + vy * qy + vz * qz) / area
                if 0 < away < best:
                    best = away
                    hit = True
        if hit:
            found[ray] = best
    return found
