"""A movement: keyframes of joint angles, eased from one to the next."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final, Literal, get_args

import numpy as np

from glutview.biomech.pose import COORDINATES, HIP_COORDINATES, Pose
from glutview.errors import GlutviewError, Problem
from glutview.geometry.mesh import Floats
from glutview.geometry.pchip import pchip

Easing = Literal["linear", "cosine", "smooth"]
"""`smooth` runs through the keyframes without a halt, and without overshoot."""
ClipSide = Literal["r", "l", "both"]
_OTHER: Final = "_other"
_NAMED: Final = frozenset((*COORDINATES, *HIP_COORDINATES, *(f"{name}{_OTHER}" for name in HIP_COORDINATES)))


@dataclass(frozen=True)
class Keyframe:
    """Angles at one moment of a clip.

    Attributes:
        at: share of the clip's duration, 0 to 1.
        angles: coordinate (with or without side) and degrees.
    """

    at: float
    angles: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Clip:
    """A movement that can be played.

    A coordinate without side (``hip_abduction``) moves the side that is asked for, or both; one with a side
    (``hip_abduction_l``) moves that side alone; ``hip_abduction_other`` moves the hip beside the one asked for. A
    coordinate that a keyframe leaves out is 0 there; one that the whole clip leaves out keeps the angle it has.

    A clip that tells both hips apart, by ``_other`` or by a shift, has one that leads: where both are asked for, the
    right.

    Attributes:
        name: for people.
        seconds: how long it takes.
        easing: how it goes from one keyframe to the next.
        keyframes: in order, the first at 0, the last at 1.
        cyclic: whether its last keyframe is its first, and it runs on through it as through any other.
        shift: the other hip makes the same movement this share of the cycle ahead; None: it does not.
    """

    name: str
    seconds: float
    easing: Easing
    keyframes: tuple[Keyframe, ...]
    cyclic: bool = False
    shift: float | None = None

    @staticmethod
    def of(
        name: str,
        seconds: float,
        easing: str,
        keyframes: Sequence[Mapping[str, float]],
        where: str = "movements",
        line: int = 0,
        *,
        cyclic: bool = False,
        shift: float | None = None,
    ) -> Clip:
        """The clip of keyframes as the annotations state them: ``{"at": 0.5, "hip_abduction": 40}``.

        A cycle is closed by itself: its last keyframe lies before 1.

        Raises:
            GlutviewError: no duration, an unknown easing or coordinate, fewer than two keyframes, times
                that are not in order from 0 to 1, or numbers that are not finite.
        """
        if cyclic and keyframes and keyframes[-1].get("at", math.nan) < 1:
            keyframes = [*keyframes, {**keyframes[0], "at": 1.0}]
        problems = _problems(seconds, easing, keyframes)
        if problems:
            raise GlutviewError(Problem(where, line, name, what, remedy) for what, remedy in problems)
        named = sorted({name for frame in keyframes for name in frame} - {"at"})
        frames = tuple(
            Keyframe(float(frame["at"]), tuple((name, float(frame.get(name, 0.0))) for name in named))
            for frame in keyframes
        )
        known: Easing = next(word for word in get_args(Easing) if word == easing)
        return Clip(name, float(seconds), known, frames, cyclic, shift)

    @property
    def one_leads(self) -> bool:
        """Whether it tells both hips apart, so that it cannot be made by both in the same way."""
        return self.shift is not None or any(name.endswith(_OTHER) for name, _ in self.keyframes[0].angles)

    def moved(self, side: ClipSide) -> frozenset[str]:
        """The coordinates, side included, that it sets."""
        return frozenset(one for name, _ in self.keyframes[0].angles for one in self.sets(name, side))

    def sets(self, name: str, side: ClipSide) -> tuple[str, ...]:
        """The coordinates, side included, that one of its own sets: as its keyframes name it."""
        return (*self._sided(name, side), *self._lagging(name, side))

    def time(self, elapsed_s: float, *, loop: bool) -> float:
        """Where in the clip (0 to its seconds) one is after so many seconds of playing."""
        if loop:
            return elapsed_s % self.seconds
        return min(max(elapsed_s, 0.0), self.seconds)

    def pose_at(self, time_s: float, side: ClipSide = "r", base: Pose | None = None) -> Pose:
        """The pose at a time from 0 to the clip's seconds; times beyond give its first or last keyframe.

        Args:
            time_s: seconds from the clip's start.
            side: which hip the coordinates without side move.
            base: angles of the coordinates which the clip does not move; neutral if left out.
        """
        share = min(max(time_s / self.seconds, 0.0), 1.0)
        angles = dict(base or Pose())
        for name, angle in self._angles_at(share).items():
            angles.update(dict.fromkeys(self._sided(name, side), angle))
        if self.shift is not None:
            for name, angle in self._angles_at((share + self.shift) % 1).items():
                angles.update(dict.fromkeys(self._lagging(name, side), angle))
        return Pose.of(angles)

    def _angles_at(self, share: float) -> dict[str, float]:
        """Degrees by coordinate as the keyframes name them."""
        names = [name for name, _ in self.keyframes[0].angles]
        if self.easing == "smooth":
            at, values = self._curve
            row = pchip(at, values, np.array([share]))[0] if names else ()
            return dict(zip(names, map(float, row), strict=True))
        after = bisect_right([frame.at for frame in self.keyframes], share)
        first = self.keyframes[max(after - 1, 0)]
        second = self.keyframes[min(after, len(self.keyframes) - 1)]
        span = second.at - first.at
        way = min(max((share - first.at) / span, 0.0), 1.0) if span > 0 else 0.0
        if self.easing == "cosine":
            way = (1 - math.cos(math.pi * way)) / 2
        target = dict(second.angles)
        return {name: start + (target[name] - start) * way for name, start in first.angles}

    @cached_property
    def _curve(self) -> tuple[Floats, Floats]:
        """(n,) moments and (n, c) angles; of a cycle with what comes before and after it: so it closes smoothly."""
        at = np.array([frame.at for frame in self.keyframes])
        values = np.array([[angle for _, angle in frame.angles] for frame in self.keyframes])
        if not self.cyclic:
            return at, values
        before, after = slice(-3, -1), slice(1, 3)
        return (
            np.concatenate([at[before] - 1, at, at[after] + 1]),
            np.concatenate([values[before], values, values[after]]),
        )

    def _sided(self, name: str, side: ClipSide) -> tuple[str, ...]:
        if name in COORDINATES:
            return (name,)
        leading, other = ("l", "r") if side == "l" else ("r", "l")
        if name.endswith(_OTHER):
            return (f"{name.removesuffix(_OTHER)}_{other}",)
        sides = "rl" if side == "both" and not self.one_leads else leading
        return tuple(f"{name}_{one}" for one in sides)

    def _lagging(self, name: str, side: ClipSide) -> tuple[str, ...]:
        """The other hip's coordinate, of a movement that this makes later."""
        if self.shift is None or name not in HIP_COORDINATES:
            return ()
        return (f"{name}_{'r' if side == 'l' else 'l'}",)


