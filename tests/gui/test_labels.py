"""Labels in the real window: each points at a pixel where its structure is seen, none lies over another."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QTest

Desk = Any


def _settle(desk: Desk) -> None:
    desk.settle()
    desk.qtbot.waitUntil(lambda: not desk.stage.labels.searching, timeout=10_000)


@pytest.mark.parametrize("view", [None, Qt.Key.Key_1, Qt.Key.Key_4])
def test_labels_point_at_what_they_name(desk: Desk, view: Qt.Key | None) -> None:
    desk.stage.setFocus()
    if view is not None:
        QTest.keyClick(desk.stage, view)
    bare = desk.grab()
    QTest.keyClick(desk.stage, Qt.Key.Key_L)
    _settle(desk)
    assert (desk.grab() != bare).any()
    _settle(desk)
    labels = desk.stage.labels.labels()
    assert len(labels) >= 3
    for label in labels:
        x, y = label.anchor
        near = [QPointF(x + right, y + down) for right in (-1, 0, 1) for down in (-1, 0, 1)]
        assert label.key in {desk.stage.structure_at(place) for place in near}
    boxes = [QRectF(a.left, a.top, a.width, 0.99 * a.height) for a in labels]
    assert not any(a.intersects(b) for a, b in combinations(boxes, 2))
    # They follow a turn, and go again.
    QTest.keyClick(desk.stage, Qt.Key.Key_Left)
    _settle(desk)
    assert [a.anchor for a in desk.stage.labels.labels()] != [a.anchor for a in labels]
    QTest.keyClick(desk.stage, Qt.Key.Key_L)
    desk.settle()
    assert desk.stage.labels.labels() == ()


def test_peeling_by_keys_uncovers_what_lies_beneath(desk: Desk) -> None:
    desk.stage.setFocus()
    place = desk.place_of("gluteus_maximus_r").toPointF()
    QTest.keyClick(desk.stage, Qt.Key.Key_BracketRight)
    QTest.keyClick(desk.stage, Qt.Key.Key_BracketRight)
    desk.settle()
    assert desk.stage.structure_at(place) != "gluteus_maximus_r"
    QTest.keyClick(desk.stage, Qt.Key.Key_BracketLeft)
    desk.settle()
    assert desk.stage.structure_at(place) == "gluteus_maximus_r"
