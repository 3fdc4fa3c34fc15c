"""What holds a block's fibres side by side: no fibre leaves the line between its neighbours without need.

Muscle tissue that only resists strain and loss of volume can crease where it is shortened, and in a narrow place it
finds many ways to lie: which one then depends on how the solver came there. The sheets of connective tissue between
the bundles resist creases. So does this: each node is held to the line between its neighbours across the fan, and
to that between those through the thickness, as far from it as the taut fibres of :mod:`taut_fibres` have it.
Stretching, shearing and turning the block as a whole costs nothing here.
"""

from __future__ import annotations

import numpy as np

from glutview.biomech.transforms import Floats
from glutview.build.block_elements import node_numbers, node_volumes
from glutview.build.springs import Springs

_LEAST_SPACING = 0.25


def perimysium(rest: Floats, lines: tuple[Floats, Floats, Floats], modulus: float) -> Springs:
    """The springs of template nodes (ns, nt, nu, 3) at grid lines s, t, u; `modulus` as the tissue's.

    Each is of a node and its neighbours at both sides: how far it is off the line between them.
    """
    number = node_numbers((rest.shape[0], rest.shape[1], rest.shape[2]))
    volume = node_volumes(rest)
    parts = []
    for axis in (0, 1):
        if rest.shape[axis] < 3:
            continue
        spacing = np.linalg.norm(np.gradient(rest, axis=axis), axis=-1)
        stiffness = modulus * volume / np.maximum(spacing, _LEAST_SPACING * spacing.mean()) ** 2
        before, here, after = (
            np.moveaxis(number, axis, 0)[start : len(lines[axis]) - 2 + start].reshape(rest.shape[axis] - 2, -1)
            for start in range(3)
        )
        step = np.diff(lines[axis])
        share = (step[1:] / (step[:-1] + step[1:]))[:, None] * np.ones(here.shape)
        held = np.moveaxis(stiffness, axis, 0)[1:-1].reshape(here.shape)
        parts.append(
            (
                np.stack([before, here, after], axis=-1).reshape(-1, 3),
                np.stack([-share, np.ones(here.shape), share - 1], axis=-1).reshape(-1, 3),
                held.ravel(),
            )
        )
    nodes, shares, held = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Springs(nodes.astype(np.int64), shares, held)
