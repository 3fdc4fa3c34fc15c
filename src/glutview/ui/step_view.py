"""Brings the view to a step of a lesson, smoothly, and knows when somebody has wandered off since."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Signal, Slot

from glutview.state.transition import Transition, fitting_seconds
from glutview.state.view_state import ViewState
from glutview.teaching.lesson import Play, Step
from glutview.teaching.lesson_showing import arrival, is_away, playable
from glutview.teaching.lesson_view import play_of
from glutview.ui.mode import Desk
from glutview.ui.transition_player import TransitionPlayer


class StepView(QObject):
    """Any change of the view that is not its own interrupts it at once: a drag, a key, a click, an undo."""

    away_changed = Signal(bool)
    """Whether the view shows something else than the step that one came to."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.player = TransitionPlayer(self)
        self.player.moved.connect(self._pass)
        self.player.arrived.connect(self._arrive)
        self.smooth = True
        """Whether the way is shown, or only its end."""
        self._step: Step | None = None
        self._there: ViewState | None = None
        self._own = False
        self._away = False
        desk.model.changed.connect(self._changed)

    def release(self) -> None:
        """The atlas is closed."""
        self.player.stop()
        self._desk.model.changed.disconnect(self._changed)

    @property
    def away(self) -> bool:
        """Whether the view shows something else than the step that one came to."""
        return self._away

    @property
    def step(self) -> Step | None:
        """The step that one came to, or is coming to."""
        return self._step

    def go(self, step: Step) -> None:
        """Come to a step from wherever the view is, and play its movement there."""
        desk = self._desk
        self.interrupt()
        with self._by_ourselves():
            desk.player.pause()
            # What was arranged before is a step of the undo of its own.
            desk.model.settle()
        start = desk.model.state
        self._step, self._there = step, arrival(step, start, desk.anatomy.atlas)
        self._tell(away=False)
        seconds = fitting_seconds(start, self._there) if self.smooth else 0.0
        if seconds:
            # From now on nothing else may take time.
            desk.stage.request_frame(moving=True)
        self.player.play(Transition(start, self._there, seconds, desk.anatomy.motion_range))

    def hold(self, step: Step) -> None:
        """The view is this step: it was just taken from it."""
        self._step, self._there = step, arrival(step, self._desk.model.state, self._desk.anatomy.atlas)
        self._judge()

    def forget(self) -> None:
        """Be at no step."""
        self.interrupt()
        self._step = self._there = None
        self._tell(away=False)

    def interrupt(self) -> None:
        """Stay where the view is on its way."""
        if self.player.running:
            self.player.stop()
            self._commit()

    def finish(self) -> None:
        """Be at the end of the way at once."""
        self.player.finish()

    def playing(self) -> Play | None:
        """The movement that runs in the view now, as a step states it."""
        desk = self._desk
        if not desk.player.playing:
            return None
        return play_of(desk.model.state, desk.anatomy.atlas, desk.player.speed, loop=desk.player.loop)

    @Slot(ViewState)
    def _pass(self, state: ViewState) -> None:
        self._show(state, moving=True)

    @Slot(ViewState)
    def _arrive(self, state: ViewState) -> None:
        desk = self._desk
        play = playable(self._step, desk.anatomy.atlas) if self._step else None
        self._show(state, moving=play is not None)
        self._commit()
        if play is not None:
            with self._by_ourselves():
                desk.movement.run(play.id, play.speed, loop=play.loop)

    def _show(self, state: ViewState, *, moving: bool) -> None:
        stage, model = self._desk.stage, self._desk.model
        with self._by_ourselves():
            if state.camera is not None:
                stage.set_camera(state.camera, moving=moving)
            model.look(state)
            if moving:
                # What appears or goes on the way must not cost a frame of full quality.
                stage.request_frame(moving=True)

    def _commit(self) -> None:
        if self._step is not None:
            with self._by_ourselves():
                self._desk.model.commit(f"Show '{self._step.title}'")

    def _changed(self, before: ViewState, after: ViewState) -> None:
        if not self._own:
            self.interrupt()
            self._judge()

    def _judge(self) -> None:
        away = False
        if self._step is not None and self._there is not None:
            atlas = self._desk.anatomy.atlas
            away = is_away(self._desk.model.state, self._there, self._step, atlas)
        self._tell(away=away)

    def _tell(self, *, away: bool) -> None:
        if away != self._away:
            self._away = away
            self.away_changed.emit(away)

    @contextmanager
    def _by_ourselves(self) -> Iterator[None]:
        outer, self._own = self._own, True
        try:
            yield
        finally:
            self._own = outer
