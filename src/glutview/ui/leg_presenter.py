"""Free posing: a leg, or the pelvis over a leg that stands fixed, turned in the view by its bones."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QPointF

from glutview.biomech.hip_joint import Side
from glutview.biomech.leg_pull import LegPull
from glutview.scene.camera import directions, ray
from glutview.scene.picking import Hit
from glutview.state import view_edits as edits
from glutview.ui.leg_tool import LegTool
from glutview.ui.mode import Desk

_DEG_PER_PX = 0.5
_REACH_PX = 12
_BESIDE = ((0, 0), (-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, -1), (-1, 1), (1, 1))
"""In units of the reach: a shaft is thin, and who just misses it does not mean to turn the model."""


class LegPresenter(QObject):
    """Takes hold of bones; public methods without arguments are orders of the menu."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._pull: LegPull | None = None
        self._side: Side = "r"
        self._turned_from: QPointF | None = None
        self.by_hand = False
        """Whether a drag moves a leg without Ctrl too."""
        desk.stage.hand = LegTool(self)
        desk.window.set_checked("movement.by_hand", False)

    def toggle(self) -> None:
        """Move legs by hand from now on, or turn the model again."""
        self.by_hand = not self.by_hand
        self._desk.window.set_checked("movement.by_hand", self.by_hand)

    def release(self) -> None:
        """The atlas is closed."""
        self._desk.stage.hand = None

    # ------------------------------------------------------------------------------------- what the tool asks

    def may_take(self, hit: Hit | None) -> bool:
        """Whether what lies under the pointer is a bone that can be turned."""
        return hit is not None and self._side_of(hit.id) is not None

    def bone_near(self, place: QPointF) -> Hit | None:
        """The bone at a place of the view, or a little beside it, whatever other tissue hides it."""
        stage = self._desk.stage
        for right, down in _BESIDE:
            hits = stage.scene.hits(self._pixel(place + QPointF(_REACH_PX * right, _REACH_PX * down)), stage.pixels)
            found = next((hit for hit in hits if self.may_take(hit)), None)
            if found is not None:
                return found
        return None

    def take_hold(self, hit: Hit, place: QPointF, *, turning: bool) -> None:
        """Take hold of a bone.

        Args:
            hit: where it was met.
            place: of the pointer, in the view's pixels.
            turning: whether the drag turns the leg about its long axis.
        """
        side = self._side_of(hit.id)
        if side is None:
            return
        self._desk.player.pause()
        state = self._desk.model.state
        if state.clip_side not in (side, "both") and state.fixed in ("pelvis", f"femur_{side}"):
            self._desk.model.look(edits.choose_side(state, side))
        self._side = side
        self._pull = LegPull.of(self._desk.anatomy.hips, state.pose, state.fixed, side, np.array(hit.point))
        self._turned_from = place if turning else None

    def drag_to(self, place: QPointF) -> None:
        """The pointer is here now: the bone follows it as far as the hip goes."""
        pull = self._pull
        if pull is None:
            return
        model, limit = self._desk.model, self._desk.anatomy.motion_range
        if self._turned_from is not None:
            turned = _DEG_PER_PX * (place.x() - self._turned_from.x()) * self._rightward(pull)
            start = pull.pose.hip(self._side)
            reach = limit.reach(start, "hip_internal_rotation", start[2] + turned)
        else:
            stage = self._desk.stage
            wanted = pull.wanted(*ray(stage.camera, self._pixel(place), stage.pixels))
            reach = pull.reach(model.state.pose.hip(self._side), wanted, limit)
        turned_sides = edits.turned_sides(model.state, self._side)
        stops = {} if reach.stop is None else dict.fromkeys(turned_sides, reach.stop)
        self._desk.movement.stops.show(edits.turn_hip(model.state, self._side, reach.angles), "", stops)

    def let_go(self) -> None:
        """The whole drag is one step."""
        self._pull = None
        self._desk.model.commit("Move the leg")

    # ------------------------------------------------------------------------------------------------- inner

    def _side_of(self, structure: str) -> Side | None:
        """Which hip turns when a bone is pulled; None for what cannot be, or stands fixed."""
        found = self._desk.anatomy.atlas.structures.get(structure)
        fixed = self._desk.model.state.fixed
        if found is None or found.kind != "bone" or found.moves_with in (None, fixed):
            return None
        body = fixed if found.moves_with == "pelvis" else found.moves_with
        return "l" if body == "femur_l" else "r"

    def _rightward(self, pull: LegPull) -> float:
        """1 where internal rotation takes the near side of the bone to the right of the picture, else -1."""
        right, _, back = directions(self._desk.stage.camera)
        femur = pull.femur[:3, :3]
        # The last of the turns is that about the femur's own axis.
        moved = femur @ pull.hip.rotation(0.0, 0.0, 0.01) @ femur.T @ back - back
        sign = 1.0 if float(moved @ right) >= 0 else -1.0
        return -sign if pull.pelvis_moves else sign

    def _pixel(self, place: QPointF) -> tuple[float, float]:
        ratio = self._desk.stage.devicePixelRatioF()
        return place.x() * ratio, place.y() * ratio
