"""The orientation figure and the scale bar."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.scene.camera import directions
from glutview.scene.orientation import axes, scale_bar
from glutview.state.view_state import CameraState

VIEWS = {  # azimuth, elevation: what points right, up and to the viewer
    "anterior": (0, 0, "L", "S", "A"),
    "posterior": (180, 0, "R", "S", "P"),
    "left": (90, 0, "P", "S", "L"),
    "right": (-90, 0, "A", "S", "R"),
    "superior": (0, 90, "L", "P", "S"),
    "inferior": (0, -90, "L", "A", "I"),
}


@pytest.mark.parametrize("view", VIEWS)
def test_letters_stand_where_the_body_is(view: str) -> None:
    azimuth, elevation, right, up, near = VIEWS[view]
    seen = axes(azimuth, elevation)
    assert max(seen, key=lambda a: a.right).letter == right
    assert max(seen, key=lambda a: a.up).letter == up
    assert seen[-1].letter == near


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_it_agrees_with_the_camera_that_draws_the_picture(azimuth: float, elevation: float) -> None:
    frame = np.array(directions(CameraState(azimuth_deg=azimuth, elevation_deg=elevation)))
    left = next(a for a in axes(azimuth, elevation) if a.letter == "L")
    np.testing.assert_allclose([left.right, left.up, left.toward], frame @ [1, 0, 0], atol=1e-9)


@given(st.floats(1e-3, 1e3), st.floats(20, 400))
def test_the_scale_bar_is_round_and_fits(mm_per_pixel: float, longest: float) -> None:
    length, label = scale_bar(mm_per_pixel, longest)
    pixels = length / mm_per_pixel
    assert longest / 2.5 * 0.999 <= pixels <= longest * 1.001
    number, unit = label.split()
    assert float(number) * {"cm": 10, "mm": 1}[unit] == pytest.approx(length, rel=1e-5)
