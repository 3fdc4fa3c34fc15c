"""Thin closed bodies made of an open sheet: two faces around it, joined along its edge."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Faces, Floats, Mesh


def shell(sheet: Mesh, above: Floats, below: Floats) -> Mesh:
    """The closed body between two faces, each so far (n,) mm from the sheet along its normals.

    Args:
        sheet: open, of one piece, with holes or without; above is where its triangles face. Both faces get its
            fields.
        above, below: distance of the upper and of the lower face.

    Returns:
        The upper face's vertices in the order of the sheet, then the lower face's; the field ``t`` is 1 above and 0
        below.
    """
    count = len(sheet.vertices)
    normal = sheet.vertex_normals()
    upper, lower = sheet.vertices + above[:, None] * normal, sheet.vertices - below[:, None] * normal
    start, end = border(sheet).T
    wall = np.concatenate(
        [np.column_stack([end, start, start + count]), np.column_stack([end, start + count, end + count])]
    )
    faces = np.concatenate([sheet.faces, sheet.faces[:, ::-1] + count, wall])
    fields = {name: np.concatenate([values, values]) for name, values in sheet.fields.items()}
    fields["t"] = np.repeat(np.array([1, 0], dtype=np.float32), count)
    return Mesh(np.concatenate([upper, lower]), faces.astype(np.int32), fields)


def border(sheet: Mesh) -> npt.NDArray[np.int64]:
    """(k, 2) edges that only one triangle has, in its direction."""
    half = sheet.faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2).astype(np.int64)
    count = len(sheet.vertices)
    back = half[:, 1] * count + half[:, 0]
    return np.asarray(half[~np.isin(half[:, 0] * count + half[:, 1], back)])


def grid_faces(rows: int, columns: int, *, around: bool = False) -> Faces:
    """Triangles of a grid of vertices numbered row by row; `around` joins the last column to the first."""
    number = np.arange(rows * columns).reshape(rows, columns)
    if around:
        number = np.column_stack([number, number[:, 0]])
    a, b, c, d = number[:-1, :-1], number[:-1, 1:], number[1:, 1:], number[1:, :-1]
    return np.stack([a, b, c, a, c, d], axis=-1).reshape(-1, 3).astype(np.int32)
