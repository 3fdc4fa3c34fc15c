"""From what is on the screen to a step of a lesson, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from glutview.atlas.atlas import Atlas
from glutview.biomech.motion_range import MotionRange
from glutview.biomech.pose import Pose
from glutview.state.clips import clip_of
from glutview.state.view_state import CameraState, ViewState
from glutview.teaching.lesson import Camera, Coordinate, Play, Step

DECIMALS = 2
"""Of degrees and millimetres: under a pixel of any screen."""


def snapshot(state: ViewState, atlas: Atlas, title: str, note: str = "", play: Play | None = None) -> Step:
    """A step that shows what is on the screen.

    Args:
        state: what is on the screen.
        atlas: says what there is to be hidden.
        title: of the step; not blank.
        note: what there is to say.
        play: the movement, if one is running: its angles are then not those of a pose.
    """
    return Step.model_validate({"title": title, "note": note, **_view(state, atlas, play)})


def retaken(step: Step, state: ViewState, atlas: Atlas, play: Play | None = None) -> Step:
    """The step with its title, note and sources, but showing what is on the screen now."""
    kept = {name: getattr(step, name) for name in ("title", "note", "sources")}
    return Step.model_validate({**kept, **_view(state, atlas, play)})


def shown(step: Step, state: ViewState, atlas: Atlas) -> ViewState:
    """The view state that shows a step.

    What the atlas lacks is passed over, a hip beyond its range is held at its border. Theme, mode and, where the
    step states none, camera and chosen movement stay as they are.
    """
    play = step.movement if step.movement and step.movement.id in atlas.movements else None
    return replace(
        state,
        selected=step.selected if step.selected in atlas else None,
        hidden=hidden_ids(step, atlas),
        xray=step.xray,
        action=None,
        what_if=None,
        labels=step.labels,
        pose=_held(step.pose, atlas),
        active=frozenset(),
        fixed=step.fixed,
        camera=camera_state(step.camera) if step.camera else state.camera,
        clip=play.id if play else state.clip,
        clip_amount=_amount(play, atlas) if play else state.clip_amount,
        clip_side=play.side if play else state.clip_side,
    )


def hidden_ids(step: Step, atlas: Atlas) -> frozenset[str]:
    """The structures that a step hides, with their sides."""
    if step.only is not None:
        return frozenset(atlas.structures) - _sided(step.only, atlas)
    return _sided(step.hidden, atlas)


def sided_ids(id: str, atlas: Atlas) -> tuple[str, ...]:
    """What an id means: itself, or without side the structures of both; empty if there is no such structure."""
    if id in atlas.structures:
        return (id,)
    return tuple(s.id for s in atlas.structures.values() if s.stated_id == id)


def camera_state(camera: Camera) -> CameraState:
    """The camera of the view."""
    return CameraState(**{name: getattr(camera, name) for name in Camera.model_fields})


def camera_of(state: CameraState) -> Camera:
    """The camera as a lesson states it, rounded to what can be seen."""
    stated = {name: getattr(state, name) for name in ("azimuth_deg", "elevation_deg", "distance_mm")}
    rounded = {name: _rounded(value) for name, value in stated.items()}
    x, y, z = map(_rounded, state.focal_mm)
    lens = {"view_angle_deg": _rounded(state.view_angle_deg), "parallel": state.parallel}
    own = {name: value for name, value in lens.items() if value != Camera.model_fields[name].default}
    return Camera.model_validate({**rounded, "focal_mm": (x, y, z), **own})


def _view(state: ViewState, atlas: Atlas, play: Play | None) -> dict[str, object]:
    moved = moved_by(play, atlas)
    pose = {name: _rounded(angle) for name, angle in state.pose.items() if name not in moved and _rounded(angle)}
    shown_ids = [id for id in atlas.structures if id not in state.hidden]
    hidden = [id for id in atlas.structures if id in state.hidden]
    # What is isolated stays alone when the atlas grows; what is hidden by itself stays so too.
    by_only = len(shown_ids) < len(hidden)
    return {
        "camera": camera_of(state.camera) if state.camera else None,
        "selected": state.selected,
        "hidden": () if by_only else _compact(hidden, atlas),
        "only": _compact(shown_ids, atlas) if by_only else None,
        "xray": state.xray,
        "labels": state.labels,
        "fixed": state.fixed,
        "pose": pose,
        "movement": play,
    }


def moved_by(play: Play | None, atlas: Atlas) -> frozenset[str]:
    """The coordinates that a movement sets."""
    if play is None or play.id not in atlas.movements:
        return frozenset()
    return clip_of(atlas.movements[play.id]).moved(play.side)


def play_of(state: ViewState, atlas: Atlas, speed: float, *, loop: bool = True) -> Play | None:
    """The chosen movement, played in this manner, as a step states it; None if none is chosen."""
    if state.clip is None or state.clip not in atlas.movements:
        return None
    amount = round(state.clip_amount, DECIMALS) if atlas.movements[state.clip].parameter else None
    return Play(id=state.clip, side=state.clip_side, speed=speed, loop=loop, amount=amount)


def _amount(play: Play, atlas: Atlas) -> float:
    """Where the parameter of a step's movement stands."""
    parameter = atlas.movements[play.id].parameter
    start = parameter.start if parameter else 1.0
    return start if play.amount is None else play.amount


def _compact(ids: Iterable[str], atlas: Atlas) -> tuple[str, ...]:
    """Ids sorted, those of both sides as one without side."""
    given = set(ids)
    names = set()
    for id in given:
        stem = atlas.structures[id].stated_id
        names.add(stem if set(sided_ids(stem, atlas)) <= given else id)
    return tuple(sorted(names))


def _sided(ids: Iterable[str], atlas: Atlas) -> frozenset[str]:
    return frozenset(sided for id in ids for sided in sided_ids(id, atlas))


def _held(angles: Mapping[Coordinate, float], atlas: Atlas) -> Pose:
    return Pose.of(dict[str, float](angles.items())).within(MotionRange.load(atlas.coordinate_limits()), angles)


def _rounded(value: float) -> float:
    return round(float(value), DECIMALS) + 0.0  # no -0.0
