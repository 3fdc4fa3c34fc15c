"""Transitions: exact at their ends, steady in between, interrupted anywhere."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.biomech.pose import COORDINATES, Pose
from glutview.state.transition import Transition, eased, fitting_seconds
from glutview.state.view_state import CameraState, ViewState
from tests.biomech.ranges import RANGE, poses

cameras = st.builds(
    CameraState,
    azimuth_deg=st.floats(-180, 180),
    elevation_deg=st.floats(-90, 90),
    distance_mm=st.floats(12, 8000),
    focal_mm=st.tuples(*[st.floats(-500, 500)] * 3),
    view_angle_deg=st.floats(5, 60),
    parallel=st.booleans(),
)
states = st.builds(
    ViewState,
    selected=st.sampled_from([None, "a", "b"]),
    hidden=st.frozensets(st.sampled_from("abc")),
    xray=st.booleans(),
    labels=st.booleans(),
    pose=st.just(Pose()) | poses,
    fixed=st.sampled_from(["pelvis", "femur_r", "femur_l"]),
    camera=cameras,
    mode=st.sampled_from(["explore", "lesson"]),
)
MOMENTS = [i / 20 for i in range(21)]


def _way(start: ViewState, end: ViewState, seconds: float) -> Transition:
    return Transition(start, end, seconds, RANGE)


def _camera(state: ViewState) -> CameraState:
    assert state.camera is not None
    return state.camera


@given(states, states, st.floats(0.01, 10))
def test_the_ends_are_exact(start: ViewState, end: ViewState, seconds: float) -> None:
    way = _way(start, end, seconds)
    assert way.state_at(0) == way.state_at(-1) == start
    assert way.state_at(seconds) == way.state_at(seconds + 9) == end


@given(states, states)
def test_everything_goes_straight_there(start: ViewState, end: ViewState) -> None:
    seen = [_way(start, replace(end, fixed=start.fixed), 1.0).state_at(t) for t in MOMENTS]
    tracks = [[state.pose[name] for state in seen] for name in COORDINATES if _free(start, end, name[-1])]
    tracks += [[_camera(state).distance_mm for state in seen], [_camera(state).elevation_deg for state in seen]]
    tracks += [[_camera(state).focal_mm[axis] for state in seen] for axis in range(3)]
    for track in tracks:
        rising = track[-1] >= track[0]
        assert all((b >= a - 1e-9) if rising else (b <= a + 1e-9) for a, b in pairwise(track))


def _free(start: ViewState, end: ViewState, side: str) -> bool:
    """Whether no bone is in a hip's way."""
    return RANGE.towards(start.pose.hip(side), end.pose.hip(side)).stop is None


@given(states, states)
def test_the_camera_turns_the_short_way(start: ViewState, end: ViewState) -> None:
    seen = [_camera(_way(start, end, 1.0).state_at(t)).azimuth_deg for t in MOMENTS]
    steps = [(b - a + 180) % 360 - 180 for a, b in pairwise(seen)]
    assert sum(map(abs, steps)) <= 180 + 1e-6
    assert all(step >= -1e-9 for step in steps) or all(step <= 1e-9 for step in steps)


@given(states, states, st.floats(0, 1))
def test_no_pose_leaves_the_range(start: ViewState, end: ViewState, moment: float) -> None:
    pose = _way(start, end, 1.0).state_at(moment).pose
    assert Pose.checked(pose, RANGE) == pose


def test_round_the_bones_a_hip_goes_along_the_border_without_a_jump() -> None:
    random = np.random.default_rng(3)
    angles = random.uniform(RANGE.box[:, 0], RANGE.box[:, 1], (30000, 3))
    angles = angles[RANGE.allowed(angles)]
    pairs = [(a, b) for a, b in zip(angles[::2], angles[1::2], strict=False) if RANGE.towards(a, b).stop is not None]
    assert len(pairs) >= 3
    for a, b in pairs:
        start, end = (ViewState(pose=Pose((*hip.tolist(), 0.0, 0.0, 0.0))) for hip in (a, b))
        way = _way(start, end, 1.0)
        seen = np.array([way.state_at(i / 1000).pose.hip("r") for i in range(1001)])
        assert RANGE.allowed(seen).all()
        assert np.abs(np.diff(seen, axis=0)).max() < 2.0


@given(states, states)
def test_the_body_that_stands_changes_only_where_it_makes_no_difference(start: ViewState, end: ViewState) -> None:
    way = _way(start, end, 1.0)
    fine = [way.state_at(i / 500) for i in range(501)]
    for before, after in pairwise(fine):
        if before.fixed != after.fixed:
            assert min(max(map(abs, before.pose.angles)), max(map(abs, after.pose.angles))) < 1e-2


@given(states, states, states, st.floats(0, 1))
def test_an_interrupted_transition_goes_on_from_where_it_is(
    start: ViewState, end: ViewState, other: ViewState, moment: float
) -> None:
    here = _way(start, end, 1.0).state_at(moment)
    onward = _way(here, other, 1.0)
    assert onward.state_at(0) == here
    assert onward.state_at(1) == other
    soon = onward.state_at(1e-4)
    assert math.dist(_camera(soon).focal_mm, _camera(here).focal_mm) < 1e-3
    assert all(abs(a - b) < 1e-3 for a, b in zip(soon.pose.angles, here.pose.angles, strict=True))


@given(states, states)
def test_what_cannot_be_halved_changes_once(start: ViewState, end: ViewState) -> None:
    seen = [_way(start, end, 1.0).state_at(t) for t in MOMENTS]
    for name in ("selected", "hidden", "xray", "labels"):
        values = [getattr(state, name) for state in seen]
        assert sum(a != b for a, b in pairwise(values)) == (values[0] != values[-1])


def test_a_place_that_both_pictures_show_in_the_middle_of_a_zoom_stays() -> None:
    # The eye moves along one line, so nothing sways while the picture grows.
    a = CameraState(distance_mm=1000, focal_mm=(0.0, 0.0, 0.0))
    b = CameraState(distance_mm=250, focal_mm=(30.0, 0.0, 0.0))
    fixed_x = 40.0  # (x - focal) / distance is 0.04 in both
    for moment in MOMENTS:
        state = _camera(_way(ViewState(camera=a), ViewState(camera=b), 1.0).state_at(moment))
        assert (fixed_x - state.focal_mm[0]) / state.distance_mm == pytest.approx(0.04)


def test_without_a_camera_the_others_is_taken() -> None:
    camera = CameraState()
    assert _way(ViewState(), ViewState(camera=camera), 1.0).state_at(0.5).camera == camera
    assert _way(ViewState(), ViewState(), 1.0).state_at(0.5).camera is None


@given(states, states)
def test_it_takes_its_time_but_not_more(start: ViewState, end: ViewState) -> None:
    assert 0 <= fitting_seconds(start, end) <= 2.2
    assert fitting_seconds(start, replace(start, xray=not start.xray)) == 0


def test_easing_rests_at_both_ends() -> None:
    assert (eased(0), eased(0.5), eased(1), eased(-1), eased(2)) == (0, 0.5, 1, 0, 1)
    assert eased(0.01) < 1e-4
    assert 1 - eased(0.99) < 1e-4
