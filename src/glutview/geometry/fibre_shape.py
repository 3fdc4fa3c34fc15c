"""What a fibre template says of a sheet of fibres: how thick the belly is, how ends and borders thin out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from glutview.geometry.block import Block
from glutview.geometry.curve import resample
from glutview.geometry.mesh import Floats

Xyz = tuple[float, float, float]
Profile = tuple[tuple[float, float], ...]
Progress = Callable[[float], None]
Form = Literal["sheet", "spindle"]
LEVELS = ((9, 9), (17, 17), (33, 33))
"""Grids on which the sheets settle: a taut line forgets where it started only on a coarse one."""
_ORIGIN_SLOPE = 0.8
_ARCHED = 0.6
"""Over which share of the breadth a border's arch fades out."""
_BEND_MM = 12.0
"""Over which length a flat tendon bends up into the belly."""


@dataclass(frozen=True, eq=False)
class Gate:
    """A place that holds the fibres together on their way, as a notch does in which they turn.

    Attributes:
        u: where on their way.
        points: (k, 3) the edge they pass over there, in order of s, mm.
    """

    u: float
    points: Floats


@dataclass(frozen=True)
class FibreTemplate:
    """How a muscle is grown between its footprints.

    Attributes:
        volume_mm3: what the block shall hold.
        belly_mm: clearance of the superficial face at full belly, before scaling to the volume; of a spindle, its
            thickness there.
        along: the belly's profile along the fibre, (u, share of belly_mm).
        across: the same across the fan, (s, share).
        border_mm: thickness of the front and back border.
        taper_mm: over which width the belly falls off to the borders.
        tendon_mm, tendon_length_mm: how far the tendon's superficial face rises from its taut sheet (the whole
            tendon is about twice as thick, where bone leaves it room), and over which length it stays that flat.
        bow_mm: where the taut sheets start from: this far off the straight fibre (x, y, z), mm. A spindle's
            superficial face looks that way.
        arch_mm: how far the front (s = 0) and the hind border (s = 1) of a sheet lie off their taut lines midway,
            (x, y, z), mm; the less, the nearer to the middle of the muscle.
        form: a ``sheet`` lies on what is beneath it; a ``spindle`` runs free between its ends, round in section.
        gate: what holds the fibres together on their way, if anything does.
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
    bow_mm: Xyz
    form: Form = "sheet"
    arch_mm: tuple[Xyz, Xyz] = ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0))
    gate: Gate | None = None
    gap_mm: float = 0.35
    relief_mm: float = 0.0
    bundles: int = 12


def grid_lines(shape: tuple[int, int]) -> tuple[Floats, Floats]:
    """s (ns,) and u (nu,) of evenly spread nodes."""
    return np.linspace(0.0, 1.0, shape[0]), np.linspace(0.0, 1.0, shape[1])


def bowed(template: FibreTemplate, first: Floats, last: Floats, u: Floats) -> Floats:
    """(ns, nu, 3) bowed fibres from `first` (ns, 3) to `last` (ns, 3): what is then pulled taut, mm."""
    share = u[None, :, None]
    if template.gate is not None:
        held, at = resample(template.gate.points, np.linspace(0, 1, len(first))), template.gate.u
        before = first[:, None] + (held - first)[:, None] * (share / at)
        after = held[:, None] + (last - held)[:, None] * ((share - at) / (1 - at))
        straight = np.where(share < at, before, after)
        away = 4.0 * np.where(share < at, share / at * (1 - share / at), (share - at) * (1 - share) / (1 - at) ** 2)
        return np.asarray(straight + away * np.array(template.bow_mm))
    bow = 4.0 * share * (1.0 - share) * np.array(template.bow_mm)
    return np.asarray(first[:, None] * (1 - share) + last[:, None] * share + bow)


def arched(template: FibreTemplate, sheet: Floats, part: float) -> Floats:
    """The taut sheet (ns, nu, 3) with the fibres towards its borders moved a part of the way that these arch, mm."""
    s, u = grid_lines((sheet.shape[0], sheet.shape[1]))
    nearness = np.stack([np.clip(1 - place / _ARCHED, 0, 1) ** 2 for place in (s, 1 - s)], axis=1)
    way = part * nearness @ np.array(template.arch_mm)
    return np.asarray(sheet + way[:, None] * np.sin(np.pi * u**0.8)[None, :, None] ** 2)


def gate_of(template: FibreTemplate, shape: tuple[int, int]) -> tuple[int, Floats] | None:
    """The column of a grid of nodes that lies in the gate, and where the gate holds its nodes, (ns, 3) mm."""
    if template.gate is None:
        return None
    return round(template.gate.u * (shape[1] - 1)), resample(template.gate.points, np.linspace(0, 1, shape[0]))


def gated(sheet: Floats, gate: tuple[int, Floats] | None) -> Floats:
    """The sheet with its nodes in the gate brought there."""
    if gate is None:
        return sheet
    column, places = gate
    sheet = sheet.copy()
    sheet[:, column] = places
    return sheet


def belly_height(template: FibreTemplate, sheet: Floats) -> Floats:
    """(ns, nu) of the belly over a sheet (ns, nu, 3), mm: round towards the borders, thin at the ends."""
    distance = from_border(sheet)
    reach = np.minimum(template.taper_mm, 0.96 * distance.max(0))
    rise = np.sqrt(np.clip(1 - (1 - np.clip(distance / np.maximum(reach, 1e-6), 0, 1)) ** 2, 0, 1))
    shape = (sheet.shape[0], sheet.shape[1])
    return np.asarray(np.minimum(template.belly_mm * _profile(template, shape) * rise, end_ramp(template, sheet)))


def from_border(sheet: Floats) -> Floats:
    """(ns, nu) distance along s to the nearer border, mm."""
    step = np.linalg.norm(np.diff(sheet, axis=0), axis=2)
    place = np.concatenate([np.zeros((1, sheet.shape[1])), np.cumsum(step, axis=0)])
    return np.asarray(np.minimum(place, place[-1] - place))


def end_ramp(template: FibreTemplate, sheet: Floats) -> Floats:
    """(ns, nu) how thick a fibre bundle can be so near to its ends: steep at the belly, shallow at the tendon."""
    step = np.linalg.norm(np.diff(sheet, axis=1), axis=2)
    place = np.concatenate([np.zeros((len(sheet), 1)), np.cumsum(step, axis=1)], axis=1)
    left = place[:, -1:] - place
    within = np.clip(left / template.tendon_length_mm, 0, 1)
    beyond = np.maximum(left - template.tendon_length_mm, 0)
    tendon = template.tendon_mm * np.sqrt(within) + beyond**2 / (beyond + _BEND_MM)
    return np.asarray(np.minimum(_ORIGIN_SLOPE * place, tendon))


def bundle_relief(template: FibreTemplate, shape: tuple[int, int]) -> Floats:
    """(ns, nu) height of the fibre bundles, mm, fading at the rim and in the tendon."""
    s, u = grid_lines(shape)
    wave = np.zeros(shape)
    for order, (share, drift) in enumerate(((0.6, 0.5), (0.4, 1.2))):
        phase = 2 * np.pi * template.bundles * (1 + 0.63 * order) * s[:, None] + drift * np.sin(2.3 * u + order)
        wave += share * np.sin(phase + 1.7 * np.sin(2 * np.pi * (2 + order) * s)[:, None])
    fade = np.clip(np.minimum(s, 1 - s) / 0.12, 0, 1)[:, None]
    fade = fade * (np.clip(u / 0.15, 0, 1) * np.clip((0.85 - u) / 0.25, 0, 1))[None, :]
    return np.asarray(template.relief_mm * wave * fade**1.5)


def volume_between(low: Floats, top: Floats) -> float:
    """Volume between two sheets, mm3, by the divergence theorem over the closed prism of both."""
    block = Block(np.stack([low, top], axis=1), *(np.linspace(0, 1, n) for n in (len(top), 2, top.shape[1])))
    return block.surface().volume_mm3()


def scale_for(lack: Callable[[float], float]) -> float:
    """The scale at which the volume is right."""
    from scipy.optimize import brentq

    if lack(0.0) >= 0:
        return 0.0
    return float(brentq(lack, 0.0, 8.0, rtol=1e-4))


def _profile(template: FibreTemplate, shape: tuple[int, int]) -> Floats:
    from scipy.interpolate import PchipInterpolator

    s, u = grid_lines(shape)
    along = PchipInterpolator(*np.array(template.along).T)(u)
    across = PchipInterpolator(*np.array(template.across).T)(s)
    return np.asarray(across[:, None] * along[None, :])
