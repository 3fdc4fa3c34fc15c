from __future__ import annotations

import numpy as np

from glutview.geometry.mesh import Floats
from glutview.geometry.rays import Rays
from tests.geometry.solids import box, sphere


def directions(count: int) -> Floats:
    ways = np.random.default_rng(0).normal(size=(count, 3))
    return np.asarray(ways / np.linalg.norm(ways, axis=1, keepdims=True))


def test_from_amid_a_sphere_every_line_goes_its_radius() -> None:
    ways = directions(500)
    away = Rays(sphere()).first(np.zeros_like(ways), ways, 30)
    assert np.abs(away - 10).max() < 0.05


def test_no_line_goes_farther_than_it_may() -> None:
    ways = directions(200)
    assert np.isinf(Rays(sphere()).first(np.zeros_like(ways), ways, 9.9)).all()


def test_the_first_of_several_faces_is_met_from_either_side() -> None:
    starts = np.array([[3.1, 4.2, -7.0], [3.1, 4.2, 5.0], [3.1, 4.2, 40.0], [30.0, 4.2, -7.0]])
    up, down = np.array([0.0, 0.0, 1.0]), np.array([0.0, 0.0, -1.0])
    rays = Rays(box((0, 0, 0), (10, 10, 20)))
    assert rays.first(starts, np.tile(up, (4, 1)), 50).tolist() == [7.0, 15.0, np.inf, np.inf]
    assert rays.first(starts, np.tile(down, (4, 1)), 50).tolist() == [np.inf, 5.0, 20.0, np.inf]
