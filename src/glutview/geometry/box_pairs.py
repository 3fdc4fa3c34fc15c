"""Which of many boxes overlap: found by a tree of boxes, one level of it at a time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Floats

Ints = npt.NDArray[np.int64]
_BITS = 10


def overlapping_pairs(low: Floats, high: Floats) -> Ints:
    """(k, 2) the pairs of boxes that have a point in common, each once, the smaller number first.

    Args:
        low, high: (n, 3) lowest and highest corners.
    """
    order = _along_curve((low + high) / 2)
    levels = [(low[order], high[order])]
    while len(levels[-1][0]) > 1:
        levels.append(_parents(*levels[-1]))
    pairs = np.zeros((1, 2), dtype=np.int64)
    for below, above in levels[::-1]:
        pairs = pairs[(pairs < len(below)).all(1)]
        first, second = pairs.T
        pairs = pairs[((below[first] <= above[second]) & (below[second] <= above[first])).all(1)]
        if below is not levels[0][0]:
            pairs = _children(pairs)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    return np.unique(np.sort(order[pairs], axis=1), axis=0)


def _along_curve(points: Floats) -> Ints:
    """(n,) an order in which neighbours are near each other: Morton's, the digits of the three axes interleaved."""
    low = points.min(0)
    size = np.maximum((points.max(0) - low).max(), 1e-12)
    cell = np.minimum((points - low) / size * 2**_BITS, 2**_BITS - 1).astype(np.int64)
    code = np.zeros(len(points), dtype=np.int64)
    for bit in range(_BITS):
        for axis in range(3):
            code |= ((cell[:, axis] >> bit) & 1) << (3 * bit + axis)
    return np.argsort(code, kind="stable")


def _parents(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    starts = np.arange(0, len(low), 2)
    return np.minimum.reduceat(low, starts), np.maximum.reduceat(high, starts)


def _children(pairs: Ints) -> Ints:
    """Every pair of a child of the one and a child of the other, each once."""
    first, second = 2 * pairs[:, :1], 2 * pairs[:, 1:]
    one = np.hstack([first, first, first + 1, first + 1]).ravel()
    other = np.hstack([second, second + 1, second, second + 1]).ravel()
    return np.column_stack([one, other])[one <= other]
