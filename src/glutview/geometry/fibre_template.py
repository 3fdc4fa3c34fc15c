"""Muscles grown as fibre templates: a block of fibres between two footprints, over what lies beneath.

After Blemker & Delp 2005 (doi:10.1007/s10439-005-3320-7) the muscle is the image of a unit block. Its
superficial face is a sheet pulled taut over what lies beneath at the belly's clearance; its deep face is a
sheet pulled taut onto what lies beneath; the belly is scaled until the volume is the asked one. A muscle that
runs free between its ends is grown about its middle instead (:mod:`glutview.geometry.spindle`).
"""

from __future__ import annotations

import numpy as np

from glutview.geometry.block import Block
from glutview.geometry.block_filling import Ends, Rims, filled
from glutview.geometry.fibre_shape import (
    LEVELS,
    FibreTemplate,
    Progress,
    arched,
    belly_height,
    bowed,
    bundle_relief,
    end_ramp,
    from_border,
    gate_of,
    gated,
    grid_lines,
    scale_for,
    volume_between,
)
from glutview.geometry.mesh import Floats
from glutview.geometry.nearest_node import NearestNode
from glutview.geometry.sheet import Field, Tension, pull_taut, pushed_out, refined, sheet_normals, smoothed
from glutview.geometry.spindle import grow_spindle

_BORDER_SLOPE = 0.7
_BELLY = 0.32
_ARCH_STEPS = 8
_ARCHED = Tension(rounds=2, finish=1)
"""Borders arch in steps, so that they slide over what is beneath them and never pass through it."""
_EVEN, _EVEN_ROUNDS = 25, 40
"""On what grid, and how often, an arched sheet is evened out across: it bridges the hollows between its borders."""
_EVEN_OUT = 14
_EVEN_NORMALS = 300


def grow(
    template: FibreTemplate,
    ends: Ends,
    shape: tuple[int, int, int],
    progress: Progress = lambda share: None,
    ease: bool = True,
) -> Block:
    """Grow the block of a muscle.

    Args:
        template: thickness, volume and relief.
        ends: footprints and what lies beneath; frames as in the atlas (mm, LPS).
        shape: numbers of drawn nodes along s, t and u.
        progress: told the share of work done; may raise to cancel.
        ease: whether the surface's sharp edges are opened; where only the difference of two growths matters, they
            need not be.

    Returns:
        The block; its volume lies within half a percent of the template's.
    """
    if template.form == "spindle":
        return grow_spindle(template, ends, shape, progress, ease)
    ns, nt, nu = shape
    carrier, deep = None, None
    # The coarse sheets settle where the muscle runs; the fine ones only follow.
    for step, level in enumerate(LEVELS):
        rims = ends.rims(level[0])
        carrier = _carrier(template, ends.beneath, rims, level, carrier)
        deep = _deep(template, ends.beneath, rims, carrier, deep)
        progress(0.1 * (step + 1))
    fine, rims = Tension(rounds=8, finish=24), ends.rims(ns)
    carrier = _carrier(template, ends.beneath, rims, (ns, nu), carrier, fine)
    if np.any(template.arch_mm):
        for _ in range(_ARCH_STEPS):
            carrier = arched(template, carrier, 1 / _ARCH_STEPS)
            carrier = _carrier(template, ends.beneath, rims, (ns, nu), carrier, _ARCHED)
        carrier = _carrier(template, ends.beneath, rims, (ns, nu), _evened(carrier), _ARCHED)
    progress(0.5)
    low = _deep(template, ends.beneath, rims, carrier, deep, fine)
    progress(0.7)
    belly = _belly(template, carrier, ends.beneath)
    least = _least(template, carrier)

    def lifted(scale: float) -> Floats:
        sheet = carrier + scale * belly
        for _ in range(_EVEN_OUT):
            sheet = smoothed(sheet, 0.4, 0.4, borders=False)
        return pushed_out(sheet, ends.beneath, least)

    top = lifted(scale_for(lambda scale: volume_between(low, lifted(scale)) - template.volume_mm3))
    relief = bundle_relief(template, (ns, nu))[..., None] * outward_normals(top, ends.beneath)
    block = filled(ends, top + relief, low, nt, ease)
    progress(1.0)
    return block


def _carrier(
    template: FibreTemplate,
    beneath: Field,
    rims: Rims,
    shape: tuple[int, int],
    sheet: Floats | None,
    tension: Tension | None = None,
) -> Floats:
    """The sheet of the superficial fibres, taut over what lies beneath: the belly rises from it."""
    _, u = grid_lines(shape)
    first, last = rims.origin[0], rims.insertion[0]
    sheet = bowed(template, first, last, u) if sheet is None else refined(sheet, *shape)
    sheet[:, 0], sheet[:, -1] = first, last
    least = _least(template, sheet)

    gate = gate_of(template, shape)

    def constraint(grid: Floats) -> Floats:
        return pushed_out(gated(grid, gate), beneath, least)

    return pull_taut(sheet, constraint, constraint, tension or Tension())


