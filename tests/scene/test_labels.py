"""Labels: none over another, no leaders that cross, the important ones first."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.scene.labels import STUB, Label, Place, Room, lay_out, one_of_each

ROOM = Room(10, 20, 990, 720)
LINE = 24.0
_places = st.tuples(st.floats(20, 980), st.floats(0, 760))
_cases = st.lists(st.tuples(_places, st.floats(40, 220)), max_size=70)


def _laid_out(case: list[tuple[Place, float]]) -> tuple[Label, ...]:
    anchors = {str(number): place for number, (place, _) in enumerate(case)}
    return lay_out(anchors, {str(number): width for number, (_, width) in enumerate(case)}, LINE, ROOM)


def _over(a: Label, b: Label) -> bool:
    apart = a.left + a.width <= b.left or b.left + b.width <= a.left
    return not (apart or a.top + a.height <= b.top + 1e-6 or b.top + b.height <= a.top + 1e-6)


def _turn(a: Place, b: Place, c: Place) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _cross(a: Label, b: Label) -> bool:
    first = _turn(a.elbow, a.anchor, b.elbow) * _turn(a.elbow, a.anchor, b.anchor)
    second = _turn(b.elbow, b.anchor, a.elbow) * _turn(b.elbow, b.anchor, a.anchor)
    return first < -1e-3 and second < -1e-3


@given(_cases)
def test_labels_stay_in_the_room_and_apart(case: list[tuple[Place, float]]) -> None:
    labels = _laid_out(case)
    for label in labels:
        assert ROOM.top - 1e-6 <= label.top <= ROOM.bottom - LINE + 1e-6
        assert ROOM.left - 1e-6 <= label.left <= label.left + label.width <= ROOM.right + 1e-6
    assert not any(_over(a, b) for a, b in combinations(labels, 2))
    assert not any(a.covers(b.anchor) for a in labels for b in labels)


@given(st.lists(st.tuples(st.tuples(st.floats(250, 750), st.floats(0, 760)), st.floats(40, 220)), max_size=70))
def test_as_many_as_fit_are_placed_and_the_first_before_the_others(case: list[tuple[Place, float]]) -> None:
    fits = 2 * int((ROOM.bottom - ROOM.top) // LINE)
    assert {label.key for label in _laid_out(case)} == {str(n) for n in range(min(len(case), fits))}


@given(_cases)
def test_leaders_of_a_side_do_not_cross(case: list[tuple[Place, float]]) -> None:
    labels = _laid_out(case)
    for a, b in combinations(labels, 2):
        # Those that turn at their column's line; what lies in the column itself is reached within it.
        if a.elbow[0] == b.elbow[0]:
            assert not _cross(a, b)


def test_a_lone_label_stands_level_with_what_it_names() -> None:
    (label,) = lay_out({"a": (300.0, 400.0)}, {"a": 80.0}, LINE, ROOM)
    assert label.top + LINE / 2 == pytest.approx(400)
    assert (label.left, label.start[0], label.elbow[0]) == (ROOM.left, ROOM.left + 80, ROOM.left + 80)


def test_what_lies_where_its_label_would_stand_is_named_from_its_inner_side() -> None:
    left, right = lay_out({"a": (60.0, 400.0), "b": (940.0, 300.0)}, {"a": 80.0, "b": 90.0}, LINE, ROOM)
    assert left.left == left.start[0] == 60 + STUB
    assert right.left + right.width == right.start[0] == 940 - STUB
    assert (left.start[1], right.start[1]) == (400, 300)


def test_one_of_a_pair_is_named_where_it_is_clear_and_the_two_sides_share_the_names() -> None:
    names = {"a_r": "A", "a_l": "A", "b_r": "B", "b_l": "B", "c_r": "C", "c_l": "C"}
    anchors = {key: (400.0 if key.endswith("r") else 600.0, 300.0) for key in names}
    widths = dict.fromkeys(names, 100.0)
    assert one_of_each(names, anchors, widths, ROOM) == ["a_r", "b_l", "c_r"]
    assert one_of_each(names, anchors | {"b_l": (980.0, 300.0)}, widths, ROOM) == ["a_r", "b_r", "c_l"]


def test_no_room_no_labels() -> None:
    assert lay_out({"a": (1.0, 1.0)}, {"a": 50.0}, LINE, Room(0, 0, 100, 20)) == ()
