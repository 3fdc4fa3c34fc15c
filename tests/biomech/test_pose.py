from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.biomech.pose import COORDINATES, Pose
from glutview.errors import GlutviewError

LIMITS = {
    "hip_flexion": (-20.0, 120.0),
    "hip_abduction": (-30.0, 50.0),
    "hip_internal_rotation": (-45.0, 45.0),
}


def test_parse_reads_coordinates_in_degrees() -> None:
    pose = Pose.parse("hip_abduction_r=30, hip_internal_rotation_l=-20.5", LIMITS)
    assert pose["hip_abduction_r"] == 30
    assert pose["hip_internal_rotation_l"] == -20.5
    assert pose["hip_flexion_r"] == 0
    assert pose.hip("r") == (0, 30, 0)
    assert pose.hip("l") == (0, 0, -20.5)


def test_empty_text_is_neutral() -> None:
    assert Pose.parse("", LIMITS) == Pose()


@given(st.lists(st.floats(-20, 45), min_size=6, max_size=6))
def test_text_round_trip(angles: list[float]) -> None:
    pose = Pose(tuple(round(angle, 3) for angle in angles))
    again = Pose.parse(str(pose), LIMITS)
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
        Pose.parse(text, LIMITS)
    (problem,) = caught.value.problems
    assert problem.key == key
    assert problem.remedy


def test_every_error_is_reported() -> None:
    with pytest.raises(GlutviewError) as caught:
        Pose.checked({"hip_flexion_r": 130, "elbow": 3, "hip_abduction_l": -31}, LIMITS, "file.yaml", 7)
    assert [problem.key for problem in caught.value.problems] == ["hip_flexion_r", "elbow", "hip_abduction_l"]
    assert all(problem.line == 7 for problem in caught.value.problems)


def test_a_pose_is_a_hashable_mapping() -> None:
    pose = Pose.of({"hip_flexion_r": 10})
    assert {pose: 1}[Pose.of({"hip_flexion_r": 10.0})] == 1
    assert pose.moved(hip_flexion_l=5).hip("l") == (5, 0, 0)
    with pytest.raises(KeyError):
        Pose.of({"hip_flexion": 1})
