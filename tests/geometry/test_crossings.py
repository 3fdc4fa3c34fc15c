from __future__ import annotations

import numpy as np
import pytest

from glutview.geometry.box_pairs import overlapping_pairs
from glutview.geometry.crossings import crossings
from glutview.geometry.mesh import Mesh
from tests.geometry.solids import box, sphere, together


@pytest.mark.parametrize("count", [1, 2, 3, 7, 400])
def test_every_pair_of_boxes_that_overlap_is_found_once(count: int) -> None:
    random = np.random.default_rng(count)
    low = random.uniform(0, 100, (count, 3))
    high = low + random.exponential(8, (count, 3))
    overlap = ((low[:, None] <= high[None]) & (low[None] <= high[:, None])).all(2)
    assert overlapping_pairs(low, high).tolist() == np.argwhere(np.triu(overlap, 1)).tolist()


def test_a_sound_surface_crosses_itself_nowhere() -> None:
    assert len(crossings(sphere())) == 0
    assert len(crossings(box((0, 0, 0), (3, 4, 5)))) == 0


def test_two_boxes_that_pass_through_each_other_are_found() -> None:
    one, other = box((0, 0, 0), (10, 10, 10), 4), box((5.3, 4.7, 4.1), (15, 15, 15), 4)
    both = together(one, other)
    pairs = crossings(both)
    assert len(pairs) > 0
    assert ((pairs < len(one.faces)).sum(1) == 1).all()  # always one of each
    apart = together(one, Mesh(other.vertices + np.array([20.0, 0, 0]), other.faces))
    assert len(crossings(apart)) == 0
