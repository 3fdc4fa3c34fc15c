"""From the atlas's movements to poses, and to the muscles that are active in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.atlas.load import load_atlas
from glutview.biomech.clip import ClipSide
from glutview.biomech.pose import Pose
from glutview.state import view_edits as edits
from glutview.state.clips import active_muscles, at_moment, clip_of, hip_shares
from glutview.state.diff import diff
from glutview.state.resolve import resolve
from glutview.state.view_state import ViewState, restored
from tests.biomech.ranges import RANGE

ATLAS = load_atlas()
GAIT, SIGN = ATLAS.movements["gait"], ATLAS.movements["trendelenburg"]
SIDES = st.sampled_from(["r", "l"])


MOVEMENTS = st.sampled_from(sorted(ATLAS.movements))


@given(MOVEMENTS, st.floats(0, 1), st.sampled_from(["r", "l", "both"]), st.floats(0, 1))
def test_every_pose_of_every_movement_keeps_the_limits(
    movement: str, share: float, side: ClipSide, amount: float
) -> None:
    spec, limits = ATLAS.movements[movement], ATLAS.coordinate_limits()
    pose = clip_of(spec, amount).pose_at(share * spec.seconds, side)
    for coordinate, angle in pose.items():
        low, high = limits[coordinate[:-2]]
        assert low <= angle <= high, coordinate


@given(MOVEMENTS, st.floats(0, 1), st.floats(0, 1))
def test_left_is_the_mirror_image_of_right(movement: str, share: float, amount: float) -> None:
    spec = ATLAS.movements[movement]
    clip, other = clip_of(spec, amount), {"r": "l", "l": "r"}
    right, left = (clip.pose_at(share * spec.seconds, side) for side in ("r", "l"))
    assert left == Pose.of({f"{name[:-1]}{other[name[-1]]}": angle for name, angle in right.items()})


@pytest.mark.parametrize("movement", [id for id, spec in ATLAS.movements.items() if spec.cyclic])
def test_a_cycle_loops_without_a_jump(movement: str) -> None:
    clip = clip_of(ATLAS.movements[movement])
    end, start = clip.pose_at(clip.seconds), clip.pose_at(0.0)
    assert [*end.values()] == pytest.approx([*start.values()], abs=1e-9)


@pytest.mark.parametrize("movement", [id for id, spec in ATLAS.movements.items() if not spec.cyclic])
def test_what_is_no_cycle_goes_back_to_where_it_began(movement: str) -> None:
    clip = clip_of(ATLAS.movements[movement])
    assert clip.pose_at(clip.seconds) == clip.pose_at(0.0)


@given(st.floats(0, 1), st.floats(0, 1))
def test_weakness_scales_between_a_healthy_stance_and_a_drop(share: float, amount: float) -> None:
    healthy, weak, between = (clip_of(SIGN, a).pose_at(share * SIGN.seconds) for a in (0.0, 1.0, amount))
    for name, angle in between.items():
        assert angle == pytest.approx((1 - amount) * healthy[name] + amount * weak[name], abs=1e-9)
    # Healthy, it is the plain stance on one leg.
    stance = ATLAS.movements["single_leg_stance"]
    assert healthy == pytest.approx(clip_of(stance).pose_at(share * stance.seconds))


def test_without_an_amount_a_parameter_stands_where_it_starts() -> None:
    assert clip_of(SIGN) == clip_of(SIGN, 1.0) != clip_of(SIGN, 0.0)
    assert clip_of(GAIT) == clip_of(GAIT, 0.3)


@pytest.mark.parametrize(
    ("percent", "right"),
    [
        (0, {"medius", "maximus"}),
        (12, {"medius", "minimus", "maximus"}),
        (30, {"medius", "minimus", "tensor"}),
        (40.5, {"tensor"}),
        (60, set()),
        (97, {"medius", "maximus"}),
    ],
)
def test_muscles_are_active_at_their_times(percent: float, right: set[str]) -> None:
    names = {"tensor": "tensor_fasciae_latae", **{n: f"gluteus_{n}" for n in ("medius", "minimus", "maximus")}}
    active = active_muscles(GAIT, percent / 100, "r")
    assert {id for id in active if id.endswith("_r")} == {f"{names[name]}_r" for name in right}


@given(st.floats(0, 1), SIDES)
def test_the_other_leg_works_half_a_cycle_apart(share: float, side: ClipSide) -> None:
    active, later = active_muscles(GAIT, share, side), active_muscles(GAIT, (share + 0.5) % 1, side)
    other = "l" if side == "r" else "r"
    assert {id[:-2] for id in active if id.endswith(other)} == {id[:-2] for id in later if id.endswith(side)}


def test_where_each_hip_is() -> None:
    assert hip_shares(GAIT, 0.75, "l") == {"l": 0.75, "r": 0.25}
    assert list(hip_shares(GAIT, 0.1, "both")) == ["r", "l"]
    assert hip_shares(ATLAS.movements["abduction"], 0.1, "both") == {"r": 0.1, "l": 0.1}


def test_a_moment_lights_the_muscles_and_a_pose_of_ones_own_puts_them_out() -> None:
    state = at_moment(ViewState(clip="gait"), GAIT, RANGE, 0.12 * GAIT.seconds)
    assert "gluteus_minimus_r" in state.active
    lit = {id for id, part in resolve(ATLAS, state).parts.items() if part.active}
    assert lit == state.active
    changes = diff(resolve(ATLAS, replace_active(state)), resolve(ATLAS, state))
    assert {part.id for part in changes.parts} == lit
    for after in (edits.set_angle(state, "hip_flexion", 5, RANGE), edits.neutral(state), edits.reset(state)):
        assert after.active == frozenset()


def replace_active(state: ViewState) -> ViewState:
    return edits.set_pose(state, state.pose)


def test_a_movement_holds_still_what_it_states_until_a_person_says_otherwise() -> None:
    left = edits.choose_side(ViewState(clip="gait"), "l")
    sign = edits.choose_movement(left, "trendelenburg", SIGN)
    assert (sign.fixed, sign.clip_amount) == ("femur_l", 1.0)
    held = edits.set_amount(edits.fix_body(sign, "pelvis"), 0.25)
    again = edits.choose_movement(held, "trendelenburg", SIGN)
    assert (again.fixed, again.clip_amount) == ("pelvis", 0.25)
    assert edits.choose_movement(sign, "gait", GAIT).fixed == "pelvis"


def test_an_amount_is_held_between_none_and_all() -> None:
    assert [edits.set_amount(ViewState(), amount).clip_amount for amount in (-1, 0.4, 7)] == [0, 0.4, 1]


def test_undo_leaves_the_chosen_movement_and_its_amount() -> None:
    now = edits.set_amount(ViewState(clip="trendelenburg"), 0.3)
    assert restored(ViewState(clip="gait"), now).clip_amount == 0.3
