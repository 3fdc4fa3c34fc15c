"""What a step looks like when one has come to it, and whether one has wandered off since."""

from __future__ import annotations

from glutview.atlas.atlas import Atlas
from glutview.biomech.motion_range import MotionRange
from glutview.state.clips import at_moment
from glutview.state.view_state import ViewState
from glutview.teaching.lesson import Play, Step
from glutview.teaching.lesson_view import camera_of, moved_by, shown


def arrival(step: Step, state: ViewState, atlas: Atlas) -> ViewState:
    """The view state in which a step begins: a movement stands at its start.

    Args:
        step: where one goes.
        state: gives what the step leaves open.
        atlas: what both speak of.
    """
    there = shown(step, state, atlas)
    play = playable(step, atlas)
    if play is None:
        return there
    return at_moment(there, atlas.movements[play.id], MotionRange.load(atlas.coordinate_limits()), 0.0)


def playable(step: Step, atlas: Atlas) -> Play | None:
    """The movement of a step, if the atlas has it."""
    return step.movement if step.movement is not None and step.movement.id in atlas.movements else None


def is_away(state: ViewState, there: ViewState, step: Step, atlas: Atlas) -> bool:
    """Whether what is on the screen is no longer what the step shows, or differs by more than can be seen.

    Args:
        state: what is on the screen.
        there: what the step shows, see :func:`arrival`.
        step: its movement may run or stand: neither leads away.
        atlas: says which angles that movement turns.
    """
    plain = ("selected", "hidden", "xray", "action", "labels", "fixed")
    if any(getattr(state, name) != getattr(there, name) for name in plain):
        return True
    moved = moved_by(playable(step, atlas), atlas)
    if any(abs(angle - there.pose[name]) > 0.01 for name, angle in state.pose.items() if name not in moved):
        return True
    if step.camera is None or state.camera is None or there.camera is None:
        return False
    return camera_of(state.camera) != camera_of(there.camera)


def default_title(state: ViewState, atlas: Atlas, play: Play | None, number: int) -> str:
    """What a new step is called until a person names it.

    Args:
        state: what is on the screen.
        atlas: has the names.
        play: the movement that runs, if one does.
        number: of the step, from 1.
    """
    if play is not None and play.id in atlas.movements:
        return atlas.movements[play.id].name
    if state.selected is not None and state.selected in atlas:
        return atlas.selectable(state.selected).name
    return f"Step {number}"
