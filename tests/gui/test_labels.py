"""Labels in the real window: each points at a pixel where its structure is seen, none lies over another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QTest

from glutview.scene.labels import Label

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
        if label.key not in {desk.stage.structure_at(place) for place in near}:
            _assert_seen(desk, label)
    _assert_apart(labels)
    # They follow a turn, and go again.
    QTest.keyClick(desk.stage, Qt.Key.Key_Left)
    _settle(desk)
    assert [a.anchor for a in desk.stage.labels.labels()] != [a.anchor for a in labels]
    QTest.keyClick(desk.stage, Qt.Key.Key_L)
    desk.settle()
    assert desk.stage.labels.labels() == ()


def _assert_seen(desk: Desk, label: Label) -> None:
    """A click on a clear sheet means what lies close behind it; a label may point at the sheet, or at what is deep.

    Before what it points at lie but clear sheets, and the picture there is another without it.
    """
    stage = desk.stage
    hits = sorted(stage.scene.hits(label.anchor, stage.pixels), key=lambda hit: hit.distance_mm)
    ids = [hit.id for hit in hits]
    assert label.key in ids
    before = hits[: ids.index(label.key)]
    assert all(stage.scene._parts[hit.id].lets_through(hit.triangle) for hit in before)
    assert not stage.scene._parts[label.key].fades_at(hits[len(before)].triangle)
    # With none before it, it is the sheet itself.
    sheets = {stage.anatomy.atlas.structures[hit.id].kind for hit in before or hits[:1]}
    assert sheets <= ({"fascia", "tract"} if before else {"fascia"})
    x, y = (round(value) for value in label.anchor)
    pictures = []
    for shown in (True, False):
        desk.session.presenter.set_visible([label.key], shown)
        drawn = stage.scene.draw(stage.pixels)[y - 1 : y + 2, x - 1 : x + 2, :3]
        pictures.append(drawn.astype(int))
    desk.session.presenter.set_visible([label.key], True)
    _settle(desk)
    assert np.abs(pictures[1] - pictures[0]).max() > 8, f"{label.key} is not seen there"


@pytest.mark.parametrize("muscle", ["gluteus_maximus_r", "gluteus_medius_r", "gluteus_minimus_r"])
def test_labels_of_a_selection_stay_apart_in_a_small_window(desk: Desk, muscle: str) -> None:
    desk.window.resize(1180, 760)
    desk.settle()
    desk.session.presenter.select(muscle)
    desk.stage.setFocus()
    QTest.keyClick(desk.stage, Qt.Key.Key_L)
    _settle(desk)
    labels = desk.stage.labels.labels()
    assert muscle in {label.key for label in labels}
    _assert_apart(labels)


def _assert_apart(labels: Sequence[Label]) -> None:
    boxes = [QRectF(a.left, a.top, a.width, 0.99 * a.height) for a in labels]
    assert not any(a.intersects(b) for a, b in combinations(boxes, 2))
    # What a label points at is never beneath a label.
    assert not any(box.contains(QPointF(*label.anchor)) for box in boxes for label in labels)


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
