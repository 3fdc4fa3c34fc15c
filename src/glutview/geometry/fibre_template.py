"""Muscles grown as fibre templates: a block of fibres between two footprints, over what lies beneath.

After Blemker & Delp 2005 (doi:10.1007/s10439-005-3320-7) the muscle is the image of a unit block. Its
superficial face is a sheet pulled taut over what lies beneath at the belly's clearance; its deep face is a
sheet pulled taut onto what lies beneath; the belly is scaled until the volume is the asked one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from glutview.geometry.block import Block
from glutview.geometry.curve import resample
from glutview.geometry.footprint_patch import FootprintPatch
from glutview.geometry.mesh import Floats
from glutview.geometry.sheet import Field, Tension, pull_taut, pushed_out, refined, sheet_normals

Profile = tuple[tuple[float, float], ...]
COARSE = (33, 33)


@dataclass(frozen=True)
class FibreTemplate:
    """How a muscle is grown between its footprints.

    Attributes:
        volume_mm3: what the block shall hold.
        belly_mm: clearance of the superficial face at full belly, before scaling to the volume.
        along: the belly's profile along the fibre, (u, share of belly_mm).
        across: the same across the fan, (s, share).
        border_mm: thickness of the front and back border.
        taper_mm: over which width the belly falls off to the borders.
        tendon_mm: thickness of the insertion end.
        bow_mm: where the taut sheets start from: this far outward of the straight fibre.
        guide: points (k, 3) towards which `bow_mm` points, their mean is used; mm.
        gap_mm: what the deep face keeps from what lies beneath.
        relief_mm, bundles: height and number of the fibre bundles on the superficial face.
    """

    volume_mm3: float
    belly_mm: float
    along: Profile
    across: Profile
    border_mm: float
    taper_mm: float
    tendon_mm: float
    bow_mm: tuple[float, float, float]
    gap_mm: float = 0.35
    relief_mm: float = 0.0
    bundles: int = 12


@dataclass(frozen=True, eq=False)
class Ends:
    """Both ends of a muscle and the field of what lies beneath it."""

    origin: FootprintPatch
    insertion: FootprintPatch
    beneath: Field


Progress = Callable[[float], None]


def grow(
    template: FibreTemplate,
    ends: Ends,
    shape: tuple[int, int, int],
    progress: Progress = lambda share: None,
) -> Block:
    """Grow the block of a muscle.

    Args:
        template: thickness, volume and relief.
        ends: footprints and what lies beneath; frames as in the atlas (mm, LPS).
        shape: numbers of drawn nodes along s, t and u.
        progress: told the share of work done; may raise to cancel.

    Returns:
        The block; its volume lies within half a percent of the template's.
    """
    ns, nt, nu = shape
    scale, tops = 1.0, None
    history: list[tuple[float, float]] = []
    # The coarse sheets settle where the muscle runs and how thick it must be; the fine ones only follow.
    for step in range(5):
        tops = _top(template, ends, scale, COARSE, tops)
        deep = _deep(template, ends, tops, None)
        history.append((scale, _volume(deep, tops)))
        scale = _next_scale(history, template.volume_mm3)
        progress(0.1 * (step + 1))
    tops = _top(template, ends, scale, COARSE, tops)
    deep = _deep(template, ends, tops, None)
    fine = Tension(rounds=24, finish=6)
    top = _top(template, ends, scale, (ns, nu), refined(tops, ns, nu), fine)
    low = _deep(template, ends, top, refined(deep, ns, nu), fine)
    progress(0.7)
    # The last few percent: the belly is thickened along its own normal, which keeps everything else in place.
    for _ in range(3):
        lack = template.volume_mm3 - _volume(low, top)
        area = np.linalg.norm(_cell_areas(top), axis=2).sum()
        top = top + (lack / area) * _bump(template, (ns, nu))[..., None] * sheet_normals(top) * _outward(top, low)
    top = top + _relief(template, (ns, nu))[..., None] * sheet_normals(top) * _outward(top, low)
    progress(0.8)
    block = _filled(template, ends, top, low, nt)
    progress(1.0)
    return block


def _grid(shape: tuple[int, int]) -> tuple[Floats, Floats]:
    return np.linspace(0.0, 1.0, shape[0]), np.linspace(0.0, 1.0, shape[1])


def _start(template: FibreTemplate, first: Floats, last: Floats, u: Floats) -> Floats:
    share = u[None, :, None]
    bow = 4.0 * share * (1.0 - share) * np.array(template.bow_mm)
    return np.asarray(first[:, None] * (1 - share) + last[:, None] * share + bow)


def _top(
    template: FibreTemplate,
    ends: Ends,
    scale: float,
    shape: tuple[int, int],
    sheet: Floats | None,
    tension: Tension | None = None,
) -> Floats:
    s, u = _grid(shape)
    first = ends.origin.laid(resample(ends.origin.superficial, s))
    last = ends.insertion.laid(resample(ends.insertion.superficial, s))
    if sheet is None:
        sheet = _start(template, first, last, u)
    else:
        sheet = sheet.copy()
        sheet[:, 0], sheet[:, -1] = first, last
    clearance = _clearance(template, sheet, scale)
    return pull_taut(sheet, lambda grid: pushed_out(grid, ends.beneath, clearance), tension or Tension())


def _clearance(template: FibreTemplate, sheet: Floats, scale: float) -> Floats:
    """(ns, nu) what the superficial face keeps from what lies beneath."""
    shape = sheet.shape[:2]
    belly = scale * template.belly_mm * _profile(template, shape)
    step = np.linalg.norm(np.diff(sheet, axis=0), axis=2)
    place = np.concatenate([np.zeros((1, shape[1])), np.cumsum(step, axis=0)])
    distance = np.minimum(place, place[-1] - place)
    reach = np.minimum(template.taper_mm, 0.48 * place[-1])
    rise = np.sqrt(np.clip(1 - (1 - np.clip(distance / np.maximum(reach, 1e-6), 0, 1)) ** 2, 0, 1))
    return np.asarray(np.maximum(belly * rise, template.border_mm + template.gap_mm))


def _profile(template: FibreTemplate, shape: tuple[int, int]) -> Floats:
    from scipy.interpolate import PchipInterpolator

    s, u = _grid(shape)
    along = PchipInterpolator(*np.array(template.along).T)(u)
    across = PchipInterpolator(*np.array(template.across).T)(s)
    return np.asarray(across[:, None] * along[None, :])


def _deep(
    template: FibreTemplate, ends: Ends, top: Floats, sheet: Floats | None, tension: Tension | None = None
) -> Floats:
    """The deep face: taut over what lies beneath, its borders a border's thickness below the superficial face."""
    from scipy.spatial import cKDTree

    shape = (top.shape[0], top.shape[1])
    s, u = _grid(shape)
    first = ends.origin.laid(resample(ends.origin.deep, s))
    last = ends.insertion.laid(resample(ends.insertion.deep, s))
    start = _start(template, first, last, u) if sheet is None else sheet
    normal = sheet_normals(top) * _outward(top, start)
    if sheet is None:
        # From just beneath the superficial face, so that it is let down onto what it lies on, never through it.
        shift = (first - top[:, 0])[:, None] * (1 - u[None, :, None]) ** 2
        shift = shift + (last - top[:, -1])[:, None] * u[None, :, None] ** 4
        start = top + shift
    start = start.copy()
    start[:, 0], start[:, -1] = first, last
    for row in (0, -1):
        drop = template.border_mm * np.ones(shape[1])
        edge = top[row] - drop[:, None] * normal[row]
        blend = np.minimum(1.0, np.minimum(u / 0.06, (1 - u) / 0.06))[:, None]
        ramp = first[row] * (1 - u)[:, None] + last[row] * u[:, None]
        del ramp
        near_first = first[row] - (top[row, 0] - template.border_mm * normal[row, 0])
        near_last = last[row] - (top[row, -1] - template.border_mm * normal[row, -1])
        fade_first = np.clip(1 - u / 0.12, 0, 1)[:, None] ** 2
        fade_last = np.clip(1 - (1 - u) / 0.12, 0, 1)[:, None] ** 2
        del blend
        start[row] = edge + fade_first * near_first + fade_last * near_last
    tree = cKDTree(top.reshape(-1, 3))
    flat_normal = normal.reshape(-1, 3)
    gap = np.full(shape, template.gap_mm)
    least = np.minimum(template.border_mm, template.tendon_mm)

    def constraint(grid: Floats) -> Floats:
        inner = grid[1:-1, 1:-1].reshape(-1, 3)
        nearest = tree.query(inner)[1]
        depth = np.einsum("kx,kx->k", tree.data[nearest] - inner, flat_normal[nearest])
        inner = inner - np.maximum(least - depth, 0)[:, None] * flat_normal[nearest]
        result = grid.copy()
        result[1:-1, 1:-1] = inner.reshape(result[1:-1, 1:-1].shape)
        pushed = pushed_out(result, ends.beneath, gap)
        pushed[[0, -1]] = grid[[0, -1]]
        return pushed

    return pull_taut(start, constraint, tension or Tension(), borders=False)


