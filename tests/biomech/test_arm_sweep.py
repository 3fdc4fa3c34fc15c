"""Sweeps: both ends, even steps between them, and every combination of several."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.biomech.arm_sweep import grid, steps
from glutview.biomech.pose import Pose

degrees = st.floats(-180, 180).map(lambda angle: round(angle, 3))


@pytest.mark.parametrize(
    ("start", "end", "step", "angles"),
    [
        (0, 90, 30, (0, 30, 60, 90)),
        (0, 100, 30, (0, 30, 60, 90, 100)),
        (90, 0, -30, (90, 60, 30, 0)),
        (-20, 20, 50, (-20, 20)),
        (5, 5, 1, (5,)),
        (5, 5, -1, (5,)),
        (0, 0.3, 0.1, (0, 0.1, 0.2, 0.3)),
        (10, -10, -2.5, (10, 7.5, 5, 2.5, 0, -2.5, -5, -7.5, -10)),
    ],
)
def test_steps(start: float, end: float, step: float, angles: tuple[float, ...]) -> None:
    assert steps(start, end, step) == angles


@given(degrees, degrees, st.floats(0.01, 200).map(lambda step: round(step, 3)))
def test_steps_hold_both_ends_and_are_even_but_for_the_last(start: float, end: float, step: float) -> None:
    angles = steps(start, end, step if end >= start else -step)
    assert (angles[0], angles[-1]) == (start, end)
    sizes = [abs(b - a) for a, b in pairwise(angles)]
    assert all(size == pytest.approx(step, abs=1e-6) for size in sizes[:-1])
    assert all(1e-7 < size <= step + 1e-6 for size in sizes[-1:])
    assert all((b > a) == (end > start) for a, b in pairwise(angles))


def test_a_step_of_nothing() -> None:
    with pytest.raises(ValueError, match="never arrives"):
        steps(0, 1, 0)


@pytest.mark.parametrize(("start", "end", "step"), [(0, 20, -5), (20, 0, 5), (0, 1e-300, -1e-300), (0, 1, -1e9)])
def test_a_step_away_from_the_end(start: float, end: float, step: float) -> None:
    with pytest.raises(ValueError, match=f"from {start:g} leads away from {end:g}"):
        steps(start, end, step)
    assert steps(start, end, -step)[-1] == end


def test_a_grid_is_every_combination() -> None:
    base = Pose.of({"hip_internal_rotation_r": 7.0})
    poses = grid(base, {"hip_flexion_r": (0.0, 10.0), "hip_abduction_r": (-5.0, 0.0, 5.0)})
    found = [pose.hip("r") for pose in poses]
    assert found == [(f, a, 7.0) for f in (0.0, 10.0) for a in (-5.0, 0.0, 5.0)]
