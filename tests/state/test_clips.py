"""From the atlas's movements to poses, and to the muscles that are active in them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glutview.atlas.load import load_atlas
from glutview.biomech.clip import ClipSide
from glutview.biomech.motion_range import AMID, MotionRange
from glutview.biomech.motion_table import CLEARANCE_MM
from glutview.biomech.pose import HIP_COORDINATES, Pose
from glutview.biomech.stops import BoneStop
from glutview.state import view_edits as edits
from glutview.state.clips import (
    active_muscles,
    at_moment,
    clip_of,
    hip_shares,
    moment_with,
    on_side,
    shows_moment,
    taken_up,
    told_moment,
)
from glutview.state.diff import diff
from glutview.state.resolve import resolve
from glutview.state.view_state import ViewState, restored
from tests.biomech.ranges import RANGE, poses

ATLAS = load_atlas()
GAIT, SIGN = ATLAS.movements["gait"], ATLAS.movements["trendelenburg"]
INWARD = ATLAS.movements["internal_rotation"]
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


# ------------------------------------------------------------------------------------- at the border of the range


def test_a_clip_that_meets_the_border_turns_nothing_but_its_own_angle() -> None:
    state = ViewState(pose=Pose.of({"hip_flexion_r": 110, "hip_flexion_l": 7}), clip="internal_rotation")
    border = RANGE.reach((110, 0, 0), "hip_internal_rotation", 35).angles[2]
    seen = []
    for frame in range(81):
        # Each is made from the one before, as the player makes them.
        state = at_moment(state, INWARD, RANGE, frame % 40 / 40 * INWARD.seconds)
        assert (state.pose.hip("r")[:2], state.pose.hip("l")) == ((110, 0), (7, 0, 0))
        seen.append(state.pose["hip_internal_rotation_r"])
    # A slider stops at the last whole tenth before the border.
    assert border <= max(seen) < border + 0.1 < 35
    assert seen[:40] == seen[40:80]
    assert state.pose["hip_internal_rotation_r"] == 0


@given(MOVEMENTS, st.sampled_from(["r", "l", "both"]), poses, st.lists(st.floats(0, 1), min_size=1, max_size=3))
@settings(max_examples=60)
def test_a_pose_depends_on_the_moment_and_on_what_the_clip_leaves_alone(
    movement: str, side: ClipSide, pose: Pose, shares: list[float]
) -> None:
    spec = ATLAS.movements[movement]
    begun = ViewState(pose=pose, clip=movement, clip_side=side)
    after = begun
    for share in shares:
        after = at_moment(after, spec, RANGE, share * spec.seconds)
    assert after == at_moment(begun, spec, RANGE, shares[-1] * spec.seconds)
    assert RANGE.allowed([after.pose.hip(hip) for hip in "rl"]).all()
    moved = clip_of(spec).moved(side)
    assert {name: angle for name, angle in after.pose.items() if name not in moved} == {
        name: angle for name, angle in pose.items() if name not in moved
    }


@pytest.mark.parametrize("movement", list(ATLAS.movements))
def test_what_the_bones_leave_free_is_not_held(movement: str) -> None:
    spec = ATLAS.movements[movement]
    for side in ("r", "l"):
        state = ViewState(clip=movement, clip_side="l" if side == "l" else "r")
        for share in np.linspace(0, 1, 25):
            shown, held = told_moment(state, spec, RANGE, float(share) * spec.seconds)
            assert shown.pose == clip_of(spec, 1.0).pose_at(float(share) * spec.seconds, state.clip_side)
            assert (held.stops, held.coordinate) == ({}, "")


@pytest.mark.parametrize(
    ("movement", "turned"),
    [
        ("internal_rotation", {"hip_flexion_r": 110}),
        # Along flexion two stretches are free here: the hip stays in that in which the movement starts.
        ("flexion", {"hip_flexion_r": 0, "hip_abduction_r": 38.5, "hip_internal_rotation_r": 38.3}),
        ("gait", {"hip_internal_rotation_r": -40}),
        ("internal_rotation_flexed", {"hip_abduction_r": -25}),
        ("resisted_abduction_extension", {"hip_internal_rotation_r": -43}),
        ("circumduction", {"hip_internal_rotation_r": -45}),
    ],
)
def test_what_moves_smoothly_is_held_smoothly(movement: str, turned: dict[str, float]) -> None:
    spec = ATLAS.movements[movement]
    clip, state = clip_of(spec), ViewState(pose=Pose.of(turned), clip=movement)
    moments = np.linspace(0, spec.seconds, 401)
    shown = [told_moment(state, spec, RANGE, float(moment), clip) for moment in moments]
    assert any(held.stops for _, held in shown)
    came = np.array([one.pose.angles for one, _ in shown])
    asked = np.array([clip.pose_at(float(moment), "r", state.pose).angles for moment in moments])
    # Along the border it may go somewhat faster than the movement itself, but it never leaps.
    assert np.abs(np.diff(came, axis=0)).max() < 2 * np.abs(np.diff(asked, axis=0)).max()


def test_what_stops_a_clip_is_told() -> None:
    state = ViewState(pose=Pose.of({"hip_flexion_l": 110}), clip="internal_rotation", clip_side="l")
    shown, held = told_moment(state, INWARD, RANGE, INWARD.seconds / 2)
    assert (held.sides, held.coordinate) == (("l",), "hip_internal_rotation")
    (stop,) = held.stops.values()
    assert isinstance(stop, BoneStop)
    assert stop.clearance_mm == pytest.approx(CLEARANCE_MM, abs=1e-5)
    assert stop.clearance_mm == RANGE.clearance_mm(shown.pose.hip("l"))
    assert told_moment(shown, INWARD, RANGE, 0.0)[1].stops == {}
    both = told_moment(ViewState(pose=state.pose, clip_side="both"), INWARD, RANGE, INWARD.seconds / 2)[1]
    assert (list(both.stops), both.sides, both.coordinate) == (["l"], ("r", "l"), "")


def test_of_a_movement_of_both_hips_that_which_is_stopped_is_told() -> None:
    state = ViewState(pose=Pose.of({"hip_internal_rotation_l": -40}), clip="gait")
    held = [told_moment(state, GAIT, RANGE, share * GAIT.seconds)[1] for share in (0.0, 0.5)]
    assert [(list(one.stops), one.sides, one.coordinate) for one in held] == [
        (["l"], ("r", "l"), ""),
        ([], ("r", "l"), ""),
    ]


def test_where_none_of_its_own_angles_is_allowed_all_come_in_and_stay_so() -> None:
    pose = Pose.of({"hip_flexion_r": -20, "hip_abduction_r": -30})
    assert RANGE.span(pose.hip("r"), "hip_internal_rotation") is None
    begun = ViewState(pose=pose, clip="internal_rotation")
    moments = [at_moment(begun, INWARD, RANGE, share * INWARD.seconds) for share in (0.0, 0.2, 0.5, 1.0)]
    assert RANGE.allowed([one.pose.hip("r") for one in moments]).all()
    # The others are alike at all moments, whichever of them is shown first.
    assert len({one.pose.hip("r")[:2] for one in moments}) == 1
    assert at_moment(moments[2], INWARD, RANGE, 0.2 * INWARD.seconds) == moments[1]


@given(poses, st.sampled_from(list(combinations(range(3), 2))))
def test_with_two_of_its_angles_amid_a_hip_can_have_any_third(pose: Pose, two: tuple[int, int]) -> None:
    # Not a truth of anatomy, but what is rested on: that a clip of two angles always has some that are allowed.
    hip = np.array(pose.hip("r"))
    hip[list(two)] = np.array(AMID)[list(two)]
    assert RANGE.allowed(hip)


def test_another_clip_leaves_what_a_person_has_turned_and_no_hip_where_it_cannot_be() -> None:
    turned = Pose.of({"hip_flexion_r": 110, "hip_internal_rotation_r": 25, "hip_abduction_r": 20})
    assert RANGE.allowed(turned.hip("r"))
    state = ViewState(pose=turned, clip="abduction")
    assert not RANGE.allowed((110, 0, 25))
    taken = taken_up(state, ATLAS.movements, "internal_rotation", RANGE)
    flexion, abduction, internal = taken.pose.hip("r")
    assert (taken.clip, flexion, internal) == ("internal_rotation", 110, 25)
    assert RANGE.allowed(taken.pose.hip("r"))
    # As near to neutral as the others let it.
    assert abduction == RANGE.reach(turned.hip("r"), "hip_abduction", 0).angles[1] > 0
    free = taken_up(ViewState(pose=Pose.of({"hip_flexion_r": 30}), clip="abduction"), ATLAS.movements, "gait", RANGE)
    assert free.pose == Pose.of({"hip_flexion_r": 30})


@given(MOVEMENTS, SIDES, SIDES, st.floats(0, 1))
def test_another_side_is_shown_at_the_same_moment_as_if_it_had_been_chosen_from_the_start(
    movement: str, first: ClipSide, second: ClipSide, share: float
) -> None:
    spec = ATLAS.movements[movement]
    start = edits.choose_movement(ViewState(), movement, spec)
    at = share * spec.seconds
    shown = at_moment(edits.choose_side(start, first), spec, RANGE, at)
    assert shows_moment(shown, spec, RANGE, at)
    changed = on_side(shown, spec, second, RANGE, at)
    wanted = at_moment(edits.choose_side(start, second), spec, RANGE, at)
    assert list(changed.pose.values()) == pytest.approx(list(wanted.pose.values()), abs=1e-6)
    assert (changed.clip_side, changed.active, changed.fixed) == (second, wanted.active, wanted.fixed)


def test_a_hip_that_a_person_has_turned_stays_when_the_other_is_chosen() -> None:
    state = edits.choose_movement(ViewState(), "gait", GAIT)
    turned = edits.set_angle(at_moment(state, GAIT, RANGE, 1.0), "hip_flexion", 80.0, RANGE)
    assert not shows_moment(turned, GAIT, RANGE, 1.0)
    changed = on_side(turned, GAIT, "l", RANGE, 1.0)
    assert (changed.pose, changed.clip_side) == (turned.pose, "l")


def test_the_range_is_that_of_the_atlas_not_of_the_bones_alone() -> None:
    limits = {**ATLAS.coordinate_limits(), "hip_internal_rotation": (-45.0, 10.0)}
    shown, held = told_moment(ViewState(clip="internal_rotation"), INWARD, MotionRange.load(limits), 2.0)
    assert shown.pose.hip("r") == (0, 0, 10)
    assert held.coordinate == "hip_internal_rotation"


# --------------------------------------------------------------------------------------------- moments by angle


@given(MOVEMENTS, st.sampled_from(["r", "l"]), st.floats(0, 1), st.floats(0, 1), st.data())
@settings(max_examples=60)
def test_the_nearest_moment_with_an_angle_is_found(
    movement: str, side: ClipSide, share: float, near: float, data: st.DataObject
) -> None:
    clip = clip_of(ATLAS.movements[movement])
    coordinate = data.draw(st.sampled_from(sorted(clip.moved(side))))
    angle = clip.pose_at(share * clip.seconds, side)[coordinate]
    found = moment_with(clip, side, coordinate, angle, near * clip.seconds)
    assert found is not None
    assert clip.pose_at(found, side)[coordinate] == pytest.approx(angle, abs=2e-3)

    def away(moment: float) -> float:
        apart = abs(moment - near * clip.seconds)
        return min(apart, clip.seconds - apart) if clip.cyclic else apart

    assert away(found) <= away(share * clip.seconds) + 1e-9 or away(found) == pytest.approx(
        away(share * clip.seconds), abs=2 * clip.seconds / 1000
    )


def test_a_moment_is_near_in_time_and_a_cycle_has_no_ends() -> None:
    clip = clip_of(ATLAS.movements["abduction"])
    early, late = (moment_with(clip, "r", "hip_abduction_r", 20, near) for near in (0.5, 3.5))
    assert early == pytest.approx(1.0, abs=1e-3)
    assert late == pytest.approx(3.0, abs=1e-3)
    assert moment_with(clip, "r", "hip_abduction_r", 40, 0.0) == pytest.approx(2.0)
    # It rests there: where one is, one stays.
    stance = clip_of(ATLAS.movements["single_leg_stance"])
    assert moment_with(stance, "r", "hip_abduction_r", -4, 1.83) == pytest.approx(1.83)
    gait = clip_of(GAIT)
    last = GAIT.seconds * 0.915
    angle = gait.pose_at(last)["hip_flexion_r"]
    assert moment_with(gait, "r", "hip_flexion_r", angle, 0.05) == pytest.approx(last, abs=2e-3)
    before = moment_with(gait, "r", "hip_flexion_r", angle, 2.0)
    assert before is not None
    assert 0.85 * GAIT.seconds < before < 0.9 * GAIT.seconds


@pytest.mark.parametrize(("coordinate", "degrees"), [("hip_abduction_r", 40.5), ("hip_abduction_r", -0.5)])
def test_an_angle_that_a_clip_never_has_has_no_moment(coordinate: str, degrees: float) -> None:
    assert moment_with(clip_of(ATLAS.movements["abduction"]), "r", coordinate, degrees, 1.0) is None


def test_an_angle_that_a_clip_leaves_alone_has_no_moment() -> None:
    clip = clip_of(ATLAS.movements["abduction"])
    for coordinate in ("hip_abduction_l", *(f"{name}_r" for name in HIP_COORDINATES if name != "hip_abduction")):
        assert moment_with(clip, "r", coordinate, 0.0, 1.0) is None
