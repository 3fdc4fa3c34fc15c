"""Singular vectors over a block: few scalar modes that tell best how it moved in many poses.

Best is meant of places and of strain together. Modes that only keep the nodes near where they were let thin cells
turn inside out: there a tenth of a millimetre between two nodes is much, and of a place it is nothing.
"""

from __future__ import annotations

import numpy as np

from glutview.biomech.transforms import Floats
from glutview.build.block_elements import Elements, node_numbers

# What a slope of displacement over the template counts beside a displacement of one millimetre, mm2.
_SLOPES_MM2 = 0.3
_ROUNDS = 4
_POINTS_PER_CELL = 8


def strain_metric(rest: Floats) -> Floats:
    """(n, n) the square of a scalar field over rest nodes (ns, nt, nu, 3): its values and its slopes, summed up."""
    elements, shape = Elements.of(rest), (rest.shape[0], rest.shape[1], rest.shape[2])
    count = rest.shape[0] * rest.shape[1] * rest.shape[2]
    products = np.einsum("eaj,ebj->eab", elements.gradients, elements.gradients) * (_SLOPES_MM2 / _POINTS_PER_CELL)
    metric = np.eye(count)
    np.add.at(metric, (elements.nodes[:, :, None], elements.nodes[:, None]), products)
    number = node_numbers(shape).ravel()
    return np.asarray(metric[np.ix_(number, number)])


def compressed(
    data: Floats, count: int, trust: Floats, metric: Floats | None = None, rounds: int = _ROUNDS
) -> tuple[Floats, Floats]:
    """Orthonormal scalar modes (count, n) and their weights (p, count, c) of data (p, n, c).

    Every component of every pose is one sample of a scalar field over the nodes. Least squares alone would give up a
    corner of a muscle in a corner of the range: what comes out worst counts more in the next round.

    Args:
        data: in p poses, at n nodes.
        count: how many modes.
        trust: (p,) weight of each pose.
        metric: (n, n) the square of a field, positive definite; that of its values alone where not given.
        rounds: how often.
    """
    still = ~data.any((0, 2))
    free = np.flatnonzero(~still)
    poses, nodes, moving = np.sqrt(trust), np.ones(len(free)), data[:, free]
    half = np.linalg.cholesky(np.eye(len(free)) if metric is None else metric[np.ix_(free, free)])
    for round in range(rounds):
        # Fields b = a N L, with the nodes' counting N: their squares are those of a in the metric.
        scaled = np.einsum("pnc,nm->pcm", moving * nodes[:, None], half, optimize=True)
        samples = (poses[:, None, None] * scaled).reshape(-1, len(free))
        # The nodes are fewer than the samples: the eigenvectors of their covariance are the singular vectors.
        _, vectors = np.linalg.eigh(samples.T @ samples)
        kept = vectors[:, ::-1][:, : min(count, len(free))]
        weights = np.einsum("pcm,mk->pkc", scaled, kept, optimize=True)
        shapes = np.linalg.solve(half.T, kept).T / nodes
        if round < rounds - 1:
            off = np.linalg.norm(moving - np.einsum("kn,pkc->pnc", shapes, weights, optimize=True), axis=2)
            off *= (trust == trust.max())[:, None]
            poses = poses * _counting(off.max(1), (0.5, 3.0))
            nodes = nodes * _counting(off.max(0), (0.7, 2.0))
    # What counts unequally is not orthonormal.
    axes, mixed = np.linalg.qr(shapes.T)
    shapes, weights = np.zeros((axes.shape[1], data.shape[1])), np.einsum("jk,pkc->pjc", mixed, weights)
    shapes[:, free] = axes.T
    # Signs are arbitrary; fixed, so that a rebuild gives the same file.
    signs = np.sign(shapes[np.arange(len(shapes)), np.abs(shapes).argmax(1)])[:, None]
    return shapes * signs, weights * signs[None]


def _counting(off: Floats, within: tuple[float, float]) -> Floats:
    """By how much more or less each counts, the worse it came out."""
    found = off[off > 0]
    if not len(found):
        return np.ones(len(off))
    return np.where(off > 0, np.clip(np.sqrt(off / np.median(found)), *within), 1.0)
