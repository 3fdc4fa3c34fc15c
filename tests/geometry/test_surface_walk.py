"""Walking along a surface: straight on a plane and round a sphere, as long as asked, and back the same way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.geometry.subdivision import refined
from glutview.geometry.surface_point import ClosestPoints, SurfacePoint, closest_points, positions
from glutview.geometry.surface_walk import SurfaceWalk
from glutview.paths import assets_dir

RADIUS = 50.0
HIP_BONE = read_ply(assets_dir() / "meshes" / "hip_bone.ply")
ON_BONE = SurfaceWalk(HIP_BONE)

directions = st.tuples(*[st.floats(-1, 1) for _ in range(3)]).filter(lambda d: np.linalg.norm(d) > 0.1)
lengths = st.floats(0.01, 60.0)
triangles = st.integers(0, len(HIP_BONE.faces) - 1)
shares = st.tuples(st.floats(0, 1), st.floats(0, 1))


def weights(shares: tuple[float, float]) -> tuple[float, float, float]:
    low, high = sorted(shares)
    return low, high - low, 1.0 - high


def sphere() -> Mesh:
    corners = np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]], dtype=np.float64)
    faces = [[0, 2, 4], [2, 1, 4], [1, 3, 4], [3, 0, 4], [2, 0, 5], [1, 2, 5], [3, 1, 5], [0, 3, 5]]
    division = refined(corners, np.array(faces, np.int32), lambda v, edges: np.ones(len(edges), dtype=bool), 5)
    vertices = division.extended(corners)
    return Mesh(RADIUS * vertices / np.linalg.norm(vertices, axis=1, keepdims=True), division.faces)


def plane() -> Mesh:
    x, y = np.meshgrid(np.linspace(-40, 40, 23), np.linspace(-40, 40, 19), indexing="ij")
    number = np.arange(x.size).reshape(x.shape)
    a, b, c, d = number[:-1, :-1].ravel(), number[1:, :-1].ravel(), number[1:, 1:].ravel(), number[:-1, 1:].ravel()
    vertices = np.column_stack([x.ravel(), y.ravel(), np.zeros(x.size)])
    return Mesh(vertices, np.concatenate([np.column_stack([a, b, c]), np.column_stack([a, c, d])]).astype(np.int32))


PLANE, SPHERE = plane(), sphere()


def place(mesh: Mesh, point: SurfacePoint) -> Floats:
    return np.asarray(positions(mesh, [point])[0])


@given(st.tuples(st.floats(-15, 15), st.floats(-15, 15)), directions, st.floats(0.01, 20))
def test_on_a_plane_it_is_a_straight_line(at: tuple[float, float], direction: tuple[float, ...], mm: float) -> None:
    flat = np.array([*direction[:2], 0.0])
    if np.linalg.norm(flat) < 0.05:
        return
    start = closest_points(PLANE, np.array([[*at, 0.0]]))[0]
    stride = SurfaceWalk(PLANE).walk(start, direction, mm)
    wanted = np.array([*at, 0.0]) + mm * flat / np.linalg.norm(flat)
    np.testing.assert_allclose(place(PLANE, stride.point), wanted, atol=1e-6)
    assert stride.length_mm == pytest.approx(mm)


@given(directions, lengths)
def test_on_a_sphere_it_follows_the_great_circle(direction: tuple[float, ...], mm: float) -> None:
    start = closest_points(SPHERE, RADIUS * np.array([[0.36, 0.48, 0.8]]))[0]
    here = place(SPHERE, start)
    up = here / np.linalg.norm(here)
    flat = np.array(direction) - (np.array(direction) @ up) * up
    if np.linalg.norm(flat) < 0.1:
        return
    ahead = flat / np.linalg.norm(flat)
    there = place(SPHERE, SurfaceWalk(SPHERE).walk(start, direction, mm).point)
    true = RADIUS * (up * np.cos(mm / RADIUS) + ahead * np.sin(mm / RADIUS))
    # The heading is laid on a facet, which is a little aslant to the sphere: the more upright, the more it is turned.
    upright = abs(float(np.array(direction) @ up)) / float(np.linalg.norm(flat))
    assert np.linalg.norm(there - true) < 0.05 * max(1.0, upright) * mm + 0.1


@given(triangles, shares, directions, lengths)
def test_a_walk_has_the_length_asked_for_and_leads_back(
    triangle: int, share: tuple[float, float], direction: tuple[float, ...], mm: float
) -> None:
    start = SurfacePoint(triangle, weights(share))
    try:
        stride = ON_BONE.walk(start, direction, mm)
    except ValueError:
        return
    there = place(HIP_BONE, stride.point)
    assert stride.length_mm == pytest.approx(mm)
    # Who starts within a hair's breadth of a corner starts at it.
    assert np.linalg.norm(there - place(HIP_BONE, start)) <= mm + 1e-5
    assert min(stride.point.weights) >= 0
    assert sum(stride.point.weights) == pytest.approx(1)
    back = ON_BONE.walk(stride.point, stride.heading, -stride.length_mm)
    # A path that meets a corner all but exactly may pass it on either side: so much may be missed.
    assert np.linalg.norm(place(HIP_BONE, back.point) - place(HIP_BONE, start)) < 1e-3


@given(st.integers(0, len(HIP_BONE.vertices) - 1), directions)
def test_it_sets_out_from_a_corner_in_the_direction_asked_for(vertex: int, direction: tuple[float, ...]) -> None:
    triangle, corner = np.argwhere(HIP_BONE.faces == vertex)[0]
    exact = [0.0, 0.0, 0.0]
    exact[corner] = 1.0
    stride = ON_BONE.walk(SurfacePoint(int(triangle), (exact[0], exact[1], exact[2])), direction, 0.1)
    moved = place(HIP_BONE, stride.point) - HIP_BONE.vertices[vertex]
    assert stride.length_mm == pytest.approx(0.1)
    # On a ridge or in a pit the surface may lead away aslant, but never straight back.
    assert moved @ np.array(direction) > -0.25 * 0.1 * np.linalg.norm(direction)
    assert np.linalg.norm(moved) > 0.02


def test_many_small_steps_are_one_long_one_on_a_plane() -> None:
    walk, point = SurfaceWalk(PLANE), closest_points(PLANE, np.array([[1.3, -2.2, 0.0]]))[0]
    for _ in range(100):
        point = walk.walk(point, [1.0, 0.4, 0.0], 0.1).point
    ahead = np.array([1.0, 0.4, 0.0]) / np.hypot(1.0, 0.4)
    np.testing.assert_allclose(place(PLANE, point), np.array([1.3, -2.2, 0.0]) + 10 * ahead, atol=1e-6)


def test_it_stops_at_a_rim_and_says_how_far_it_came() -> None:
    start = closest_points(PLANE, np.array([[30.0, 0.0, 0.0]]))[0]
    stride = SurfaceWalk(PLANE).walk(start, [1.0, 0.0, 0.0], 25.0)
    assert stride.length_mm == pytest.approx(10.0)
    assert place(PLANE, stride.point)[0] == pytest.approx(40.0)


def test_upright_is_no_direction() -> None:
    start = closest_points(PLANE, np.array([[3.1, 0.4, 0.0]]))[0]
    with pytest.raises(ValueError, match="upright"):
        SurfaceWalk(PLANE).walk(start, [0.0, 0.0, 1.0], 1.0)


def test_the_finder_finds_what_the_function_finds() -> None:
    xyz = np.random.default_rng(3).normal(size=(40, 3)) * 30 + HIP_BONE.vertices.mean(0)
    assert ClosestPoints(HIP_BONE).to(xyz) == closest_points(HIP_BONE, xyz)
