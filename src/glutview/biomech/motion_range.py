"""How far a hip moves, and what stops it: one limit for every pose that anything asks for.

Allowed is what lies within the limits of all three angles and keeps femur and hip bone apart
(:mod:`glutview.biomech.motion_table`). Both hips share it, each by its own angles. It is that of the shipped bones,
whatever meshes an annotations file names.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from glutview.biomech.coordinates import HIP_COORDINATES, Limits
from glutview.biomech.free_way import PER_DEG, SHORT_OF_DEG, first_stretch, free_stretches, inward
from glutview.biomech.motion_table import CLEARANCE_MM, MotionTable, motion_range_file, read_motion_table
from glutview.biomech.stops import BoneStop, LimitStop, Stop
from glutview.biomech.transforms import Floats

Angles = tuple[float, float, float]
"""Flexion, abduction and internal rotation of one hip, degrees."""
AMID: Final[Angles] = (40.0, 15.0, -5.0)
"""Far from every border: from here the way straight to any allowed pose is as good as free."""
_STILL = 1e-12


@dataclass(frozen=True)
class Reach:
    """How far a hip came, and what stopped it; None if it came all the way."""

    angles: Angles
    stop: Stop | None


@dataclass(frozen=True, eq=False)
class MotionRange:
    """The range of a hip. Making one is free: the table is read when it is first needed, once.

    Attributes:
        limits: of the angles; a coordinate without any does not move.
        file: of the table.
    """

    limits: Limits
    file: Path

    @staticmethod
    def load(limits: Limits, file: Path | None = None) -> MotionRange:
        """The range within the limits of an atlas, by the shipped table if no other is given.

        What is asked of it raises :class:`GlutviewError` if the file is missing or damaged.
        """
        return MotionRange(limits, file or motion_range_file())

    @cached_property
    def box(self) -> Floats:
        """(3, 2) least and greatest angles: the limits, but no further than the bones are known."""
        stated = np.array([self.limits.get(name, (0.0, 0.0)) for name in HIP_COORDINATES], dtype=np.float64)
        return np.clip(stated, self._table.low[:, None], self._table.high[:, None])

    def clearance_mm(self, angles: npt.ArrayLike) -> Floats:
        """(...) at least this far apart are femur and hip bone at (..., 3) angles, held within the limits."""
        return self._table.clearance_mm(self._boxed(angles))

    def allowed(self, angles: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """(...) whether a hip can take angles (..., 3)."""
        asked = np.asarray(angles, dtype=np.float64)
        within = ((asked >= self.box[:, 0]) & (asked <= self.box[:, 1])).all(-1)
        return np.asarray(within & (self._spare(asked) >= 0))

    def stop(self, angles: npt.ArrayLike) -> Stop | None:
        """What forbids angles (3,): the limit that they exceed most, or the bones; None if they are allowed."""
        asked = np.asarray(angles, dtype=np.float64)
        return self._limit_stop(asked) or (None if self.allowed(asked) else self._bone_stop(asked))

    def span(self, angles: npt.ArrayLike, coordinate: str) -> tuple[float, float] | None:
        """Between which angles a coordinate can move while the other two stay.

        Args:
            angles: (3,); the others are held within their limits.
            coordinate: one of HIP_COORDINATES.

        Returns:
            The stretch in which the angle lies, or the one nearest to it; None if there is none. Where it ends at a
            bone it ends at a whole tenth of a degree, or at the angle itself.
        """
        axis = HIP_COORDINATES.index(coordinate)
        here = float(np.asarray(angles, dtype=np.float64)[axis])
        low, high = self.box[axis]
        grid = self._nodes[axis]
        # Along one angle the clearance is straight between nodes, so that its border is found exactly.
        at = np.concatenate([[low], grid[(grid > low) & (grid < high)], [high]])
        poses = np.repeat(self._boxed(angles)[None], len(at) + 1, axis=0)
        poses[:-1, axis] = at
        spare = self._spare(poses)
        inside = low <= here <= high and spare[-1] >= 0
        stretches = [inward(*ends, (low, high), here if inside else None) for ends in free_stretches(at, spare[:-1])]
        return min(stretches, key=lambda ends: max(ends[0] - here, here - ends[1], 0.0), default=None)

    def reach(self, start: npt.ArrayLike, coordinate: str, target_deg: float) -> Reach:
        """Turn one angle of a hip towards a target, as far as it goes; the other two stay.

        A hip that stands outside its range comes to the nearest angle that is allowed, or stays where there is none.

        Args:
            start: (3,) angles.
            coordinate: one of HIP_COORDINATES.
            target_deg: the angle asked for.
        """
        axis = HIP_COORDINATES.index(coordinate)
        angles = np.array(start, dtype=np.float64)
        span = self.span(angles, coordinate)
        if span is None:
            return Reach(_angles(angles), self.stop(angles))
        asked = self._boxed(angles)
        asked[axis] = target_deg
        angles = self._boxed(asked)
        angles[axis] = min(max(target_deg, span[0]), span[1])
        if angles[axis] == target_deg:
            return Reach(_angles(angles), None)
        return Reach(_angles(angles), self._limit_stop(asked, angles) or self._meeting(angles, asked))

    def towards(self, start: npt.ArrayLike, target: npt.ArrayLike) -> Reach:
        """Turn a hip straight towards angles (3,), all three in proportion, as far as it goes.

        From outside the range the way counts from where it first is allowed; if it nowhere is, the hip stays.
        """
        asked, begin = np.asarray(target, dtype=np.float64), self._boxed(start)
        goal = self._boxed(asked)
        free = first_stretch(self._spare, begin, goal, self._nodes)
        if free is None:
            return Reach(_angles(np.asarray(start, dtype=np.float64)), self.stop(start))
        length = float(np.abs(goal - begin).sum())
        if free[1] >= 1.0:
            return Reach(_angles(goal), self._limit_stop(asked))
        share = max(free[1] - SHORT_OF_DEG / length, free[0])
        if share * length <= SHORT_OF_DEG:
            share = 0.0
        angles = begin + share * (goal - begin)
        return Reach(_angles(angles), self._meeting(angles, goal))

    def held(self, angles: npt.ArrayLike) -> Angles:
        """Angles (3,) themselves if they are allowed, else the last that are on the way to them from amid the range.

        What moves smoothly is held smoothly.
        """
        if self.allowed(angles):
            return _angles(np.asarray(angles, dtype=np.float64))
        return self.towards(self._boxed(AMID), angles).angles

    def followed(self, start: npt.ArrayLike, asked: npt.ArrayLike, among: Collection[str]) -> Reach:
        """Where a hip is at a moment of a movement that asks for angles (3,), and what stops it there.

        It depends on nothing but the arguments, and what moves smoothly is followed smoothly: as far as it goes
        straight from one place, which is as far amid the range as one comes straight from the movement's start.

        Args:
            start: (3,) angles that the movement starts with.
            asked: (3,) those of the moment.
            among: the coordinates that the movement moves. The others are alike in both and stay, unless they leave
                these no angle at all: then they come in too, as far at every moment.
        """
        begin, goal = np.array(start, dtype=np.float64), np.array(asked, dtype=np.float64)
        moved = [name in among for name in HIP_COORDINATES]
        amid = np.where(moved, AMID, begin)
        place = np.array(self.towards(begin, amid).angles if self.allowed(begin) else self.nearest(amid, among))
        return self.towards(place, np.where(moved, goal, place))

    def nearest(self, angles: npt.ArrayLike, among: Collection[str] = HIP_COORDINATES) -> Angles:
        """Allowed angles for (3,) that are not: with one coordinate changed, that which needs the least change.

        Args:
            angles: as asked for.
            among: the coordinates that may be changed; if none of them alone is enough, all are: see :meth:`held`.

        Returns:
            Angles that are allowed, unless the limits leave none.
        """
        asked = self._boxed(angles)
        if self.allowed(asked):
            return _angles(asked)
        found = []
        for axis, name in enumerate(HIP_COORDINATES):
            span = self.span(asked, name) if name in among else None
            if span is not None:
                changed = asked.copy()
                changed[axis] = min(max(asked[axis], span[0]), span[1])
                found.append((abs(changed[axis] - asked[axis]), _angles(changed)))
        return min(found)[1] if found else self._tenths_inward(self.held(asked))

    def _tenths_inward(self, angles: Angles) -> Angles:
        """Whole tenths of a degree next to angles, on the way from them to amid the range."""
        for share in np.linspace(0, 1, PER_DEG**2 + 1):
            rounded = np.round(np.array(angles) + share * (np.array(AMID) - angles), 1)
            if self.allowed(rounded):
                return _angles(rounded)
        return angles

    @property
    def _table(self) -> MotionTable:
        return read_motion_table(self.file)

    @cached_property
    def _nodes(self) -> tuple[Floats, ...]:
        table = self._table
        return tuple(
            low + table.step_deg * np.arange(n) for low, n in zip(table.low, table.hundredths.shape, strict=True)
        )

    def _spare(self, angles: Floats) -> Floats:
        return self._table.clearance_mm(angles) - CLEARANCE_MM

    def _boxed(self, angles: npt.ArrayLike) -> Floats:
        return np.clip(np.asarray(angles, dtype=np.float64), self.box[:, 0], self.box[:, 1])

    def _limit_stop(self, asked: Floats, came: Floats | None = None) -> LimitStop | None:
        """The limit that angles (3,) exceed most, if the hip came there."""
        boxed = self._boxed(asked)
        axis = int(np.abs(asked - boxed).argmax())
        if asked[axis] == boxed[axis] or (came is not None and came[axis] != boxed[axis]):
            return None
        return LimitStop(HIP_COORDINATES[axis], float(boxed[axis]))

    def _bone_stop(self, angles: Floats) -> BoneStop:
        inside = self._boxed(angles)
        return BoneStop(*self._table.meeting_at(inside), float(self._table.clearance_mm(inside)))

    def _meeting(self, angles: Floats, goal: Floats) -> BoneStop:
        """What a hip meets that came to angles (3,) on the way to others."""
        way = self._boxed(goal) - angles
        length = float(np.abs(way).max())
        beyond = angles + way * min(1.0, 1.0 / (PER_DEG * length)) if length > _STILL else angles
        return BoneStop(*self._table.meeting_at(beyond), float(self._table.clearance_mm(angles)))


def _angles(angles: Floats) -> Angles:
    flexion, abduction, internal = (float(angle) for angle in angles)
    return flexion, abduction, internal
