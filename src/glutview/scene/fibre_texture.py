"""Pictures of muscle and of tendon over (s, u): s across the fan, u along the fibre from origin to insertion.

Made of noise stretched along the fibre at three scales (bundle, fascicle, fibre), so that the direction of
the fibres is read at a glance. The same on every machine: seeded, and made with NumPy alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from glutview.state.palette import TENDON, rgb

Floats = npt.NDArray[np.float32]
Picture = npt.NDArray[np.uint8]

SIZE = (448, 640)
"""Pixels along u and across s: about one to a screen pixel when a muscle fills half a lecture hall's screen."""
_SEED = 2599
_PALE = "#cc947d"


@dataclass(frozen=True, eq=False)
class _Fibres:
    """What pictures of all colours share; (h, w) each."""

    light: Floats
    pale: Floats
    ragged: Floats
    tendon_light: Floats
    sheet_light: Floats


def muscle_picture(colour: str, tendon_from_u: float, share: float = 1.0) -> Picture:
    """(h, w, 3) muscle of `colour` (``#rrggbb``), which turns to tendon raggedly about `tendon_from_u`.

    Rows run along u from the origin, columns across s: of those of a broad muscle so many, to 1, as `share` says.
    """
    fibres = _fibres()
    columns = max(2, round(share * SIZE[1]))
    left = (SIZE[1] - columns) // 2
    part = np.s_[:, left : left + columns]
    ragged = fibres.ragged[part]
    u = _axes()[0]
    tendon = _smooth((u - tendon_from_u + ragged) / 0.09)
    # A short fringe of tendon fibres at the origin too.
    fringe = _smooth((0.016 + 0.3 * ragged - u) / 0.02)
    to_tendon = np.maximum(tendon, 0.8 * fringe)
    red = fibres.light[part] * (1 - to_tendon)
    to_pale = fibres.pale[part] * red
    shares = ((red - to_pale, colour), (to_pale, _PALE), (to_tendon * fibres.tendon_light[part], TENDON))
    return _bytes(shares)


def tendon_picture(colour: str = TENDON) -> Picture:
    """(h, w, 3) a sheet of tendon: the iliotibial tract, an aponeurosis."""
    return _bytes(((_fibres().sheet_light, colour),))


@cache
def _fibres() -> _Fibres:
    u, s = _axes()
    noise = np.random.Generator(np.random.PCG64(_SEED))
    # Bundles meander a little; their fibres follow them.
    place = s + 0.012 * _stretched(noise, 3, 4, u, s) + 0.004 * _stretched(noise, 9, 7, u, s)
    bundle = _stretched(noise, 26, 3, u, place)
    fascicle = _stretched(noise, 84, 5, u, place)
    fibre = _stretched(noise, 270, 8, u, place)
    # The septa between bundles are dark lines along the fibre, with strands of pale fat here and there.
    septum = _lines(noise, 26, place) * (0.55 + 0.45 * _stretched(noise, 30, 4, u, place))
    pale = 0.8 * np.clip(_stretched(noise, 150, 4, u, place) - 0.55, 0, 0.45)
    # Tendon reaches up between the bundles in fine points.
    ragged = 0.05 * _stretched(noise, 30, 1, u, place) + 0.045 * _stretched(noise, 110, 1, u, place)
    light = (1 + 0.16 * bundle + 0.15 * fascicle + 0.15 * fibre) * (1 - 0.42 * septum)
    tendon_light = 0.97 + 0.07 * fascicle + 0.11 * fibre + 0.03 * bundle
    # A tract is narrow: fibres as fine as a muscle's would only shimmer there.
    sheet_light = 0.98 + 0.06 * bundle + 0.07 * _stretched(noise, 60, 3, u, place) + 0.03 * fascicle
    return _Fibres(light, pale, ragged + 0.035 * fibre, tendon_light, sheet_light)


def _axes() -> tuple[Floats, Floats]:
    rows, columns = SIZE
    u = ((np.arange(rows) + 0.5) / rows).astype(np.float32)
    s = ((np.arange(columns) + 0.5) / columns).astype(np.float32)
    return np.asarray(u[:, None]), np.broadcast_to(s[None, :], SIZE)


def _stretched(noise: np.random.Generator, across: int, along: int, u: Floats, s: Floats) -> Floats:
    """(h, w) smooth noise, about -1 to 1, with so many swings across and along the fibres."""
    knots = noise.uniform(-1, 1, (along + 2, across + 4)).astype(np.float32)
    row, share = _cell(u[:, 0] * along, along)
    lines = knots[row] * (1 - share[:, None]) + knots[row + 1] * share[:, None]
    # In place wherever it can be: fresh memory costs more here than what is done in it.
    share = s * np.float32(across)
    share += 1
    column = share.astype(np.int32)
    np.clip(column, 0, across + 2, out=column)
    whole = column.astype(np.float32)
    share -= whole
    _smoothed(share, scratch=whole)
    column += (np.arange(len(lines), dtype=np.int32) * lines.shape[1])[:, None]
    steps = lines.ravel()[1:] - lines.ravel()[:-1]
    share *= steps.take(column, out=whole, mode="clip")
    share += lines.ravel().take(column, out=whole, mode="clip")
    return share


def _lines(noise: np.random.Generator, count: int, s: Floats) -> Floats:
    """(h, w) dark lines along u, 1 on a line, at uneven spacing across s and of uneven width."""
    knots = ((np.arange(count) + 0.5 + noise.uniform(-0.4, 0.4, count)) / count).astype(np.float32)
    width = noise.uniform(0.0012, 0.0038, count).astype(np.float32)
    nearest = np.searchsorted((knots[1:] + knots[:-1]) / 2, s)
    return np.asarray(np.exp(-(((s - knots[nearest]) / width[nearest]) ** 2)))


def _cell(place: Floats, last: int) -> tuple[npt.NDArray[np.int32], Floats]:
    cell = np.clip(place.astype(np.int32), 0, last)
    share = place - cell.astype(np.float32)
    return cell, _smoothed(share, scratch=np.empty_like(share))


def _smooth(share: Floats) -> Floats:
    share = share + np.float32(0.5)
    return _smoothed(share, scratch=np.empty_like(share))


def _smoothed(share: Floats, scratch: Floats) -> Floats:
    """3x^2 - 2x^3 of shares clipped to 0 and 1, in place."""
    np.clip(share, 0, 1, out=share)
    np.multiply(share, -2, out=scratch)
    scratch += 3
    share *= share
    share *= scratch
    return share


def _bytes(shares: tuple[tuple[Floats, str], ...]) -> Picture:
    """The sum of colours, each by its share (h, w)."""
    picture = np.empty((*shares[0][0].shape, 3), dtype=np.uint8)
    for channel in range(3):
        total = sum(share * np.float32(255 * rgb(colour)[channel]) for share, colour in shares)
        picture[..., channel] = np.clip(total, 0, 255)
    return picture
