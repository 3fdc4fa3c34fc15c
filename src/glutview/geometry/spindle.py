"""Muscles that run free between their ends, round in section: a middle sheet pulled taut, a belly on both its faces.

For what wraps round bone without lying on it (piriformis, gemelli) or lies between two layers (tensor fasciae latae).
"""

from __future__ import annotations

import numpy as np

from glutview.geometry.block import Block
from glutview.geometry.block_filling import Ends, Rims, filled
from glutview.geometry.fibre_shape import (
    LEVELS,
    FibreTemplate,
    Progress,
    belly_height,
    bowed,
    bundle_relief,
    end_ramp,
    gate_of,
    gated,
    grid_lines,
    scale_for,
    volume_between,
)
from glutview.geometry.mesh import Floats
from glutview.geometry.sheet import Tension, pull_taut, pushed_out, refined, sheet_normals, smoothed

_ROUNDS = 4
"""How often the belly is solved for, the middle sheet each time giving it the room that it takes."""
_EVEN_NORMALS = 12
_EVEN_HEIGHT = 6
_EVEN_FACES = 10
_ROUND = 1.2
"""How much broader than thick a section is at least."""
_FADE = 0.16
"""Over which share of the fibres the ends' own breadth passes into the belly."""

_PASSING = 4
"""The power with which what the fibres of a broad end are ahead passes along them; see :func:`_ahead`."""


def grow_spindle(
    template: FibreTemplate, ends: Ends, shape: tuple[int, int, int], progress: Progress, ease: bool
) -> Block:
    """The block of a spindle; arguments and result as of :func:`glutview.geometry.fibre_template.grow`."""
    ns, nt, nu = shape
    scale, middle, wanted = 1.0, None, template.volume_mm3
    for number in range(_ROUNDS):
        for level in LEVELS:
            middle = _middle(template, ends, scale, level, middle)
        middle = _middle(template, ends, scale, (ns, nu), middle, Tension(rounds=8, finish=24))
        faces = _Faces(template, ends, middle, _spread(template, middle))
        found = _scale(faces, wanted)
        low, top = faces.at(found)
        relief = bundle_relief(template, (ns, nu))[..., None] * _unit(top - low)
        # Laid on a hollow footprint the block holds more than its faces do, on a bulging one less.
        block = filled(ends, top + relief, low, nt, ease=ease and number == _ROUNDS - 1)
        wanted += template.volume_mm3 - block.surface().volume_mm3()
        # Halfway: a thicker belly makes for a broader sheet, which makes for a thinner belly.
        scale = (scale * found) ** 0.5
        progress((number + 1) / _ROUNDS)
    return block


def _scale(faces: _Faces, volume_mm3: float) -> float:
    return scale_for(lambda scale: faces.volume(scale) - volume_mm3)


class _Faces:
    """Both faces about a middle sheet, for any thickness of the belly."""

    def __init__(self, template: FibreTemplate, ends: Ends, middle: Floats, spread: Floats) -> None:
        self._spread, self._beneath = spread, ends.beneath
        self._gap = np.minimum(template.gap_mm, end_ramp(template, middle))
        rims = ends.rims(len(middle))
        ahead = _ahead(middle, rims)
        # Of a broad origin the superficial fibres begin behind the deep ones: each face has its own way along.
        self._middles = (_slid(middle, -ahead), _slid(middle, ahead))
        self._rims = ((rims.origin[1], rims.insertion[1]), (rims.origin[0], rims.insertion[0]))

    def at(self, scale: float) -> tuple[Floats, Floats]:
        """The deep and the superficial face, (ns, nu, 3) each, mm."""
        low, top = (self._face(side, sign * scale) for side, sign in ((0, -1.0), (1, 1.0)))
        return low, top

    def volume(self, scale: float) -> float:
        """What lies between, mm3."""
        return volume_between(*self.at(scale))

    def _face(self, side: int, scale: float) -> Floats:
        middle, (first, last) = self._middles[side], self._rims[side]
        u = np.linspace(0, 1, middle.shape[1])
        half = scale * self._spread
        for end, at, share in ((first, 0, u), (last, -1, 1 - u)):
            fade = (np.clip(1 - share / _FADE, 0, 1) ** 2)[None, :, None]
            half = half * (1 - fade) + (end - middle[:, at])[:, None] * fade
        face = middle + half
        for _ in range(_EVEN_FACES):
            face = pushed_out(smoothed(face, 0.3, 0.3, borders=False), self._beneath, self._gap)
        return np.asarray(face)


