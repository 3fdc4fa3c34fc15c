from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.scene.camera import (
    STANDARD_VIEWS,
    centred,
    directions,
    eye,
    facing,
    framed,
    mm_per_pixel,
    opening,
    panned,
    project,
    ray,
    turned,
    without_shank,
    zoomed,
)
from glutview.state.view_state import CameraState

SIZE = (1280, 800)
ANGLES = st.floats(-180, 180), st.floats(-90, 90)
# LPS: +x left, +y posterior, +z superior.
EYE_SIDE = {
    "anterior": (0, -1, 0),
    "posterior": (0, 1, 0),
    "left": (1, 0, 0),
    "right": (-1, 0, 0),
    "superior": (0, 0, 1),
    "inferior": (0, 0, -1),
}


@pytest.mark.parametrize("view", STANDARD_VIEWS)
def test_standard_views_look_from_their_side(view: str) -> None:
    camera = facing(CameraState(focal_mm=(3.0, 4.0, 5.0)), view)
    away = (eye(camera) - [3.0, 4.0, 5.0]) / camera.distance_mm
    np.testing.assert_allclose(away, EYE_SIDE[view], atol=1e-12)


def test_from_below_the_legs_do_not_fill_the_picture_and_elsewhere_there_is_perspective() -> None:
    camera = CameraState(distance_mm=900.0)
    leg = np.array([[-120.0, 0.0, -850.0], [-60.0, 0.0, -850.0], [-120.0, 0.0, 0.0], [-60.0, 0.0, 0.0]])
    below = facing(camera, "inferior")
    foot_left, foot_right, hip_left, hip_right = project(below, leg, SIZE)[:, 0]
    assert foot_right - foot_left == pytest.approx(hip_right - hip_left)
    assert not any(facing(below, view).parallel for view in STANDARD_VIEWS if view != "inferior")


@pytest.mark.parametrize("step_deg", [0.35, 7.0, 90.0])
def test_turned_away_from_below_by_hand_there_is_perspective_again_at_the_same_size(step_deg: float) -> None:
    below = facing(CameraState(distance_mm=900.0, focal_mm=(5.0, -7.0, 11.0)), "inferior")
    # About the upright line, and a little aside, it is still a view from below.
    assert turned(turned(below, 120.0, 0.0), 0.0, 10.0).parallel
    camera = below
    while camera.elevation_deg < -10.0:
        before, camera = camera, turned(camera, 0.0, step_deg)
    assert not camera.parallel
    assert mm_per_pixel(camera, SIZE[1]) == pytest.approx(mm_per_pixel(before, SIZE[1]))
    assert camera.focal_mm == below.focal_mm
    assert camera == replace(below, elevation_deg=camera.elevation_deg, parallel=False)


def test_a_view_that_was_stored_without_perspective_is_turned_without_it() -> None:
    assert turned(CameraState(30.0, 10.0, parallel=True), 5.0, 5.0).parallel


def test_in_the_anterior_view_the_left_side_is_on_the_right() -> None:
    right, up, _ = directions(facing(CameraState(), "anterior"))
    np.testing.assert_allclose(right, [1, 0, 0], atol=1e-12)
    np.testing.assert_allclose(up, [0, 0, 1], atol=1e-12)


@given(*ANGLES)
def test_up_stays_up(azimuth: float, elevation: float) -> None:
    right, up, back = directions(CameraState(azimuth, elevation))
    assert up[2] >= -1e-12
    assert right[2] == 0
    np.testing.assert_allclose(np.cross(right, up), back, atol=1e-12)


@given(*ANGLES, st.floats(-400, 400), st.floats(-400, 400))
def test_turning_stops_at_the_poles(azimuth: float, elevation: float, by: float, tilt: float) -> None:
    camera = turned(CameraState(azimuth, elevation), by, tilt)
    assert -90 <= camera.elevation_deg <= 90
    assert -180 <= camera.azimuth_deg <= 180
    assert (camera.azimuth_deg - azimuth - by) % 360 == pytest.approx(0, abs=1e-6) or (
        camera.azimuth_deg - azimuth - by
    ) % 360 == pytest.approx(360, abs=1e-6)


