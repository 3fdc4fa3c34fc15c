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
from glutview.geometry.block_filling import Ends, Rims, filled
from glutview.geometry.mesh import Floats
from glutview.geometry.nearest_node import NearestNode
from glutview.geometry.sheet import Field, Tension, pull_taut, pushed_out, refined, sheet_normals, smoothed

Profile = tuple[tuple[float, float], ...]
LEVELS = ((9, 9), (17, 17), (33, 33))
"""Grids on which the sheets settle: a taut line forgets where it started only on a coarse one."""
_ORIGIN_SLOPE = 0.8
_BORDER_SLOPE = 0.7
_BEND_MM = 12.0
"""Over which length a flat tendon bends up into the belly."""
_BELLY = 0.32
_EVEN_OUT = 14
_EVEN_NORMALS = 300


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
        tendon_mm, tendon_length_mm: how far the tendon's superficial face rises from its taut sheet (the whole
            tendon is about twice as thick, where bone leaves it room), and over which length it stays that flat.
        bow_mm: where the taut sheets start from: this far off the straight fibre (x, y, z), mm.
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
    tendon_length_mm: float
    bow_mm: tuple[float, float, float]
    gap_mm: float = 0.35
    relief_mm: float = 0.0
    bundles: int = 12


Progress = Callable[[float], None]


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

    top = lifted(_root(lambda scale: _volume(low, lifted(scale)) - template.volume_mm3))
    block = filled(ends, top + _relief(template, top, ends.beneath), low, nt, ease)
    progress(1.0)
    return block


def _grid(shape: tuple[int, int]) -> tuple[Floats, Floats]:
    return np.linspace(0.0, 1.0, shape[0]), np.linspace(0.0, 1.0, shape[1])


def _start(template: FibreTemplate, first: Floats, last: Floats, u: Floats) -> Floats:
    share = u[None, :, None]
    bow = 4.0 * share * (1.0 - share) * np.array(template.bow_mm)
    return np.asarray(first[:, None] * (1 - share) + last[:, None] * share + bow)


def _carrier(
    template: FibreTemplate,
    beneath: Field,
    rims: Rims,
    shape: tuple[int, int],
    sheet: Floats | None,
    tension: Tension | None = None,
) -> Floats:
    """The sheet of the superficial fibres, taut over what lies beneath: the belly rises from it."""
    _, u = _grid(shape)
    first, last = rims.origin[0], rims.insertion[0]
    sheet = _start(template, first, last, u) if sheet is None else refined(sheet, *shape)
    sheet[:, 0], sheet[:, -1] = first, last
    least = _least(template, sheet)

    def constraint(grid: Floats) -> Floats:
        return pushed_out(grid, beneath, least)

    return pull_taut(sheet, constraint, constraint, tension or Tension())


def _least(template: FibreTemplate, sheet: Floats) -> Floats:
    """(ns, nu) what the superficial face keeps from what lies beneath even where there is no belly."""
    return np.asarray(np.minimum(template.border_mm + 2 * template.gap_mm, _ramp(template, sheet)))


def _belly(template: FibreTemplate, carrier: Floats, beneath: Field) -> Floats:
    """(ns, nu, 3) how the superficial face rises from its carrier, before scaling to the volume."""
    shape = carrier.shape[:2]
    normal = _outward_normals(carrier, beneath)
    for _ in range(_EVEN_NORMALS):
        normal = smoothed(normal, 0.5, 0.5)
    normal /= np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-9)
    distance = _from_border(carrier)
    reach = np.minimum(template.taper_mm, 0.96 * distance.max(0))
    rise = np.sqrt(np.clip(1 - (1 - np.clip(distance / np.maximum(reach, 1e-6), 0, 1)) ** 2, 0, 1))
    height = np.minimum(template.belly_mm * _profile(template, shape) * rise, _ramp(template, carrier))
    height[:, [0, -1]] = 0
    field = height[..., None] * normal
    for _ in range(6):
        field = smoothed(field, 0.5, 0.5)
    return np.asarray(field)


def _profile(template: FibreTemplate, shape: tuple[int, int]) -> Floats:
    from scipy.interpolate import PchipInterpolator

    s, u = _grid(shape)
    along = PchipInterpolator(*np.array(template.along).T)(u)
    across = PchipInterpolator(*np.array(template.across).T)(s)
    return np.asarray(across[:, None] * along[None, :])


