"""What a played block breaks in a pose, and the least change of its modes' weights that mends it.

Each is a projection, along a gradient with respect to the weights: onto the volume of the template; of a drawn
vertex out of a bone or a neighbour; of tissue that is nearly inside out. Vertices, and Gauss points, are mended one
after the other (Kaczmarz 1937): what mends one mends those beside it, for modes are smooth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from glutview.biomech.transforms import Floats
from glutview.build.block_contact import Obstacle
from glutview.build.block_elements import Ints, flatten, node_numbers
from glutview.build.block_solver import BlockSolver
from glutview.build.drawn_vertices import DrawnVertices
from glutview.build.shell import grid_faces
from glutview.build.tissue_kernels import write_cofactors, write_deformation

# Near the footprints modes hardly move: there no more is asked of them than this share of what free nodes would do.
_LEAST_SHARE = 0.15
_SWEEPS = 2
# So many poses at once: their nodes stay near the processor.
_AT_ONCE = 64

KEEPS, NEAR_TURNING, WATCHED = 0.4, 0.6, 0.2
"""Shares of the volume that a Gauss point has at rest. What has less is moved back to the first, before it turns;
between whole turns only those poses are looked at in which the least one has less than the second; a pose in which
one has less than the third is watched.
"""


@dataclass(frozen=True, eq=False)
class Contact:
    """Drawn vertices that may touch a body, and the plane near each beyond which that lies.

    Attributes:
        vertices: (k,) their numbers.
        points: (k, 3) where they were, mm.
        lack_mm: (k,) what was lacking there to the distance that each keeps; below 0 where it was further off.
        slopes: (k, 3) of the distance.
    """

    vertices: Ints
    points: Floats
    lack_mm: Floats
    slopes: Floats

    def nearly_lacking(self, points: Floats, within_mm: float) -> Contact:
        """Only those that lack something, or would if they moved so far, with all drawn vertices at (m, 3)."""
        moved = np.einsum("kx,kx->k", self.slopes, points[self.vertices] - self.points)
        kept = self.lack_mm - moved > -within_mm
        return Contact(self.vertices[kept], self.points[kept], self.lack_mm[kept], self.slopes[kept])


@dataclass(frozen=True, eq=False)
class PoseProjections:
    """Of one block and its modes.

    Attributes:
        solver: the block; nodes (n, 3) are numbered as it numbers them.
        shapes: (n, K) orthonormal modes of displacement.
        drawn: (m, K) their values at the drawn vertices.
        volume_mm3: what the template encloses.
    """

    solver: BlockSolver
    shapes: Floats
    drawn: Floats
    volume_mm3: float
    _freedom: Floats
    _sides: Ints
    _triangles: Ints

    @staticmethod
    def of(solver: BlockSolver, drawn: DrawnVertices, modes: Floats) -> PoseProjections:
        """The projections of a solver's block, of which these vertices are drawn, with modes (K, ns, nt, nu)."""
        sides, triangles = np.unique(_triangles(solver.shape), return_inverse=True)
        (volume,), _ = _volumes(_as_rows(flatten(solver.rest)[None, sides]), triangles)
        shapes = np.ascontiguousarray(modes.transpose(3, 1, 2, 0).reshape(-1, len(modes)))
        return PoseProjections(solver, shapes, drawn.shapes(modes), float(volume), drawn.freedom, sides, triangles)

    def more_volume(self, x: Floats) -> tuple[float, Floats]:
        """How much more than the template it encloses at nodes (n, 3), mm3, and the gradient of that (n, 3)."""
        (volume,), (of_sides,) = _volumes(_as_rows(x[None, self._sides]), self._triangles)
        gradient = np.zeros(x.shape)
        gradient[self._sides] = of_sides.T
        return float(volume) - self.volume_mm3, gradient

    def gain(self, x: Floats) -> float:
        """The share by which it encloses more than the template at nodes (n, 3)."""
        return self.more_volume(x)[0] / self.volume_mm3

    def least_dilation(self, x: Floats) -> float:
        """The least share of its volume at rest that a Gauss point has; below 0 where one is inside out."""
        return float(self.solver.elements.dilations(x).min())

    def keep_volume(self, weights: Floats, carried: Floats, beyond: Floats) -> None:
        """Change weights (p, K, 3) so that the block, carried to (p, n, 3), encloses what it does at rest.

        Or less, by the share of it by which what is drawn encloses more `beyond` that (p,).
        """
        shapes = self.shapes[self._sides]
        for start in range(0, len(weights), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            own = _as_rows(weights[part])
            x = _as_rows(carried[part][:, self._sides])
            x += (own.reshape(-1, len(shapes.T)) @ shapes.T).reshape(x.shape)
            volumes, gradients = _volumes(x, self._triangles)
            along = (gradients.reshape(-1, len(shapes)) @ shapes).reshape(own.shape)
            more = volumes - (1 - beyond[part]) * self.volume_mm3
            steps = more / np.einsum("pik,pik->p", along, along)
            weights[part] -= (steps[:, None, None] * along).transpose(0, 2, 1)

    def contact(
        self, points: Floats, body: Obstacle, within_mm: float, clear_mm: float, among: Ints | None = None
    ) -> Contact:
        """Which drawn vertices, at (m, 3), come so near to a body, and what they lack to the distance that they keep.

        They keep `clear_mm`, or what they keep in the template where that is less. Only those `among` (k,) are looked
        at, if given.
        """
        looked_at = np.arange(len(points)) if among is None else among
        value, slope = body.field.value_and_gradient(points[looked_at])
        close = value < within_mm
        near = looked_at[close]
        lack = np.minimum(body.margins[near], clear_mm) - value[close]
        return Contact(near, points[near], lack, slope[close])

    def keep_out(self, weights: Floats, carried: Floats, contact: Contact) -> None:
        """Change weights (K, 3) of vertices that the bones carried to (m, 3) so that a contact lacks nothing."""
        found = contact.vertices, contact.points, contact.lack_mm, contact.slopes
        _keep_out(weights, self.drawn, carried, *found, self._freedom, _LEAST_SHARE, _SWEEPS)

    def keep_near(self, weights: Floats, carried: Floats, goal: Floats, within_mm: float) -> None:
        """Change weights (K, 3) so that no node of the block, carried to (n, 3), is further off its goal (n, 3)."""
        off = carried + self.shapes @ weights - goal
        away = np.linalg.norm(off, axis=1)
        far = np.flatnonzero(away > within_mm)
        planes = far, goal[far], np.full(len(far), -within_mm), -off[far] / away[far, None]
        _keep_out(weights, self.shapes, carried, *planes, np.ones(len(off)), _LEAST_SHARE, _SWEEPS)

    def turn_back(self, weights: Floats, carried: Floats, least: float) -> float:
        """Change weights (K, 3) so that no Gauss point keeps less than that share; returns what the least kept."""
        elements = self.solver.elements
        dilations = elements.dilations(carried + self.shapes @ weights)
        hit = np.flatnonzero(dilations < least)
        found = elements.nodes[hit], elements.gradients[hit]
        _turn_back(weights, self.shapes, carried, *found, least, _LEAST_SHARE, _SWEEPS)
        return float(dilations.min())


def _triangles(shape: tuple[int, int, int]) -> Ints:
    """(k, 3) of a block's sides: quadrangles parted both ways, each counting half, as a bilinear one encloses."""
    number, found = node_numbers(shape), []
    for axis in range(3):
        for side in (0, -1):
            face = np.take(number, side, axis)
            corners = grid_faces(*face.shape)
            (a, b, c), d = corners[::2].T, corners[1::2, 2]
            both = np.concatenate([corners, np.stack([a, b, d], 1), np.stack([b, c, d], 1)])
            found.append(face.ravel()[both if (axis == 1) == (side == -1) else both[:, ::-1]])
    return np.concatenate(found).astype(np.int64)


def _as_rows(nodes: Floats) -> Floats:
    """(p, 3, n) copies of (p, n, 3): what follows one another in them follows one another in memory."""
    return np.ascontiguousarray(nodes.transpose(0, 2, 1))


@numba.njit(cache=True)
def _volumes(x, triangles):  # type: ignore[no-untyped-def]
    """(p,) what nodes (p, 3, n) enclose, and the gradients (p, 3, n)."""
    gradients = np.zeros_like(x)
    totals = np.zeros(len(x))
    for p in range(len(x)):
        X, G = x[p], gradients[p]
        for k in range(len(triangles)):
            for i in range(3):
                a, b, c = triangles[k, i], triangles[k, (i + 1) % 3], triangles[k, (i + 2) % 3]
                n0 = X[1, b] * X[2, c] - X[2, b] * X[1, c]
                n1 = X[2, b] * X[0, c] - X[0, b] * X[2, c]
                n2 = X[0, b] * X[1, c] - X[1, b] * X[0, c]
                G[0, a] += n0 / 12
                G[1, a] += n1 / 12
                G[2, a] += n2 / 12
                if i == 0:
                    totals[p] += (X[0, a] * n0 + X[1, a] * n1 + X[2, a] * n2) / 12
    return totals, gradients


@numba.njit(cache=True)
def _keep_out(  # type: ignore[no-untyped-def]
    weights, shapes, carried, vertices, points, lacks, slopes, freedom, least_share, sweeps
):
    modes = shapes.shape[1]
    for _ in range(sweeps):
        for k in range(len(vertices)):
            vertex = vertices[k]
            along, slope = shapes[vertex], slopes[k]
            lack = lacks[k]
            for i in range(3):
                here = carried[vertex, i]
                for m in range(modes):
                    here += along[m] * weights[m, i]
                lack -= slope[i] * (here - points[k, i])
            steep = np.sum(slope**2)
            if lack <= 0 or steep == 0:
                continue
            step = lack / (max(np.sum(along**2), least_share * freedom[vertex]) * steep)
            for m in range(modes):
                for i in range(3):
                    weights[m, i] += step * along[m] * slope[i]


@numba.njit(cache=True)
def _turn_back(  # type: ignore[no-untyped-def]
    weights, shapes, carried, nodes, gradients, least, least_share, sweeps
):
    modes = shapes.shape[1]
    F, C, corners = np.empty((3, 3)), np.empty((3, 3)), np.empty((8, 3))
    G, along, own = np.empty((8, 3)), np.empty((modes, 3)), np.arange(8)
    for _ in range(sweeps):
        for e in range(len(nodes)):
            for a in range(8):
                node = nodes[e, a]
                for i in range(3):
                    here = carried[node, i]
                    for m in range(modes):
                        here += shapes[node, m] * weights[m, i]
                    corners[a, i] = here
            write_deformation(corners, own, gradients[e], F)
            lack = least - write_cofactors(F, C)
            if lack <= 0:
                continue
            free = 0.0
            for a in range(8):
                for i in range(3):
                    G[a, i] = 0.0
                    for j in range(3):
                        G[a, i] += C[i, j] * gradients[e, a, j]
                    free += G[a, i] ** 2
            along[:] = 0.0
            for a in range(8):
                for m in range(modes):
                    for i in range(3):
                        along[m, i] += shapes[nodes[e, a], m] * G[a, i]
            step = lack / max(np.sum(along * along), least_share * free)
            for m in range(modes):
                for i in range(3):
                    weights[m, i] += step * along[m, i]
