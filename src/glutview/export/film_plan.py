"""What a film shows, moment by moment: pure lists of view states, before anything is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

from glutview.atlas.atlas import Atlas
from glutview.biomech.clip import Clip, ClipSide
from glutview.biomech.motion_range import MotionRange
from glutview.errors import failure
from glutview.state.clips import at_moment, clip_of
from glutview.state.palette import Theme
from glutview.state.transition import Transition, fitting_seconds
from glutview.state.view_edits import choose_movement
from glutview.state.view_state import CameraState, ViewState
from glutview.teaching.lesson import Lesson, Step
from glutview.teaching.lesson_view import shown
from glutview.teaching.movement_notes import caption, told_note

TURN_SECONDS: Final = 8.0
_WORDS_A_SECOND: Final = 2.6
"""Read at leisure, beside a picture."""
_SHORTEST_S: Final = 3.0
_LONGEST_S: Final = 30.0


@dataclass(frozen=True)
class Moment:
    """One frame: what is seen, and the words under it."""

    state: ViewState
    title: str = ""
    note: str = ""


def turntable_states(state: ViewState, count: int) -> tuple[ViewState, ...]:
    """Once round the turning point in `count` equal steps, from where the camera is; none is shown twice.

    Round what is on the left of the body one goes the other way, and meets the same views in the same order.

    Raises:
        ValueError: the state has no camera.
    """
    camera = state.camera
    if camera is None:
        raise ValueError("a turntable needs a camera")
    way = -1 if (state.selected or "").endswith("_l") else 1
    turns = (camera.azimuth_deg + way * 360 * i / count for i in range(count))
    return tuple(replace(state, camera=replace(camera, azimuth_deg=(a + 180) % 360 - 180)) for a in turns)


def turntable_film(state: ViewState, fps: int) -> tuple[Moment, ...]:
    """Once round, in eight seconds."""
    return tuple(Moment(turned) for turned in turntable_states(state, round(TURN_SECONDS * fps)))


def movement_film(
    atlas: Atlas, movement: str, state: ViewState, fps: int, side: ClipSide = "r", *, captions: bool = True
) -> tuple[Moment, ...]:
    """A movement from start to end, with what it holds still.

    Args:
        atlas: where it is stated.
        movement: its id.
        state: what is seen.
        fps: frames a second.
        side: the hip that moves.
        captions: whether is written what must be said of it, as that it is an illustration.

    Raises:
        GlutviewError: the atlas has no such movement.
    """
    clip = movement_clip(atlas, movement)
    spec = atlas.movements[movement]
    chosen = choose_movement(replace(state, clip=None, clip_side=side), movement, spec)
    times = [i / fps for i in range(max(1, round(clip.seconds * fps)))]
    words = caption(atlas, movement, side) if captions else ("", "")
    limit = MotionRange.load(atlas.coordinate_limits())
    return tuple(Moment(at_moment(chosen, spec, limit, time, clip), *words) for time in times)


def movement_clip(atlas: Atlas, movement: str, where: str = "--movement") -> Clip:
    """The clip of a movement.

    Raises:
        GlutviewError: the atlas has none of this name.
    """
    if movement not in atlas.movements:
        remedy = f"give one of {', '.join(atlas.movements)}" if atlas.movements else "state one in the annotations"
        raise failure(where, f"there is no movement '{movement}'", remedy)
    return clip_of(atlas.movements[movement])


def lesson_film(
    lesson: Lesson, atlas: Atlas, opening: CameraState, fps: int, *, theme: Theme = "light", captions: bool = True
) -> tuple[Moment, ...]:
    """A lesson: each step as long as its note takes to read, its movement running, with a transition to the next.

    Args:
        lesson: what is shown.
        atlas: what it speaks of.
        opening: the camera, until a step states one.
        fps: frames a second.
        theme: its colours.
        captions: whether titles and notes are written; without them nothing is held to be read, and a movement runs
            once.

    Raises:
        GlutviewError: it has no steps.
    """
    if not lesson.steps:
        raise failure(lesson.title, "the lesson has no steps", "add one")
    moments: list[Moment] = []
    limit = MotionRange.load(atlas.coordinate_limits())
    before = ViewState(camera=opening, mode="lesson", theme=theme)
    for step in lesson.steps:
        state = shown(step, before, atlas)
        note = told_note(atlas, step)
        states = _held(step, state, atlas, fps, reading_seconds(step, note) if captions else 0.0)
        if moments:
            way = Transition(before, states[0], fitting_seconds(before, states[0]), limit)
            moments += [Moment(way.state_at(i / fps)) for i in range(1, math.ceil(way.seconds * fps))]
        words = (step.title, note) if captions else ("", "")
        moments += [Moment(state, *words) for state in states]
        before = states[-1]
    return tuple(moments)


def reading_seconds(step: Step, note: str | None = None) -> float:
    """How long a step is held, whose note is as stated, or this."""
    words = len(f"{step.title} {step.note if note is None else note}".split())
    return min(max(2.0 + words / _WORDS_A_SECOND, _SHORTEST_S), _LONGEST_S)


def _held(step: Step, state: ViewState, atlas: Atlas, fps: int, seconds: float) -> list[ViewState]:
    """What a step shows, for so many seconds at least."""
    play = step.movement
    if play is None or play.id not in atlas.movements:
        return [state] * round(max(seconds, _SHORTEST_S) * fps)
    spec = atlas.movements[play.id]
    clip = clip_of(spec, state.clip_amount)
    once = clip.seconds / play.speed
    # Whole rounds: a movement that is cut off halfway looks like a mistake.
    length = once * max(1, math.ceil(seconds / once)) if play.loop else max(once, seconds)
    times = (clip.time(i / fps * play.speed, loop=play.loop) for i in range(round(length * fps) + 1))
    limit = MotionRange.load(atlas.coordinate_limits())
    return [at_moment(state, spec, limit, time, clip) for time in times]
