"""The faces at which a part of a muscle is cut out of the others, between its deep and its superficial fibres.

They lie over the muscle's own vertices, so that whatever moves the muscle moves them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Faces, Fields
from glutview.state.scene_description import Band

FIELDS = frozenset("stu")
"""What the vertices of a fibre block know; of a muscle without them no part can be shown."""


def on_grid(fields: Fields, band: Band) -> Band:
    """The band between the rows of a muscle's vertices that are nearest to its limits, some millimetre away."""
    rows = np.unique(fields["s"])
    low, high = (float(rows[np.abs(rows - limit).argmin()]) for limit in band)
    return low, high


def cut_faces(fields: Fields, band: Band) -> Faces:
    """(m, 3) triangles of both faces of a band that runs between rows; none at the muscle's own borders.

    Args:
        fields: s, t, u of the vertices of a block's surface.
        band: see :func:`on_grid`.
    """
    strips = [_strip(fields, limit) for limit in band if 0 < limit < 1]
    return np.concatenate([np.empty((0, 3)), *strips]).astype(np.int32)


def _strip(fields: Fields, limit: float) -> npt.NDArray[np.int64]:
    row = fields["s"] == np.float32(limit)
    deep, top = (_along(fields, row & (fields["t"] == side)) for side in (0, 1))
    a, b, c, d = deep[:-1], deep[1:], top[1:], top[:-1]
    return np.concatenate([np.stack([a, b, c], axis=1), np.stack([a, c, d], axis=1)])


def _along(fields: Fields, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    rows = np.flatnonzero(chosen)
    return np.asarray(rows[np.argsort(fields["u"][rows])])
