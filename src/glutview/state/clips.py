"""Movements of the atlas as clips that can be played, and which muscles are active in them."""

from __future__ import annotations

from glutview.atlas.schema import MovementSpec
from glutview.biomech.clip import Clip, ClipSide
from glutview.biomech.motion_range import MotionRange
from glutview.state.view_edits import set_pose
from glutview.state.view_state import ViewState


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
    easing = movement.easing or ("smooth" if movement.table else "cosine")
    shift = movement.other_side.shift if movement.other_side else None
    return Clip.of(movement.name, movement.seconds, easing, frames, cyclic=movement.cyclic, shift=shift)


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

    With angles that a person has turned the movement may lead to where the bones are in the way: there it stays at
    the border of the range.

    Args:
        state: its other angles are kept.
        movement: the chosen one, as the atlas states it.
        limit: the range of either hip.
        seconds: from the movement's start.
        clip: its clip, where that is at hand.
    """
    clip = clip or clip_of(movement, state.clip_amount)
    pose = clip.pose_at(seconds, state.clip_side, state.pose).held(limit)
    return set_pose(state, pose, active_muscles(movement, seconds / clip.seconds, state.clip_side))


def hip_shares(movement: MovementSpec, share: float, side: ClipSide) -> dict[str, float]:
    """Where in its own cycle each hip is that a movement moves, 0 to 1, the chosen one first."""
    if movement.other_side is None:
        return dict.fromkeys("rl" if side == "both" else side, share)
    chosen, other = ("l", "r") if side == "l" else ("r", "l")
    return {chosen: share, other: (share + movement.other_side.shift) % 1}


def told_by(state: ViewState) -> tuple[object, ...]:
    """All of a view that the words on its chosen movement depend on."""
    return state.clip, state.clip_side, state.what_if
