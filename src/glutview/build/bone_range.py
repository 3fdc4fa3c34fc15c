"""How near the bones come in a pose, by the bones themselves: what the stored range is made from and tested by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glutview.biomech.hip_joint import HipJoint
from glutview.biomech.motion_table import CLEARANCE_MM
from glutview.biomech.transforms import Floats
from glutview.geometry.distance import Distances

HEAD_MM = 34.0
"""Within this of its centre, head and neck belong to the joint, whose surfaces are meant to touch."""
_FAR_MM = 220.0
_STEEPEST = 2.0
"""Of an interpolated distance field, and beyond its grid."""


@dataclass(frozen=True, eq=False)
class BoneRange:
    """The distance of femur and hip bone, the joint itself left out.

    Attributes:
        hip: the right hip.
        femur_points: (n, 3) femur vertices at rest, farther from the head centre than the joint reaches.
        hip_bone: distance field of the hip bone.
    """

    hip: HipJoint
    femur_points: Floats
    hip_bone: Distances

    @staticmethod
    def of(hip: HipJoint, femur_vertices: Floats, hip_bone: Distances) -> BoneRange:
        """The range of a femur with vertices (n, 3)."""
        return BoneRange(hip, away_from_joint(hip, femur_vertices), hip_bone)

    def clearance_mm(self, angles_deg: npt.ArrayLike) -> float:
        """Least distance of femur and hip bone at angles (3,), mm; negative where they collide."""
        return float(self._distances(self.femur_points, np.asarray(angles_deg, dtype=np.float64)).min())

    def allowed(self, angles_deg: npt.ArrayLike) -> bool:
        """Whether the bones keep their clearance at angles (3,)."""
        return self.clearance_mm(angles_deg) >= CLEARANCE_MM

    def nearest(self, angles_deg: Floats) -> tuple[Floats, npt.NDArray[np.intp]]:
        """The least distance (k,) in poses (k, 3), mm, and the number of the femur's point there.

        For poses near each other it is quick: only points that can be nearest in one of them are asked.
        """
        low, high = angles_deg.min(0), angles_deg.max(0)
        way = np.radians((high - low).sum() / 2) * np.linalg.norm(self.femur_points - self.hip.centre_mm, axis=1)
        amid = self._distances(self.femur_points, (low + high) / 2)
        asked = np.flatnonzero(amid - _STEEPEST * way <= (amid + _STEEPEST * way).min())
        found = self._distances(self.femur_points[asked], angles_deg)
        best = found.argmin(-1)
        return np.take_along_axis(found, best[:, None], 1)[:, 0], asked[best]

    def touched(self, angles_deg: Floats, points: npt.NDArray[np.intp]) -> Floats:
        """(k, 3) the places of the hip bone's surface that are nearest to femur points (k,) at angles (k, 3)."""
        moved = self.hip.transforms(angles_deg)
        at = np.einsum("kij,kj->ki", moved[:, :3, :3], self.femur_points[points]) + moved[:, :3, 3]
        value, slope = self.hip_bone.value_and_gradient(at)
        return np.asarray(at - value[:, None] * slope / np.linalg.norm(slope, axis=1, keepdims=True))

    def _distances(self, points: Floats, angles_deg: Floats) -> Floats:
        """(..., n) of points (n, 3) at angles (..., 3)."""
        moved = self.hip.transforms(angles_deg)
        at = points @ np.swapaxes(moved[..., :3, :3], -1, -2) + moved[..., None, :3, 3]
        return self.hip_bone.value_and_gradient(at.reshape(-1, 3))[0].reshape(at.shape[:-1])


def away_from_joint(hip: HipJoint, femur_vertices: Floats) -> Floats:
    """Those of a femur's vertices (n, 3) that may not touch the hip bone, but can."""
    away = np.linalg.norm(femur_vertices - hip.centre_mm, axis=1)
    # A femur's shaft beyond this cannot reach the pelvis within the limits, and most vertices lie there.
    return np.asarray(femur_vertices[(away > HEAD_MM) & (away < _FAR_MM)])
