"""What the movement bar and the menu show of the view state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from glutview.atlas.atlas import Atlas
from glutview.biomech.clip import Clip
from glutview.biomech.motion_range import MotionRange
from glutview.biomech.stops import Stop
from glutview.state import view_edits as edits
from glutview.state.clips import hip_shares, told_by
from glutview.state.view_state import ViewState
from glutview.state.what_ifs import silenced
from glutview.teaching.movement_notes import active_words, movement_note
from glutview.ui.catalogue import angle_rows
from glutview.ui.stop_words import full_words, short_words

if TYPE_CHECKING:
    from glutview.ui.main_window import MainWindow
    from glutview.ui.panels.movement_bar import MovementBar

_SIDE_ORDERS = {"r": "movement.right", "l": "movement.left", "both": "movement.both"}


class MovementDisplay:
    """Shows what changed; says what stops a hip."""

    def __init__(
        self, atlas: Atlas, clips: Mapping[str, Clip], limit: MotionRange, bar: MovementBar, window: MainWindow
    ) -> None:
        self.rows = angle_rows(atlas)
        self._atlas = atlas
        self._clips = clips
        self._limit = limit
        self._bar = bar
        self._window = window
        self._spans_shown = False

    def show(self, before: ViewState | None, state: ViewState) -> None:
        """Show a state; all of it where none was shown `before`."""
        if before is None or before.clip != state.clip:
            self._bar.set_movement(state.clip)
        if before is None or told_by(before) != told_by(state):
            self._show_note(state)
        if before is None or before.clip_amount != state.clip_amount:
            self._bar.set_amount(state.clip_amount)
        if before is None or (before.active, before.what_if) != (state.active, state.what_if):
            self._bar.set_active(active_words(self._atlas, state.active - silenced(self._atlas, state.what_if)))
        if before is None or before.clip_side != state.clip_side:
            self._bar.set_side(state.clip_side)
            self._window.set_checked(_SIDE_ORDERS[state.clip_side], True)
        if before is None or before.fixed != state.fixed:
            self._bar.set_fixed("pelvis" if state.fixed == "pelvis" else "femur")
            self._window.set_checked("movement.pelvis" if state.fixed == "pelvis" else "movement.femur", True)
        if before is None or (before.pose, before.clip_side) != (state.pose, state.clip_side):
            self._bar.set_angles(edits.shown_angles(state))
            self.tell_stops(state, "", {})
            if self._spans_shown:
                self._bar.set_spans(edits.shown_spans(state, self._limit))

    def show_spans(self, state: ViewState) -> None:
        """Show from now on how far each angle can go."""
        self._spans_shown = True
        self._bar.set_spans(edits.shown_spans(state, self._limit))

    def show_time(self, state: ViewState, seconds: float, clip: Clip) -> None:
        """Show where in the chosen movement one is."""
        shares = hip_shares(self._atlas.movements[state.clip or ""], seconds / clip.seconds, state.clip_side)
        self._bar.set_shares({hip.upper(): share for hip, share in shares.items()})
        self._bar.set_time(seconds, clip.seconds)

    def tell_stops(self, state: ViewState, coordinate: str, stops: Mapping[str, Stop]) -> None:
        """Say what stops the hips, by side, beside the control of a coordinate; nothing for none."""
        words = full_words(stops, self.rows, edits.sides(state))
        self._bar.set_stop(coordinate, short_words(stops), words)
        self._window.status.set_stop(words)

    def _show_note(self, state: ViewState) -> None:
        clip = self._clips.get(state.clip or "")
        leads = clip is not None and clip.one_leads
        lost = silenced(self._atlas, state.what_if)
        self._bar.set_note(movement_note(self._atlas, state.clip, state.clip_side, one_leads=leads, lost=lost))
