from __future__ import annotations

import pytest

from tests.measures.solids_subject import Solids, figure, measure, slab

MUSCLE = ((0, 0, 0), (100, 60, 10))
"""Its outer face looks up; s runs along x."""


def covered(*covers: tuple[tuple[float, float, float], tuple[float, float, float]]) -> Solids:
    meshes = {"medius": slab(*MUSCLE, shape=(101, 5, 61))}
    return Solids({**meshes, **{f"cover_{k}": slab(*cover) for k, cover in enumerate(covers)}})


@pytest.mark.parametrize(("gap", "share"), [(0.5, 30), (14.9, 30), (15.1, 0)])
def test_the_share_beneath_what_lies_within_fifteen_millimetres(gap: float, share: float) -> None:
    solids = covered(((70, -10, 10 + gap), (120, 70, 20 + gap)))
    found = measure(solids, figure("covered_share", "medius", "cover_0", unit="%"))
    assert found.value == pytest.approx(share, abs=0.5)


def test_what_lies_beneath_is_not_cover() -> None:
    solids = covered(((0, 0, -20), (100, 60, -1)))
    assert measure(solids, figure("covered_share", "medius", "cover_0", unit="%")).value == 0


def test_the_covered_part_is_posterior_if_one_border_parts_it() -> None:
    behind = measure(covered(((70, -10, 12), (120, 70, 20))), figure("covered_behind", "medius", "cover_0", unit="%"))
    assert behind.value == pytest.approx(100, abs=0.5)
    assert float(behind.detail.split()[-1]) == pytest.approx(0.7, abs=0.02)
    # In front as well: a third of what is covered.
    front = measure(covered(((0, -10, 12), (20, 70, 20))), figure("covered_behind", "medius", "cover_0", unit="%"))
    assert front.value == pytest.approx(0, abs=0.5)
    none = measure(covered(((0, 0, 90), (9, 9, 99))), figure("covered_behind", "medius", "cover_0", unit="%"))
    assert none.value == 0


def test_of_the_rest_every_cover_counts_once() -> None:
    maximus, one, other = ((50, -5, 12), (120, 70, 20)), ((0, -5, 12), (30, 70, 14)), ((20, -5, 13), (40, 70, 15))
    asked = figure("rest_covered", "medius", "cover_0", "cover_1", "cover_2", unit="%")
    found = measure(covered(maximus, one, other), asked)
    assert found.value == pytest.approx(80, abs=1)
    assert found.detail == "cover 1 60 %, cover 2 40 %"
