"""Edits of the view state as pure functions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from glutview.biomech.clip import ClipSide
from glutview.biomech.pose import Pose
from glutview.biomech.stops import BoneStop, LimitStop
from glutview.state import view_edits as edits
from glutview.state.view_state import ViewState
from tests.biomech.ranges import RANGE, coordinates, poses


def test_an_angle_moves_the_chosen_side_alone() -> None:
    state = edits.set_angle(ViewState(clip_side="l"), "hip_abduction", 20, RANGE)
    assert state.pose == Pose.of({"hip_abduction_l": 20})
    both = edits.set_angle(ViewState(clip_side="both"), "hip_abduction", 20, RANGE)
    assert both.pose == Pose.of({"hip_abduction_l": 20, "hip_abduction_r": 20})


def test_an_angle_stops_at_its_limits() -> None:
    assert edits.set_angle(ViewState(), "hip_abduction", 999, RANGE).pose["hip_abduction_r"] == 50
    assert edits.set_angle(ViewState(), "hip_flexion", -999, RANGE).pose["hip_flexion_r"] == -20


def test_an_angle_stops_at_the_bone_and_each_hip_by_itself() -> None:
    asked = ("hip_internal_rotation", -45.0, RANGE)
    state = ViewState(pose=Pose.of({"hip_abduction_r": -15, "hip_flexion_l": 30}), clip_side="both")
    turned, stops = edits.set_angle(state, *asked), edits.stops(state, *asked)
    assert turned.pose.hip("l") == (30, 0, -45)
    assert turned.pose.hip("r") == RANGE.reach((0, -15, 0), "hip_internal_rotation", -45).angles
    assert -45 < turned.pose["hip_internal_rotation_r"] < 0
    assert stops == {"r": BoneStop("ischium", "lesser trochanter", float(RANGE.clearance_mm(turned.pose.hip("r"))))}
    assert edits.stops(turned, "hip_internal_rotation", 0, RANGE) == {}
    assert edits.stops(state, "hip_flexion", 130, RANGE)["l"] == LimitStop("hip_flexion", 120)


@given(poses, st.sampled_from(["r", "l"]), coordinates, st.floats(-200, 200))
def test_no_angle_leads_out_of_the_range_and_both_sides_are_alike(
    pose: Pose, side: ClipSide, coordinate: str, degrees: float
) -> None:
    turned = edits.set_angle(ViewState(pose=pose, clip_side=side), coordinate, degrees, RANGE).pose
    assert Pose.checked(turned, RANGE) == turned
    other: ClipSide = "l" if side == "r" else "r"
    assert turned.hip(other) == pose.hip(other)
    mirrored = Pose((*pose.hip("l"), *pose.hip("r")))
    assert edits.set_angle(ViewState(pose=mirrored, clip_side=other), coordinate, degrees, RANGE).pose.hip(
        other
    ) == turned.hip(side)


@given(poses, st.sampled_from(["r", "l", "both"]))
def test_the_shown_spans_are_how_far_each_angle_goes(pose: Pose, side: ClipSide) -> None:
    state = ViewState(pose=pose, clip_side=side)
    shown = "l" if side == "l" else "r"
    for name, span in edits.shown_spans(state, RANGE).items():
        ends = [edits.set_angle(state, name, far, RANGE).pose[f"{name}_{shown}"] for far in (-200, 200)]
        assert span == tuple(ends)


def test_isolate_hides_all_else_and_show_all_brings_it_back() -> None:
    state = edits.isolate(ViewState(), {"b"}, ["a", "b", "c"])
    assert state.hidden == {"a", "c"}
    assert edits.show_all(state).hidden == frozenset()


def test_the_standing_leg_changes_with_the_side() -> None:
    state = edits.fix_body(ViewState(), "femur_r")
    assert edits.choose_side(state, "l").fixed == "femur_l"
    assert edits.choose_side(state, "both").fixed == "femur_r"
    assert edits.choose_side(ViewState(), "l").fixed == "pelvis"


def test_reset_keeps_camera_theme_and_movement() -> None:
    state = ViewState(selected="a", hidden=frozenset("b"), xray=True, clip="abduction", clip_side="l", theme="dark")
    assert edits.reset(state) == ViewState(clip="abduction", clip_side="l", theme="dark")


def test_shown_angles_are_those_of_the_chosen_hip() -> None:
    pose = Pose.of({"hip_flexion_r": 10, "hip_flexion_l": 20})
    assert edits.shown_angles(ViewState(pose=pose))["hip_flexion"] == 10
    assert edits.shown_angles(ViewState(pose=pose, clip_side="l"))["hip_flexion"] == 20
    assert edits.shown_angles(ViewState(pose=pose, clip_side="both"))["hip_flexion"] == 10
