"""Taking apart a surface that passes through itself."""

from __future__ import annotations

import numpy as np

from glutview.geometry.crossings import crossings
from glutview.geometry.easing import Rows
from glutview.geometry.mesh import Floats
from glutview.geometry.untangling import untangled
from tests.geometry.solids import sphere


def test_a_pierced_surface_comes_apart_and_the_rest_stays() -> None:
    ball = sphere(10.0, rounds=3)
    pushed = int(np.argmax(ball.vertices[:, 2]))
    vertices = ball.vertices.copy()
    vertices[pushed] = [0.0, 0.0, -11.5]
    torn = ball.with_vertices(vertices)
    assert len(crossings(torn)) > 0
    whole = untangled(torn, lambda points, rows: points)
    assert len(crossings(ball.with_vertices(whole))) == 0
    far = np.abs(ball.vertices[:, 2]) < 3
    np.testing.assert_array_equal(whole[far], ball.vertices[far])


def test_a_sound_surface_is_given_back_as_it_is() -> None:
    ball = sphere(10.0, rounds=2)
    assert untangled(ball, lambda points, rows: points) is ball.vertices


def test_what_is_moved_goes_only_where_it_is_allowed() -> None:
    ball = sphere(10.0, rounds=3)
    vertices = ball.vertices.copy()
    vertices[int(np.argmax(ball.vertices[:, 2]))] = [0.0, 0.0, -11.5]
    torn = ball.with_vertices(vertices)

    def on_the_ball(points: Floats, rows: Rows) -> Floats:
        return np.asarray(10.0 * points / np.linalg.norm(points, axis=1, keepdims=True))

    whole = untangled(torn, on_the_ball)
    moved = np.linalg.norm(whole - vertices, axis=1) > 0
    assert moved.any()
    np.testing.assert_allclose(np.linalg.norm(whole[moved], axis=1), 10.0, atol=1e-9)
