"""Cells turned inside out: counted exactly where it is known which are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.geometry.block import Block
from glutview.geometry.mesh import Floats
from glutview.geometry.turned_cells import CellVolumes, determinants


def grid(shape: tuple[int, int, int] = (5, 4, 6)) -> Floats:
    return np.stack(np.meshgrid(*(np.arange(float(n)) for n in shape), indexing="ij"), axis=-1)


@given(st.lists(st.floats(-3, 3), min_size=9, max_size=9))
def test_determinants_are_those_of_the_map(entries: list[float]) -> None:
    matrix = np.array(entries).reshape(3, 3)
    found = determinants(grid() @ matrix.T)
    assert found.shape == (8, 4, 3, 5)
    assert np.abs(found - np.linalg.det(matrix)).max() < 1e-9


@given(st.integers(0, 2**32 - 1))
def test_nothing_that_is_carried_along_is_turned_and_all_that_is_mirrored_is(seed: int) -> None:
    random = np.random.default_rng(seed)
    rest = grid() + random.uniform(-0.2, 0.2, (5, 4, 6, 3))
    turn, _ = np.linalg.qr(random.normal(size=(3, 3)))
    turn[:, 0] *= np.sign(np.linalg.det(turn))
    cells = CellVolumes.of(rest)
    assert cells.counted.all()
    assert not cells.turned(rest @ turn.T + random.normal(size=3)).any()
    assert cells.turned(rest * [-1, 1, 1]).all()


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_node_pushed_past_its_neighbour_turns_the_cells_beyond_it(axis: int) -> None:
    nodes = grid()
    place = np.array([2, 1, 2])
    nodes[tuple(place)][axis] += 2.5
    turned = CellVolumes.of(grid()).turned(nodes)
    beyond = np.zeros_like(turned)
    # Of the eight cells about the node, the four towards which it was pushed.
    beyond[tuple(slice(p if i == axis else p - 1, p + 1) for i, p in enumerate(place))] = True
    assert np.array_equal(turned, beyond)


def test_a_place_that_is_flat_at_rest_says_nothing() -> None:
    rest = grid((2, 2, 2))
    rest[1, 1, 1] = 0.48  # the cell is all but flat near there
    cells = CellVolumes.of(rest)
    assert cells.counted.sum() == 7
    nodes = rest.copy()
    nodes[1, 1, 1] = 0.4
    assert (determinants(nodes)[-1] > 0).item() != (determinants(rest)[-1] > 0).item()
    assert not cells.turned(nodes).any()
    nodes[0, 0, 0] = 2.0  # a place that does
    assert cells.turned(nodes).all()


def test_a_place_that_is_inside_out_at_rest_is_not_turned_when_it_is_righted() -> None:
    rest = grid()
    rest[2, 1, 2, 0] += 2.5
    assert not CellVolumes.of(rest).turned(grid()).any()
    assert not CellVolumes.of(rest).counted.all()


def test_the_sum_over_the_gauss_points_is_the_volume() -> None:
    nodes = grid((3, 3, 3)) + np.random.default_rng(2).uniform(-0.2, 0.2, (3, 3, 3, 3))
    block = Block(nodes, *(np.linspace(0, 1, 3) for _ in range(3)))
    assert determinants(nodes).sum() / 8 == pytest.approx(block.surface().volume_mm3(), rel=0.02)


def test_a_block_without_volume_says_nothing() -> None:
    flat = grid() * [1, 1, 0]
    assert not CellVolumes.of(flat).counted.any()