@pytest.mark.parametrize("parallel", [False, True])
@given(*ANGLES, st.floats(0.2, 5), st.floats(0, 1280), st.floats(0, 800))
def test_zoom_keeps_what_is_under_the_pointer(
    parallel: bool, azimuth: float, elevation: float, factor: float, x: float, y: float
) -> None:
    camera = CameraState(azimuth, elevation, 700.0, (1.0, 2.0, 3.0), parallel=parallel)
    start, along = ray(camera, (x, y), SIZE)
    depth = (np.array(camera.focal_mm) - start) @ directions(camera)[2] / (along @ directions(camera)[2])
    point = start + depth * along
    closer = zoomed(camera, factor, (x, y), SIZE)
    assert closer.distance_mm == pytest.approx(700 / factor)
    np.testing.assert_allclose(project(closer, point, SIZE)[0, :2], [x, y], atol=1e-6)


@given(*ANGLES, st.floats(-500, 500), st.floats(-500, 500))
def test_pan_moves_the_model_with_the_pointer(azimuth: float, elevation: float, dx: float, dy: float) -> None:
    camera = CameraState(azimuth, elevation, 700.0, (1.0, 2.0, 3.0))
    moved = panned(camera, dx, dy, SIZE[1])
    x, y, _ = project(moved, np.array(camera.focal_mm), SIZE)[0]
    assert (x, y) == pytest.approx((640 + dx, 400 - dy))


@pytest.mark.parametrize("parallel", [False, True])
@given(*ANGLES, st.floats(0, 1280), st.floats(0, 800))
def test_ray_and_projection_agree(parallel: bool, azimuth: float, elevation: float, x: float, y: float) -> None:
    camera = CameraState(azimuth, elevation, 900.0, (5.0, -7.0, 11.0), parallel=parallel)
    start, along = ray(camera, (x, y), SIZE)
    np.testing.assert_allclose(project(camera, start + 500 * along, SIZE)[0, :2], [x, y], atol=1e-6)


@pytest.mark.parametrize("parallel", [False, True])
@pytest.mark.parametrize("size", [(1280, 800), (400, 900), (1920, 1080)])
@given(*ANGLES)
def test_framing_fills_the_picture_and_cuts_nothing(
    parallel: bool, size: tuple[int, int], azimuth: float, elevation: float
) -> None:
    corners = np.array([[x, y, z] for x in (-150, 90) for y in (-60, 100) for z in (-200, 140)], dtype=float)
    camera = framed(CameraState(azimuth, elevation, parallel=parallel), corners, size, margin=0.05)
    seen = project(camera, corners, size)[:, :2] / size
    assert seen.min() >= 0.05 - 2e-3
    assert seen.max() <= 0.95 + 2e-3
    assert max(np.ptp(seen[:, 0]), np.ptp(seen[:, 1])) >= 0.89


def test_everything_is_framed_without_the_shank_unless_nothing_else_is_there() -> None:
    leg = np.array([[-80.0, 0.0, z] for z in (20.0, -390.0, -440.0, -780.0)])
    assert without_shank(leg).tolist() == [True, True, False, False]
    assert without_shank(leg[2:]).tolist() == [True, True]


def test_legs_do_not_grow_before_the_hip_when_seen_from_below() -> None:
    leg = np.array([[-80.0 + x, 0.0, z] for z in (20.0, -780.0) for x in (-20.0, 20.0)])
    seen = project(opening(leg, SIZE, "inferior"), leg, SIZE)
    assert np.ptp(seen[:2, 0]) == pytest.approx(np.ptp(seen[2:, 0]))


def test_centring_keeps_the_size_of_the_point() -> None:
    camera = CameraState(30, 20, 800.0, (0.0, 0.0, 0.0))
    point = np.array([40.0, -30.0, 25.0])
    before = project(camera, np.array([point, point + directions(camera)[1]]), SIZE)
    after_camera = centred(camera, point)
    after = project(after_camera, np.array([point, point + directions(camera)[1]]), SIZE)
    assert after[0, :2] == pytest.approx((640, 400))
    assert after[0, 1] - after[1, 1] == pytest.approx(before[0, 1] - before[1, 1], rel=1e-9)


def test_size_of_a_pixel_is_that_at_the_turning_point() -> None:
    camera = CameraState(distance_mm=1000.0)
    step = np.array([[0.0, 0.0, 0.0], [mm_per_pixel(camera, 800), 0.0, 0.0]])
    x = project(camera, step, SIZE)[:, 0]
    assert x[1] - x[0] == pytest.approx(1)
    assert mm_per_pixel(replace(camera, distance_mm=500.0), 800) == pytest.approx(mm_per_pixel(camera, 800) / 2)
