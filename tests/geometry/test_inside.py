from __future__ import annotations

import numpy as np
import pytest

from glutview.geometry.distance import nodes_inside
from glutview.geometry.inside import Body
from tests.geometry.solids import box, sphere


def test_the_solids_are_what_they_say() -> None:
    ball, crate = sphere(), box((-1, -2, -3), (4, 5, 6))
    assert ball.is_closed()
    assert crate.is_closed()
    assert ball.volume_mm3() == pytest.approx(4 / 3 * np.pi * 10**3, rel=0.005)
    assert crate.volume_mm3() == pytest.approx(5 * 7 * 9)


def test_inside_a_sphere_is_what_is_nearer_than_its_radius() -> None:
    points = np.random.default_rng(0).uniform(-12, 12, (20000, 3))
    away = np.linalg.norm(points, axis=1)
    inside = Body(sphere()).contains(points)
    sure = np.abs(away - 10) > 0.05  # its triangles lie so far beneath the sphere
    assert (inside == (away < 10))[sure].all()


def test_depth_is_exact_to_a_twentieth_of_a_millimetre() -> None:
    points = np.random.default_rng(1).uniform(-11, 11, (5000, 3))
    depth = Body(sphere()).depth(points)
    known = np.maximum(10 - np.linalg.norm(points, axis=1), 0)
    assert np.abs(depth - known).max() < 0.05


@pytest.mark.parametrize("into", [0.3, 0.5, 1.0, 1.5])
def test_depth_in_a_box_is_exact_where_bounds_are_close(into: float) -> None:
    crate = Body(box((0, 0, 0), (20, 20, 20)))
    spots = np.random.default_rng(2).uniform(4, 16, (300, 2))
    points = np.insert(spots, 2, 20 - into, axis=1)
    assert np.abs(crate.depth(points) - into).max() < 1e-9
    assert (crate.depth(points + np.array([0, 0, 2 * into])) == 0).all()


def test_columns_through_vertices_and_edges_are_told_rightly() -> None:
    crate = Body(box((0, 0, 0), (8, 8, 8)))  # its vertices and edges lie at whole numbers
    grid = np.stack(np.meshgrid(*[np.arange(-1.0, 10.0)] * 3, indexing="ij"), -1).reshape(-1, 3)
    inside, outside = ((grid > 0) & (grid < 8)).all(1), ((grid < 0) | (grid > 8)).any(1)
    found = crate.contains(grid)
    assert found[inside].all()
    assert not found[outside].any()


def test_points_and_grid_nodes_are_told_alike() -> None:
    ball = sphere(centre=(1.3, 0.7, -2.1), rounds=3)
    axes = [np.arange(-12.0, 14.0, 1.1)] * 3
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), -1)
    assert (Body(ball).contains(grid.reshape(-1, 3)) == nodes_inside(ball, axes).ravel()).all()


@pytest.mark.parametrize("centre", [(0, 0, 0), (7, 1, 3), (0, 0, 10), (40, 0, 0)], ids=str)
def test_enough_of_a_body_for_some_points_tells_of_them_what_the_whole_tells(centre: tuple[float, ...]) -> None:
    ball = Body(sphere())
    points = np.random.default_rng(3).normal(centre, 2.0, (500, 3))
    enough = ball.for_points(points)
    assert len(enough.mesh.faces) < 0.7 * len(ball.mesh.faces)
    assert (enough.contains(points) == ball.contains(points)).all()
    assert len(ball.for_points(points[:0]).contains(points[:0])) == 0
