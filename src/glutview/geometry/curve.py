"""Smooth curves through ordered points."""

from __future__ import annotations

import numpy as np

from glutview.geometry.mesh import Floats
from glutview.geometry.pchip import pchip

_DENSE = 400


def resample(points: Floats, shares: Floats) -> Floats:
    """(k, 3) points of the smooth curve through `points` (n, 3), at `shares` (k,) of its length.

    Piecewise cubic without overshoot (PCHIP) over the chord length; a curve of one point stays there.
    """
    points = np.asarray(points, dtype=np.float64)
    if len(points) == 1:
        return np.repeat(points, len(shares), axis=0)
    chord = np.concatenate([[0.0], np.cumsum(np.maximum(np.linalg.norm(np.diff(points, axis=0), axis=1), 1e-9))])
    dense = pchip(chord, points, np.linspace(0.0, chord[-1], _DENSE))
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(dense, axis=0), axis=1))])
    wanted = np.asarray(shares) * length[-1]
    return np.column_stack([np.interp(wanted, length, dense[:, axis]) for axis in range(3)])


def length_mm(points: Floats) -> float:
    """Length of the polyline through (n, 3) points."""
    return float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())
