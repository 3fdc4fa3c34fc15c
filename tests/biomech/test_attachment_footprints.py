"""Which surface owns what of a patch that spans from one to another, over a gap between them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from glutview.biomech.attachment_footprints import _beyond
from glutview.geometry.mesh import Floats
from glutview.geometry.mirror import mirror_mesh, mirror_points
from tests.geometry.solids import box

FIRST, SECOND = box((-40, -30, -8), (-5, 30, 0)), box((5, -30, -8), (34, 30, 0))
"""Two plates, their upper sides level, with 10 mm between them."""
ROWS = np.linspace(-20, 20, 9)
X = np.linspace(-21, 19, 81)


def patch(x: npt.ArrayLike, z: npt.ArrayLike) -> Floats:
    """Rows along y, each from the first to the last x, at heights z over the plates."""
    across, height = np.broadcast_arrays(np.asarray(x, dtype=np.float64), np.asarray(z, dtype=np.float64))
    row = np.stack([across, np.zeros(len(across)), height], axis=1)
    return np.asarray(row[None] + ROWS[:, None, None] * np.array([0.0, 1.0, 0.0]))


SPANNING = patch(X, 0.2)


def test_each_plate_owns_its_side_and_neither_what_hovers_over_the_gap() -> None:
    first, second = _beyond(SPANNING, [FIRST, SECOND])
    assert (first[:, X <= -5] < 0).all()
    assert (second[:, X >= 5] < 0).all()
    assert (first[:, X > -3] > 0).all()
    assert (second[:, X < 3] > 0).all()
    # 1.5 mm off the edges nothing bears it any longer.
    gap = np.abs(X) < 3.4
    assert gap.sum() > 10
    assert (first[:, gap] > 0).all()
    assert (second[:, gap] > 0).all()
    assert (first[:, (X > -5) & (X < -3.6)] < 0).all()
    assert (second[:, (X < 5) & (X > 3.6)] < 0).all()


def test_rows_that_hover_from_edge_to_edge_are_borne_by_none() -> None:
    nodes = patch(X, 0.2)
    nodes[4:, :, 2] = 3.0
    first, second = _beyond(nodes, [FIRST, SECOND])
    assert (first[:4, X <= -5] < 0).all()
    assert (second[:4, X >= 5] < 0).all()
    assert (first[4:] > 0).all()
    assert (second[4:] > 0).all()


def test_a_row_with_both_edges_on_one_plate_is_its_own_where_it_bulges_too() -> None:
    x = np.linspace(-32, -12, 41)
    bulging = patch(x, 4.0 * np.sin(np.pi * np.linspace(0, 1, 41)))
    first, second = _beyond(bulging, [FIRST, SECOND])
    assert (first < 0).all()
    assert (second > 0).all()


def test_what_lies_beneath_the_surface_is_borne() -> None:
    first, _ = _beyond(patch(X, -2.0), [FIRST, SECOND])
    assert (first[:, X <= -8] < 0).all()


@pytest.mark.parametrize("height", [0.2, 1.0, -1.0])
def test_the_mirror_image_gives_the_same_answer(height: float) -> None:
    nodes = patch(X, height)
    found = _beyond(nodes, [FIRST, SECOND])
    other = _beyond(mirror_points(nodes), [mirror_mesh(FIRST), mirror_mesh(SECOND)])
    np.testing.assert_allclose(other, found, atol=1e-6)
    # Whichever plate is named first.
    np.testing.assert_allclose(_beyond(nodes, [SECOND, FIRST])[::-1], found, atol=1e-6)