def _outward(top: Floats, low: Floats) -> float:
    """Sign that makes the grid's normals point from the deep to the superficial face."""
    return float(np.sign(np.einsum("ijx,ijx->", sheet_normals(top), top - low))) or 1.0


def _cell_areas(sheet: Floats) -> Floats:
    return np.cross(sheet[1:, :-1] - sheet[:-1, :-1], sheet[:-1, 1:] - sheet[:-1, :-1])


def _volume(low: Floats, top: Floats) -> float:
    """Volume between the sheets, mm3, by the divergence theorem over the closed prism of both."""
    block = Block(np.stack([low, top], axis=1), *(np.linspace(0, 1, n) for n in (len(top), 2, top.shape[1])))
    return block.surface().volume_mm3()


def _next_scale(history: list[tuple[float, float]], wanted: float) -> float:
    """The scale at which the volume should be right: by the secant of the last two tries."""
    scale, volume = history[-1]
    if len(history) == 1:
        return float(np.clip(scale * wanted / volume, 0.5, 2.0))
    before, volume_before = history[-2]
    if abs(volume - volume_before) < 1e-6 * wanted:
        return scale
    step = (wanted - volume) * (scale - before) / (volume - volume_before)
    return float(np.clip(scale + np.clip(step, -0.4, 0.4), 0.1, 4.0))


