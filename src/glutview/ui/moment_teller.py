"""Says in the movement bar which moment of the movement is shown: the time, and where each hip is in a cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glutview.atlas.atlas import Atlas
from glutview.biomech.clip import Clip
from glutview.biomech.motion_range import MotionRange
from glutview.state.clips import hip_shares, shows_moment
from glutview.state.view_state import ViewState

if TYPE_CHECKING:
    from glutview.ui.panels.movement_bar import MovementBar


class MomentTeller:
    """A hip that a person has turned is nowhere in the cycle: then no cursor stands in it, and no figure."""

    def __init__(self, atlas: Atlas, bar: MovementBar, limit: MotionRange) -> None:
        self._atlas = atlas
        self._bar = bar
        self._limit = limit

    def tell(self, state: ViewState, clip: Clip, seconds: float, *, led: bool = False) -> None:
        """Tell of a moment of the chosen movement.

        Args:
            state: what is shown.
            clip: of the chosen movement.
            seconds: from its start.
            led: whether the movement itself has just led the hips there; else that is looked at.
        """
        movement = self._atlas.movements[state.clip or ""]
        shares = hip_shares(movement, seconds / clip.seconds, state.clip_side)
        if not led and not shows_moment(state, movement, self._limit, seconds, clip):
            shares = {}
        self._bar.set_shares({hip.upper(): share for hip, share in shares.items()})
        self._bar.set_time(seconds, clip.seconds)
