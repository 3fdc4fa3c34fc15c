"""The joint's conventions, as properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.biomech.hip_joint import HipJoint, Side, body_transforms
from glutview.biomech.pose import Pose
from glutview.biomech.transforms import apply, inverse

RIGHT = HipJoint.between("r", [-88.0, 0.0, 0.0], [-68.0, 4.0, -400.0])
HIPS: dict[Side, HipJoint] = {"r": RIGHT, "l": RIGHT.mirrored()}
KNEE: dict[Side, np.ndarray] = {"r": np.array([[-68.0, 4.0, -400.0]]), "l": np.array([[68.0, 4.0, -400.0]])}
MIRROR = np.diag([-1.0, 1.0, 1.0])

flexions = st.floats(-20, 120)
abductions = st.floats(-30, 50)
rotations = st.floats(-45, 45)
sides = st.sampled_from(["r", "l"])


@given(flexions, abductions, rotations, sides)
def test_rotation_is_orthonormal_and_right_handed(f: float, a: float, r: float, side: Side) -> None:
    turn = HIPS[side].rotation(*np.radians([f, a, r]))
    assert np.abs(turn @ turn.T - np.eye(3)).max() < 1e-13
    assert np.linalg.det(turn) == pytest.approx(1, abs=1e-12)


@given(flexions, abductions, rotations, sides)
def test_angles_round_trip_through_the_matrix(f: float, a: float, r: float, side: Side) -> None:
    back = np.degrees(HIPS[side].angles(HIPS[side].rotation(*np.radians([f, a, r]))))
    assert np.abs(back - [f, a, r]).max() < 1e-9


@given(st.floats(-100, 100), st.floats(-60, 60))
def test_gimbal_lock_keeps_the_rotation(f: float, r: float) -> None:
    locked = 90.0 + np.degrees(np.arctan2(20.0, 400.0))  # adducted by 20 in 400 at rest
    turn = RIGHT.rotation(*np.radians([f, locked, r]))
    assert np.abs(RIGHT.rotation(*RIGHT.angles(turn)) - turn).max() < 1e-6


@given(flexions, abductions, rotations)
def test_left_is_the_mirror_of_right(f: float, a: float, r: float) -> None:
    right = RIGHT.transforms(np.array([f, a, r]))
    left = HIPS["l"].transforms(np.array([f, a, r]))
    point = np.array([[-120.0, 30.0, -60.0]])
    assert np.abs(apply(left, point @ MIRROR) - apply(right, point) @ MIRROR).max() < 1e-9


@given(flexions, abductions, rotations, sides)
def test_head_centre_stays(f: float, a: float, r: float, side: Side) -> None:
    hip = HIPS[side]
    moved = apply(hip.transforms(np.array([f, a, r])), hip.centre_mm[None])
    assert np.abs(moved - hip.centre_mm).max() < 1e-9


@given(st.floats(1, 49), sides)
def test_abduction_moves_the_knee_laterally(a: float, side: Side) -> None:
    moved = apply(HIPS[side].transforms(np.array([0, a, 0])), KNEE[side]) - KNEE[side]
    lateral = -1 if side == "r" else 1
    assert moved[0, 0] * lateral > 0
    assert abs(moved[0, 1]) < 0.02 * abs(moved[0, 0])


@given(st.floats(1, 90), sides)
def test_flexion_moves_the_knee_anteriorly(f: float, side: Side) -> None:
    moved = apply(HIPS[side].transforms(np.array([f, 0, 0])), KNEE[side]) - KNEE[side]
    assert moved[0, 1] < 0
    assert abs(moved[0, 0]) < 1e-9


@given(st.floats(1, 45), sides)
def test_internal_rotation_turns_the_front_medially(r: float, side: Side) -> None:
    front = HIPS[side].rotation(0, 0, np.radians(r)) @ np.array([0.0, -1.0, 0.0])
    medial = 1 if side == "r" else -1
    assert front[0] * medial > 0
    knee = apply(HIPS[side].transforms(np.array([0, 0, r])), KNEE[side])
    assert np.abs(knee - KNEE[side]).max() < 1e-9


def test_angles_keep_their_size() -> None:
    knee = apply(RIGHT.transforms(np.array([0, 40, 0])), KNEE["r"])[0] - RIGHT.centre_mm
    rest = KNEE["r"][0] - RIGHT.centre_mm
    assert np.degrees(np.arccos(knee @ rest / (rest @ rest))) == pytest.approx(40)


@given(flexions, abductions, rotations, st.sampled_from(["pelvis", "femur_r", "femur_l"]))
def test_the_fixed_body_stays_and_relative_places_do_not_depend_on_it(
    f: float, a: float, r: float, fixed: str
) -> None:
    angles = {"hip_flexion_r": f, "hip_abduction_r": a, "hip_internal_rotation_r": r, "hip_flexion_l": a}
    pose = Pose.of(angles)
    free = body_transforms(pose, HIPS)
    held = body_transforms(pose, HIPS, fixed)  # type: ignore[arg-type]
    assert np.array_equal(held[fixed], np.eye(4))  # type: ignore[index]
    relative = inverse(held["pelvis"]) @ held["femur_r"]
    assert np.abs(relative - free["femur_r"]).max() < 1e-9


def test_with_the_right_femur_fixed_abduction_raises_the_left_hip() -> None:
    pose = Pose.of({"hip_abduction_r": 20})
    pelvis = body_transforms(pose, HIPS, "femur_r")["pelvis"]
    # Standing on the right leg, abduction of the right hip drops the pelvis to the right.
    assert apply(pelvis, HIPS["l"].centre_mm[None])[0, 2] > 10