def _from_border(sheet: Floats) -> Floats:
    """(ns, nu) distance along s to the nearer border, mm."""
    step = np.linalg.norm(np.diff(sheet, axis=0), axis=2)
    place = np.concatenate([np.zeros((1, sheet.shape[1])), np.cumsum(step, axis=0)])
    return np.asarray(np.minimum(place, place[-1] - place))


def _ramp(template: FibreTemplate, sheet: Floats) -> Floats:
    """(ns, nu) how thick a fibre bundle can be so near to its ends: steep at the belly, shallow at the tendon."""
    step = np.linalg.norm(np.diff(sheet, axis=1), axis=2)
    place = np.concatenate([np.zeros((len(sheet), 1)), np.cumsum(step, axis=1)], axis=1)
    left = place[:, -1:] - place
    within = np.clip(left / template.tendon_length_mm, 0, 1)
    beyond = np.maximum(left - template.tendon_length_mm, 0)
    tendon = template.tendon_mm * np.sqrt(within) + beyond**2 / (beyond + _BEND_MM)
    return np.asarray(np.minimum(_ORIGIN_SLOPE * place, tendon))


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
    _, u = _grid(shape)
    first, last = rims.origin[1], rims.insertion[1]
    start = _start(template, first, last, u) if sheet is None else refined(sheet, *shape)
    normal = _outward_normals(top, beneath)
    if sheet is None:
        # From just beneath the superficial face, so that it is let down onto what it lies on, never through it.
        shift = (first - top[:, 0])[:, None] * (1 - u[None, :, None]) ** 2
        shift = shift + (last - top[:, -1])[:, None] * u[None, :, None] ** 4
        start = top + shift
    start = start.copy()
    start[:, 0], start[:, -1] = first, last
    fade_first = np.clip(1 - u / 0.15, 0, 1)[:, None] ** 2
    fade_last = np.clip(1 - (1 - u) / 0.15, 0, 1)[:, None] ** 2
    ramp = _ramp(template, top)
    for row in (0, -1):
        edge = top[row] - np.minimum(template.border_mm, 0.6 * ramp[row])[:, None] * normal[row]
        start[row] = edge + fade_first * (first[row] - edge[0]) + fade_last * (last[row] - edge[-1])
    flat_top = top.reshape(-1, 3)
    node = NearestNode(flat_top)
    flat_normal = normal.reshape(-1, 3)
    gap = np.full(shape, template.gap_mm)
    least = np.minimum(template.border_mm, 0.5 * ramp).reshape(-1)
    # So that the deep face meets the thin borders at a slant, not in a step.
    slant = template.border_mm + _BORDER_SLOPE * _from_border(top)
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


def _outward_normals(sheet: Floats, beneath: Field) -> Floats:
    """(ns, nu, 3) unit normals of the sheet, away from what lies beneath."""
    normal = sheet_normals(sheet)
    inner = np.s_[1:-1, 1:-1]
    slope = beneath.gradient(sheet[inner].reshape(-1, 3)).reshape(sheet[inner].shape)
    return -normal if np.einsum("ijx,ijx->", normal[inner], slope) < 0 else normal


def _volume(low: Floats, top: Floats) -> float:
    """Volume between the sheets, mm3, by the divergence theorem over the closed prism of both."""
    block = Block(np.stack([low, top], axis=1), *(np.linspace(0, 1, n) for n in (len(top), 2, top.shape[1])))
    return block.surface().volume_mm3()


def _root(lack: Callable[[float], float]) -> float:
    """The scale at which the volume is right."""
    from scipy.optimize import brentq

    if lack(0.0) >= 0:
        return 0.0
    return float(brentq(lack, 0.0, 8.0, rtol=1e-4))


def _relief(template: FibreTemplate, top: Floats, beneath: Field) -> Floats:
    """(ns, nu, 3) the fibre bundles, fading at the rim and in the tendon."""
    shape = (top.shape[0], top.shape[1])
    s, u = _grid(shape)
    wave = np.zeros(shape)
    for order, (share, drift) in enumerate(((0.6, 0.5), (0.4, 1.2))):
        phase = 2 * np.pi * template.bundles * (1 + 0.63 * order) * s[:, None] + drift * np.sin(2.3 * u + order)
        wave += share * np.sin(phase + 1.7 * np.sin(2 * np.pi * (2 + order) * s)[:, None])
    fade = np.clip(np.minimum(s, 1 - s) / 0.12, 0, 1)[:, None]
    fade = fade * (np.clip(u / 0.15, 0, 1) * np.clip((0.85 - u) / 0.25, 0, 1))[None, :]
    normal = _outward_normals(top, beneath)
    return np.asarray((template.relief_mm * wave * fade**1.5)[..., None] * normal)
