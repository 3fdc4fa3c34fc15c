"""Landmarks, points of lines and points of outlines: listed apart, shown together."""

from __future__ import annotations

from collections import Counter

import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.state.points import LandmarkKey, PointRow, point_rows
from glutview.ui.landmark_dots import lines_of_bone
from glutview.ui.panels.landmark_model import LandmarkFilter, LandmarkModel
from glutview.ui.point_layer import Dot


@pytest.fixture(scope="module")
def anatomy() -> Anatomy:
    return Anatomy.load()


@pytest.fixture(scope="module")
def rows(anatomy: Anatomy) -> tuple[PointRow, ...]:
    return point_rows(anatomy.atlas, anatomy.rest)


def listed(rows: tuple[PointRow, ...], text: str, kind: str) -> list[PointRow]:
    model, shown = LandmarkModel(), LandmarkFilter()
    model.set_rows(rows)
    shown.setSourceModel(model)
    shown.set_wanted(text, kind)
    return [rows[shown.mapToSource(shown.index(row, 0)).row()] for row in range(shown.rowCount())]


def test_every_point_is_in_one_list(rows: tuple[PointRow, ...]) -> None:
    kinds = ("landmarks", "lines", "outlines")
    assert {row.kind for row in rows} == set(kinds)
    keys = [row.key for kind in kinds for row in listed(rows, "", kind)]
    assert Counter(keys) == Counter(row.key for row in rows)
    assert [row.key for row in listed(rows, "", "all")] == [row.key for row in rows]


def test_numbered_points_do_not_stand_among_the_landmarks(rows: tuple[PointRow, ...]) -> None:
    assert not [row.name for row in listed(rows, "", "landmarks") if row.name[-1].isdigit()]
    assert {row.line for row in listed(rows, "posterior gluteal", "lines")} == {"Posterior gluteal line"}
    assert not listed(rows, "posterior gluteal", "landmarks")


def test_an_attachments_own_list_holds_its_points_alone(rows: tuple[PointRow, ...]) -> None:
    own = listed(rows, "", "gluteus_minimus_origin_r")
    assert own
    assert {row.outline for row in own} == {"gluteus_minimus_origin_r"}


def test_the_points_of_a_line_are_joined_on_each_side(anatomy: Anatomy, rows: tuple[PointRow, ...]) -> None:
    dots = [
        Dot(row.key, row.on, row.xyz, (0.0, 0.0, 1.0)) for row in rows if row.xyz and isinstance(row.key, LandmarkKey)
    ]
    lines = lines_of_bone(dots, anatomy.atlas)
    marks = anatomy.atlas.landmarks
    named = {(one.line, one.side) for one in marks.values() if one.line is not None}
    assert len(lines) == len(named) >= 8
    for line in lines:
        keys = [dots[number].key for number in line]
        points = [marks[key.id] for key in keys if isinstance(key, LandmarkKey)]
        assert len({(one.line, one.side) for one in points}) == 1
        assert [one.name for one in points] == [f"{points[0].line} {k}" for k in range(1, len(points) + 1)]
