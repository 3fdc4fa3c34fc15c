"""Edits of the view state as pure functions."""

from __future__ import annotations

from glutview.biomech.pose import Pose
from glutview.state import view_edits as edits
from glutview.state.view_state import ViewState

LIMITS = {"hip_flexion": (-20.0, 120.0), "hip_abduction": (-30.0, 50.0), "hip_internal_rotation": (-45.0, 45.0)}


def test_an_angle_moves_the_chosen_side_alone() -> None:
    state = edits.set_angle(ViewState(clip_side="l"), "hip_abduction", 20, LIMITS)
    assert state.pose == Pose.of({"hip_abduction_l": 20})
    both = edits.set_angle(ViewState(clip_side="both"), "hip_abduction", 20, LIMITS)
    assert both.pose == Pose.of({"hip_abduction_l": 20, "hip_abduction_r": 20})


def test_an_angle_stops_at_its_limits() -> None:
    assert edits.set_angle(ViewState(), "hip_abduction", 999, LIMITS).pose["hip_abduction_r"] == 50
    assert edits.set_angle(ViewState(), "hip_flexion", -999, LIMITS).pose["hip_flexion_r"] == -20


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
