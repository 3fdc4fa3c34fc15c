"""Cells turned inside out: counted exactly where it is known which are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.geometry.mesh import Floats
from glutview.geometry.turned_cells import CellCorners, determinants


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
    corners = CellCorners.of(rest)
    assert corners.counted.all()
    assert not corners.turned(rest @ turn.T + random.normal(size=3)).any()
    assert corners.turned(rest * [-1, 1, 1]).all()


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_node_pushed_past_its_neighbour_turns_the_cells_beyond_it(axis: int) -> None:
    nodes = grid()
    place = np.array([2, 1, 2])
    nodes[tuple(place)][axis] += 1.5
    turned = CellCorners.of(grid()).turned(nodes)
    beyond = np.zeros_like(turned)
    # Of the eight cells about the node, the four towards which it was pushed.
    beyond[tuple(slice(p if i == axis else p - 1, p + 1) for i, p in enumerate(place))] = True
    assert np.array_equal(turned, beyond)


def test_a_corner_that_is_flat_at_rest_says_nothing() -> None:
    rest = grid((2, 2, 2))
    rest[1, 1, 1] = 0.68  # its edges lie all but in a plane there
    corners = CellCorners.of(rest)
    assert corners.counted.sum() == 7
    nodes = rest.copy()
    nodes[1, 1, 1] = 0.6
    assert (determinants(nodes)[-1] > 0).item() != corners.positive[-1].item()
    assert not corners.turned(nodes).any()
    nodes[0, 0, 0] = 2.0  # a corner that does
    assert corners.turned(nodes).all()


def test_a_block_without_volume_says_nothing() -> None:
    flat = grid() * [1, 1, 0]
    assert not CellCorners.of(flat).counted.any()
