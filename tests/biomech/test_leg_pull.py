"""A bone that is pulled: it follows, comes back, and stays in its socket."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from glutview.biomech.hip_joint import Body, HipJoint, Side, body_transforms
from glutview.biomech.leg_pull import LegPull
from glutview.biomech.pose import Pose
from glutview.biomech.transforms import apply, rotation_between, unit
from tests.biomech.ranges import RANGE

RIGHT = HipJoint.between("r", [-80.0, 0.0, 0.0], [-60.0, 0.0, -390.0])
HIPS: dict[Side, HipJoint] = {"r": RIGHT, "l": RIGHT.mirrored()}
KNEE = np.array([-60.0, 0.0, -390.0])
CREST = np.array([-120.0, 10.0, 120.0])
MIRROR = np.array([-1.0, 1.0, 1.0])

angles = st.tuples(st.floats(-20, 110), st.floats(-30, 45), st.floats(-45, 45))
directions = st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda v: np.linalg.norm(v) > 0.2)


def pose_of(side: Side, hip: tuple[float, float, float]) -> Pose:
    names = ("hip_flexion", "hip_abduction", "hip_internal_rotation")
    return Pose.of({f"{name}_{side}": angle for name, angle in zip(names, hip, strict=True)})


@given(angles, angles, st.sampled_from(["r", "l"]), st.sampled_from(["pelvis", "own", "other"]))
def test_the_taken_place_comes_to_where_it_is_wanted(
    start: tuple[float, float, float], goal: tuple[float, float, float], side: Side, fixed: str
) -> None:
    own: Body = "femur_r" if side == "r" else "femur_l"
    other: Body = "femur_l" if side == "r" else "femur_r"
    held: Body = {"pelvis": "pelvis", "own": own, "other": other}[fixed]
    moving: Body = "pelvis" if held == own else own
    rest = (CREST if moving == "pelvis" else KNEE) * (MIRROR if side == "l" else 1)
    before = body_transforms(pose_of(side, start), HIPS, held)
    taken = apply(before[moving], rest[None])[0]
    pull = LegPull.of(HIPS, pose_of(side, start), held, side, taken)
    after = body_transforms(pose_of(side, goal), HIPS, held)
    wanted = apply(after[moving], rest[None])[0]
    turn = unit(taken - pull.centre_mm) @ unit(wanted - pull.centre_mm)
    assume(turn > -0.99)
    found = pull.angles(wanted)
    assume(abs(found[1]) < 80)
    reached = body_transforms(pose_of(side, found), HIPS, held)
    assert np.abs(apply(reached[moving], rest[None])[0] - wanted).max() < 1e-6


@given(angles, st.sampled_from(["r", "l"]))
def test_not_pulled_it_stays(start: tuple[float, float, float], side: Side) -> None:
    taken = apply(body_transforms(pose_of(side, start), HIPS)["femur_r" if side == "r" else "femur_l"], KNEE[None])[0]
    pull = LegPull.of(HIPS, pose_of(side, start), "pelvis", side, taken)
    assert pull.angles(taken) == pytest.approx(start, abs=1e-6)


@given(directions)
def test_a_line_of_sight_means_a_place_on_the_sphere(aside: tuple[float, float, float]) -> None:
    pull = LegPull.of(HIPS, Pose(), "pelvis", "r", KNEE)
    eye = np.array([-80.0, -2000.0, -200.0])
    aim = KNEE + 150 * np.array(aside)
    wanted = pull.wanted(eye, unit(aim - eye))
    arm = np.linalg.norm(KNEE - pull.centre_mm)
    assert np.linalg.norm(wanted - pull.centre_mm) == pytest.approx(arm)
    along = unit(aim - eye)
    off = np.linalg.norm(np.cross(wanted - eye, along))
    nearest = np.linalg.norm(np.cross(pull.centre_mm - eye, along))
    assert off == pytest.approx(max(nearest - arm, 0.0), abs=1e-6)


def test_the_place_itself_is_meant_by_its_own_line_of_sight() -> None:
    for eye in (np.array([0.0, -2000.0, 0.0]), np.array([-1500.0, 900.0, 300.0]), np.array([300.0, 200.0, -2500.0])):
        pull = LegPull.of(HIPS, Pose(), "pelvis", "r", KNEE)
        assert pull.wanted(eye, unit(KNEE - eye)) == pytest.approx(KNEE, abs=1e-6)


@given(directions, directions)
def test_the_shortest_turn(first: tuple[float, float, float], second: tuple[float, float, float]) -> None:
    a, b = unit(first), unit(second)
    turn = rotation_between(3 * a, 0.5 * b)
    assert np.abs(turn @ a - b).max() < 1e-7
    assert np.abs(turn @ turn.T - np.eye(3)).max() < 1e-7
    assert np.arccos(np.clip((np.trace(turn) - 1) / 2, -1, 1)) == pytest.approx(
        np.arccos(np.clip(a @ b, -1, 1)), abs=1e-6
    )


def test_a_half_turn_has_an_axis() -> None:
    turn = rotation_between(np.array([0.0, 0.0, 1.0]), np.array([0.0, 0.0, -2.0]))
    assert turn @ [0.0, 0.0, 1.0] == pytest.approx([0.0, 0.0, -1.0])
    assert np.linalg.det(turn) == pytest.approx(1)


@given(angles, st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.floats(-1, 0.2)))
def test_beyond_the_range_it_comes_as_near_as_it_can(
    start: tuple[float, float, float], aim: tuple[float, float, float]
) -> None:
    assume(RANGE.allowed(start) and np.linalg.norm(aim) > 0.2)
    taken = apply(body_transforms(pose_of("r", start), HIPS)["femur_r"], KNEE[None])[0]
    pull = LegPull.of(HIPS, pose_of("r", start), "pelvis", "r", taken)
    wanted = pull.centre_mm + np.linalg.norm(KNEE - RIGHT.centre_mm) * unit(aim)
    assume(unit(taken - pull.centre_mm) @ unit(wanted - pull.centre_mm) > -0.99)
    reach = pull.reach(start, wanted, RANGE)
    assert RANGE.allowed(reach.angles)

    def off(hip: tuple[float, float, float]) -> float:
        return float(np.linalg.norm(apply(RIGHT.transforms(np.array(hip)), KNEE[None])[0] - wanted))

    if reach.stop is None:
        assert off(reach.angles) < 1e-6
        return
    assert not RANGE.allowed(pull.angles(wanted))
    assert off(reach.angles) <= off(start) + 1e-9
    flexion, abduction, internal = reach.angles
    for f, a in ((0.3, 0), (-0.3, 0), (0, 0.3), (0, -0.3)):
        beside = (flexion + f, abduction + a, internal)
        assert not RANGE.allowed(beside) or off(beside) >= off(reach.angles) - 1e-9


def test_pulled_far_aside_the_leg_is_abducted_to_its_limit() -> None:
    pull = LegPull.of(HIPS, Pose(), "pelvis", "r", KNEE)
    eye = np.array([-80.0, -2000.0, -200.0])
    reach = pull.reach((0.0, 0.0, 0.0), pull.wanted(eye, unit(np.array([-900.0, 0.0, -200.0]) - eye)), RANGE)
    assert reach.stop is not None
    assert reach.angles[1] == pytest.approx(50, abs=0.1)
