"""From a muscle's two faces to its block: the ends laid on their footprints, the borders rounded, edges eased."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from glutview.geometry.block import Block, boundary
from glutview.geometry.crossings import crossings
from glutview.geometry.easing import Rows, eased, kept_out
from glutview.geometry.footprint_patch import FootprintPatch
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.sheet import Field
from glutview.geometry.untangling import untangled

_EASY_DEG = 36.0
_CUT_MM = 0.2
_RIM_EASE = 0.3
_SUNK_MM = 0.6
_ROUNDS = 200
_CUTS = 3
"""How often to ease: a block whose nodes moved may cut its cells along other diagonals."""


@dataclass(frozen=True, eq=False)
class Rims:
    """Superficial and deep edge of the origin and of the insertion, each (ns, 3), mm."""

    origin: tuple[Floats, Floats]
    insertion: tuple[Floats, Floats]


@dataclass(frozen=True, eq=False)
class Ends:
    """Both ends of a muscle and the field of what lies beneath it."""

    origin: FootprintPatch
    insertion: FootprintPatch
    beneath: Field

    def rims(self, ns: int) -> Rims:
        """The edges of both ends at `ns` nodes along s."""
        s = np.linspace(0.0, 1.0, ns)
        return Rims(self.origin.curves(s), self.insertion.curves(s))


def filled(ends: Ends, top: Floats, low: Floats, nt: int, ease: bool = True) -> Block:
    """The block between both faces; its ends lie on their patches, its borders are rounded, its edges eased if asked.

    Args:
        ends: what the block is fixed to and lies on.
        top, low: (ns, nu, 3) the superficial and the deep face, mm.
        nt: number of nodes from the one to the other.
        ease: whether sharp edges are opened; that is most of the work.
    """
    ns, nu = top.shape[:2]
    s, u = np.linspace(0, 1, ns), np.linspace(0, 1, nu)
    t = 0.5 - 0.5 * np.cos(np.pi * np.linspace(0, 1, nt))
    nodes = low[:, None] + (top - low)[:, None] * t[None, :, None, None]
    for end, patch, fade in ((0, ends.origin, (1 - u) ** 4), (-1, ends.insertion, u**4)):
        offset = patch.spread(nodes[:, :, end]) - nodes[:, :, end]
        offset[:, [0, -1]] = 0
        offset[~patch.carried(nodes[:, -1, end], nodes[:, 0, end])] = 0
        nodes = nodes + offset[:, :, None] * fade[None, None, :, None]
    _round_borders(nodes)
    for end, patch in ((0, ends.origin), (-1, ends.insertion)):
        for row in (0, -1):
            nodes[row, :, end] = patch.laid(nodes[row, :, end])
        # Where the patch spans from one structure to the next it may cut through the edge of either.
        cells = nodes[:, :, end].reshape(-1, 3)
        inside = ends.beneath.value(cells) < -_CUT_MM
        cells[inside] = kept_out(cells[inside], ends.beneath)
        nodes[:, :, end] = cells.reshape(ns, nt, 3)
    block = Block(nodes, s, t, u)
    return _eased(block, ends) if ease else block


def _eased(block: Block, ends: Ends) -> Block:
    """The block without sharp edges on its surface but for the rims of its ends, and without crossings."""
    surface = block.surface()
    s, t, u = (surface.fields[name] for name in "stu")
    free = (u > 0) & (u < 1)
    rim = ~free & ((s == 0) | (s == 1) | (t == 0) | (t == 1))
    ease = np.where(free, 1.0, np.where(rim, _RIM_EASE, 0.0))
    for _ in range(_CUTS):
        vertices = eased(surface, ease, _EASY_DEG, _allowed(surface, ends), _ROUNDS)
        if vertices is surface.vertices:
            break
        block = _with_surface(block, vertices)
        surface = block.surface()
    vertices = untangled(surface, _allowed(surface, ends, _SUNK_MM))
    if vertices is surface.vertices:
        return block
    # Taking crossings apart leaves sharp edges behind; they are opened where that leads to no new crossing.
    apart = surface.with_vertices(vertices)
    opened = eased(apart, ease, _EASY_DEG, _allowed(apart, ends, _SUNK_MM), _ROUNDS)
    if not len(crossings(apart.with_vertices(opened))):
        vertices = opened
    return _with_surface(block, vertices)


def _with_surface(block: Block, vertices: Floats) -> Block:
    nodes = block.nodes.reshape(-1, 3).copy()
    nodes[boundary(block.shape)[1]] = vertices
    return Block(nodes.reshape(block.nodes.shape), block.s, block.t, block.u)


def _allowed(surface: Mesh, ends: Ends, sunk_mm: float = 0.0) -> Callable[[Floats, Rows], Floats]:
    """Moves points of given rows to where they may be: on the structure that bears them, or out of all beneath.

    With `sunk_mm` what is borne within a footprint, away from its rim, lies so deep in its bone, out of sight.
    """
    s, t = surface.fields["s"], surface.fields["t"]
    within = (s > 0) & (s < 1) & (t > 0) & (t < 1)
    places = []
    bearer = np.full(len(surface.vertices), -1)
    for end, patch in enumerate((ends.origin, ends.insertion)):
        rows = np.flatnonzero(surface.fields["u"] == end)
        near = patch.near(surface.vertices[rows])
        bearer[rows[near.bears(surface.vertices[rows])]] = end
        places.append(near)

    def allowed(points: Floats, rows: Rows) -> Floats:
        points = points.copy()
        for end, patch in enumerate(places):
            borne = bearer[rows] == end
            if borne.any():
                points[borne] = patch.relaid(points[borne])
                if sunk_mm > 0:
                    inner = borne & within[rows]
                    points[inner] -= sunk_mm * patch.outward(points[inner])
        out = bearer[rows] < 0
        points[out] = kept_out(points[out], ends.beneath)
        return points

    return allowed


def _round_borders(nodes: Floats) -> None:
    """Bend the front and back border so that deep and superficial face run into each other without an edge."""
    share = np.linspace(0, 1, nodes.shape[1])[:, None, None]
    for row, inner in ((0, 2), (-1, -3)):
        deep, top = nodes[row, 0].copy(), nodes[row, -1].copy()
        height = np.linalg.norm(top - deep, axis=1, keepdims=True)
        # A cubic with the faces' own directions at its ends; twice the height would make a half circle of it.
        leave = _direction(deep - nodes[inner, 0]) * 1.5 * height
        arrive = _direction(nodes[inner, -1] - top) * 1.5 * height
        nodes[row] = (
            (2 * share**3 - 3 * share**2 + 1) * deep
            + (share**3 - 2 * share**2 + share) * leave
            + (3 * share**2 - 2 * share**3) * top
            + (share**3 - share**2) * arrive
        )


def _direction(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9))