def _ahead(middle: Floats, rims: Rims) -> Floats:
    """(ns, nu) how far the superficial fibres are ahead of the middle ones, mm; the deep ones are as far behind.

    That passes soon from either end: the deep fibres of a broad origin would else come to the bend about a bone's
    edge before their neighbours, and pass through these.
    """
    share = np.linspace(0, 1, middle.shape[1])[None, :]
    ways = []
    for (top, low), step in (
        (rims.origin, middle[:, 1] - middle[:, 0]),
        (rims.insertion, middle[:, -1] - middle[:, -2]),
    ):
        ways.append(np.einsum("kx,kx->k", (top - low) / 2, _unit(step)))
    return np.asarray(ways[0][:, None] * (1 - share) ** _PASSING + ways[1][:, None] * share**_PASSING)


def _slid(sheet: Floats, ahead: Floats) -> Floats:
    """The sheet's nodes slid along their fibres (mm); beyond the ends these go straight on."""
    result = np.empty_like(sheet)
    for row, (fibre, shift) in enumerate(zip(sheet, ahead, strict=True)):
        first, last = _unit(fibre[1] - fibre[0]), _unit(fibre[-1] - fibre[-2])
        place = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(fibre, axis=0), axis=1))])
        wanted = place + shift
        held = np.clip(wanted, 0, place[-1])
        for axis in range(3):
            result[row, :, axis] = np.interp(held, place, fibre[:, axis])
        beyond = wanted - held
        result[row] += np.where(beyond[:, None] < 0, first, last) * beyond[:, None]
    return result


def _middle(
    template: FibreTemplate,
    ends: Ends,
    scale: float,
    shape: tuple[int, int],
    sheet: Floats | None,
    tension: Tension | None = None,
) -> Floats:
    """The middle sheet, taut, and clear of what lies beneath by half the belly."""
    rims = ends.rims(shape[0])
    first, last = (rims.origin[0] + rims.origin[1]) / 2, (rims.insertion[0] + rims.insertion[1]) / 2
    _, u = grid_lines(shape)
    sheet = bowed(template, first, last, u) if sheet is None else refined(sheet, *shape)
    sheet[:, 0], sheet[:, -1] = first, last
    gate = gate_of(template, shape)
    half = scale * _half(template, sheet)
    clear = np.minimum(half + template.gap_mm, end_ramp(template, sheet))

    def constraint(grid: Floats) -> Floats:
        return pushed_out(gated(_broad(grid, half), gate), ends.beneath, clear)

    return pull_taut(sheet, constraint, constraint, tension or Tension())


def _broad(sheet: Floats, half: Floats) -> Floats:
    """The sheet, spread across where it is too narrow for its belly; its ends stay."""
    centre = sheet.mean(0)
    width = np.linalg.norm(sheet[-1] - sheet[0], axis=1)
    wanted = np.maximum(2 * _ROUND * half.max(0) / np.maximum(width, 1e-6), 1.0)
    fade = np.clip(np.minimum(np.arange(len(wanted)), np.arange(len(wanted))[::-1]) / (_FADE * len(wanted)), 0, 1)
    return np.asarray(centre + (1 + fade * (wanted - 1))[None, :, None] * (sheet - centre))


def _half(template: FibreTemplate, sheet: Floats) -> Floats:
    """(ns, nu) half the belly's thickness before scaling, mm; never less than the border's but at the ends."""
    thick = np.maximum(belly_height(template, sheet), template.border_mm)
    return np.asarray(np.minimum(thick, end_ramp(template, sheet)) / 2)


def _spread(template: FibreTemplate, middle: Floats) -> Floats:
    """(ns, nu, 3) from the middle to the superficial face, before scaling to the volume.

    Of one direction in each section: along the sheet's own normals the fibres of a narrow, arched sheet would meet on
    its hollow side.
    """
    normal = np.broadcast_to(sheet_normals(middle).mean(0), middle.shape)
    for _ in range(_EVEN_NORMALS):
        normal = smoothed(normal, 0.5, 0.0)
    normal = _unit(normal)
    if normal[0, middle.shape[1] // 2] @ np.array(template.bow_mm) < 0:
        normal = -normal
    field = _half(template, middle)[..., None] * normal
    for _ in range(_EVEN_HEIGHT):
        field = smoothed(field, 0.5, 0.5, borders=False)
    return np.asarray(field)


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9))
