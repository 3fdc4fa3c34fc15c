"""A light level of a mesh: a given share of its triangles, over the same vertices, so that all moves alike.

Vertices are gathered in cells of a grid and by the way they face (a thin sheet keeps both its faces); each
cell is drawn by one of its own vertices. Rough, but only ever seen while the model turns.
"""

from __future__ import annotations

import numpy as np

from glutview.geometry.mesh import Faces, Floats
from glutview.scene.arrays import Singles


def light_faces(vertices: Floats, normals: Floats | Singles, faces: Faces, share: float) -> Faces:
    """(k, 3) fewer faces, about `share` of all, that refer to the same vertices.

    Args:
        vertices: (n, 3) mm.
        normals: (n, 3) unit vectors.
        faces: (m, 3).
        share: wanted part of the triangles, below 1 (see :func:`glutview.scene.looks.light_share`).
    """
    corners = vertices[faces]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1).sum() / 2
    wanted = max(len(faces) * share, 1.0)
    # A cell of a surface holds about two triangles' worth of area; how it is cut by the grid shows only then.
    cell = float(np.sqrt(2 * area / wanted))
    light = faces
    for _ in range(4):
        light = _gathered(vertices, normals, faces, cell)
        if len(light) <= 1.05 * wanted:
            break
        cell *= float(np.sqrt(len(light) / wanted))
    return light


def _gathered(vertices: Floats, normals: Floats | Singles, faces: Faces, cell: float) -> Faces:
    place = np.floor((vertices - vertices.min(0)) / cell).astype(np.int64)
    octant = (normals > 0) @ np.array([1, 2, 4])
    extent = place.max(0) + 1
    key = ((place[:, 0] * extent[1] + place[:, 1]) * extent[2] + place[:, 2]) * 8 + octant
    _, group = np.unique(key, return_inverse=True)
    count = np.bincount(group)
    middle = np.column_stack([np.bincount(group, weights=vertices[:, axis]) for axis in range(3)])
    away = np.linalg.norm(vertices - (middle / count[:, None])[group], axis=1)
    # The vertex nearest to the middle of its group stands for all of it; but one of its tips does if that is in it.
    away[[*vertices.argmin(0), *vertices.argmax(0)]] = -1.0
    order = np.lexsort((away, group))
    leader = order[np.concatenate([[0], np.cumsum(count)[:-1]])]
    light = leader[group][faces]
    light = light[(light[:, 0] != light[:, 1]) & (light[:, 1] != light[:, 2]) & (light[:, 2] != light[:, 0])]
    turn = np.argmin(light, axis=1)
    rolled = np.take_along_axis(light, (turn[:, None] + np.arange(3)) % 3, axis=1)
    key = (rolled[:, 0] * len(vertices) + rolled[:, 1]) * len(vertices) + rolled[:, 2]
    return np.ascontiguousarray(rolled[np.unique(key, return_index=True)[1]], dtype=np.int32)
