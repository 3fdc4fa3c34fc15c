"""Every edit of the view state, one named pure function each. What a person calls one step is one call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from glutview.atlas.schema import MovementSpec
from glutview.atlas.sided import WhatIf
from glutview.biomech.clip import ClipSide
from glutview.biomech.hip_joint import Side
from glutview.biomech.motion_range import MotionRange, Reach
from glutview.biomech.pose import HIP_COORDINATES, Pose
from glutview.biomech.stops import Stop
from glutview.state.layers import Layer
from glutview.state.palette import Theme
from glutview.state.scene_description import Fixed
from glutview.state.view_state import CameraState, Mode, ViewState


def select(state: ViewState, structure: str | None) -> ViewState:
    """Select a structure, a part of a muscle, or nothing.

    What is hidden stays hidden: the tree selects it all the same.
    """
    return replace(state, selected=structure)


def set_visible(state: ViewState, structures: Iterable[str], visible: bool) -> ViewState:
    """Show or hide all of `structures`."""
    changed = frozenset(structures)
    return replace(state, hidden=state.hidden - changed if visible else state.hidden | changed)


def isolate(state: ViewState, keep: Iterable[str], everything: Iterable[str]) -> ViewState:
    """Hide everything but `keep`."""
    return replace(state, hidden=frozenset(everything) - frozenset(keep))


def peel(state: ViewState, layers: Sequence[Layer], depth: int) -> ViewState:
    """Take off layers, or put them back, until `depth` are off; what is deeper stays as it was.

    Args:
        state: before.
        layers: outermost first (see :func:`glutview.state.layers.layers`).
        depth: held between none and all.
    """
    now, wanted = peel_depth(state, layers), min(max(depth, 0), len(layers))
    changed = frozenset[str]().union(*(ids for _, ids in layers[min(now, wanted) : max(now, wanted)]))
    return set_visible(state, changed, visible=wanted < now)


def peel_depth(state: ViewState, layers: Sequence[Layer]) -> int:
    """How many of the outermost layers are off altogether."""
    depth = 0
    while depth < len(layers) and layers[depth][1] <= state.hidden:
        depth += 1
    return depth


def show_all(state: ViewState) -> ViewState:
    """Show every structure again."""
    return replace(state, hidden=frozenset())


def set_action(state: ViewState, axis: int | None) -> ViewState:
    """Colour the muscles by their moment arms about an axis (0 to 2), or as they are."""
    return replace(state, action=axis)


def set_what_if(state: ViewState, what_if: WhatIf | None) -> ViewState:
    """Let something be lost, on whose side the hip moves from then on; or nothing any more."""
    if what_if is None:
        return replace(state, what_if=None)
    return replace(choose_side(state, "l" if what_if.side == "l" else "r"), what_if=what_if.id, selected=None)


def set_xray(state: ViewState, xray: bool) -> ViewState:
    """Draw everything but the selection as glass, or no longer."""
    return replace(state, xray=xray)


def set_labels(state: ViewState, labels: bool) -> ViewState:
    """Name what is seen, or no longer."""
    return replace(state, labels=labels)


def enter(state: ViewState, mode: Mode) -> ViewState:
    """Use the window for something else."""
    return replace(state, mode=mode)


def set_pose(state: ViewState, pose: Pose, active: frozenset[str] = frozenset()) -> ViewState:
    """Take up a pose, in which these muscles are active."""
    return replace(state, pose=pose, active=active)


def set_angle(state: ViewState, coordinate: str, degrees: float, limit: MotionRange) -> ViewState:
    """Turn the chosen hip, or both, to an angle, each as far as it goes.

    Args:
        state: before; its `clip_side` says which hip.
        coordinate: one of HIP_COORDINATES, without side.
        degrees: the angle asked for.
        limit: the range of either hip.
    """
    angles = dict(state.pose)
    for side, reach in _reaches(state, coordinate, degrees, limit):
        angles |= {f"{name}_{side}": angle for name, angle in zip(HIP_COORDINATES, reach.angles, strict=True)}
    return set_pose(state, Pose.of(angles))


def stops(state: ViewState, coordinate: str, degrees: float, limit: MotionRange) -> dict[str, Stop]:
    """What stops each hip that :func:`set_angle` turns less far than asked for, by side; arguments are its own."""
    reaches = _reaches(state, coordinate, degrees, limit)
    return {side: reach.stop for side, reach in reaches if reach.stop is not None}


def turn_hip(state: ViewState, side: Side, angles_deg: Sequence[float]) -> ViewState:
    """Turn a hip to flexion, abduction and internal rotation (3,) that its range allows; both if both are chosen."""
    turned = turned_sides(state, side)
    angles = dict(zip(HIP_COORDINATES, angles_deg, strict=True))
    moved = {f"{name}_{one}": angle for one in turned for name, angle in angles.items()}
    return set_pose(state, state.pose.moved(**moved))


def turned_sides(state: ViewState, side: Side) -> tuple[str, ...]:
    """Which hips turn with that of a side: both if both are chosen."""
    return sides(state) if state.clip_side == "both" else (side,)


def neutral(state: ViewState) -> ViewState:
    """Both hips back to the anatomical neutral position."""
    return set_pose(state, Pose())


def fix_body(state: ViewState, body: Fixed) -> ViewState:
    """Hold one body still and let the others move about it."""
    return replace(state, fixed=body)


def choose_movement(state: ViewState, movement: str | None, spec: MovementSpec | None = None) -> ViewState:
    """Choose the movement that the bar plays.

    Args:
        state: before.
        movement: its id.
        spec: what is stated of it, to begin with its parameter where it starts and to hold still what it holds.
            Chosen again, a movement keeps what was set since.
    """
    if spec is None or movement == state.clip:
        return replace(state, clip=movement)
    fixed: Fixed = "pelvis"
    if spec.fixed == "femur":
        fixed = "femur_l" if state.clip_side == "l" else "femur_r"
    amount = spec.parameter.start if spec.parameter else 1.0
    return replace(state, clip=movement, clip_amount=amount, fixed=fixed)


def set_amount(state: ViewState, amount: float) -> ViewState:
    """Set the chosen movement's parameter, held between 0 and 1."""
    return replace(state, clip_amount=min(max(amount, 0.0), 1.0))


