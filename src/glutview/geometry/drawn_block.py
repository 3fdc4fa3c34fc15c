"""A muscle's block, read back from its drawn surface."""

from __future__ import annotations

import numpy as np

from glutview.geometry.block import Block
from glutview.geometry.mesh import Floats, Mesh


def drawn_block(mesh: Mesh, shape: tuple[int, int, int] | None = None) -> Block:
    """The block of about `shape` nodes whose sides are the drawn surface.

    Its grid lines are some of the drawn surface's own, so that every node of its sides is a drawn vertex. The
    inside, which is not drawn, lies between the sides (transfinite interpolation, Gordon & Hall 1973).

    Args:
        mesh: a surface grown from a block, with the fields s, t, u.
        shape: wanted numbers of nodes along s, t and u; all that are drawn where not given.

    Raises:
        ValueError: a node of the sides is no vertex of the surface: it was not grown from a block.
    """
    lines, steps = [], []
    for axis, name in enumerate("stu"):
        drawn, step = np.unique(mesh.fields[name], return_inverse=True)
        count = shape[axis] if shape is not None else len(drawn)
        kept = np.unique(np.round(np.linspace(0, len(drawn) - 1, min(count, len(drawn)))).astype(int))
        place = np.full(len(drawn), -1)
        place[kept] = np.arange(len(kept))
        lines.append(drawn[kept].astype(np.float64))
        steps.append(place[step])
    s, t, u = lines
    nodes = np.full((len(s), len(t), len(u), 3), np.nan)
    place = np.stack(steps, axis=1)
    whole = (place >= 0).all(1)
    nodes[tuple(place[whole].T)] = mesh.vertices[whole]
    inside = np.zeros(nodes.shape[:3], dtype=bool)
    inside[1:-1, 1:-1, 1:-1] = True
    if not np.isfinite(nodes[~inside]).all():
        raise ValueError("the surface has no vertex at a node of its block")
    nodes[inside] = _filled(nodes, (s, t, u))[inside]
    return Block(nodes, s, t, u)


def _filled(nodes: Floats, lines: tuple[Floats, Floats, Floats]) -> Floats:
    """Nodes everywhere from those on the six sides."""
    total = np.zeros_like(nodes)
    # Inclusion and exclusion: faces, less edges, plus corners.
    for axes in ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)):
        part = nodes
        for axis in axes:
            first, last = np.take(part, [0], axis), np.take(part, [-1], axis)
            share = lines[axis].reshape([-1 if axis == other else 1 for other in range(4)])
            part = first * (1 - share) + last * share
        total += part if len(axes) != 2 else -part
    return total
