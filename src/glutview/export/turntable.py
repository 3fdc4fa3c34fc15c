"""A structure on a turntable: one camera that keeps it in the picture all the way round."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from glutview.biomech.anatomy import Anatomy
from glutview.scene.camera import framed
from glutview.state.view_state import ViewState

_MARGIN = 0.16
"""Share of the picture left free on every side, for what lies around the structure."""
_LOOKS = 24


def turntable_view(anatomy: Anatomy, state: ViewState, size: tuple[int, int]) -> ViewState:
    """The state with the camera turned about the middle of what is selected, far enough to show it from everywhere.

    Args:
        anatomy: where the structure is.
        state: selects it, poses it, and has the camera that gives the first direction.
        size: width and height of the picture.

    Raises:
        ValueError: nothing is selected, or there is no camera.
    """
    if state.selected is None or state.camera is None:
        raise ValueError("a turntable needs a selection and a camera")
    points = anatomy.posed_vertices(state.pose, state.fixed)[anatomy.atlas.whole(state.selected)]
    low, high = points.min(0), points.max(0)
    middle = (low + high) / 2
    # As seen from each side, moved onto the turning point, so that turning never takes it out of the middle.
    looks = (replace(state.camera, azimuth_deg=360 * i / _LOOKS - 180) for i in range(_LOOKS))
    round_about = np.concatenate([points, 2 * middle - points])
    distance = max(framed(look, round_about, size, _MARGIN).distance_mm for look in looks)
    focal = (float(middle[0]), float(middle[1]), float(middle[2]))
    return replace(state, camera=replace(state.camera, focal_mm=focal, distance_mm=distance))
