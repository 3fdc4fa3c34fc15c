"""Where a way through a grid of interpolated values is free, found exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

import numpy as np

from glutview.biomech.transforms import Floats

PER_DEG = 10
"""A joint stops at whole tenths of a degree, as they are shown and written."""
SHORT_OF_DEG = 1e-6
"""So far from the border itself, which rounding may put on either side."""
_THIRDS = np.array([0.0, 1 / 3, 2 / 3, 1.0])
# From values at the thirds of a cubic to its Bernstein coefficients, between whose extremes it stays.
_BERNSTEIN = np.array([[6.0, 0, 0, 0], [-5, 18, -9, 2], [2, -9, 18, -5], [0, 0, 0, 6]]) / 6
_POWERS = np.array([[1.0, 0, 0, 0], [-3, 3, 0, 0], [3, -6, 3, 0], [-1, 3, -3, 1]])
_ROUNDING = 1e-9


def first_stretch(
    spare: Callable[[Floats], Floats], start: Floats, end: Floats, nodes: Sequence[Floats]
) -> tuple[float, float] | None:
    """The first shares of the way between which the spare is not negative; from 0 if the start is free.

    Within a cell of the grid trilinear interpolation is a cubic along any line, and a cubic's roots are known.

    Args:
        spare: of places (..., 3), interpolated trilinearly between the nodes.
        start, end: (3,).
        nodes: of the grid, along each axis.

    Returns:
        None if it is negative all the way.
    """
    way = end - start
    crossed = [(line - start[i]) / way[i] for i, line in enumerate(nodes) if abs(way[i]) > _ROUNDING]
    inner = np.concatenate(crossed) if crossed else np.empty(0)
    cuts = np.unique(np.concatenate([[0.0], inner[(inner > 0) & (inner < 1)], [1.0]]))
    at = cuts[:-1, None] + np.diff(cuts)[:, None] * _THIRDS
    hulls = spare(start + at[..., None] * way) @ _BERNSTEIN.T
    turns = [0.0, 1.0]
    for row in np.flatnonzero((hulls.min(1) < 0) & (hulls.max(1) >= 0)):
        turns += (cuts[row] + (cuts[row + 1] - cuts[row]) * _roots(hulls[row])).tolist()
    edges = np.unique(turns)
    free = spare(start + ((edges[:-1] + edges[1:]) / 2)[:, None] * way) >= 0
    if spare(start) >= 0 and not free[0]:
        return 0.0, 0.0
    if not free.any():
        return (1.0, 1.0) if spare(end) >= 0 else None
    first = int(free.argmax())
    # A place that is just touched parts two free stretches in name only.
    last = first + int(np.append(~free[first:], True).argmax())
    return float(edges[first]), float(edges[last])


def free_stretches(at: Floats, spare: Floats) -> list[tuple[float, float]]:
    """Between which places of a line the spare, straight between those given (k,), is not negative."""
    found = []
    for free, group in groupby(range(len(at)), key=lambda i: bool(spare[i] >= 0)):
        if free:
            rows = list(group)
            first, last = rows[0], rows[-1]
            found.append((_root(at, spare, first, first - 1), _root(at, spare, last, last + 1)))
    return found


def inward(low: float, high: float, box: tuple[float, float], here: float | None) -> tuple[float, float]:
    """A free stretch with its ends at whole tenths, but for those at a limit, or that would cut off a free place."""
    first = low if low == box[0] else np.ceil((low + SHORT_OF_DEG) * PER_DEG) / PER_DEG
    last = high if high == box[1] else np.floor((high - SHORT_OF_DEG) * PER_DEG) / PER_DEG
    if here is not None and low - SHORT_OF_DEG <= here <= high + SHORT_OF_DEG:
        return float(min(first, here)), float(max(last, here))
    if first > last:
        first = last = (low + high) / 2
    return float(first), float(last)


def _root(at: Floats, spare: Floats, inside: int, outside: int) -> float:
    if not 0 <= outside < len(at):
        return float(at[inside])
    share = spare[inside] / (spare[inside] - spare[outside])
    return float(at[inside] + share * (at[outside] - at[inside]))


def _roots(hull: Floats) -> Floats:
    """The roots from 0 to 1 of a cubic with these Bernstein coefficients."""
    powers = _POWERS @ hull
    powers[np.abs(powers) < _ROUNDING * np.abs(powers).max()] = 0.0
    roots = np.polynomial.polynomial.polyroots(np.trim_zeros(powers, "b"))
    real = roots[np.abs(roots.imag) < _ROUNDING].real
    return np.clip(real[(real > -_ROUNDING) & (real < 1 + _ROUNDING)], 0.0, 1.0)
