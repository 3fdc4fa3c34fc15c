"""The hip as a joint coordinate system.

Wu et al. (2002), J Biomech 35:543-548; Grood & Suntay (1983), J Biomech Eng 105:136-144.

Three axes, none of them moved by the rotations that come before it in the name: flexion about the pelvis's
mediolateral axis, internal rotation about the femur's long axis (knee centre to head centre), abduction about
the floating axis at right angles to both. As matrices that is the Cardan sequence Z-X-Y.

The rest pose is neutral: all three angles are zero where the femur lies in the rest meshes, although its long
axis is then a few degrees adducted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from glutview.biomech.pose import Pose
from glutview.biomech.transforms import Floats, about_point, cross_matrix, inverse, rotation_about, unit

Side = Literal["r", "l"]
Body = Literal["pelvis", "femur_r", "femur_l"]
BODIES: tuple[Body, ...] = ("pelvis", "femur_r", "femur_l")

# Which way an LPS vector points in the midsagittal mirror; a rotation R is then M R M.
_MIRROR = np.diag([-1.0, 1.0, 1.0])
_RIGHT = np.array([-1.0, 0.0, 0.0])


@dataclass(frozen=True, eq=False)
class HipJoint:
    """One hip.

    Attributes:
        side: "r" or "l".
        centre_mm: (3,) head centre at rest, LPS.
        long_axis: (3,) from the knee centre to the head centre at rest, any length.
    """

    side: Side
    centre_mm: Floats
    long_axis: Floats
    _axes: tuple[Floats, Floats, Floats] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "centre_mm", np.asarray(self.centre_mm, dtype=np.float64))
        object.__setattr__(self, "long_axis", unit(self.long_axis))
        # Everything is computed as a right hip; a left one is its mirror image.
        long = self.long_axis if self.side == "r" else _MIRROR @ self.long_axis
        object.__setattr__(self, "_axes", (_RIGHT, unit(np.cross(long, _RIGHT)), long))

    @staticmethod
    def between(side: Side, head_centre_mm: npt.ArrayLike, knee_centre_mm: npt.ArrayLike) -> HipJoint:
        """The hip whose long axis runs from the knee centre (3,) to the head centre (3,), mm."""
        head = np.asarray(head_centre_mm, dtype=np.float64)
        return HipJoint(side, head, head - np.asarray(knee_centre_mm, dtype=np.float64))

    def mirrored(self) -> HipJoint:
        """The hip of the other side of a symmetric body."""
        return HipJoint("l" if self.side == "r" else "r", _MIRROR @ self.centre_mm, _MIRROR @ self.long_axis)

    def rotation(
        self, flexion_rad: npt.ArrayLike, abduction_rad: npt.ArrayLike, internal_rotation_rad: npt.ArrayLike
    ) -> Floats:
        """The femur's rotation from rest, seen from the pelvis.

        Args:
            flexion_rad, abduction_rad, internal_rotation_rad: angles, positive as named on both sides;
                numbers or arrays of one shape.

        Returns:
            (..., 3, 3) acting on LPS column vectors.
        """
        flexion, abduction, internal = self._turns(flexion_rad, abduction_rad, internal_rotation_rad)
        return self._own(flexion @ abduction @ internal)

    def rotation_slopes(
        self, flexion_rad: npt.ArrayLike, abduction_rad: npt.ArrayLike, internal_rotation_rad: npt.ArrayLike
    ) -> Floats:
        """How :meth:`rotation` changes with each angle: (..., 3, 3, 3) per radian, the angle before the matrix."""
        flexion, abduction, internal = self._turns(flexion_rad, abduction_rad, internal_rotation_rad)
        mediolateral, floating, long = map(cross_matrix, self._axes)
        slopes = [
            mediolateral @ flexion @ abduction @ internal,
            flexion @ -floating @ abduction @ internal,
            flexion @ abduction @ long @ internal,
        ]
        return self._own(np.stack(slopes, axis=-3))

    def angles(self, rotation: Floats) -> tuple[float, float, float]:
        """Flexion, abduction and internal rotation (rad) of a rotation (3, 3).

        The inverse of :meth:`rotation`.

        Where the femur's long axis lies along the mediolateral axis (abduction 90 deg), flexion and rotation
        turn about one line and only their sum is known: all of it is then called flexion.
        """
        turn = rotation if self.side == "r" else _MIRROR @ rotation @ _MIRROR
        mediolateral, floating, long = self._axes
        pelvis = np.column_stack([floating, np.cross(mediolateral, floating), mediolateral])
        femur = np.column_stack([floating, long, np.cross(floating, long)])
        # Both frames share the floating axis at rest, so the femur's adduction at rest is a plain offset.
        at_rest = np.arctan2((pelvis.T @ femur)[2, 1], (pelvis.T @ femur)[1, 1])
        matrix = pelvis.T @ turn @ femur
        if np.hypot(matrix[2, 0], matrix[2, 2]) < 1e-9:
            flexion, internal = np.arctan2(matrix[1, 0], matrix[0, 0]), 0.0
        else:
            flexion = np.arctan2(-matrix[0, 1], matrix[1, 1])
            internal = np.arctan2(-matrix[2, 0], matrix[2, 2])
        adduction = np.arctan2(matrix[2, 1], np.hypot(matrix[2, 0], matrix[2, 2])) - at_rest
        return float(flexion), float(-adduction), float(internal)

    def _turns(self, flexion: npt.ArrayLike, abduction: npt.ArrayLike, internal: npt.ArrayLike) -> list[Floats]:
        """The turns of a right hip about its three axes, (..., 3, 3) each, in the order of the sequence."""
        # About the floating axis, which points anteriorly, a right thigh turns medially.
        angles = (flexion, -np.asarray(abduction, dtype=np.float64), internal)
        return [rotation_about(axis, angle) for axis, angle in zip(self._axes, angles, strict=True)]

    def _own(self, turn: Floats) -> Floats:
        """What a right hip does (..., 3, 3), as this one does it."""
        return turn if self.side == "r" else np.asarray(_MIRROR @ turn @ _MIRROR)

    def transform(self, pose: Pose) -> Floats:
        """(4, 4) from the femur at rest to the femur in this pose, the pelvis fixed."""
        return self.transforms(np.array(pose.hip(self.side)))

    def transforms(self, angles_deg: Floats) -> Floats:
        """(..., 4, 4) femur transforms for (..., 3) flexion, abduction, internal rotation in degrees."""
        flexion, abduction, internal = np.moveaxis(np.radians(angles_deg), -1, 0)
        return about_point(self.rotation(flexion, abduction, internal), self.centre_mm)

    def transform_slopes(self, angles_deg: Floats) -> Floats:
        """How :meth:`transforms` changes with each angle: (..., 3, 4, 4) per radian, for (..., 3) in degrees."""
        slopes = self.rotation_slopes(*np.moveaxis(np.radians(angles_deg), -1, 0))
        moved = np.zeros((*slopes.shape[:-2], 4, 4))
        moved[..., :3, :3] = slopes
        moved[..., :3, 3] = -slopes @ self.centre_mm
        return moved


def body_transforms(pose: Pose, hips: Mapping[Side, HipJoint], fixed: Body = "pelvis") -> dict[Body, Floats]:
    """Where each body lies in a pose: (4, 4) from rest, with one body held still.

    Args:
        pose: hip angles of both sides.
        hips: both hips.
        fixed: the body that does not move; with a femur fixed the pelvis turns over it and carries the
            other leg.
    """
    placed: dict[Body, Floats] = {
        "pelvis": np.eye(4),
        "femur_r": hips["r"].transform(pose),
        "femur_l": hips["l"].transform(pose),
    }
    if fixed == "pelvis":
        return placed
    back = inverse(placed[fixed])
    placed = {body: back @ transform for body, transform in placed.items()}
    placed[fixed] = np.eye(4)
    return placed
