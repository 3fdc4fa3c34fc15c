"""What keeps muscles that lie on each other apart.

A muscle keeps others out with its own body. A sheet has a slab besides, behind that face of its block which touches
them: as thick as the block, or thicker, so that what has sunk past the middle of a thin sheet is not pushed out at
its far side. The distance to both is continuous everywhere, also past the borders of the layer; a penalty that jumps
would bring the solver to a halt.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from glutview.biomech.block_interpolation import cubic_weights
from glutview.biomech.transforms import Floats
from glutview.build.grid_fields import GridField, distances_of
from glutview.build.shell import grid_faces, shell
from glutview.geometry.distance import nearest_of
from glutview.geometry.mesh import Faces, Mesh

_DENSITY = 3
_SPACING_MM = 2.5
_MARGIN_MM = 5.0
_SAMPLES_PER_MM2 = 0.6


@dataclass(frozen=True, eq=False)
class LayerField:
    """Signed distance from the nearest of a layer's bodies, mm; where it is far off, only that it is."""

    bodies: tuple[GridField, ...]

    @staticmethod
    def of(
        nodes: Floats,
        lines: tuple[Floats, Floats, Floats],
        *,
        least_mm: float | None,
        ceiling_from_u: float = 0.0,
        beyond_mm: float = 0.0,
    ) -> LayerField:
        """The field of block nodes (ns, nt, nu, 3) at grid lines s, t, u, t rising to the superficial face.

        Args:
            nodes, lines: of the block.
            least_mm: how thick the slab behind the face is at least; None for a round muscle, which has none.
            ceiling_from_u: for what lies beneath the block, and touches its deep face: only from there to its
                insertion, which holds it fast; its belly gives way. 0 for what lies on the block.
            beyond_mm: so much further than that the slab goes on beyond the insertion, and to either side of it.
        """
        ceiling = ceiling_from_u > 0
        if ceiling:
            taut = lines[2] >= min(ceiling_from_u, lines[2][-2])  # two layers at least
            nodes, lines = nodes[:, :, taut], (lines[0], lines[1], lines[2][taut])
        bodies = [] if least_mm is None else [_slab(nodes, lines, least_mm, deep=ceiling, beyond_mm=beyond_mm)]
        if least_mm is None or not ceiling:
            bodies.append(_whole(nodes, lines))
        grids = (distances_of(body, _SPACING_MM, _MARGIN_MM, _SAMPLES_PER_MM2) for body in bodies)
        return LayerField(tuple(GridField(grid, beyond_mm=_MARGIN_MM) for grid in grids))

    def value_and_gradient(self, points: Floats) -> tuple[Floats, Floats]:
        """(k,) distance and (k, 3) gradient at points (k, 3)."""
        return nearest_of(self.bodies, points)


def _slab(
    nodes: Floats, lines: tuple[Floats, Floats, Floats], least_mm: float, *, deep: bool, beyond_mm: float
) -> Mesh:
    """The body behind the deep or the superficial face."""
    faces = (0, -1) if deep else (-1, 0)
    near, far = (_dense(nodes[:, t], lines[0], lines[2], ends=(False, True)) for t in faces)
    if beyond_mm:
        near, far = (_going_on(face, beyond_mm) for face in (near, far))
    triangles = grid_faces(*near.shape[:2])
    sheet = Mesh(near.reshape(-1, 3), triangles)
    through = (near - far).reshape(-1, 3)
    if np.einsum("kx,kx->", sheet.vertex_normals(), through) < 0:
        sheet = Mesh(sheet.vertices, triangles[:, ::-1])
    thickness = np.maximum(np.linalg.norm(through, axis=1), least_mm)
    return shell(sheet, np.zeros(len(thickness)), thickness)


def _going_on(face: Floats, mm: float) -> Floats:
    """Nodes (n + 2, m + 1, 3) of a face (n, m, 3) that goes on straight at both sides, and at its end."""

    def further(edge: Floats, before: Floats) -> Floats:
        away = edge - before
        return np.asarray(edge + mm * away / np.maximum(np.linalg.norm(away, axis=-1, keepdims=True), 1e-9))

    longer = np.concatenate([face, further(face[:, -1:], face[:, -2:-1])], axis=1)
    return np.concatenate([further(longer[:1], longer[1:2]), longer, further(longer[-1:], longer[-2:-1])])


def _whole(nodes: Floats, lines: tuple[Floats, Floats, Floats]) -> Mesh:
    """The block's six faces, which meet along their edges."""
    vertices: list[Floats] = []
    triangles: list[Faces] = []
    for axis in range(3):
        first, second = (other for other in range(3) if other != axis)
        for side in (0, -1):
            face = np.take(nodes, side, axis)
            dense = _dense(face, lines[first], lines[second], ends=(first == 2, second == 2))
            grid = grid_faces(*dense.shape[:2]) + sum(map(len, vertices))
            # Turned so that in a right-handed block all six look outward.
            triangles.append(grid if (axis == 1) == (side == -1) else grid[:, ::-1])
            vertices.append(dense.reshape(-1, 3))
    body = Mesh(np.concatenate(vertices), np.concatenate(triangles))
    return body if body.volume_mm3() > 0 else Mesh(body.vertices, body.faces[:, ::-1])


def _dense(face: Floats, first: Floats, second: Floats, ends: tuple[bool, bool]) -> Floats:
    """Nodes (n, m, 3) of a face at two grid lines, taken at several places a step."""
    rows, columns = (
        _densifying(tuple(line.tolist()), linear_ends=end) for line, end in zip((first, second), ends, strict=True)
    )
    return np.asarray(np.einsum("ai,ijx,bj->abx", rows, face, columns, optimize=True))


@cache
def _densifying(nodes: tuple[float, ...], *, linear_ends: bool) -> Floats:
    """Weights that take values at a grid line's nodes to several places a step."""
    line, count = np.array(nodes), len(nodes)
    places = np.interp(np.linspace(0, count - 1, _DENSITY * (count - 1) + 1), np.arange(count), line)
    return cubic_weights(line, places, linear_ends=linear_ends)
