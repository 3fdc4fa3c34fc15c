"""A muscle's block, read back from its drawn surface."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from glutview.geometry.block import Block
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.turned_cells import CellVolumes

_END = 12
"""The power with which the bend of an end passes into the block: soon, for a hollow one would fold what is near."""


def drawn_block(mesh: Mesh, shape: tuple[int, int, int] | None = None) -> Block:
    """The block of about `shape` nodes whose sides are the drawn surface.

    Its grid lines are some of the drawn surface's own, so that every node of its sides is a drawn vertex. The
    inside, which is not drawn, lies between all sides (transfinite interpolation, Gordon & Hall 1973) or between the
    two faces alone, much as it was grown: whichever leaves less of it flat or inside out. A coarser block has some
    of the nodes of a finer one.

    Args:
        mesh: a surface grown from a block, with the fields s, t, u.
        shape: wanted numbers of nodes along s, t and u; all that are drawn where not given.

    Raises:
        ValueError: a node of the sides is no vertex of the surface: it was not grown from a block.
    """
    drawn = [np.unique(mesh.fields[name], return_inverse=True) for name in "stu"]
    lines = [line.astype(np.float64) for line, _ in drawn]
    nodes = np.full((*map(len, lines), 3), np.nan)
    nodes[tuple(step for _, step in drawn)] = mesh.vertices
    inside = np.zeros(nodes.shape[:3], dtype=bool)
    inside[1:-1, 1:-1, 1:-1] = True
    if not np.isfinite(nodes[~inside]).all():
        raise ValueError("the surface has no vertex at a node of its block")
    whole = (lines[0], lines[1], lines[2])
    fillings = (np.where(inside[..., None], fill(nodes, whole), nodes) for fill in (_between_all, _between_faces))
    filled = max(fillings, key=_tissue)
    s, t, u = (_some(len(line), count) for line, count in zip(lines, shape or nodes.shape[:3], strict=True))
    return Block(filled[np.ix_(s, t, u)], lines[0][s], lines[1][t], lines[2][u])


def _some(drawn: int, wanted: int) -> npt.NDArray[np.intp]:
    """Numbers of so many of the drawn grid lines, spread evenly, the first and last among them."""
    return np.unique(np.round(np.linspace(0, drawn - 1, min(wanted, drawn))).astype(np.intp))


def _tissue(nodes: Floats) -> int:
    """At how many Gauss points there is some: neither flat nor inside out."""
    return int(CellVolumes.of(nodes).counted.sum())


def _between_faces(nodes: Floats, lines: tuple[Floats, Floats, Floats]) -> Floats:
    """Nodes everywhere from those of the deep and superficial faces; near the ends bent as these are."""
    t, u = lines[1][None, :, None, None], lines[2][:, None]
    straight = nodes[:, :1] * (1 - t) + nodes[:, -1:] * t
    first, last = (nodes[:, :, end] - straight[:, :, end] for end in (0, -1))
    return np.asarray(straight + first[:, :, None] * (1 - u) ** _END + last[:, :, None] * u**_END)


def _between_all(nodes: Floats, lines: tuple[Floats, Floats, Floats]) -> Floats:
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
