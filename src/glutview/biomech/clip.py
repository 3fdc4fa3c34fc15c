"""A movement: keyframes of joint angles, eased from one to the next."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from glutview.biomech.pose import COORDINATES, HIP_COORDINATES, Pose
from glutview.errors import GlutviewError, Problem

Easing = Literal["linear", "cosine"]
ClipSide = Literal["r", "l", "both"]


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
    (``hip_abduction_l``) moves that side alone. A coordinate that a keyframe leaves out is 0 there; one that the
    whole clip leaves out keeps the angle it has.
    """

    name: str
    seconds: float
    easing: Easing
    keyframes: tuple[Keyframe, ...]

    @staticmethod
    def of(
        name: str,
        seconds: float,
        easing: str,
        keyframes: Sequence[Mapping[str, float]],
        where: str = "movements",
        line: int = 0,
    ) -> Clip:
        """The clip of keyframes as the annotations state them: ``{"at": 0.5, "hip_abduction": 40}``.

        Raises:
            GlutviewError: no duration, an unknown easing or coordinate, fewer than two keyframes, times
                that are not in order from 0 to 1, or numbers that are not finite.
        """
        problems = _problems(seconds, easing, keyframes)
        if problems:
            raise GlutviewError(Problem(where, line, name, what, remedy) for what, remedy in problems)
        named = sorted({name for frame in keyframes for name in frame} - {"at"})
        frames = tuple(
            Keyframe(float(frame["at"]), tuple((name, float(frame.get(name, 0.0))) for name in named))
            for frame in keyframes
        )
        return Clip(name, float(seconds), "cosine" if easing == "cosine" else "linear", frames)

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
        share = time_s / self.seconds
        after = bisect_right([frame.at for frame in self.keyframes], share)
        first = self.keyframes[max(after - 1, 0)]
        second = self.keyframes[min(after, len(self.keyframes) - 1)]
        span = second.at - first.at
        way = min(max((share - first.at) / span, 0.0), 1.0) if span > 0 else 0.0
        if self.easing == "cosine":
            way = (1 - math.cos(math.pi * way)) / 2
        target = dict(second.angles)
        angles = dict(base or Pose())
        for name, start in first.angles:
            angle = start + (target[name] - start) * way
            for coordinate in _sided(name, side):
                angles[coordinate] = angle
        return Pose.of(angles)


def _sided(name: str, side: ClipSide) -> tuple[str, ...]:
    if name in COORDINATES:
        return (name,)
    return tuple(f"{name}_{one}" for one in ("rl" if side == "both" else side))


def _problems(seconds: float, easing: str, keyframes: Sequence[Mapping[str, float]]) -> list[tuple[str, str]]:
    """(what is wrong, what to do) of everything that is."""
    problems = []
    if not (math.isfinite(seconds) and seconds > 0):
        problems.append((f"a duration of {seconds:g} s cannot be played", "give seconds above 0"))
    if easing not in ("linear", "cosine"):
        problems.append((f"unknown easing '{easing}'", "use linear or cosine"))
    if len(keyframes) < 2:
        problems.append(("it needs at least two keyframes", "give one at 0 and one at 1"))
    times = [float(frame.get("at", math.nan)) for frame in keyframes]
    ordered = all(a < b for a, b in pairwise(times))
    if keyframes and not (ordered and times[0] == 0 and times[-1] == 1):
        problems.append(("the keyframes' times are not in order", "let 'at' rise from 0 to 1"))
    named = [set(frame) - {"at"} for frame in keyframes]
    for name in sorted(set().union(*named)):
        if name not in COORDINATES and name not in HIP_COORDINATES:
            known = ", ".join(HIP_COORDINATES)
            problems.append((f"unknown coordinate '{name}'", f"use one of {known}, or with _r or _l"))
        if not all(math.isfinite(frame.get(name, 0.0)) for frame in keyframes):
            problems.append((f"an angle of '{name}' is not a finite number", "give degrees"))
    return problems