def _least(template: FibreTemplate, sheet: Floats) -> Floats:
    """(ns, nu) what the superficial face keeps from what lies beneath even where there is no belly."""
    return np.asarray(np.minimum(template.border_mm + 2 * template.gap_mm, end_ramp(template, sheet)))


def _evened(sheet: Floats) -> Floats:
    """The sheet (ns, nu, 3) drawn straighter across its fibres."""
    coarse = refined(sheet, _EVEN, _EVEN)
    even = coarse
    for _ in range(_EVEN_ROUNDS):
        even = smoothed(even, 0.0, 0.5)
    return np.asarray(sheet + refined(even - coarse, *sheet.shape[:2]))


def _belly(template: FibreTemplate, carrier: Floats, beneath: Field) -> Floats:
    """(ns, nu, 3) how the superficial face rises from its carrier, before scaling to the volume."""
    normal = outward_normals(carrier, beneath)
    for _ in range(_EVEN_NORMALS):
        normal = smoothed(normal, 0.5, 0.5)
    normal /= np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-9)
    height = belly_height(template, carrier)
    height[:, [0, -1]] = 0
    field = height[..., None] * normal
    for _ in range(6):
        field = smoothed(field, 0.5, 0.5)
    return np.asarray(field)


def _deep(
    template: FibreTemplate,
    beneath: Field,
    rims: Rims,
    top: Floats,
    sheet: Floats | None,
    tension: Tension | None = None,
) -> Floats:
    """The deep face: taut over what lies beneath, its borders a border's thickness below the carrier `top`."""
    shape = (top.shape[0], top.shape[1])
    _, u = grid_lines(shape)
    first, last = rims.origin[1], rims.insertion[1]
    start = bowed(template, first, last, u) if sheet is None else refined(sheet, *shape)
    normal = outward_normals(top, beneath)
    if sheet is None:
        # From just beneath the superficial face, so that it is let down onto what it lies on, never through it.
        shift = (first - top[:, 0])[:, None] * (1 - u[None, :, None]) ** 2
        shift = shift + (last - top[:, -1])[:, None] * u[None, :, None] ** 4
        start = top + shift
    start = start.copy()
    start[:, 0], start[:, -1] = first, last
    fade_first = np.clip(1 - u / 0.15, 0, 1)[:, None] ** 2
    fade_last = np.clip(1 - (1 - u) / 0.15, 0, 1)[:, None] ** 2
    ramp = end_ramp(template, top)
    for row in (0, -1):
        edge = top[row] - np.minimum(template.border_mm, 0.6 * ramp[row])[:, None] * normal[row]
        start[row] = edge + fade_first * (first[row] - edge[0]) + fade_last * (last[row] - edge[-1])
    flat_top = top.reshape(-1, 3)
    node = NearestNode(flat_top)
    flat_normal = normal.reshape(-1, 3)
    gap = np.full(shape, template.gap_mm)
    least = np.minimum(template.border_mm, 0.5 * ramp).reshape(-1)
    # So that the deep face meets the thin borders at a slant, not in a step.
    slant = template.border_mm + _BORDER_SLOPE * from_border(top)
    most = np.where((np.abs(u - 0.5) < _BELLY)[None, :], slant, np.inf)
    most = np.where((u > 0.5 + _BELLY)[None, :], 1.25 * ramp + 1.0, most).reshape(-1)

    def held(grid: Floats, most: Floats) -> Floats:
        inner = grid[1:-1, 1:-1].reshape(-1, 3)
        nearest = node.to(inner)
        depth = np.einsum("kx,kx->k", flat_top[nearest] - inner, flat_normal[nearest])
        inner = inner - (np.clip(depth, least[nearest], most[nearest]) - depth)[:, None] * flat_normal[nearest]
        result = grid.copy()
        result[1:-1, 1:-1] = inner.reshape(result[1:-1, 1:-1].shape)
        pushed = pushed_out(result, beneath, gap)
        pushed[[0, -1]] = grid[[0, -1]]
        return pushed

    free = np.full(most.shape, np.inf)
    return pull_taut(
        start,
        lambda grid: held(grid, most),
        lambda grid: held(grid, free),
        tension or Tension(),
        borders=False,
    )


def outward_normals(sheet: Floats, beneath: Field) -> Floats:
    """(ns, nu, 3) unit normals of the sheet, away from what lies beneath."""
    normal = sheet_normals(sheet)
    inner = np.s_[1:-1, 1:-1]
    slope = beneath.gradient(sheet[inner].reshape(-1, 3)).reshape(sheet[inner].shape)
    return -normal if np.einsum("ijx,ijx->", normal[inner], slope) < 0 else normal
