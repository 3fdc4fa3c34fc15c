"""Clips that run in a circle, move both hips, or run through a table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.biomech.clip import Clip, ClipSide
from glutview.biomech.pose import COORDINATES, Pose
from glutview.errors import GlutviewError

ANGLES = st.lists(st.floats(-40, 90), min_size=2, max_size=20)
SHARES = st.floats(0, 1)
SECONDS = 4.0


def cycle(angles: Sequence[float], easing: str = "smooth", shift: float | None = None) -> Clip:
    frames = [{"at": i / len(angles), "hip_flexion": angle} for i, angle in enumerate(angles)]
    return Clip.of("walking", SECONDS, easing, frames, cyclic=True, shift=shift)


def flexion(clip: Clip, share: float, hip: str = "r", side: ClipSide = "r") -> float:
    return clip.pose_at(share * SECONDS, side)[f"hip_flexion_{hip}"]


@given(ANGLES, st.sampled_from(["linear", "cosine", "smooth"]))
def test_a_cycle_meets_every_row_and_ends_where_it_began(angles: list[float], easing: str) -> None:
    clip = cycle(angles, easing)
    for i, angle in enumerate(angles):
        assert flexion(clip, i / len(angles)) == pytest.approx(angle, abs=1e-6)
    assert flexion(clip, 1) == pytest.approx(angles[0], abs=1e-9)


@given(ANGLES, SHARES, st.sampled_from(["linear", "cosine", "smooth"]))
def test_nothing_overshoots_the_rows_beside_it(angles: list[float], share: float, easing: str) -> None:
    before = int(share * len(angles)) % len(angles)
    beside = (angles[before], angles[(before + 1) % len(angles)])
    if abs(share * len(angles) - round(share * len(angles))) > 1e-6:
        assert min(beside) - 1e-6 <= flexion(cycle(angles, easing), share) <= max(beside) + 1e-6


@given(ANGLES, SHARES)
def test_no_step_is_larger_than_the_steepest_rise_allows(angles: list[float], share: float) -> None:
    """Of a monotone cubic no slope exceeds three times that of its chord; across the seam too."""
    step = 1e-4
    steepest = max(abs(b - a) for a, b in zip(angles, [*angles[1:], angles[0]], strict=True)) * len(angles)
    clip = cycle(angles)
    assert abs(flexion(clip, (share + step) % 1) - flexion(clip, share % 1)) <= 3 * steepest * step + 1e-6


@given(ANGLES, st.integers(0, 19), SHARES)
def test_it_makes_no_difference_where_a_cycle_is_cut(angles: list[float], cut: int, share: float) -> None:
    cut %= len(angles)
    turned = cycle([*angles[cut:], *angles[:cut]])
    there = (share - cut / len(angles)) % 1
    assert flexion(turned, there) == pytest.approx(flexion(cycle(angles), share), abs=1e-5)


def test_a_smooth_cycle_keeps_its_slope_across_the_seam() -> None:
    clip = cycle([20 * np.sin(2 * np.pi * i / 24) for i in range(24)])
    step = 1e-5
    before = (flexion(clip, 1) - flexion(clip, 1 - step)) / step
    after = (flexion(clip, step) - flexion(clip, 0)) / step
    assert before == pytest.approx(after, rel=1e-3)
    assert before == pytest.approx(20 * 2 * np.pi, rel=0.03)


@given(ANGLES, SHARES, st.floats(0.05, 0.95), st.sampled_from(["r", "l"]))
def test_the_other_hip_is_a_part_of_the_cycle_ahead(
    angles: list[float], share: float, shift: float, side: ClipSide
) -> None:
    clip, other = cycle(angles, shift=shift), "l" if side == "r" else "r"
    assert flexion(clip, share, other, side) == pytest.approx(flexion(clip, (share + shift) % 1, side, side))
    assert clip.pose_at(share * SECONDS, "both") == clip.pose_at(share * SECONDS, "r")


def test_the_hip_beside_the_chosen_one_moves_by_itself() -> None:
    frames = [{"at": 0.0}, {"at": 1.0, "hip_abduction": -15, "hip_abduction_other": 15}]
    clip = Clip.of("stance", 1, "linear", frames)
    assert clip.one_leads
    assert clip.pose_at(1, "r") == Pose.of({"hip_abduction_r": -15, "hip_abduction_l": 15})
    assert clip.pose_at(1, "l") == Pose.of({"hip_abduction_l": -15, "hip_abduction_r": 15})
    assert clip.pose_at(1, "both") == clip.pose_at(1, "r")


@given(
    st.lists(
        st.sampled_from(["hip_flexion", "hip_abduction_other", "hip_internal_rotation_l"]), min_size=1, unique=True
    ),
    st.sampled_from(["r", "l", "both"]),
    st.sampled_from([None, 0.5]),
)
def test_what_it_sets_is_told(names: list[str], side: ClipSide, shift: float | None) -> None:
    frames = [{"at": 0.0, **dict.fromkeys(names, 10.0)}, {"at": 0.5, **dict.fromkeys(names, 20.0)}]
    clip = Clip.of("x", 1, "linear", frames, cyclic=True, shift=shift)
    base = Pose.of(dict.fromkeys(COORDINATES, -5.0))
    posed = clip.pose_at(0.3, side, base)
    assert clip.moved(side) == {name for name in COORDINATES if posed[name] != -5.0}


def test_keyframes_that_are_no_cycle_are_passed_smoothly_too() -> None:
    frames = [{"at": at, "hip_flexion": angle} for at, angle in ((0.0, 0.0), (0.25, 10.0), (1.0, 40.0))]
    clip = Clip.of("x", SECONDS, "smooth", frames)
    angles = [flexion(clip, share) for share in np.linspace(0, 1, 50)]
    assert [flexion(clip, share) for share in (0, 0.25, 1)] == pytest.approx([0, 10, 40])
    assert np.diff(angles).min() > 0


def test_a_coordinate_of_no_hip_is_refused() -> None:
    with pytest.raises(GlutviewError, match="unknown coordinate 'hip_flexion_beside'"):
        Clip.of("x", 1, "linear", [{"at": 0, "hip_flexion_beside": 1}, {"at": 1}])
