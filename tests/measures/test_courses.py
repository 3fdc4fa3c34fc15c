"""Distances, widths and layers of tubes that run where they were laid."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.geometry.mesh import Floats, Mesh
from tests.geometry.solids import pipe, together
from tests.measures.solids_subject import Solids, figure, measure, slab

DEEP, SUPERFICIAL = ((0, 0, 0), (100, 60, 8)), ((20, 0, 12), (120, 60, 30))
"""Two planks with 4 mm between them; from x = 20 to 100 they lie one upon the other."""
MARKS = {"origin": (0.0, 0.0, 0.0), "beside": (50.0, 30.0, 40.0), "far": (150.0, 30.0, 10.0)}


def nerve(*lines: Floats, radius: float = 1.5) -> Mesh:
    return together(*(pipe(line, radius) for line in lines))


def straight(start: tuple[float, float, float], end: tuple[float, float, float], points: int = 101) -> Floats:
    return np.linspace(start, end, points)


def planks(mesh: Mesh, *branches: str) -> Solids:
    meshes = {"nerve": mesh, "deep": slab(*DEEP), "superficial": slab(*SUPERFICIAL)}
    return Solids(meshes, MARKS, branches={"nerve": branches or ("trunk",)})


def between(mesh: Mesh) -> tuple[float, str]:
    found = measure(planks(mesh), figure("between", "nerve", "deep", "superficial", unit="%"))
    return found.value, found.detail


def test_a_nerve_between_two_muscles_is_all_between_them() -> None:
    share, detail = between(nerve(straight((-30, 30, 10), (150, 30, 10))))
    assert share == 100
    # 1.8 mm from point to point.
    assert float(detail.split()[1]) == pytest.approx(80, abs=2)


@pytest.mark.parametrize("height", [-3.0, 4.0, 20.0, 33.0], ids=["beneath", "in the deep", "in the other", "above"])
def test_a_nerve_elsewhere_is_not_between_them(height: float) -> None:
    share, _ = between(nerve(straight((-30, 30, height), (150, 30, height))))
    # Where it enters a plank through the side it is for one point no deeper than a groove.
    assert share < 3 if height in (4.0, 20.0) else share == 0


def test_a_nerve_that_leaves_the_layer_is_between_as_far_as_it_is() -> None:
    # Down through the deep muscle from x = 60 on: half of the way.
    line = np.concatenate([straight((20, 30, 10), (60, 30, 10), 41), straight((61, 30, -2), (100, 30, -2), 40)])
    assert between(nerve(line))[0] == pytest.approx(50, abs=2)


def test_a_groove_of_less_than_half_a_millimetre_is_none() -> None:
    assert between(nerve(straight((-30, 30, 11.9), (150, 30, 11.9))))[0] == 100
    assert between(nerve(straight((-30, 30, 12.4), (150, 30, 12.4))))[0] == 100
    assert between(nerve(straight((-30, 30, 12.7), (150, 30, 12.7))))[0] < 3


def test_all_between_them_is_a_hundred_exactly() -> None:
    # 100 x / x is not 100 for every x; it was not for these.
    for points in (164, 178):
        lines = (straight((-30, y, 10), (150, y, 10), points) for y in (15, 30, 45))
        asked = figure("between", "nerve", "deep", "superficial", unit="%")
        assert measure(planks(nerve(*lines), "a", "b", "c"), asked).value == 100.0


def test_a_nerve_far_from_the_muscles_is_nowhere_between() -> None:
    assert between(nerve(straight((300, 30, 10), (400, 30, 10)))) == (0.0, "it runs nowhere between them")


def test_distances_are_told_from_where_a_course_passes_nearest() -> None:
    solids = planks(nerve(straight((-30, 30, 10), (150, 30, 10), 181)))
    asked = figure("distance_at", "nerve", landmarks=["beside", "origin"])
    assert measure(solids, asked).value == pytest.approx(np.linalg.norm([50, 30, 10]), abs=0.05)


def test_length_end_and_nearest_place_of_a_course() -> None:
    mesh = nerve(straight((0, 30, 10), (60, 30, 10)), straight((60, 30, 10), (60, 70, 40), 201))
    solids = planks(mesh, "trunk", "twig")
    assert measure(solids, figure("course_length", "nerve", branches=["trunk"])).value == pytest.approx(60, abs=2)
    end = measure(solids, figure("end_distance", "nerve", branches=["twig"], landmarks=["origin"]))
    assert end.value == pytest.approx(np.linalg.norm([60, 70, 40]), abs=1)
    found = measure(solids, figure("nearest", "nerve", landmarks=["beside"]))
    known = straight((60, 30, 10), (60, 70, 40), 2001) - np.array(MARKS["beside"])
    assert found.value == pytest.approx(np.linalg.norm(known, axis=1).min(), abs=0.1)
    assert found.detail == "twig"


def test_where_a_course_first_meets_a_muscle() -> None:
    solids = planks(nerve(straight((-30, 30, 4), (50, 30, 4), 161)))
    asked = figure("distance_where_met", "nerve", "deep", landmarks=["far"])
    # 3 mm before the plank.
    assert measure(solids, asked).value == pytest.approx(np.linalg.norm([153, 0, 6]), abs=0.6)
    # The other it does not meet: it comes nearest at its end, amid the deep one.
    found = measure(solids, figure("distance_where_met", "nerve", "superficial", landmarks=["far"]))
    assert found.detail == "it comes no nearer than 8.0 mm"


def test_the_lowest_place_beneath_a_muscle_and_its_branch() -> None:
    high, low = straight((30, 10, 10), (90, 10, 10)), straight((30, 50, 10), (90, 50, 5))
    beyond = straight((130, 10, -40), (140, 10, -40))  # lower, but beneath no muscle
    solids = planks(nerve(high, low, beyond), "upper", "lower", "beyond")
    found = measure(solids, figure("lowest_above", "nerve", "superficial", landmarks=["origin"]))
    assert found.value == pytest.approx(5, abs=0.01)
    assert found.detail == "lower"
    alone = figure("lowest_above", "nerve", "superficial", landmarks=["origin"], branches=["upper"])
    assert measure(solids, alone).value == pytest.approx(10, abs=0.01)


def test_the_nearest_place_beneath_a_part_of_a_muscle() -> None:
    # s runs along x: the second half of the superficial plank begins at x = 70, give or take half a cell.
    high, low = straight((30, 10, 10), (90, 10, 10)), straight((30, 50, 10), (90, 50, 5))
    beyond = straight((70, 10, -5), (70, -40, -5))
    solids = planks(nerve(high, low, beyond), "upper", "lower", "beyond")
    solids.bands = {"back": (0.5, 1.0), "front": (0.0, 0.5)}
    asked = figure("nearest_beneath", "nerve", "superficial", landmarks=["origin"], branches=["upper", "lower"])
    back = measure(solids, asked.model_copy(update={"parts": ("back",)}))
    assert back.value == pytest.approx(np.linalg.norm([70, 10, 10]), abs=2.6)
    assert back.detail == "upper"
    front = measure(solids, asked.model_copy(update={"parts": ("front",)}))
    assert front.value == pytest.approx(np.linalg.norm([30, 10, 10]), abs=0.5)
    assert measure(solids, asked).value == front.value


def test_width_and_edge_where_a_flat_nerve_leaves_a_muscle() -> None:
    line = straight((50, 100, 10), (50, -40, 10), 141)
    round_ = pipe(line, 2.0)
    flat = round_.with_vertices((round_.vertices - [50, 0, 10]) * [4, 1, 1] + [50, 0, 10])
    solids = planks(Mesh(flat.vertices, flat.faces, {**flat.fields, "branch": np.zeros(len(flat.vertices))}))
    assert measure(solids, figure("width_below", "nerve", "deep")).value == pytest.approx(16, abs=0.05)
    # It leaves at y = 0 and is as near as 3 mm more to it till 4.1 mm beyond.
    edge = measure(solids, figure("edge_to_landmark", "nerve", "deep", landmarks=["origin"]))
    assert edge.value == pytest.approx(np.linalg.norm([42, 4, 10]), abs=0.5)


def test_calibre_and_height_above_a_line() -> None:
    solids = planks(nerve(straight((-30, 30, 10), (150, 30, 10), 181), radius=2.2))
    assert measure(solids, figure("calibre", "nerve")).value == pytest.approx(4.4, abs=0.01)
    asked = figure("from_line", "nerve", landmarks=["origin", "far"], within_mm=60)
    along = np.array([150, 30, 10]) / np.linalg.norm([150, 30, 10])
    place = np.array([(60 - 30 * along[1] - 10 * along[2]) / along[0], 30, 10])
    off = place - (place @ along) * along
    up = np.array([0, 0, 1]) - along[2] * along
    assert measure(solids, asked).value == pytest.approx(off @ up / np.linalg.norm(up), abs=0.2)
