"""What mends a pose by the least move: on a fan over a round bone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glutview.biomech.transforms import Floats
from glutview.build.block_contact import Obstacle
from glutview.build.block_elements import flatten, node_numbers
from glutview.build.drawn_vertices import DrawnVertices
from glutview.build.pose_projections import PoseProjections
from glutview.geometry.block import Block
from tests.build.test_block_solver import PELVIS, fan

SOLVER = fan((6, 4, 8))
NODES = SOLVER.rest[..., 0].size
EVERY = np.eye(NODES)[:, node_numbers(SOLVER.shape)]
EVERY[..., [0, -1]] = 0
TEMPLATE = Block(SOLVER.rest, *SOLVER.lines)
FINER = TEMPLATE.sampled(*(np.linspace(0, 1, count) for count in (16, 4, 22)))
DRAWN = DrawnVertices.of(FINER.surface(), SOLVER.lines)
FREE = PoseProjections.of(SOLVER, DRAWN, EVERY)  # every free node by itself
REST = flatten(SOLVER.rest)


def shaken(seed: int, mm: float) -> Floats:
    return REST + np.random.default_rng(seed).normal(0, mm, REST.shape)


def test_a_block_encloses_what_its_drawn_surface_does() -> None:
    assert abs(FREE.volume_mm3) == pytest.approx(abs(TEMPLATE.surface().volume_mm3()), rel=5e-3)
    assert FREE.more_volume(REST)[0] == pytest.approx(0, abs=1e-6)


@given(st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_the_gradient_of_volume_is_that_of_differences(seed: int) -> None:
    x, step = shaken(seed, 0.5), np.random.default_rng(seed + 1).normal(0, 1e-3, REST.shape)
    ahead, behind = FREE.more_volume(x + step)[0], FREE.more_volume(x - step)[0]
    assert (ahead - behind) / 2 == pytest.approx(float(np.sum(FREE.more_volume(x)[1] * step)), abs=1e-4)


def test_volume_that_was_lost_comes_back_by_a_small_change() -> None:
    weights = np.stack([shaken(seed, 0.3) - REST for seed in range(70)])  # more than are mended at once
    weights[:, [0, -1]] = 0
    carried = np.stack([REST + 0.1 * row for row in range(70)])
    before, beyond = weights.copy(), np.linspace(-0.02, 0.02, 70)
    for _ in range(4):
        FREE.keep_volume(weights, carried, beyond)
    for row, own in enumerate(weights):
        mm3 = FREE.more_volume(carried[row] + FREE.shapes @ own)[0]
        assert mm3 == pytest.approx(-beyond[row] * FREE.volume_mm3, abs=1e-2)
        assert np.linalg.norm(own - before[row]) < 0.3 * np.linalg.norm(before[row])


def gaps(weights: Floats) -> Floats:
    """mm of all drawn places from the bone."""
    return PELVIS.value_and_gradient(DRAWN.rest + FREE.drawn @ weights)[0]


def test_a_drawn_place_in_bone_is_moved_out_and_no_other() -> None:
    bone = Obstacle(PELVIS, DRAWN.margins(PELVIS))
    weights = np.zeros_like(REST)
    sunk = node_numbers(SOLVER.shape)[2:4, 0, 2:4].ravel()
    weights[sunk] -= 2.5 * PELVIS.value_and_gradient(REST[sunk])[1]
    deep = np.flatnonzero(gaps(weights) < np.minimum(bone.margins, 0) - 0.05)
    assert gaps(weights).min() < -1
    for _ in range(20):
        points = DRAWN.rest + FREE.drawn @ weights
        FREE.keep_out(weights, DRAWN.rest, FREE.contact(points, bone, 3.0, 0.2))
    assert (gaps(weights) - np.minimum(bone.margins, 0.2))[deep].min() > -0.05
    still = np.zeros_like(REST)
    FREE.keep_out(still, DRAWN.rest, FREE.contact(DRAWN.rest, bone, 3.0, 0.2))
    assert np.abs(still).max() < 1e-6


def test_only_what_is_near_is_looked_at() -> None:
    bone = Obstacle(PELVIS, DRAWN.margins(PELVIS))
    near, nearer = (FREE.contact(DRAWN.rest, bone, within, 0.2) for within in (6.0, 1.0))
    assert set(nearer.vertices) < set(near.vertices) < set(range(len(DRAWN.rest)))
    few = near.nearly_lacking(DRAWN.rest, 0.5)
    assert set(few.vertices) == set(near.vertices[near.lack_mm > -0.5])
    assert 0 < len(few.vertices) < len(near.vertices)
    # What moves away from it is no longer near, what moves towards it is.
    out = DRAWN.rest + 2.0 * PELVIS.value_and_gradient(DRAWN.rest)[1]
    assert len(near.nearly_lacking(out, 0.5).vertices) < len(few.vertices)
    assert len(near.nearly_lacking(2 * DRAWN.rest - out, 0.5).vertices) > len(few.vertices)


def test_where_the_template_lies_in_bone_it_stays() -> None:
    bone = Obstacle(PELVIS, np.full(len(DRAWN.rest), -100.0))
    weights = np.tile([0.0, 0.0, -3.0], (NODES, 1))
    before = weights.copy()
    FREE.keep_out(weights, DRAWN.rest, FREE.contact(DRAWN.rest + FREE.drawn @ weights, bone, 3.0, 0.2))
    assert np.array_equal(weights, before)


def test_a_cell_that_is_inside_out_is_turned_back() -> None:
    nodes = SOLVER.rest.copy()
    nodes[3, 1, 4] += 1.3 * (nodes[3, 3, 4] - nodes[3, 1, 4])
    weights = flatten(nodes) - REST
    assert FREE.least_dilation(REST + weights) < 0
    assert FREE.turn_back(weights, REST, 0.25) < 0
    for _ in range(10):
        FREE.turn_back(weights, REST, 0.25)
    assert FREE.least_dilation(REST + weights) > 0.2
    still = np.zeros_like(REST)
    assert FREE.turn_back(still, REST, 0.25) == pytest.approx(1)
    assert not still.any()


def test_a_node_is_led_back_to_near_its_goal_and_those_near_theirs_are_left() -> None:
    weights, inside, away = np.zeros_like(REST), SOLVER.rest[..., 0].size // 2, np.array([0.0, 3.0, 4.0])
    weights[inside] = away
    weights[inside + 1] = 0.2 * away
    FREE.keep_near(weights, REST, REST, 2.0)
    assert weights[inside] == pytest.approx(0.4 * away)
    assert weights[inside + 1] == pytest.approx(0.2 * away)
