"""Asked again and again, it answers as a search anew does."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial import cKDTree

from glutview.geometry.mesh import Floats
from glutview.geometry.nearest_node import NearestNode


@pytest.fixture
def nodes() -> Floats:
    """A sheet of nodes 2 mm apart."""
    grid = np.stack(np.meshgrid(np.arange(0.0, 40.0, 2.0), np.arange(0.0, 30.0, 2.0), [0.0], indexing="ij"), axis=-1)
    return np.asarray(grid.reshape(-1, 3))


@pytest.mark.parametrize("step_mm", [0.01, 0.3, 5.0])
def test_it_follows_points_that_wander(nodes: Floats, step_mm: float) -> None:
    rng = np.random.default_rng(3)
    node, tree = NearestNode(nodes), cKDTree(nodes)
    points = rng.uniform(-5, 45, size=(500, 3))
    for _ in range(60):
        np.testing.assert_array_equal(node.to(points), tree.query(points)[1])
        points = points + rng.normal(scale=step_mm, size=points.shape)


def test_of_two_equally_near_it_takes_the_one_that_a_search_takes(nodes: Floats) -> None:
    node, tree = NearestNode(nodes), cKDTree(nodes)
    between = (nodes[:-1] + nodes[1:]) / 2
    for _ in range(2):
        np.testing.assert_array_equal(node.to(between), tree.query(between)[1])


def test_other_points_are_looked_for_anew(nodes: Floats) -> None:
    node = NearestNode(nodes)
    node.to(nodes[:10])
    np.testing.assert_array_equal(node.to(nodes), np.arange(len(nodes)))
