"""From a block's coarse nodes to any place in it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def interpolate(
    values: npt.NDArray[np.floating], lines: tuple[npt.NDArray[np.floating], ...], place: Floats
) -> npt.NDArray[np.float32]:
    """Values (K, ns, nt, nu) at the nodes, taken at (n, 3) places s, t, u: (n, K), float32.

    Smooth (cubic, with slopes by central differences) across the fan, through the thickness and along the fibre,
    but linear along the fibre in the cells at its ends: there the cells are sheared most, and a cubic's
    overshoot turns thin ones inside out. Exact at the nodes.
    """
    count, ns, nt, nu = values.shape
    # Vertices lie on few fibres: a fibre's values are found once, and each vertex is then met along it.
    # (As complex numbers: numpy finds unique numbers ten times faster than unique rows.)
    pairs, fibre = np.unique(place[:, 0] + 1j * place[:, 1], return_inverse=True)
    fibres = np.column_stack([pairs.real, pairs.imag])
    across = cubic_weights(np.asarray(lines[0], np.float64), fibres[:, 0], linear_ends=False)
    through = cubic_weights(np.asarray(lines[1], np.float64), fibres[:, 1], linear_ends=False)
    table = np.ascontiguousarray(values.transpose(1, 2, 3, 0), dtype=np.float64)
    rows = np.einsum("fs,stc->ftc", across, table.reshape(ns, nt, nu * count), optimize=True)
    rows = np.einsum("ft,ftc->fc", through, rows).reshape(len(fibres) * nu, count).astype(np.float32)
    levels, level = np.unique(place[:, 2], return_inverse=True)
    along = cubic_weights(np.asarray(lines[2], np.float64), levels, linear_ends=True)
    stencil = np.clip(np.searchsorted(lines[2], levels, side="right") - 2, 0, max(nu - 4, 0))
    result = np.zeros((len(place), count), dtype=np.float32)
    first = fibre * nu + stencil[level]
    for step in range(min(4, nu)):
        weight = along[np.arange(len(levels)), stencil + step].astype(np.float32)
        result += weight[level, None] * rows[first + step]
    return result


def cubic_weights(nodes: Floats, at: Floats, *, linear_ends: bool) -> Floats:
    """(n, len(nodes)) weights of cubic Hermite interpolation with finite-difference slopes."""
    count = len(nodes)
    held = np.clip(at, nodes[0], nodes[-1])
    low = np.clip(np.searchsorted(nodes, held, side="right") - 1, 0, count - 2)
    width = nodes[low + 1] - nodes[low]
    x = ((held - nodes[low]) / width)[:, None]
    slope = _slopes(nodes)
    unit = np.eye(count)
    cubic = (
        (1 + 2 * x) * (1 - x) ** 2 * unit[low]
        + x**2 * (3 - 2 * x) * unit[low + 1]
        + width[:, None] * x * (1 - x) * ((1 - x) * slope[low] - x * slope[low + 1])
    )
    if not linear_ends:
        return np.asarray(cubic)
    end = (low == 0) | (low == count - 2)
    return np.where(end[:, None], (1 - x) * unit[low] + x * unit[low + 1], cubic)


def _slopes(nodes: Floats) -> Floats:
    """(count, count) matrix from node values to slopes at the nodes: parabolas inside, one-sided at the ends."""
    count = len(nodes)
    slope = np.zeros((count, count))
    step = np.diff(nodes)
    for node in range(1, count - 1):
        before, after = step[node - 1], step[node]
        slope[node, node - 1] = -after / (before * (before + after))
        slope[node, node] = (after - before) / (before * after)
        slope[node, node + 1] = before / (after * (before + after))
    slope[0, :2] = -1 / step[0], 1 / step[0]
    slope[-1, -2:] = -1 / step[-1], 1 / step[-1]
    return slope
