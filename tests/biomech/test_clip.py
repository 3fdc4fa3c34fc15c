from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.biomech.clip import Clip
from glutview.biomech.pose import Pose
from glutview.errors import GlutviewError

FRAMES: list[dict[str, float]] = [
    {"at": 0, "hip_abduction": 0},
    {"at": 0.5, "hip_abduction": 40},
    {"at": 1, "hip_abduction": 0},
]


def clip(easing: str = "cosine", frames: Sequence[Mapping[str, float]] = FRAMES, seconds: float = 4) -> Clip:
    return Clip.of("abduction", seconds, easing, frames, "annotations.yaml", 12)


def test_keyframes_are_met_and_eased_between() -> None:
    assert clip().pose_at(2)["hip_abduction_r"] == pytest.approx(40)
    assert clip().pose_at(1)["hip_abduction_r"] == pytest.approx(20)
    assert clip().pose_at(0.5)["hip_abduction_r"] == pytest.approx(20 * (1 - math.cos(math.pi / 4)))
    assert clip("linear").pose_at(0.5)["hip_abduction_r"] == pytest.approx(10)
    assert clip().pose_at(4)["hip_abduction_r"] == pytest.approx(0)


@given(st.floats(-1, 5), st.sampled_from(["linear", "cosine"]))
def test_angles_stay_between_keyframes(time: float, easing: str) -> None:
    assert -1e-9 <= clip(easing).pose_at(time)["hip_abduction_r"] <= 40 + 1e-9


def test_the_side_asked_for_moves_and_the_rest_is_kept() -> None:
    base = Pose.of({"hip_flexion_r": 15, "hip_abduction_l": 3})
    assert clip().pose_at(2, "r", base) == base.moved(hip_abduction_r=40)
    assert clip().pose_at(2, "both", base) == base.moved(hip_abduction_r=40, hip_abduction_l=40)
    sided = clip(frames=[{"at": 0, "hip_flexion_l": 0}, {"at": 1, "hip_flexion_l": 10}])
    assert sided.pose_at(4, "r") == Pose.of({"hip_flexion_l": 10})


def test_an_angle_left_out_of_a_keyframe_is_zero_there() -> None:
    short = clip("linear", [{"at": 0}, {"at": 0.5, "hip_flexion": 30}, {"at": 1}])
    assert [short.pose_at(time)["hip_flexion_r"] for time in (0, 1, 2, 4)] == pytest.approx([0, 15, 30, 0])


def test_looping_wraps_and_otherwise_the_end_holds() -> None:
    assert clip().time(9, loop=True) == pytest.approx(1)
    assert clip().time(9, loop=False) == 4


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"seconds": 0}, "duration"),
        ({"seconds": math.nan}, "duration"),
        ({"easing": "bounce"}, "unknown easing 'bounce'"),
        ({"frames": FRAMES[:1]}, "at least two"),
        ({"frames": FRAMES[::-1]}, "not in order"),
        ({"frames": [{"at": 0, "knee": 1}, {"at": 1, "knee": 2}]}, "unknown coordinate 'knee'"),
        ({"frames": [{"at": 0, "hip_flexion": math.nan}, {"at": 1, "hip_flexion": 2}]}, "not a finite"),
    ],
)
def test_bad_clips_are_refused_with_place_and_remedy(change: dict[str, Any], what: str) -> None:
    with pytest.raises(GlutviewError, match=what) as caught:
        clip(**change)
    for problem in caught.value.problems:
        assert (problem.where, problem.line, problem.key) == ("annotations.yaml", 12, "abduction")
        assert problem.remedy
