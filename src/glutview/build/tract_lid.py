"""What lies behind the iliotibial tract where it rides on the femur: muscle that swells there is pressed in by it."""

from __future__ import annotations

import numpy as np

from glutview.build.shell import grid_faces, shell
from glutview.build.tract import at_levels, on_femur_from
from glutview.geometry.distance import DistanceField
from glutview.geometry.drawn_block import drawn_block
from glutview.geometry.mesh import Mesh

LID_BEYOND_MM = 5.0
"""Further from it than this the field only says that it is far off."""
_THICK_MM = 14.0
# Down to here muscles come to lie beneath it.
_TO_U = 0.45
_LEVELS = 20
_SPACING_MM = 2.0


def tract_lid(tract: Mesh) -> DistanceField:
    """The field, at rest, of a slab behind the deep face of the drawn tract of the right side."""
    block = drawn_block(tract)
    face = at_levels(block.nodes[:, 0], block.u, np.linspace(on_femur_from(block.s), _TO_U, _LEVELS, axis=1))
    triangles = grid_faces(*face.shape[:2])
    sheet = Mesh(face.reshape(-1, 3), triangles)
    outward = (block.nodes[:, -1] - block.nodes[:, 0]).mean((0, 1))
    if sheet.vertex_normals().mean(0) @ outward > 0:
        sheet = Mesh(sheet.vertices, triangles[:, ::-1])
    # Below is where the triangles do not face: they face the muscle.
    body = shell(sheet, np.zeros(len(sheet.vertices)), np.full(len(sheet.vertices), _THICK_MM))
    return DistanceField.from_mesh(body, _SPACING_MM, LID_BEYOND_MM)
