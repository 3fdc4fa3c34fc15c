"""How near femur and hip bone come in every pose, and with which parts: a grid over the joint's three angles.

It is computed from the bones of the right side (:mod:`glutview.build.motion_range`); the left hip is its mirror.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from glutview.biomech.transforms import Floats
from glutview.geometry.baked_file import Arrays, read_arrays, write_arrays
from glutview.geometry.distance import DistanceField
from glutview.paths import assets_dir

CLEARANCE_MM = 2.0
"""Femur and hip bone come no closer: room for what lies between them."""
PER_MM = 100
_WHAT = "how far the hip moves"
_REMEDY = "run `python -m glutview.build range`"


@dataclass(frozen=True, eq=False)
class MotionTable:
    """Clearances at the nodes of a regular grid.

    Attributes:
        low: (3,) least flexion, abduction and internal rotation, degrees.
        step_deg: between nodes, the same along all three.
        hundredths: (nf, na, nr) least distance of the bones, hundredths of mm, negative where they collide; so far
            lowered that it is nowhere overestimated between the nodes of a pose that is allowed.
        meeting: (nf, na, nr) number, in `parts`, of what comes nearest.
        parts: names of a part of the hip bone and of one of the femur.
        made_from: fingerprint of the bones and all else from which it follows.
    """

    low: Floats
    step_deg: float
    hundredths: npt.NDArray[np.int16]
    meeting: npt.NDArray[np.uint8]
    parts: tuple[tuple[str, str], ...]
    made_from: str

    @cached_property
    def high(self) -> Floats:
        """(3,) greatest angles, degrees."""
        return np.asarray(self.low + self.step_deg * (np.array(self.hundredths.shape) - 1))

    def clearance_mm(self, angles_deg: Floats) -> Floats:
        """(...) at least this far apart are the bones at (..., 3) angles within the grid."""
        return self._field.value(angles_deg)

    def meeting_at(self, angles_deg: Floats) -> tuple[str, str]:
        """What comes nearest at angles (3,): parts of the hip bone and of the femur.

        Of the eight nodes about the pose, that with the least clearance is asked: where two parts are nearly as
        near, it is the one that the next step would meet.
        """
        place = (np.asarray(angles_deg) - self.low) / self.step_deg
        first = np.clip(np.floor(place).astype(int), 0, np.array(self.hundredths.shape) - 2)
        cell = tuple(slice(i, i + 2) for i in first)
        return self.parts[int(self.meeting[cell].flat[np.argmin(self.hundredths[cell])])]

    @cached_property
    def _field(self) -> DistanceField:
        # With the last nodes twice, so that they are interpolated like all others.
        doubled = np.pad(self.hundredths, (0, 1), mode="edge")
        return DistanceField(self.low, self.step_deg, (doubled / PER_MM).astype(np.float32))


def motion_range_file() -> Path:
    """The shipped file."""
    return assets_dir() / "motion_range.npz"


def write_motion_table(path: Path, table: MotionTable) -> None:
    """Write a table; the same always gives the same bytes.

    Raises:
        GlutviewError: the file cannot be written.
    """
    arrays: dict[str, npt.NDArray[Any]] = {
        "low": table.low.astype(np.float64),
        "step": np.array(table.step_deg, dtype=np.float64),
        # Of neighbours only the differences: they are small, and pack to a third.
        "hundredths": np.diff(table.hundredths, axis=0, prepend=np.int16(0)).astype(np.int16),
        "meeting": table.meeting,
        "parts": np.array(table.parts, dtype=np.str_),
        "made_from": np.array(table.made_from),
    }
    write_arrays(path, arrays)
    read_motion_table.cache_clear()


@cache
def read_motion_table(path: Path) -> MotionTable:
    """The table of a file; read once.

    Raises:
        GlutviewError: the file is missing or damaged.
    """
    with read_arrays(path, _WHAT, _REMEDY) as held:
        return _decoded(held)


def _decoded(held: Arrays) -> MotionTable:
    low, step, steps, meeting, parts = (held[name] for name in ("low", "step", "hundredths", "meeting", "parts"))
    kinds = [array.dtype.str.lstrip("<|=") for array in (low, step, steps, meeting)]
    if kinds != ["f8", "f8", "i2", "u1"] or parts.dtype.kind != "U":
        raise ValueError("its arrays are of other kinds")
    sizes = low.shape == (3,) and steps.ndim == 3 and min(steps.shape) > 1 and parts.shape[1:] == (2,)
    if not sizes or meeting.shape != steps.shape or meeting.max() >= len(parts) or not float(step) > 0:
        raise ValueError("its arrays do not match")
    hundredths = np.cumsum(steps, axis=0, dtype=np.int16)
    names = tuple((str(of_hip_bone), str(of_femur)) for of_hip_bone, of_femur in parts)
    return MotionTable(low, float(step), hundredths, meeting.astype(np.uint8), names, str(held["made_from"]))
