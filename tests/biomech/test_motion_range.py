"""The range of motion: true to the bones, closed under every way of moving, and told truthfully."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from glutview.atlas.load import load_atlas
from glutview.biomech.coordinates import HIP_COORDINATES
from glutview.biomech.hip_joint import HipJoint
from glutview.biomech.motion_range import AMID, Angles, MotionRange
from glutview.biomech.motion_table import CLEARANCE_MM
from glutview.biomech.pose import Pose
from glutview.biomech.spots import placed
from glutview.biomech.stops import BoneStop, LimitStop
from glutview.biomech.transforms import Floats, apply
from glutview.build.bone_parts import LANDMARKS, parts_of_femur, parts_of_hip_bone
from glutview.build.bone_range import BoneRange
from glutview.build.motion_range import bone_range, bones
from glutview.errors import GlutviewError
from tests.biomech.ranges import LIMITS, RANGE, allowed, anywhere, coordinates, within_limits

NEUTRAL: Angles = (0.0, 0.0, 0.0)


@pytest.fixture(scope="module")
def real() -> BoneRange:
    atlas = load_atlas()
    return bone_range(atlas, bones(atlas))


@pytest.mark.parametrize(
    "angles",
    [
        *[(float(flexion), 0.0, 0.0) for flexion in range(-15, 111, 5)],
        (0, 40, 0),
        (0, 0, 35),
        (0, 0, -40),
        (90, 0, 20),
        (90, 0, -40),
        (110, 20, 0),
        (-10, 20, -20),
        (30, 30, -30),
    ],
)
def test_it_holds_what_a_hip_can_do(angles: Angles) -> None:
    assert RANGE.allowed(angles), RANGE.stop(angles)
    assert RANGE.towards(NEUTRAL, angles).angles == angles


def test_what_it_allows_the_bones_allow_and_it_forbids_hardly_more(real: BoneRange) -> None:
    random = np.random.default_rng(7)
    poses = random.uniform(RANGE.box[:, 0], RANGE.box[:, 1], (40_000, 3))
    at_border = np.abs(RANGE.clearance_mm(poses) - CLEARANCE_MM) < 0.5
    assert at_border.sum() > 500
    poses = np.concatenate([poses[:1000], poses[at_border][:1500]])
    stored, true = RANGE.clearance_mm(poses), np.array([real.clearance_mm(pose) for pose in poses])
    free = RANGE.allowed(poses)
    assert true[free].min() >= CLEARANCE_MM
    assert true[~free].max() < CLEARANCE_MM + 0.2
    # In the open the distance is no more than interpolated.
    assert np.abs(stored - true).max() < 0.6
    assert np.abs(stored - true)[1000:].max() < 0.3


def test_the_left_hip_has_the_same_range(real: BoneRange) -> None:
    class Mirrored:
        def value_and_gradient(self, points: Floats) -> tuple[Floats, Floats]:
            value, slope = real.hip_bone.value_and_gradient(points * [-1, 1, 1])
            return value, slope * [-1, 1, 1]

    left = BoneRange(real.hip.mirrored(), real.femur_points * [-1, 1, 1], Mirrored())
    assert left.hip.side == "l"
    random = np.random.default_rng(8)
    for pose in random.uniform(RANGE.box[:, 0], RANGE.box[:, 1], (100, 3)):
        assert left.clearance_mm(pose) == pytest.approx(real.clearance_mm(pose), abs=1e-6)


@given(anywhere)
def test_a_stop_is_what_forbids(angles: Angles) -> None:
    stop = RANGE.stop(angles)
    assert (stop is None) == bool(RANGE.allowed(angles))
    if isinstance(stop, LimitStop):
        i = HIP_COORDINATES.index(stop.coordinate)
        assert stop.limit_deg in LIMITS[stop.coordinate]
        assert abs(angles[i] - stop.limit_deg) == pytest.approx(
            max(max(low - a, a - high) for a, (low, high) in zip(angles, RANGE.box.tolist(), strict=True))
        )
    if isinstance(stop, BoneStop):
        assert stop.clearance_mm == float(RANGE.clearance_mm(angles)) < CLEARANCE_MM


def test_many_at_once_are_as_one_by_one() -> None:
    poses = np.random.default_rng(9).uniform(-60, 130, (4, 5, 3))
    free, clearance = RANGE.allowed(poses), RANGE.clearance_mm(poses)
    assert free.shape == clearance.shape == (4, 5)
    for index in np.ndindex(4, 5):
        assert free[index] == RANGE.allowed(poses[index])
        assert clearance[index] == RANGE.clearance_mm(poses[index])


@given(allowed, coordinates, st.floats(-200, 200), st.floats(0, 1))
def test_turning_one_angle_never_leaves_the_range(start: Angles, name: str, target: float, share: float) -> None:
    reach = RANGE.reach(start, name, target)
    axis = HIP_COORDINATES.index(name)
    assert RANGE.allowed(reach.angles)
    assert RANGE.allowed(np.array(start) + share * (np.array(reach.angles) - start))
    assert [reach.angles[i] for i in range(3) if i != axis] == [start[i] for i in range(3) if i != axis]
    assert (reach.stop is None) == (reach.angles[axis] == target)
    assert RANGE.reach(reach.angles, name, target) == reach
    low, high = RANGE.span(start, name) or (0, 0)
    assert low <= reach.angles[axis] <= high


@given(allowed, coordinates, st.sampled_from([-200.0, 200.0]))
def test_it_goes_as_far_as_it_can(start: Angles, name: str, target: float) -> None:
    reach = RANGE.reach(start, name, target)
    axis, beyond = HIP_COORDINATES.index(name), list(reach.angles)
    beyond[axis] += 0.1001 * np.sign(target)
    if isinstance(reach.stop, LimitStop):
        assert reach.stop == LimitStop(name, reach.angles[axis])
        assert reach.angles[axis] in LIMITS[name]
    else:
        assert not RANGE.allowed(beyond)
        assert isinstance(reach.stop, BoneStop)
        assert CLEARANCE_MM <= reach.stop.clearance_mm < CLEARANCE_MM + 0.3
    if isinstance(reach.stop, BoneStop) and reach.angles != start:
        assert round(reach.angles[axis], 1) == reach.angles[axis]


@given(allowed, anywhere, st.floats(0, 1))
def test_the_straight_way_never_leaves_the_range(start: Angles, target: Angles, share: float) -> None:
    reach = RANGE.towards(start, target)
    came, way = np.array(reach.angles), np.clip(target, *RANGE.box.T) - np.array(start)
    assert RANGE.allowed(came)
    assert RANGE.allowed(start + share * (came - start))
    assert np.linalg.norm(np.cross(came - start, way)) <= 1e-6 * max(float(way @ way), 1.0)
    again = RANGE.towards(came, target)
    assert np.abs(came - again.angles).max() < 1e-5
    if isinstance(reach.stop, BoneStop):
        length = np.abs(way).max()
        assume(length > 1)
        assert not RANGE.allowed(came + way / length * 1e-4)
    else:
        assert np.allclose(came, np.clip(target, *RANGE.box.T))


@given(allowed, coordinates, st.floats(-200, 200))
def test_both_ways_of_moving_agree(start: Angles, name: str, target: float) -> None:
    axis, asked = HIP_COORDINATES.index(name), list(start)
    asked[axis] = target
    one, other = RANGE.reach(start, name, target).angles[axis], RANGE.towards(start, asked).angles[axis]
    assert 0 <= (other - one) * np.sign(target - start[axis]) + 1e-9 < 0.1 + 2e-6


@given(anywhere, coordinates, st.floats(-200, 200), anywhere)
def test_from_outside_a_hip_stays_or_comes_in(start: Angles, name: str, target: float, goal: Angles) -> None:
    assume(not RANGE.allowed(start))
    reach = RANGE.reach(start, name, target)
    assert reach.angles == start or RANGE.allowed(reach.angles)
    straight = RANGE.towards(start, goal)
    assert straight.angles == start or RANGE.allowed(straight.angles)
    if RANGE.allowed(goal):
        assert RANGE.allowed(straight.angles)


@given(anywhere)
def test_held_and_nearest_are_allowed_and_leave_what_is_allowed(angles: Angles) -> None:
    held, nearest = RANGE.held(angles), RANGE.nearest(angles)
    assert RANGE.allowed(held)
    assert RANGE.allowed(nearest)
    if RANGE.allowed(angles):
        assert held == nearest == angles


@given(within_limits, st.sets(coordinates))
def test_the_nearest_angles_differ_in_one_that_may_be_changed(angles: Angles, among: set[str]) -> None:
    alone = [name for name in among if RANGE.span(angles, name) is not None]
    nearest = RANGE.nearest(angles, among)
    changed = [name for name, a, b in zip(HIP_COORDINATES, angles, nearest, strict=True) if a != b]
    assert RANGE.allowed(angles) or not alone or (len(changed) == 1 and changed[0] in alone)


@given(allowed)
def test_from_amid_the_range_all_of_it_is_seen(angles: Angles) -> None:
    # Not a truth of anatomy, but what `held` rests on: nothing is held far from where it was allowed.
    assert np.abs(np.array(RANGE.towards(AMID, angles).angles) - angles).max() < 3


@pytest.mark.parametrize(
    ("start", "coordinate", "target", "met", "by"),
    [
        ((0, -15, 0), "hip_internal_rotation", -45, {"ischium"}, "lesser trochanter"),
        # In front, the rim passes into the ilium below its anterior inferior spine.
        ((100, 0, 0), "hip_internal_rotation", 45, {"acetabular rim", "ilium"}, "femoral neck"),
    ],
)
def test_it_tells_which_bones_meet(start: Angles, coordinate: str, target: float, met: set[str], by: str) -> None:
    stop = RANGE.reach(start, coordinate, target).stop
    assert isinstance(stop, BoneStop)
    assert stop.of_hip_bone in met
    assert stop.of_femur == by


def test_what_it_tells_is_what_is_nearest(real: BoneRange) -> None:
    atlas = load_atlas()
    landmarks = dict(
        zip(LANDMARKS, placed([atlas.landmarks[f"{id}_r"].spot for id in LANDMARKS], bones(atlas)), strict=True)
    )
    of_femur = np.array(parts_of_femur(real.femur_points, real.hip.centre_mm, landmarks))
    random = np.random.default_rng(10)
    starts = random.uniform(RANGE.box[:, 0], RANGE.box[:, 1], (150, 3))
    met = 0
    for start in starts[RANGE.allowed(starts)]:
        for name, target in product(HIP_COORDINATES, (-200, 200)):
            reach = RANGE.reach(start, name, target)
            if not isinstance(reach.stop, BoneStop):
                continue
            told = np.flatnonzero(of_femur == reach.stop.of_femur)
            moved = apply(real.hip.transforms(np.array(reach.angles)), real.femur_points)
            gaps = real.hip_bone.value_and_gradient(moved)[0]
            assert gaps[told].min() < gaps.min() + 1.5
            nearest = told[gaps[told] < gaps[told].min() + 1.5]
            places = real.touched(np.repeat([reach.angles], len(nearest), axis=0), nearest)
            assert reach.stop.of_hip_bone in parts_of_hip_bone(places, real.hip.centre_mm, landmarks)
            met += 1
    assert met > 50


def test_narrower_limits_narrow_it_and_wider_ones_do_not_widen_it() -> None:
    narrow = MotionRange.load({**LIMITS, "hip_flexion": (0.0, 33.0)})
    assert narrow.reach(NEUTRAL, "hip_flexion", 90).stop == LimitStop("hip_flexion", 33.0)
    assert narrow.span(NEUTRAL, "hip_flexion") == (0.0, 33.0)
    wide = MotionRange.load({**LIMITS, "hip_flexion": (-90.0, 170.0)})
    assert wide.span(NEUTRAL, "hip_flexion") == RANGE.span(NEUTRAL, "hip_flexion")
    still = MotionRange.load({"hip_flexion": (-20.0, 120.0)})
    assert still.reach(NEUTRAL, "hip_abduction", 10).stop == LimitStop("hip_abduction", 0.0)


def test_limits_within_which_nothing_is_allowed_are_told_and_break_nothing() -> None:
    corner = MotionRange.load(
        {"hip_flexion": (-20, -19), "hip_abduction": (-30, -29), "hip_internal_rotation": (-45, -44)}
    )
    start = (-19.5, -29.5, -44.5)
    assert not corner.allowed(start)
    assert corner.span(start, "hip_flexion") is None
    for reach in (corner.reach(start, "hip_flexion", 0), corner.towards(start, NEUTRAL)):
        assert reach.angles == start
        assert isinstance(reach.stop, BoneStop)
    named = dict(zip((f"{name}_r" for name in HIP_COORDINATES), start, strict=True))
    with pytest.raises(GlutviewError, match=r"hip_flexion_r: these angles together leave .*: give the joint wider"):
        Pose.checked(named, corner)
    pose = Pose.of(named)
    for angles in (pose.within(corner).hip("r"), pose.held(corner).hip("r")):
        assert (corner.box[:, 0] <= angles).all()
        assert (corner.box[:, 1] >= angles).all()


def test_the_file_is_read_when_it_is_needed(tmp_path: Path) -> None:
    absent = MotionRange.load(LIMITS, tmp_path / "gone.npz")
    with pytest.raises(GlutviewError, match=r"gone\.npz: how far the hip moves is missing: run `python -m glutview"):
        absent.allowed(NEUTRAL)


def test_the_joint_of_the_test_is_that_of_the_atlas(real: BoneRange) -> None:
    joint = load_atlas().joints["hip_r"]
    same = HipJoint.between("r", joint.centre_mm, joint.far_centre_mm)
    np.testing.assert_array_equal(real.hip.transforms(np.array(AMID)), same.transforms(np.array(AMID)))
