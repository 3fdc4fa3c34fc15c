"""Taking apart the few places where a surface passes through itself, and nothing else of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from glutview.geometry.crossings import crossings
from glutview.geometry.easing import Rows
from glutview.geometry.mesh import Floats, Mesh

_ROUNDS = 60
_RINGS = 2
_SHARE = 0.5


def untangled(mesh: Mesh, constraint: Callable[[Floats, Rows], Floats]) -> Floats:
    """(n, 3) vertices, those about each crossing evened out among their neighbours until it is gone.

    Args:
        mesh: a closed surface.
        constraint: moves vertices (k, 3), of the given rows (k,), to where they are allowed.

    Returns:
        New vertices, or those of the mesh itself where nothing crossed. What cannot be taken apart is left: whoever
        needs it gone looks for crossings.
    """
    start, end = mesh.edges().T
    both, other = np.concatenate([start, end]), np.concatenate([end, start])
    degree = np.bincount(both, minlength=len(mesh.vertices))[:, None]
    vertices = mesh.vertices
    for number in range(_ROUNDS):
        pairs = crossings(mesh.with_vertices(vertices))
        if not len(pairs):
            break
        moving = np.zeros(len(vertices), dtype=bool)
        moving[mesh.faces[pairs.ravel()].ravel()] = True
        # What does not come apart in its own place needs more room.
        for _ in range(_RINGS + number // 10):
            moving[other[moving[both]]] = True
        rows = np.flatnonzero(moving)
        sums = [np.bincount(both, weights=axis[other], minlength=len(vertices)) for axis in vertices.T]
        aim = vertices[rows] + _SHARE * (np.column_stack(sums)[rows] / degree[rows] - vertices[rows])
        vertices = vertices.copy()
        vertices[rows] = constraint(aim, rows)
    return vertices
