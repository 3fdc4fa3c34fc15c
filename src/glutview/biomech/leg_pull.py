"""A hand on a bone: which way a hip turns when a place of the femur, or of the pelvis over it, is pulled elsewhere.

The bone turns about the hip's centre the shortest way that brings the taken place to where it is wanted, and never
about its own pull: pulled back, it comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from glutview.biomech.hip_joint import Body, HipJoint, Side, body_transforms
from glutview.biomech.motion_range import Angles, MotionRange, Reach
from glutview.biomech.pose import Pose
from glutview.biomech.transforms import Floats, apply, rotation_between

__all__ = ["LegPull"]

_FIRST_STEP_DEG, _LAST_STEP_DEG = 16.0, 0.05
_WAYS = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
"""Of flexion and abduction: along a border that runs aslant both must change."""


@dataclass(frozen=True, eq=False)
class LegPull:
    """A bone as it was taken hold of.

    Attributes:
        hip: about which it turns.
        pose: when it was taken.
        pelvis, femur: (4, 4) from rest, as drawn then; the femur is that of the hip.
        pelvis_moves: whether the femur stands fixed, so that the pelvis turns over it.
        taken: (3,) the taken place as drawn then, mm.
    """

    hip: HipJoint
    pose: Pose
    pelvis: Floats
    femur: Floats
    pelvis_moves: bool
    taken: Floats

    @staticmethod
    def of(hips: Mapping[Side, HipJoint], pose: Pose, fixed: Body, side: Side, taken: Floats) -> LegPull:
        """Take hold of a place (3,) of what is drawn in a pose, to turn the hip of a side."""
        body: Body = "femur_r" if side == "r" else "femur_l"
        placed = body_transforms(pose, hips, fixed)
        place = np.asarray(taken, dtype=np.float64)
        return LegPull(hips[side], pose, placed["pelvis"], placed[body], fixed == body, place)

    @property
    def centre_mm(self) -> Floats:
        """(3,) the hip's centre as drawn."""
        return np.asarray(apply(self.pelvis, self.hip.centre_mm[None])[0])

    def wanted(self, start: Floats, along: Floats) -> Floats:
        """(3,) where a line of sight wants the taken place: on the sphere about the hip on which it stays.

        A line that passes the sphere by means its nearest place.

        Args:
            start: (3,) mm.
            along: (3,) unit vector.
        """
        arm = self.taken - self.centre_mm
        middle = (self.centre_mm - start) @ along
        nearest = start + middle * along - self.centre_mm
        half = float(arm @ arm - nearest @ nearest)
        if half > 0:
            # Of the two places on the line that on the same side of the hip, as seen from the eye.
            nearest = nearest + (np.sqrt(half) if arm @ along > 0 else -np.sqrt(half)) * along
        size = float(np.linalg.norm(nearest))
        return self.centre_mm + nearest * (float(np.linalg.norm(arm)) / size if size > 0 else 0.0)

    def reach(self, start: Angles, wanted: Floats, limit: MotionRange) -> Reach:
        """Turn the hip from angles that it has until the taken place is as near to (3,) as its range allows.

        Where the range ends the leg keeps its rotation, and slides along the border by flexion and abduction.
        """
        target = self.angles(wanted)
        if limit.allowed(target):
            return Reach(target, None)
        here = limit.nearest(start)
        off, step = self._off(here, wanted), _FIRST_STEP_DEG
        while step > _LAST_STEP_DEG:
            tried = [(here[0] + f * step, here[1] + a * step, here[2]) for f, a in _WAYS]
            near, best = min(
                ((self._off(one, wanted), one) for one in tried if limit.allowed(one)), default=(off, here)
            )
            if near < off:
                off, here = near, best
            else:
                step /= 2
        return Reach(here, limit.towards(here, target).stop or limit.stop(target))

    def angles(self, wanted: Floats) -> Angles:
        """Flexion, abduction and internal rotation, degrees, with the taken place at (3,), or as near as it comes."""
        turn = rotation_between(self.taken - self.centre_mm, wanted - self.centre_mm)
        pelvis, femur = self.pelvis[:3, :3], self.femur[:3, :3]
        turned = pelvis.T @ turn.T @ femur if self.pelvis_moves else pelvis.T @ turn @ femur
        flexion, abduction, internal = np.degrees(self.hip.angles(turned)).tolist()
        return flexion, abduction, internal

    def _off(self, angles: Angles, wanted: Floats) -> float:
        """How far the taken place is from (3,) at these angles, mm."""
        hip, femur = self.hip.transforms(np.array(angles))[:3, :3], self.pelvis[:3, :3].T @ self.femur[:3, :3]
        # How the moving bone has turned since it was taken, as drawn.
        since = femur @ hip.T if self.pelvis_moves else hip @ femur.T
        frame = self.pelvis[:3, :3]
        arm = frame @ since @ frame.T @ (self.taken - self.centre_mm)
        return float(np.linalg.norm(arm - (wanted - self.centre_mm)))
