"""Measures the muscles in the pose in view, behind the window, once it rests; shows what comes in the status line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from glutview.biomech.hip_joint import Side
from glutview.biomech.pose import Pose
from glutview.state.view_state import ViewState
from glutview.ui.latest import Latest
from glutview.ui.mode import Desk
from glutview.ui.quality_words import readings

if TYPE_CHECKING:
    from glutview.biomech.anatomy import Anatomy
    from glutview.biomech.pose_quality import MuscleQuality, PoseQuality

ORDER = "movement.quality"
REST_MS = 300
"""So long a pose stays before it is measured."""
_SIDES: tuple[Side, Side] = ("r", "l")
Found = list[tuple[Side, "MuscleQuality"]]


@dataclass(eq=False)
class _Measured:
    """What is known of an anatomy; one run at a time works on it."""

    anatomy: Anatomy
    sides: dict[Side, PoseQuality] = field(default_factory=dict)
    last: dict[Side, tuple[tuple[float, float, float], Found]] = field(default_factory=dict)
    """Of each side the angles that were measured last: mostly one hip alone moves."""

    def of(self, pose: Pose, tell: Callable[[float], None]) -> tuple[Pose, Found]:
        """Measure a pose; `tell` may raise to stop."""
        for side in _SIDES:
            angles = pose.hip(side)
            if side in self.last and self.last[side][0] == angles:
                continue
            if side not in self.sides:
                self.sides[side] = self.anatomy.quality(side)
            found: Found = []
            for one in self.sides[side].of(angles):
                found.append((side, one))
                tell(0.0)
            self.last[side] = angles, found
        return pose, [one for side in _SIDES for one in self.last[side][1]]


class QualityPresenter(QObject):
    """Nothing is made or measured before the first pose that is not neutral, or until the meter is switched on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._awake = False
        self._measured = _Measured(desk.anatomy)
        self._work = Latest(self)
        self._work.done.connect(self._take)
        self._work.failed.connect(self._take_failure)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._measure)
        desk.model.changed.connect(self._changed)
        desk.player.playing_changed.connect(self._take_playing)
        desk.window.set_checked(ORDER, desk.settings.quality_meter)
        self._pose_changed()

    @property
    def busy(self) -> bool:
        """Whether the pose in view is still to be measured."""
        return self._rest.isActive() or self._work.busy

    def toggle(self) -> None:
        """Show the meter, or not, now and the next time."""
        on = not self._desk.settings.quality_meter
        self._desk.settings.quality_meter = on
        self._desk.window.set_checked(ORDER, on)
        if on:
            self._awake = True
            self._pose_changed()
        else:
            self._rest.stop()
            self._work.cancel()
            self._desk.window.status.set_quality_shown(False)

    def anatomy_changed(self) -> None:
        """The anatomy was edited: what was measured is of the one before."""
        self._measured = _Measured(self._desk.anatomy)
        self._pose_changed()

    def release(self) -> None:
        """The atlas is closed."""
        self._desk.model.changed.disconnect(self._changed)
        self._desk.player.playing_changed.disconnect(self._take_playing)
        self._rest.stop()
        self._work.let_go()
        self._desk.window.status.set_quality_shown(False)

    def _changed(self, before: ViewState, after: ViewState) -> None:
        if before.pose != after.pose:
            self._pose_changed()

    def _pose_changed(self) -> None:
        """What was measured is of another pose; this one is, once it rests."""
        self._awake = self._awake or self._desk.model.state.pose != Pose()
        if not (self._awake and self._desk.settings.quality_meter):
            return
        self._work.cancel()
        self._desk.window.status.set_quality_pending()
        self._desk.window.status.set_quality_shown(True)
        self._rest.start()

    @Slot(bool)
    def _take_playing(self, playing: bool) -> None:
        if not playing and self._desk.window.status.quality_pending:
            self._rest.start()

    @Slot()
    def _measure(self) -> None:
        if not self._desk.player.playing:
            measured, pose = self._measured, self._desk.model.state.pose
            self._work.start(lambda tell: measured.of(pose, tell))

    @Slot(object)
    def _take(self, found: tuple[Pose, Found]) -> None:
        pose, muscles = found
        if pose == self._desk.model.state.pose:
            self._desk.window.status.set_quality(readings(self._desk.anatomy.atlas, muscles))

    @Slot(object)
    def _take_failure(self, error: BaseException) -> None:
        self._desk.report("The muscles could not be measured", error)
