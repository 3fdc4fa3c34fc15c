from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.biomech.coordinates import COORDINATES, HIP_COORDINATES
from glutview.biomech.motion_range import MotionRange
from glutview.biomech.pose import Pose
from glutview.biomech.refusal import meeting_words, stop_words
from glutview.biomech.stops import BoneStop, LimitStop
from glutview.errors import GlutviewError
from tests.biomech.ranges import LIMITS, RANGE, anywhere, poses, within_limits


def test_parse_reads_coordinates_in_degrees() -> None:
    pose = Pose.parse("hip_abduction_r=30, hip_internal_rotation_l=-20.5", RANGE)
    assert pose["hip_abduction_r"] == 30
    assert pose["hip_internal_rotation_l"] == -20.5
    assert pose["hip_flexion_r"] == 0
    assert pose.hip("r") == (0, 30, 0)
    assert pose.hip("l") == (0, 0, -20.5)


def test_empty_text_is_neutral() -> None:
    assert Pose.parse("", RANGE) == Pose()


@given(poses)
def test_text_round_trip(pose: Pose) -> None:
    pose = Pose(tuple(round(angle, 1) for angle in pose.angles)).within(RANGE)
    again = Pose.parse(str(pose), RANGE)
    assert all(again[name] == pytest.approx(pose[name], abs=1e-3) for name in COORDINATES)


@pytest.mark.parametrize(
    ("text", "key", "what"),
    [
        ("hip_abduction_r", "", "not coordinate=degrees"),
        ("knee_flexion_r=20", "knee_flexion_r", "unknown coordinate"),
        ("hip_abduction_r=60", "hip_abduction_r", "beyond the range of motion"),
        ("hip_abduction_r=nan", "hip_abduction_r", "no angle"),
        ("hip_abduction_r=ten", "hip_abduction_r", "no number"),
        ("hip_abduction_r=1,hip_abduction_r=2", "hip_abduction_r", "twice"),
    ],
)
def test_errors_name_the_coordinate_and_the_remedy(text: str, key: str, what: str) -> None:
    with pytest.raises(GlutviewError, match=what) as caught:
        Pose.parse(text, RANGE)
    (problem,) = caught.value.problems
    assert problem.key == key
    assert problem.remedy


def test_every_error_is_reported() -> None:
    with pytest.raises(GlutviewError) as caught:
        Pose.checked({"hip_flexion_r": 130, "elbow": 3, "hip_abduction_l": -31}, RANGE, "file.yaml", 7)
    assert [problem.key for problem in caught.value.problems] == ["hip_flexion_r", "elbow", "hip_abduction_l"]
    assert all(problem.line == 7 for problem in caught.value.problems)


def test_a_pose_is_a_hashable_mapping() -> None:
    pose = Pose.of({"hip_flexion_r": 10})
    assert {pose: 1}[Pose.of({"hip_flexion_r": 10.0})] == 1
    assert pose.moved(hip_flexion_l=5).hip("l") == (5, 0, 0)
    with pytest.raises(KeyError):
        Pose.of({"hip_flexion": 1})


@given(within_limits, st.sampled_from("rl"))
def test_a_pose_is_refused_if_the_range_does_not_hold_it_and_the_remedy_does(
    angles: tuple[float, float, float], side: str
) -> None:
    named = {f"{name}_{side}": angle for name, angle in zip(HIP_COORDINATES, angles, strict=True)}
    if RANGE.allowed(angles):
        assert Pose.checked(named, RANGE) == Pose.of(named)
        return
    with pytest.raises(GlutviewError) as caught:
        Pose.checked(named, RANGE)
    (problem,) = caught.value.problems
    assert problem.key in named
    for given_instead in re.findall(r"-?[0-9.]+", problem.remedy.removesuffix(" deg")):
        mended = Pose.checked({**named, problem.key: float(given_instead)}, RANGE)
        assert mended.within(RANGE) == mended


def test_a_refusal_says_which_angle_what_meets_and_what_to_give() -> None:
    with pytest.raises(GlutviewError) as caught:
        Pose.parse("hip_internal_rotation_l=-45,hip_flexion_l=-10", RANGE)
    (problem,) = caught.value.problems
    assert problem.key == "hip_internal_rotation_l"
    told = r"-45 deg at the other angles leaves the lesser trochanter [0-9.]+ mm (from|into) the ischium"
    assert re.fullmatch(told, problem.what)
    low, high = RANGE.span((-10, 0, -45), "hip_internal_rotation") or (0, 0)
    assert problem.remedy == f"give {low:g} to {high:g} deg"


BEHIND = "hip_abduction_r=-20,hip_internal_rotation_r=-45"
BEFORE = "hip_internal_rotation_l=45,hip_flexion_l=110"


def test_each_hip_is_refused_by_itself() -> None:
    with pytest.raises(GlutviewError) as caught:
        Pose.parse(f"{BEHIND},{BEFORE}", RANGE)
    assert [problem.key[-1] for problem in caught.value.problems] == ["r", "l"]
    # What is no angle at all is told first, and only of the hip where it is.
    with pytest.raises(GlutviewError) as caught:
        Pose.parse(f"{BEHIND.replace('-20', '99')},{BEFORE}", RANGE)
    assert caught.value.problems[0].key == "hip_abduction_r"
    assert [problem.key[-1] for problem in caught.value.problems] == ["r", "l"]


def test_angles_that_are_completed_later_are_asked_for_by_themselves() -> None:
    text = f"{BEHIND},{BEFORE}"
    pose = Pose.parse(text, RANGE, complete=False)
    assert not RANGE.allowed([pose.hip("r"), pose.hip("l")]).any()
    assert pose == Pose.checked(dict(pose), RANGE, complete=False)
    with pytest.raises(GlutviewError, match="hip_abduction_r: 99 deg is beyond the range of motion"):
        Pose.parse(text.replace("-20", "99"), RANGE, complete=False)


@pytest.mark.parametrize(
    ("clearance_mm", "words"),
    [
        (0.44, "the lesser trochanter 0.4 mm from the ischium"),
        (0.04, "the lesser trochanter touching the ischium"),
        (0.0, "the lesser trochanter touching the ischium"),
        (-0.04, "the lesser trochanter touching the ischium"),
        (-0.06, "the lesser trochanter 0.1 mm into the ischium"),
    ],
)
def test_bones_that_are_hardly_apart_touch(clearance_mm: float, words: str) -> None:
    assert meeting_words(BoneStop("ischium", "lesser trochanter", clearance_mm)) == words


def test_what_stops_a_hip_in_words() -> None:
    assert stop_words(LimitStop("hip_internal_rotation", 45.0), RANGE) == (
        "the limit of hip internal rotation (-45 to 45 deg)"
    )
    assert stop_words(BoneStop("ischium", "lesser trochanter", 1.0), RANGE) == "the lesser trochanter at the ischium"


@given(poses)
def test_an_allowed_pose_is_left_as_it_is(pose: Pose) -> None:
    assert pose.within(RANGE) == pose


@given(anywhere, anywhere)
def test_a_held_pose_is_allowed_and_each_hip_is_held_by_itself(
    right: tuple[float, float, float], left: tuple[float, float, float]
) -> None:
    held = Pose((*right, *left)).held(RANGE)
    assert (held.hip("r"), held.hip("l")) == (RANGE.held(right), RANGE.held(left))
    assert Pose.checked(held, RANGE) == held


def test_at_neutral_no_table_is_read(tmp_path: Path) -> None:
    absent = MotionRange.load(LIMITS, tmp_path / "gone.npz")
    assert Pose.parse("", absent) == Pose().within(absent) == Pose()
