"""A point in a person's hand: dragged under the pointer or nudged by keys, always on the surface.

Kept apart from the atlas while it moves; the steps are told now and then, and make one step of the whole move.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, QPointF, QTimer, Signal, Slot

from glutview.errors import GlutviewError
from glutview.geometry.mesh import Floats
from glutview.geometry.surface_point import ClosestPoints, SurfacePoint, positions
from glutview.geometry.surface_walk import SurfaceWalk
from glutview.scene.camera import directions
from glutview.scene.picking import Hit
from glutview.state.atlas_steps import AtlasSteps
from glutview.state.point_edits import moved, surface_point
from glutview.state.points import PointKey, may_lie_on, spot_of
from glutview.ui.mode import Desk

SHOW_MS = 120
"""How often the atlas follows a point that moves."""
STEP_MS = 1000
"""Nudges that follow each other within this time are one step."""


@dataclass(frozen=True)
class Held:
    """The point in hand."""

    key: PointKey
    name: str
    on: str
    point: SurfacePoint


class Hand(QObject):
    """Moves the point; :attr:`steps` holds what becomes of it."""

    moved = Signal()
    """The point in hand lies elsewhere."""
    changed = Signal()
    """A point was picked up or laid down."""

    def __init__(self, desk: Desk, steps: AtlasSteps) -> None:
        super().__init__()
        self._desk = desk
        self.steps = steps
        self.both_sides = True
        self._held: Held | None = None
        self._before: Held | None = None
        self._offset = QPointF()
        self._walks: dict[str, SurfaceWalk] = {}
        self._closest: dict[str, ClosestPoints] = {}
        self._show = _timer(self, SHOW_MS, self._tell_steps)
        self._end = _timer(self, STEP_MS, self.settle)

    @property
    def held(self) -> Held | None:
        """What is in hand."""
        return self._held

    @property
    def dragging(self) -> bool:
        """Whether the mouse moves it now."""
        return self._before is not None

    def pick_up(self, key: PointKey, name: str) -> None:
        """Take a point in hand; what was in hand before is laid down."""
        self.lay_down()
        spot = spot_of(self.steps.atlas, key)
        if spot is not None:
            self._held = Held(key, name, spot.on, surface_point(spot, self._desk.anatomy.rest))
            self.changed.emit()

    def lay_down(self) -> None:
        """Let go of the point, where it is now."""
        if self._held is None:
            return
        self.settle()
        self._held = self._before = None
        self.changed.emit()

    def refresh(self) -> None:
        """The atlas changed by other means, by undo say: hold the point where it is now."""
        if self._held is None or self.steps.under_way:
            return
        spot = spot_of(self.steps.atlas, self._held.key)
        if spot is None:
            self._held = self._before = None
            self.changed.emit()
        else:
            point = surface_point(spot, self._desk.anatomy.rest)
            self._held = replace(self._held, on=spot.on, point=point)
            self.moved.emit()

    @Slot()
    def settle(self) -> None:
        """Make a step of the moves so far."""
        self._end.stop()
        if self._show.isActive():
            self._tell_steps()
        self.steps.settle()

    def position(self) -> Floats:
        """(3,) where the point is at rest, mm."""
        assert self._held is not None
        return np.asarray(positions(self._desk.anatomy.rest[self._held.on], [self._held.point])[0])

    # ------------------------------------------------------------------------------------------------- moves

    def begin_drag(self, place: QPointF, point: QPointF) -> None:
        """The mouse went down at a place, near the point's own."""
        self.settle()
        self._before = self._held
        self._offset = point - place

    def drag(self, place: QPointF) -> None:
        """The mouse is here now; the point goes to the same place of the bone."""
        if self._held is None or not self.dragging:
            return
        stage = self._desk.stage
        ratio = stage.devicePixelRatioF()
        wanted = (place + self._offset) * ratio
        allowed = may_lie_on(self.steps.base, self._held.key)
        hits = [hit for hit in stage.scene.hits((wanted.x(), wanted.y()), stage.pixels) if hit.id in allowed]
        if not hits:
            return  # beside the bone there is nowhere to put it
        hit = min(hits, key=_distance)
        rest = self.at_rest(hit.id, np.array(hit.point))
        if hit.id not in self._closest:
            self._closest[hit.id] = ClosestPoints(self._desk.anatomy.rest[hit.id])
        self._put(hit.id, self._closest[hit.id].to(rest[None])[0])

    def end_drag(self) -> None:
        """The mouse was let go: the whole drag is one step."""
        self._before = None
        self.settle()

    def cancel_drag(self) -> None:
        """Put the point back to where the drag began."""
        self._show.stop()
        self.steps.drop()
        if self._before is not None:
            self._held, self._before = self._before, None
        self.moved.emit()

    def nudge(self, right: float, up: float, mm: float) -> None:
        """Move the point by so many millimetres of the surface, in a direction of the picture."""
        if self._held is None or self.dragging:
            return
        across, upward, _ = directions(self._desk.stage.camera)
        aim = self._turned_to_rest(self._held.on, right * across + up * upward)
        if self._held.on not in self._walks:
            self._walks[self._held.on] = SurfaceWalk(self._desk.anatomy.rest[self._held.on])
        try:
            stride = self._walks[self._held.on].walk(self._held.point, aim, mm)
        except ValueError:
            return  # seen edge on, the surface has no such direction
        self._put(self._held.on, stride.point)
        self._end.start()

    # ------------------------------------------------------------------------------------------------- inner

    def _put(self, on: str, point: SurfacePoint) -> None:
        assert self._held is not None
        self._held = replace(self._held, on=on, point=point)
        if not self._show.isActive():
            self._show.start()
        self.moved.emit()

    @Slot()
    def _tell_steps(self) -> None:
        self._show.stop()
        held = self._held
        if held is None:
            return
        try:
            edited = moved(
                self.steps.base,
                self._desk.anatomy.rest,
                held.key,
                held.on,
                held.point,
                both_sides=self.both_sides,
            )
        except GlutviewError as error:
            self._desk.report("The point cannot be moved there", error)
            self.cancel_drag()
            return
        self.steps.look(edited, f"Move {held.name[:1].lower()}{held.name[1:]}")

    def at_rest(self, structure: str, point: Floats) -> Floats:
        """Where a point (3,) of the posed bone is on the bone at rest, mm."""
        origin = self._desk.stage.scene.place(structure, np.zeros((1, 3)))[0]
        return self._turned_to_rest(structure, point - origin)

    def _turned_to_rest(self, structure: str, vector: Floats) -> Floats:
        """A direction of the posed bone, in the bone at rest."""
        frame = self._desk.stage.scene.place(structure, np.concatenate([np.zeros((1, 3)), np.eye(3)]))
        return np.asarray((frame[1:] - frame[0]) @ vector)


def _timer(parent: QObject, ms: int, then: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(ms)
    timer.timeout.connect(then)
    return timer


def _distance(hit: Hit) -> float:
    return hit.distance_mm
