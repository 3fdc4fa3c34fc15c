from __future__ import annotations

import numpy as np

from glutview.measures.origins import sides_of_line
from tests.geometry.solids import sphere


def test_sides_of_a_line_that_runs_down_and_back() -> None:
    t = np.linspace(0, 1, 200)
    line = np.column_stack([0 * t, 60 * t, -40 * t])
    outward = np.tile([-1.0, 0.0, 0.0], (200, 1))
    points = np.array([[0, 30, 0], [0, 30, -40], [0, -20, 20], [0, 80, -40], [0, 30, -20.0]])
    for normals in (outward, -outward):  # whichever way the bone's face looks
        side, gap = sides_of_line(points, line, normals)
        assert side[:4].tolist() == [1, -1, 0, 0]
        assert abs(gap[0] - 20 * 60 / np.hypot(60, 40)) < 0.1
        assert gap[4] < 0.2


def test_of_a_line_that_runs_upright_above_is_behind() -> None:
    t = np.linspace(0, 1, 200)
    line = np.column_stack([0 * t, 5 * t, -60 * t])
    side, _ = sides_of_line(np.array([[0, 20, -30], [0, -20, -30.0]]), line, np.tile([-1.0, 0.0, 0.0], (200, 1)))
    assert side.tolist() == [1, -1]


def test_sides_follow_a_line_round_a_curved_bone() -> None:
    ball = sphere(50)
    angle = np.linspace(-1.2, 1.2, 300)
    line = 50 * np.column_stack([-np.cos(angle), np.sin(angle), 0 * angle])
    side, _ = sides_of_line(ball.vertices, line, line / 50)
    beside = side != 0
    assert (side == np.sign(ball.vertices[:, 2]))[beside & (np.abs(ball.vertices[:, 2]) > 1)].all()
    assert 0.2 < beside.mean() < 0.6
