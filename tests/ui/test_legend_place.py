"""Where the legend of the action map lies: where it covers least, and no other mark."""

from __future__ import annotations

from itertools import product

import pytest

from glutview.atlas.load import load_atlas
from glutview.scene.action_legend import legend_marks, legend_of
from glutview.scene.overlay import Disc, Line, Mark, Patch, moved, orientation_figure, scale_marks
from glutview.state.view_state import CameraState
from glutview.ui.overlays import placed_legend

LEGEND = legend_of(load_atlas(), 2)
UNIT = 15.0


def sheet(marks: list[Mark]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of its ground."""
    ground = next(mark for mark in marks if isinstance(mark, Patch))
    (left, top), (wide, high) = ground.corner, ground.extent
    return left, top, left + wide, top + high


def placed(size: tuple[int, int]) -> list[Mark]:
    assert LEGEND is not None
    return placed_legend(LEGEND, size, UNIT)


def test_beside_the_model_it_keeps_the_upper_corner() -> None:
    assert LEGEND is not None
    assert placed((1205, 770)) == legend_marks(LEGEND, (1205, 770), UNIT)


@pytest.mark.parametrize("size", [(570, 413), (640, 500), (700, 400)])
def test_in_a_small_view_it_leaves_the_muscles_free(size: tuple[int, int]) -> None:
    assert LEGEND is not None
    found, corner = placed(size), legend_marks(LEGEND, size, UNIT)
    left, top, right, bottom = sheet(found)
    assert top > 0.75 * size[1]
    assert bottom <= size[1]
    # As a whole: every mark went the same way.
    was = sheet(corner)
    assert found == [moved(mark, (left - was[0], top - was[1])) for mark in corner]
    # Nor over the orientation figure, however it is turned, or the scale bar, however long it is.
    for azimuth, elevation in product(range(0, 360, 15), (-60, 0, 60)):
        for mark in orientation_figure(CameraState(azimuth_deg=azimuth, elevation_deg=elevation), size, UNIT):
            if isinstance(mark, Disc):
                assert mark.centre[0] + mark.radius <= left
    for mm_per_pixel in (0.05, 0.1, 0.2, 0.37, 0.5, 0.8, 1.1, 2.0):
        for mark in scale_marks(mm_per_pixel, size, UNIT):
            if isinstance(mark, Line):
                assert min(mark.start[0], mark.end[0]) >= right


def test_where_there_is_no_room_below_it_stays_above() -> None:
    assert LEGEND is not None
    assert placed((430, 420)) == legend_marks(LEGEND, (430, 420), UNIT) != []
    assert placed((250, 420)) == []