def _bump(template: FibreTemplate, shape: tuple[int, int]) -> Floats:
    """(ns, nu) zero at the rim, of mean one: where a last correction of the volume goes."""
    s, u = _grid(shape)
    bump = np.sin(np.pi * s)[:, None] * np.sin(np.pi * np.clip(u, 0, 1))[None, :]
    return np.asarray(bump / bump.mean())


def _relief(template: FibreTemplate, shape: tuple[int, int]) -> Floats:
    """(ns, nu) height of the fibre bundles, fading at the rim and in the tendon."""
    s, u = _grid(shape)
    wave = np.zeros(shape)
    for order, (share, drift) in enumerate(((0.6, 0.9), (0.4, 2.1))):
        phase = 2 * np.pi * (template.bundles * (1 + 0.63 * order) * s[:, None] + drift * np.sin(2.3 * u + order))
        wave += share * np.sin(phase + 1.7 * np.sin(2 * np.pi * (2 + order) * s)[:, None])
    fade = np.clip(np.minimum(s, 1 - s) / 0.12, 0, 1)[:, None]
    fade = fade * (np.clip(u / 0.15, 0, 1) * np.clip((0.85 - u) / 0.25, 0, 1))[None, :]
    return np.asarray(template.relief_mm * wave * fade**1.5)


def _filled(template: FibreTemplate, ends: Ends, top: Floats, low: Floats, nt: int) -> Block:
    """The block between both faces; its ends lie on their patches, its borders are rounded."""
    ns, nu = top.shape[:2]
    s, u = _grid((ns, nu))
    t = 0.5 - 0.5 * np.cos(np.pi * np.linspace(0, 1, nt))
    nodes = low[:, None] + (top - low)[:, None] * t[None, :, None, None]
    for end, patch, fade in ((0, ends.origin, (1 - u) ** 4), (-1, ends.insertion, u**4)):
        offset = patch.laid(nodes[:, :, end].reshape(-1, 3)).reshape(ns, nt, 3) - nodes[:, :, end]
        offset[:, [0, -1]] = 0
        nodes = nodes + offset[:, :, None] * fade[None, None, :, None]
    _round_border(nodes, t, u)
    return Block(nodes, s, t, u)


def _round_border(nodes: Floats, t: Floats, u: Floats) -> None:
    """Bulge the front and back border to half an ellipse, except on the footprints."""
    fade = np.clip(np.minimum(u, 1 - u) / 0.08, 0, 1)
    for row, inner in ((0, 1), (-1, -2)):
        height = np.linalg.norm(nodes[row, -1] - nodes[row, 0], axis=-1)
        outward = nodes[row].mean(0) - nodes[inner].mean(0)
        along = np.gradient(nodes[row].mean(0), axis=0)
        up = nodes[row, -1] - nodes[row, 0]
        for axis in (along, up):
            unit = axis / np.maximum(np.linalg.norm(axis, axis=1, keepdims=True), 1e-9)
            outward = outward - np.einsum("ux,ux->u", outward, unit)[:, None] * unit
        outward = outward / np.maximum(np.linalg.norm(outward, axis=1, keepdims=True), 1e-9)
        bulge = np.sqrt(np.clip(1 - (2 * t - 1) ** 2, 0, 1))[:, None] * (0.5 * height * fade)[None, :]
        nodes[row] += bulge[..., None] * outward[None]