def _problems(seconds: float, easing: str, keyframes: Sequence[Mapping[str, float]]) -> list[tuple[str, str]]:
    """(what is wrong, what to do) of everything that is."""
    problems = []
    if not (math.isfinite(seconds) and seconds > 0):
        problems.append((f"a duration of {seconds:g} s cannot be played", "give seconds above 0"))
    if easing not in get_args(Easing):
        problems.append((f"unknown easing '{easing}'", f"use {', '.join(get_args(Easing))}"))
    if len(keyframes) < 2:
        problems.append(("it needs at least two keyframes", "give one at 0 and one at 1"))
    times = [float(frame.get("at", math.nan)) for frame in keyframes]
    ordered = all(a < b for a, b in pairwise(times))
    if keyframes and not (ordered and times[0] == 0 and times[-1] == 1):
        problems.append(("the keyframes' times are not in order", "let 'at' rise from 0 to 1"))
    named = [set(frame) - {"at"} for frame in keyframes]
    for name in sorted(set().union(*named)):
        if name not in _NAMED:
            known = ", ".join(HIP_COORDINATES)
            problems.append((f"unknown coordinate '{name}'", f"use one of {known}, or with _r, _l or _other"))
        if not all(math.isfinite(frame.get(name, 0.0)) for frame in keyframes):
            problems.append((f"an angle of '{name}' is not a finite number", "give degrees"))
    return problems
