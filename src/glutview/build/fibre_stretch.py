"""How long the fibre through each node of a block is to be: as far as its ends are apart."""

from __future__ import annotations

import numpy as np

from glutview.biomech.deformation import femur_share
from glutview.biomech.transforms import Floats

_STRETCHES = (0.35, 2.5)


def stretches(nodes: Floats, rest: Floats, u: Floats, tendon_from: float) -> Floats:
    """(n,) how much longer than at rest the fibre through each node is to be.

    A tendon keeps its length and its shape: the belly takes all the shortening.

    Args:
        nodes: (ns, nt, nu, 3) with their end layers on the bones, mm.
        rest: (ns, nt, nu, 3) template nodes.
        u: (nu,) layers.
        tendon_from: the u where the tendon begins.
    """
    now, then = (np.linalg.norm(ends[:, :, -1] - ends[:, :, 0], axis=-1) for ends in (nodes, rest))
    stretch = now / then
    low, high = tendon_from - 0.1, tendon_from + 0.08
    belly = 1 - femur_share(np.clip((u - low) / (high - low), 0, 1))
    share = np.trapezoid(belly, u)
    along = np.clip(1 + (stretch.ravel() - 1) / share, *_STRETCHES)
    return np.asarray(1 + belly[:, None] * (along - 1)).ravel()
