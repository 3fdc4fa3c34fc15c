"""Movements of the atlas as clips that can be played, and which muscles are active in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from glutview.atlas.schema import MovementSpec
from glutview.biomech.clip import Clip, ClipSide
from glutview.biomech.motion_range import MotionRange, Reach
from glutview.biomech.pose import HIP_COORDINATES, Pose
from glutview.biomech.stops import Stop
from glutview.geometry.mesh import Floats
from glutview.state.view_edits import choose_movement, choose_side, set_pose, sides
from glutview.state.view_state import ViewState

_PARTS = 1000
"""Into which a clip is cut to look for an angle: as a scrub bar is, so that what is found is what can be shown."""
_SAME_DEG = 1e-6
_LOOKED_AT = 240
"""Moments of a clip at which is seen whether it is free."""


@dataclass(frozen=True, slots=True)
class Held:
    """What stops the hips at a moment of a movement; nothing where they come as far as it asks."""

    stops: Mapping[str, Stop]
    """By side, the hip whose angles are shown first."""
    sides: tuple[str, ...]
    """Of all hips that the movement moves."""
    coordinate: str
    """The angle of the shown hip, without side, that falls shortest of what is asked; empty where none does."""


def clip_of(movement: MovementSpec, amount: float | None = None) -> Clip:
    """The clip of a movement. An angle that a keyframe does not name is 0 there, as the file's schema says.

    Args:
        movement: as the atlas states it.
        amount: where its parameter stands, 0 to 1; where it starts if left out. Without effect on a movement that
            has none.
    """
    frames = movement.frames
    if movement.parameter is not None:
        share = movement.parameter.start if amount is None else min(max(amount, 0.0), 1.0)
        frames = tuple(_between(near, far, share) for near, far in zip(frames, movement.far_frames, strict=True))
    shift = movement.other_side.shift if movement.other_side else None
    return Clip.of(movement.name, movement.seconds, movement.eased, frames, cyclic=movement.cyclic, shift=shift)


def _between(near: dict[str, float], far: dict[str, float], share: float) -> dict[str, float]:
    named = dict.fromkeys((*near, *far))
    return {name: (1 - share) * near.get(name, 0.0) + share * far.get(name, 0.0) for name in named}


def active_muscles(movement: MovementSpec, share: float, side: ClipSide) -> frozenset[str]:
    """The muscles, side included, that are active at a moment of a cycle; none where the movement says nothing.

    Args:
        movement: as the atlas states it.
        share: of the chosen hip's cycle, 0 to 1.
        side: the chosen hip, as :meth:`glutview.biomech.clip.Clip.pose_at` takes it.
    """
    active = set()
    for hip, at in hip_shares(movement, share, side).items():
        for on in movement.on_times:
            if any(start <= 100 * at <= end for start, end in on.percent):
                active.add(f"{on.muscle}_{hip}")
    return frozenset(active)


def at_moment(
    state: ViewState, movement: MovementSpec, limit: MotionRange, seconds: float, clip: Clip | None = None
) -> ViewState:
    """The state at a moment of its chosen movement: its pose, and the muscles that are active.

    With angles that a person has turned the movement may lead to where the bones are in the way: there its own angles
    stay at the border of the range, and all others as they are. So the pose depends on the moment and on what a
    person has turned, never on which moments were shown before.

    Args:
        state: its other angles are kept.
        movement: the chosen one, as the atlas states it.
        limit: the range of either hip.
        seconds: from the movement's start.
        clip: its clip, where that is at hand.
    """
    return told_moment(state, movement, limit, seconds, clip)[0]


def told_moment(
    state: ViewState, movement: MovementSpec, limit: MotionRange, seconds: float, clip: Clip | None = None
) -> tuple[ViewState, Held]:
    """As :func:`at_moment`, with what stops the hips there."""
    clip = clip or clip_of(movement, state.clip_amount)
    asked, reaches = _reaches(state, limit, seconds, clip)
    pose = Pose((*reaches["r"].angles, *reaches["l"].angles))
    shown = set_pose(state, pose, active_muscles(movement, seconds / clip.seconds, state.clip_side))
    return shown, _held(asked, reaches, sides(state)[0], clip.moved(state.clip_side))


def taken_up(state: ViewState, movements: Mapping[str, MovementSpec], movement: str, limit: MotionRange) -> ViewState:
    """The state in which a movement is chosen; what only the one before had moved goes back to neutral.

    Args:
        state: before.
        movements: those of the atlas.
        movement: the id of one.
        limit: the range of either hip; what a person has turned may keep an angle from neutral.
    """
    spec, last = movements[movement], movements.get(state.clip or "")
    if movement == state.clip or last is None:
        return choose_movement(state, movement, spec)
    clip = clip_of(spec)
    if clip.one_leads and state.clip_side == "both":
        state = choose_side(state, "r")
    left = clip_of(last).moved(state.clip_side) - clip.moved(state.clip_side)
    pose = state.pose.moved(**dict.fromkeys(left, 0.0)).within(limit, left)
    return choose_movement(set_pose(state, pose), movement, spec)


def shows_moment(
    state: ViewState, movement: MovementSpec, limit: MotionRange, seconds: float, clip: Clip | None = None
) -> bool:
    """Whether the hips are where the chosen movement has them at a moment, and not where a person turned them."""
    there = at_moment(state, movement, limit, seconds, clip).pose
    return all(abs(there[name] - angle) < _SAME_DEG for name, angle in state.pose.items())


def on_side(
    state: ViewState, movement: MovementSpec, side: ClipSide, limit: MotionRange, seconds: float
) -> ViewState:
    """The state in which another hip makes the chosen movement: at the same moment, if the first one was there.

    What only the first one had moved then goes back to neutral. Where a person had turned it, it stays.
    """
    clip, chosen = clip_of(movement, state.clip_amount), choose_side(state, side)
    if not shows_moment(state, movement, limit, seconds, clip):
        return chosen
    left = clip.moved(state.clip_side) - clip.moved(side)
    pose = state.pose.moved(**dict.fromkeys(left, 0.0)).within(limit, left)
    return at_moment(set_pose(chosen, pose), movement, limit, seconds, clip)


def moment_with(clip: Clip, side: ClipSide, coordinate: str, degrees: float, near_s: float) -> float | None:
    """The moment of a clip, of those at which a coordinate has an angle the nearest to another moment.

    Args:
        clip: whose angles.
        side: the hip that makes it, as :meth:`glutview.biomech.clip.Clip.pose_at` takes it.
        coordinate: with its side.
        degrees: the angle.
        near_s: seconds from the clip's start; of a cycle, start and end are the same moment.

    Returns:
        Seconds; None if the clip leaves the coordinate alone, or never has this angle.
    """
    if coordinate not in clip.moved(side):
        return None
    at, angles = _course(clip, side, coordinate)
    over = angles - degrees
    met = np.flatnonzero(over[:-1] * over[1:] <= 0)
    if not len(met):
        return None
    climb = over[met] - over[met + 1]
    level = climb == 0
    # Where the angle rests for a while, the nearest moment of that while.
    share = np.where(level, np.clip((near_s - at[met]) / (at[met + 1] - at[met]), 0, 1), over[met] / (climb + level))
    moments = at[met] + share * (at[met + 1] - at[met])
    away = np.abs(moments - near_s)
    if clip.cyclic:
        away = np.minimum(away, clip.seconds - away)
    return float(moments[away.argmin()])


def hip_shares(movement: MovementSpec, share: float, side: ClipSide) -> dict[str, float]:
    """Where in its own cycle each hip is that a movement moves, 0 to 1, the chosen one first."""
    if movement.other_side is None:
        return dict.fromkeys("rl" if side == "both" else side, share)
    chosen, other = ("l", "r") if side == "l" else ("r", "l")
    return {chosen: share, other: (share + movement.other_side.shift) % 1}


def told_by(state: ViewState) -> tuple[object, ...]:
    """All of a view that the words on its chosen movement depend on."""
    return state.clip, state.clip_side, state.what_if


def _reaches(state: ViewState, limit: MotionRange, seconds: float, clip: Clip) -> tuple[Pose, dict[str, Reach]]:
    """What a clip asks for at a moment, and where each hip comes."""
    side, moved = state.clip_side, clip.moved(state.clip_side)
    asked = clip.pose_at(seconds, side, state.pose)
    others = state.pose.moved(**dict.fromkeys(moved, 0.0))
    if _is_free(clip, side, others, limit) and limit.allowed([asked.hip(hip) for hip in "rl"]).all():
        return asked, {hip: Reach(asked.hip(hip), None) for hip in "rl"}
    start = clip.pose_at(0.0, side, state.pose)
    among = {hip: [name for name in HIP_COORDINATES if f"{name}_{hip}" in moved] for hip in "rl"}
    return asked, {hip: limit.followed(start.hip(hip), asked.hip(hip), among[hip]) for hip in "rl"}


def _held(asked: Pose, reaches: Mapping[str, Reach], shown: str, moved: frozenset[str]) -> Held:
    order = sorted(reaches, key=lambda hip: hip != shown)
    stops = {hip: stop for hip in order if (stop := reaches[hip].stop) is not None}
    short = np.abs(np.subtract(asked.hip(shown), reaches[shown].angles))
    coordinate = HIP_COORDINATES[int(short.argmax())] if shown in stops else ""
    return Held(stops, tuple(hip for hip in order if any(name.endswith(f"_{hip}") for name in moved)), coordinate)


@lru_cache(maxsize=64)
def _is_free(clip: Clip, side: ClipSide, others: Pose, limit: MotionRange) -> bool:
    """Whether a clip nowhere meets the border: then it is not held at all, which would take time at each moment."""
    poses = [clip.pose_at(clip.seconds * part / _LOOKED_AT, side, others) for part in range(_LOOKED_AT + 1)]
    return bool(limit.allowed([[pose.hip(hip) for hip in "rl"] for pose in poses]).all())


@lru_cache(maxsize=16)
def _course(clip: Clip, side: ClipSide, coordinate: str) -> tuple[Floats, Floats]:
    """(n,) moments from start to end, seconds, and a coordinate's angles at them; its extremes are among them."""
    stated = np.array([frame.at for frame in clip.keyframes])
    ahead = () if clip.shift is None else (stated - clip.shift) % 1
    at = clip.seconds * np.unique(np.concatenate([np.linspace(0, 1, _PARTS + 1), stated, ahead]))
    return at, np.array([clip.pose_at(moment, side)[coordinate] for moment in at])
