"""Splines over a lattice of poses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.interpolate import CubicSpline

from glutview.biomech.pose_splines import PoseSplines

LATTICE = ((-20.0, -10.0, 0.0, 18.0, 36.0, 60.0), (-30.0, -16.0, 0.0, 14.0, 50.0), (-45.0, 0.0, 18.0, 45.0))
SPLINES = PoseSplines.over(LATTICE)
inside = st.tuples(*(st.floats(line[0], line[-1]) for line in LATTICE))


def every() -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.stack(np.meshgrid(*LATTICE, indexing="ij"), axis=-1).reshape(-1, 3)


@given(inside)
def test_shares_are_those_of_the_reference(angles: tuple[float, float, float]) -> None:
    along = [CubicSpline(line, np.eye(len(line)))(angle) for line, angle in zip(LATTICE, angles, strict=True)]
    wanted = np.einsum("i,j,k->ijk", *along).ravel()
    assert np.abs(SPLINES.shares(angles) - wanted).max() < 1e-10
    assert SPLINES.shares(angles).sum() == pytest.approx(1)


@given(inside)
def test_cubics_are_met(angles: tuple[float, float, float]) -> None:
    def value(
        at: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    ) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        f, a, r = np.moveaxis(at / 50, -1, 0)
        return np.asarray((f**3 - f) * (a**3 + 2 * a**2) * (1 - r**3))

    assert SPLINES.shares(angles) @ value(every()) == pytest.approx(value(np.array(angles)), abs=1e-9)


def test_a_lattice_pose_is_itself() -> None:
    for i, pose in enumerate(every()):
        shares = SPLINES.shares(pose)
        assert shares[i] == 1
        assert np.count_nonzero(shares) == 1


@given(inside, st.sampled_from(range(3)))
def test_slopes_agree_with_differences(angles: tuple[float, float, float], axis: int) -> None:
    step = np.zeros(3)
    step[axis] = 1e-4
    low, high = (
        np.clip(angles + sign * step, *np.array([(line[0], line[-1]) for line in LATTICE]).T) for sign in (-1, 1)
    )
    differences = (SPLINES.shares(high) - SPLINES.shares(low)) / (high - low)[axis]
    assert np.abs(SPLINES.slopes(angles)[axis] - differences).max() < 1e-5


def test_beyond_the_lattice_its_border_counts() -> None:
    assert np.array_equal(SPLINES.shares((90, -40, 60)), SPLINES.shares((60, -30, 45)))
    assert not SPLINES.slopes((90, 0, 0))[0].any()
    assert SPLINES.slopes((90, 0, 10))[2].any()
    assert SPLINES.slopes((60, 0, 0))[0].any()


@pytest.mark.parametrize("line", [(0.0, 1.0, 2.0), (0.0, 1.0, 1.0, 2.0), (0.0, 2.0, 1.0, 3.0)])
def test_a_line_that_does_not_do_is_refused(line: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="rising"):
        PoseSplines.over((LATTICE[0], line, LATTICE[2]))
