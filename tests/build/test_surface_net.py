"""Surface nets: on the surface, and a manifold whatever the field."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.build import sculpt
from glutview.build.surface_net import surface_net
from glutview.geometry.distance import DistanceField


def test_sphere() -> None:
    low = np.full(3, -12.0)
    points = sculpt.grid_points(low, -low, 1.0)
    mesh = surface_net(DistanceField(low, 1.0, (np.linalg.norm(points, axis=-1) - 9).astype(np.float32)), every=2)
    assert mesh.is_closed()
    np.testing.assert_allclose(np.linalg.norm(mesh.vertices, axis=1), 9, atol=0.05)
    assert mesh.volume_mm3() == pytest.approx(4 / 3 * np.pi * 9**3, rel=0.05)


@pytest.mark.parametrize("seed", range(8))
def test_net_of_noise_has_no_open_edge(seed: int) -> None:
    """Noise passes two sheets through many cells, where a single vertex a cell would pinch the net."""
    values = np.random.default_rng(seed).normal(size=(14, 14, 14))
    border = np.ones_like(values)
    border[1:-1, 1:-1, 1:-1] = values[1:-1, 1:-1, 1:-1]
    mesh = surface_net(DistanceField(np.zeros(3), 1.0, border.astype(np.float32)))
    half = mesh.faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    into, out = np.unique(half, axis=0, return_counts=True), np.unique(half[:, ::-1], axis=0, return_counts=True)
    np.testing.assert_array_equal(into[0], out[0])
    np.testing.assert_array_equal(into[1], out[1])


def test_carving_makes_a_hole_and_joining_fills_it() -> None:
    low = np.full(3, -10.0)
    points = sculpt.grid_points(low, -low, 0.8)
    ball = sculpt.ellipsoid(points, (0.0, 0.0, 0.0), np.eye(3), (8.0, 8.0, 8.0))
    drill = sculpt.rod(points, ((0.0, 0.0, -12.0), (0.0, 0.0, 12.0)), (2.5, 2.5))

    def genus(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> int:
        mesh = surface_net(DistanceField(low, 0.8, values.astype(np.float32)))
        assert mesh.is_closed()
        return (2 - (len(mesh.vertices) - len(mesh.edges()) + len(mesh.faces))) // 2

    ring = sculpt.carve(ball, drill, 1.5)
    assert genus(ball) == 0
    assert genus(ring) == 1
    plug = sculpt.ellipsoid(points, (0.0, 0.0, 0.0), np.eye(3), (5.0, 5.0, 5.0))
    assert genus(sculpt.join(ring, plug, 1.0)) == 0
