"""Joins the movement bar and the player to the view state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from glutview.atlas.atlas import Atlas
from glutview.biomech.clip import Clip, ClipSide
from glutview.biomech.motion_range import MotionRange
from glutview.biomech.pose import Pose
from glutview.biomech.stops import Stop
from glutview.state import view_edits as edits
from glutview.state.clips import at_moment, clip_of, taken_up
from glutview.state.lead_in import LeadIn
from glutview.state.scene_description import Fixed
from glutview.state.view_model import ViewModel
from glutview.state.view_state import ViewState
from glutview.teaching.movement_notes import movement_rows
from glutview.ui.movement_commands import MovementCommands
from glutview.ui.movement_display import MovementDisplay
from glutview.ui.player import Player

if TYPE_CHECKING:
    from glutview.ui.main_window import MainWindow
    from glutview.ui.panels.movement_bar import MovementBar

_SIDES: tuple[ClipSide, ...] = ("r", "l", "both")
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
        self._clips: dict[str, Clip] = {key: clip_of(spec) for key, spec in atlas.movements.items()}
        self._display = MovementDisplay(atlas, self._clips, self._limit, bar, window)
        self._touched = ""
        self._lead: LeadIn | None = None
        self._moving = False
        bar.set_coordinates(self._display.rows)
        bar.set_movements(movement_rows(atlas))
        bar.set_loop(player.loop)
        window.set_checked("movement.loop", player.loop)
        for key in _WITH_ORDERS:
            window.set_enabled(f"movement.{key}", key in self._clips)
        self._connect()
        if model.state.clip not in self._clips:
            model.look(edits.choose_movement(model.state, next(iter(self._clips), None)))
        self._take_clip()
        self._display.show(None, model.state)

    def release(self) -> None:
        """Stop playing and listening."""
        self._player.pause()
        self._model.changed.disconnect(self._changed)

    # ------------------------------------------------------------------------------------- from the model

    def _changed(self, before: ViewState, after: ViewState) -> None:
        if before.pose != after.pose and not self._moving:
            self._lead = None  # the hips were turned otherwise
        self._display.show(before, after)

    @Slot()
    def show_spans(self) -> None:
        """Show from now on how far each angle can go: once there is a picture, which must not wait for it."""
        self._display.show_spans(self._model.state)

    def tell_stops(self, coordinate: str, stops: Mapping[str, Stop]) -> None:
        """Say what stops the hips, by side, beside the control of a coordinate; nothing for none."""
        self._display.tell_stops(self._model.state, coordinate, stops)

    # ------------------------------------------------------------------------------------ from the player

    @Slot(float)
    def _take_moment(self, seconds: float) -> None:
        clip = self._clip()
        if clip is None:
            return
        state, lead = self._at(seconds, clip, self._lead.base if self._lead else self._model.state.pose), self._lead
        if lead is not None:
            if self._player.playing:
                lead = lead.at(seconds, clip.seconds, self._player.speed, loop=self._player.loop)
            state = edits.set_pose(state, lead.led(state.pose, self._limit), state.active)
            self._lead = None if lead.gone == 1 else lead
        self._look(state)
        self._display.show_time(self._model.state, seconds, clip)

    def _at(self, seconds: float, clip: Clip, base: Pose) -> ViewState:
        """The state at a moment; the angles that the movement does not set are those of `base`."""
        state = edits.set_pose(self._model.state, base)
        return at_moment(state, self._atlas.movements[state.clip or ""], self._limit, seconds, clip)

    def _look(self, state: ViewState) -> None:
        self._moving = True
        self._model.look(state)
        self._moving = False

    @Slot(bool)
    def _take_playing(self, playing: bool) -> None:
        self._bar.set_playing(playing)
        if playing:
            self._lead_in(self._lead.base if self._lead else self._model.state.pose)
            return
        self._lead = self._lead.halted() if self._lead else None
        self._model.commit(self._name())

    def _lead_in(self, base: Pose) -> None:
        """Lead what is played in from where the hips are."""
        clip, start = self._clip(), self._model.state.pose
        if clip is not None:
            own = self._at(self._player.seconds, clip, base).pose
            self._lead = LeadIn.begun(start, base, own, self._player.seconds)

    # --------------------------------------------------------------------------------------- from the bar

    @Slot(str)
    def play_movement(self, movement: str) -> None:
        """Choose a movement and play it from its start."""
        self._player.pause()
        start, spec = self._model.state, self._atlas.movements[movement]
        taken = taken_up(start, movement, spec, self._clips.get(start.clip or ""))
        # Where another body is held still, all would swing round it: such a movement begins at once.
        stays = start.fixed == taken.fixed
        self._look(edits.set_pose(taken, start.pose) if stays else taken)
        self._lead = None
        self._take_clip()
        self._player.play()
        if stays:
            self._lead_in(taken.pose)

    def run(self, movement: str, speed: float, *, loop: bool) -> None:
        """Play a movement from its start in this manner, as a lesson states it."""
        self.set_loop(loop)
        self._bar.set_speed(speed)
        self.set_speed(speed)
        self.play_movement(movement)

    @Slot(str)
    def choose_side(self, side: str) -> None:
        """Choose the hip that moves."""
        for known in _SIDES:
            if known == side:
                self._model.edit(edits.choose_side(self._model.state, known), "Side")
        if self._player.playing:
            self._lead_in(self._model.state.pose)
        if (clip := self._clip()) is not None:
            self._display.show_time(self._model.state, self._player.seconds, clip)

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
        self._model.look(edits.set_angle(before, coordinate, degrees, self._limit))
        self.tell_stops(coordinate, edits.stops(before, coordinate, degrees, self._limit))

    @Slot()
    def settle(self) -> None:
        """Make a step of the drag that ended."""
        names = {row.id: row.name for row in self._display.rows}
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

    def _name(self) -> str:
        clip = self._clip()
        return clip.name if clip else "Pose"

    def _take_clip(self, at: float = 0.0) -> None:
        clip = self._clip()
        if clip is not None:
            self._player.set_duration(clip.seconds, at)
            self._display.show_time(self._model.state, self._player.seconds, clip)

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