def choose_side(state: ViewState, side: ClipSide) -> ViewState:
    """Choose the hip that moves. A fixed femur changes sides with it: it is "this" leg one stands on."""
    fixed = state.fixed
    if fixed != "pelvis" and side != "both":
        fixed = "femur_r" if side == "r" else "femur_l"
    return replace(state, clip_side=side, fixed=fixed)


def set_theme(state: ViewState, theme: Theme) -> ViewState:
    """Change the colours of window and view."""
    return replace(state, theme=theme)


def set_camera(state: ViewState, camera: CameraState) -> ViewState:
    """Remember where the camera stands."""
    return replace(state, camera=camera)


def reset(state: ViewState) -> ViewState:
    """The opening arrangement: nothing hidden, neutral, pelvis fixed. Camera and movement stay as they are."""
    return replace(
        state,
        hidden=frozenset(),
        xray=False,
        action=None,
        what_if=None,
        pose=Pose(),
        active=frozenset(),
        fixed="pelvis",
        selected=None,
    )


def sides(state: ViewState) -> tuple[str, ...]:
    """The sides that the bar moves: "r", "l" or both."""
    return ("r", "l") if state.clip_side == "both" else (state.clip_side,)


def shown_angles(state: ViewState) -> dict[str, float]:
    """Degrees of the chosen hip by coordinate without side; of the right one if both are chosen."""
    side = sides(state)[0]
    return {name: state.pose[f"{name}_{side}"] for name in HIP_COORDINATES}


def shown_spans(state: ViewState, limit: MotionRange) -> dict[str, tuple[float, float] | None]:
    """Between which angles each coordinate of the shown hip can move while its others stay, degrees."""
    angles = state.pose.hip(sides(state)[0])
    return {name: limit.span(angles, name) for name in HIP_COORDINATES}


def _reaches(state: ViewState, coordinate: str, degrees: float, limit: MotionRange) -> Iterator[tuple[str, Reach]]:
    return ((side, limit.reach(state.pose.hip(side), coordinate, degrees)) for side in sides(state))
