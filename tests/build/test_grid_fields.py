"""Compiled distance fields beside those of the window."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.biomech.transforms import Floats
from glutview.build.grid_fields import GridField, _nearest, distances_of
from glutview.geometry.distance import DistanceField, nodes_inside, plane_distance, surface_samples
from glutview.geometry.mesh import Mesh
from tests.geometry.solids import sphere

RADIUS = 20.0


@pytest.fixture(scope="module")
def ball() -> Mesh:
    return sphere(RADIUS, rounds=5)


@pytest.fixture(scope="module")
def grid(ball: Mesh) -> DistanceField:
    return distances_of(ball, 2.0, 5.0, 1.0)


def test_a_sphere_is_as_far_as_its_radius_says(grid: DistanceField) -> None:
    axes = [grid.origin[axis] + grid.spacing * np.arange(grid.values.shape[axis]) for axis in range(3)]
    radius = np.linalg.norm(np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1), axis=-1)
    off = np.abs(grid.values - (radius - RADIUS))
    assert off[np.abs(radius - RADIUS) < 3].max() < 0.15
    assert off.max() < 0.3


@given(st.lists(st.tuples(*[st.floats(-40, 40)] * 3), min_size=1, max_size=20))
def test_reads_what_the_window_reads(grid: DistanceField, places: list[tuple[float, float, float]]) -> None:
    points: Floats = np.array(places)
    for found, wanted in zip(
        GridField(grid).value_and_gradient(points), grid.value_and_gradient(points), strict=True
    ):
        assert np.abs(found - wanted).max() < 1e-9


def test_it_is_as_far_as_the_plane_through_the_nearest_sample(ball: Mesh, grid: DistanceField) -> None:
    """The rule is written twice, for the compiled loop cannot call the other."""
    axes = [grid.origin[axis] + grid.spacing * np.arange(grid.values.shape[axis]) for axis in range(3)]
    points, directions = surface_samples(ball, 1.0)
    nearest = _nearest((points - grid.origin) / grid.spacing, grid.values.shape).ravel()
    nodes = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    wanted = plane_distance(nodes - points[nearest], directions[nearest]).reshape(grid.values.shape)
    assert np.abs(np.abs(grid.values) - wanted).max() < 1e-5
    assert ((grid.values < 0) == nodes_inside(ball, axes)).all()


def test_beyond_the_grid_it_only_says_that_it_is_far(grid: DistanceField) -> None:
    points = np.array([[0.0, 0.0, 100.0], [0.0, 0.0, RADIUS + 1]])
    value, slope = GridField(grid, beyond_mm=5.0).value_and_gradient(points)
    assert value[0] == 5.0
    assert np.array_equal(slope[0], np.zeros(3))
    assert value[1] == pytest.approx(1.0, abs=0.1)
    assert slope[1] == pytest.approx([0, 0, 1], abs=0.1)
