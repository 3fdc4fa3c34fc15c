"""Joins the movement bar and the player to the view state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from glutview.atlas.atlas import Atlas
from glutview.biomech.clip import Clip, ClipSide
from glutview.biomech.motion_range import MotionRange
from glutview.state import view_edits as edits
from glutview.state.clips import clip_of, moment_with, on_side, taken_up, told_by, told_moment
from glutview.state.scene_description import Fixed
from glutview.state.view_model import ViewModel
from glutview.state.view_state import ViewState
from glutview.state.what_ifs import silenced
from glutview.teaching.movement_notes import active_words, movement_note, movement_rows
from glutview.ui.catalogue import angle_rows
from glutview.ui.moment_teller import MomentTeller
from glutview.ui.movement_commands import MovementCommands
from glutview.ui.player import Player
from glutview.ui.stop_teller import StopTeller

if TYPE_CHECKING:
    from glutview.ui.main_window import MainWindow
    from glutview.ui.panels.movement_bar import MovementBar

_SIDES: tuple[ClipSide, ...] = ("r", "l", "both")
_SIDE_ORDERS = {"r": "movement.right", "l": "movement.left", "both": "movement.both"}
_WITH_ORDERS = ("abduction", "internal_rotation", "trendelenburg", "gait")


class MovementPresenter(MovementCommands):
    """Plays clips, turns angles, says what stands still."""

    def __init__(self, model: ViewModel, atlas: Atlas, bar: MovementBar, window: MainWindow, player: Player) -> None:
        super().__init__()
        self._model = model
        self._atlas = atlas
        self._bar = bar
        self._window = window
        self._player = player
        self._limit = MotionRange.load(atlas.coordinate_limits())
        self._rows = angle_rows(atlas)
        self._spans_shown = False
        self._clips: dict[str, Clip] = {key: clip_of(spec) for key, spec in atlas.movements.items()}
        self._touched = ""
        self._led = False
        self._moments = MomentTeller(atlas, bar, self._limit)
        self.stops = StopTeller(model, bar, window.status, self._rows)
        bar.set_coordinates(self._rows)
        bar.set_movements(movement_rows(atlas))
        self.set_loop(player.loop)
        for key in _WITH_ORDERS:
            window.set_enabled(f"movement.{key}", key in self._clips)
        self._connect()
        if model.state.clip not in self._clips:
            model.look(edits.choose_movement(model.state, next(iter(self._clips), None)))
        self._take_clip()
        self._show(None, model.state)

    def release(self) -> None:
        """Stop playing and listening."""
        self._player.pause()
        self._model.changed.disconnect(self._changed)

    # ------------------------------------------------------------------------------------- from the model

    def _changed(self, before: ViewState, after: ViewState) -> None:
        self._show(before, after)

    def _show(self, before: ViewState | None, state: ViewState) -> None:
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
            self.stops.forget()
            if not self._led and (clip := self._clip()) is not None:
                self._moments.tell(state, clip, self._player.seconds)
            if self._spans_shown:
                self._bar.set_spans(edits.shown_spans(state, self._limit))

    @Slot()
    def show_spans(self) -> None:
        """Show from now on how far each angle can go: once there is a picture, which must not wait for it."""
        self._spans_shown = True
        self._bar.set_spans(edits.shown_spans(self._model.state, self._limit))

    # ------------------------------------------------------------------------------------ from the player

    @Slot(float)
    def _take_moment(self, seconds: float) -> None:
        clip = self._clip()
        if clip is None:
            return
        state = self._model.state
        shown, held = told_moment(state, self._atlas.movements[state.clip or ""], self._limit, seconds, clip)
        self._led = True
        try:
            self.stops.show(shown, held.coordinate, held.stops, held.sides)
        finally:
            self._led = False
        self._moments.tell(shown, clip, seconds, led=True)

    @Slot(bool)
    def _take_playing(self, playing: bool) -> None:
        self._bar.set_playing(playing)
        if not playing:
            self._model.commit(self._name())

    # --------------------------------------------------------------------------------------- from the bar

    @Slot(str)
    def play_movement(self, movement: str) -> None:
        """Choose a movement and play it from its start."""
        self._player.pause()
        self._model.look(taken_up(self._model.state, self._atlas.movements, movement, self._limit))
        self._take_clip()
        self._player.play()

    def run(self, movement: str, speed: float, *, loop: bool) -> None:
        """Play a movement from its start in this manner, as a lesson states it."""
        self.set_loop(loop)
        self._bar.set_speed(speed)
        self.set_speed(speed)
        self.play_movement(movement)

    @Slot(str)
    def choose_side(self, side: str) -> None:
        """Choose the hip that moves."""
        for known in (one for one in _SIDES if one == side):
            self._model.edit(self._on_side(known), "Side")

    @Slot(float)
    def set_amount(self, amount: float) -> None:
        """Set the movement's parameter, 0 to 1; `end_amount` ends the drag."""
        self._model.look(edits.set_amount(self._model.state, amount))
        clip = self._clip()
        if clip is not None and not self._player.playing:
            # At either end it makes no difference, and would seem to do nothing.
            at_end = self._player.seconds in (0.0, clip.seconds)
            self._player.seek(clip.seconds / 2 if at_end else self._player.seconds)

    @Slot()
    def end_amount(self) -> None:
        """Make a step of the drag that ended."""
        if not self._player.playing:
            self._model.commit(self._name())

    @Slot(bool)
    def set_loop(self, loop: bool) -> None:
        """Repeat the movement, or play it once."""
        self._player.loop = loop
        self._bar.set_loop(loop)
        self._window.set_checked("movement.loop", loop)

    @Slot(float)
    def set_speed(self, speed: float) -> None:
        """Play at this speed, 1 being the movement's own."""
        self._player.speed = speed

    @Slot()
    def _begin_scrub(self) -> None:
        self._player.pause()

    @Slot(float)
    def scrub(self, share: float) -> None:
        """Go to a moment of the movement."""
        self._player.pause()
        self._player.seek(share * self._player.duration)

    @Slot()
    def _end_scrub(self) -> None:
        self._model.commit(self._name())

    def stand(self, seconds: float = 0.0) -> None:
        """Stand still at a moment whose pose is shown already."""
        self._player.pause()
        self._take_clip(seconds)

    @Slot(str, float)
    def turn(self, coordinate: str, degrees: float) -> None:
        """Turn the chosen hip to an angle, as far as it goes; `settle` ends the drag."""
        self._player.pause()
        self._touched = coordinate
        before = self._model.state
        stops = edits.stops(before, coordinate, degrees, self._limit)
        self.stops.show(edits.set_angle(before, coordinate, degrees, self._limit), coordinate, stops)

    @Slot(str, float)
    def seek_angle(self, coordinate: str, degrees: float) -> None:
        """Go to the nearest moment of the movement at which the chosen hip has an angle; where none is, `turn` it."""
        clip, side = self._clip(), self._model.state.clip_side
        self._player.pause()
        moment = None
        if clip is not None:
            own = f"{coordinate}_{edits.sides(self._model.state)[0]}"
            moment = moment_with(clip, side, own, degrees, self._player.seconds)
        if moment is None:
            self.turn(coordinate, degrees)
        else:
            self._touched = coordinate
            self._player.seek(moment)

    @Slot()
    def settle(self) -> None:
        """Make a step of the drag that ended."""
        names = {row.id: row.name for row in self._rows}
        self._model.commit(names.get(self._touched, "Pose"))

    @Slot(str)
    def fix(self, body: str) -> None:
        """Hold the "pelvis" still, or the "femur" of the chosen side (of the right one, if both move)."""
        fixed: Fixed = "pelvis"
        if body == "femur":
            fixed = "femur_l" if self._model.state.clip_side == "l" else "femur_r"
        self._model.edit(edits.fix_body(self._model.state, fixed), f"{body.capitalize()} fixed")

    # ------------------------------------------------------------------------------------------- commands

    def toggle_play(self) -> None:
        if self._player.playing:
            self._player.pause()
        elif self._clip() is not None:
            self._player.play()

    def toggle_loop(self) -> None:
        self.set_loop(not self._player.loop)

    def reset_pose(self) -> None:
        """Both hips to neutral, the movement to its start."""
        self._player.pause()
        self._model.edit(edits.neutral(self._model.state), "Reset to neutral")
        self._take_clip()

    def open_list(self) -> None:
        """Offer all movements."""
        self._bar.open_movements()

    # ---------------------------------------------------------------------------------------------- inner

    def _clip(self) -> Clip | None:
        """The chosen movement's clip, with its parameter where that stands."""
        state = self._model.state
        spec = self._atlas.movements.get(state.clip or "")
        if spec is not None and spec.parameter is not None:
            return clip_of(spec, state.clip_amount)
        return self._clips.get(state.clip or "")

    def _on_side(self, side: ClipSide) -> ViewState:
        """The state with another hip chosen."""
        state = self._model.state
        if (spec := self._atlas.movements.get(state.clip or "")) is None:
            return edits.choose_side(state, side)
        return on_side(state, spec, side, self._limit, self._player.seconds)

    def _name(self) -> str:
        return clip.name if (clip := self._clip()) else "Pose"

    def _take_clip(self, at: float = 0.0) -> None:
        clip = self._clip()
        if clip is not None:
            self._player.set_duration(clip.seconds, at)
            self._moments.tell(self._model.state, clip, self._player.seconds)

    def _show_note(self, state: ViewState) -> None:
        clip = self._clips.get(state.clip or "")
        leads = clip is not None and clip.one_leads
        lost = silenced(self._atlas, state.what_if)
        self._bar.set_note(movement_note(self._atlas, state.clip, state.clip_side, one_leads=leads, lost=lost))

    def _connect(self) -> None:
        self._player.ticked.connect(self._take_moment)
        self._player.playing_changed.connect(self._take_playing)
        self._bar.movement_chosen.connect(self.play_movement)
        self._bar.side_chosen.connect(self.choose_side)
        self._bar.loop_chosen.connect(self.set_loop)
        self._bar.speed_chosen.connect(self.set_speed)
        self._bar.scrub_started.connect(self._begin_scrub)
        self._bar.scrubbed.connect(self.scrub)
        self._bar.scrub_ended.connect(self._end_scrub)
        self._bar.angle_changed.connect(self.turn)
        self._bar.angle_committed.connect(self.settle)
        self._bar.fixed_chosen.connect(self.fix)
        self._bar.amount_changed.connect(self.set_amount)
        self._bar.amount_committed.connect(self.end_amount)
        self._model.changed.connect(self._changed)
