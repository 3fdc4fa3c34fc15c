"""What keeps muscles that lie on each other apart.

The distance to a body behind that face of a solved block which touches the other muscle: as thick as the block, or
thicker, so that what has sunk past the middle of a thin sheet is not pushed out at its far side. It is continuous
everywhere, also past the borders of the layer; a penalty that jumps would bring the solver to a halt.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from glutview.biomech.block_interpolation import cubic_weights
from glutview.biomech.transforms import Floats
from glutview.build.shell import grid_faces, shell
from glutview.geometry.distance import DistanceField
from glutview.geometry.mesh import Mesh

_DENSITY = 3
_TAUT_FROM_U = 0.6
_SPACING_MM = 2.5
_MARGIN_MM = 5.0
_SAMPLES_PER_MM2 = 0.6


@dataclass(frozen=True, eq=False)
class LayerField:
    """Signed distance from a layer, mm; where it is far off, only that it is."""

    body: DistanceField

    @staticmethod
    def of(
        nodes: Floats, lines: tuple[Floats, Floats, Floats], *, least_mm: float, ceiling: bool = False
    ) -> LayerField:
        """The field of block nodes (ns, nt, nu, 3) at grid lines s, t, u, t rising to the superficial face.

        Args:
            nodes, lines: of the block.
            least_mm: how thick the body is at least.
            ceiling: for what lies beneath the block, and touches its deep face: only where that runs out to its
                insertion, which holds it fast; its belly gives way.
        """
        if ceiling:
            taut = lines[2] >= _TAUT_FROM_U
            nodes, lines = nodes[:, :, taut], (lines[0], lines[1], lines[2][taut])
        s, u = (_densifying(line, linear_ends=ends) for line, ends in ((lines[0], False), (lines[2], True)))
        faces = (0, -1) if ceiling else (-1, 0)
        near, far = (np.einsum("ai,ijx,bj->abx", s, nodes[:, t], u, optimize=True) for t in faces)
        triangles = grid_faces(*near.shape[:2])
        sheet = Mesh(near.reshape(-1, 3), triangles)
        through = (near - far).reshape(-1, 3)
        if np.einsum("kx,kx->", sheet.vertex_normals(), through) < 0:
            sheet = Mesh(sheet.vertices, triangles[:, ::-1])
        thickness = np.maximum(np.linalg.norm(through, axis=1), least_mm)
        body = shell(sheet, np.zeros(len(thickness)), thickness)
        return LayerField(DistanceField.from_mesh(body, _SPACING_MM, _MARGIN_MM, samples_per_mm2=_SAMPLES_PER_MM2))

    def value_and_gradient(self, points: Floats) -> tuple[Floats, Floats]:
        """(k,) distance and (k, 3) gradient at points (k, 3)."""
        low = self.body.origin
        high = low + self.body.spacing * (np.array(self.body.values.shape) - 1)
        near = np.flatnonzero(((points > low) & (points < high)).all(1))
        value, gradient = np.full(len(points), _MARGIN_MM), np.zeros_like(points)
        value[near], gradient[near] = self.body.value_and_gradient(points[near])
        return value, gradient


def _densifying(line: Floats, *, linear_ends: bool) -> Floats:
    """Weights that take values at a grid line's nodes to several places a step."""
    count = len(line)
    places = np.interp(np.linspace(0, count - 1, _DENSITY * (count - 1) + 1), np.arange(count), line)
    return cubic_weights(line, places, linear_ends=linear_ends)
