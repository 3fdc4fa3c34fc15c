"""Tubes are closed, outward and as thick as asked, however they bend."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.geometry.tube import joined, tube


@given(st.floats(0.5, 3.0), st.floats(0.0, 0.06), st.integers(0, 5))
def test_tube_is_closed_and_holds_its_volume(radius: float, bend: float, seed: int) -> None:
    turn = np.linspace(0, 1, 120)
    axis = np.random.default_rng(seed).normal(size=3)
    centres = np.column_stack([np.sin(bend * 60 * turn) * 20, np.cos(bend * 60 * turn) * 20, 60 * turn]) + axis
    mesh = tube(centres, np.full(120, radius), sides=24)
    length = np.linalg.norm(np.diff(centres, axis=0), axis=1).sum()
    assert mesh.is_closed()
    wanted = np.pi * radius**2 * length + 4 / 3 * np.pi * radius**3
    assert mesh.volume_mm3() == pytest.approx(wanted, rel=0.05)


def test_branches_are_joined_and_numbered() -> None:
    line = np.column_stack([np.zeros(10), np.zeros(10), np.linspace(0, 30, 10)])
    mesh = joined([tube(line, np.full(10, 1.0)), tube(line + np.array([5.0, 0, 0]), np.full(10, 2.0))])
    assert mesh.is_closed()
    assert set(np.unique(mesh.fields["branch"])) == {0.0, 1.0}
    assert mesh.fields["along"].min() == 0
    assert mesh.fields["along"].max() == 1
