"""A click on any muscle does for it what one on gluteus medius does; muscles that come later are visited too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidget

from glutview.atlas.load import load_atlas
from glutview.scene.camera import project
from glutview.state import palette
from glutview.state.resolve import covering
from tests.gui.seen import Mask, Picture, changed, drawn_over, own_colour

ATLAS = load_atlas()
MUSCLES = [s.id for s in ATLAS.structures.values() if s.kind == "muscle" and s.side == "r"]
VIEWS = ("opening", "posterior", "right", "anterior", "inferior", "superior", "left")
MOVEMENTS = {"Abduction": "hip_abduction_r", "Internal rotation": "hip_internal_rotation_r"}
ENOUGH = 100
"""Pixels by which a person notices something."""
TRIED, FEWEST_SPOTS, EDGE = 200, 8, 10

Desk = Any


def look(desk: Desk, view: str) -> None:
    if view == "opening":
        desk.stage.look_opening()
    else:
        desk.stage.look(view)


def spots(desk: Desk, muscle: str) -> list[QPoint]:
    """Places of the view at which a click means the muscle: some of those at which it would be seen were it alone."""
    stage, points = desk.stage, desk.vertices(muscle).astype(np.float64)
    some = points[:: max(1, len(points) // TRIED)]
    pixels = project(stage.camera, some, (stage.width(), stage.height()))[:, :2].round().astype(int)
    places = [QPoint(int(x), int(y)) for x, y in np.unique(pixels, axis=0)]
    inside = stage.rect().adjusted(EDGE, EDGE, -EDGE, -EDGE)
    return [p for p in places if inside.contains(p) and stage.structure_at(p.toPointF()) == muscle]


def turn_to(desk: Desk, muscle: str) -> QPoint:
    """Look from where a muscle is well seen; a place amid what is seen.

    What covers it is taken off if need be, and what is small is looked at from near by.
    """
    for away, near in ((frozenset[str](), False), (covering(ATLAS, muscle), False), (frozenset[str](), True)):
        if away:
            desk.session.presenter.set_visible(sorted(away), False)
        for view in VIEWS:
            look(desk, view)
            if near:
                desk.stage.frame((muscle,))
            found = spots(desk, muscle)
            if len(found) >= FEWEST_SPOTS:
                middle = np.mean([(p.x(), p.y()) for p in found], axis=0)
                return min(found, key=lambda p: (p.x() - middle[0]) ** 2 + (p.y() - middle[1]) ** 2)
    raise AssertionError(f"{muscle} is seen from nowhere")


def picture(desk: Desk) -> Picture:
    """What the window will show when it has come to rest, without the wait."""
    drawn: Picture = desk.stage.scene.draw(desk.stage.pixels)[..., :3].copy()
    return drawn


def appeared(before: Picture, after: Picture, colour: str) -> Mask:
    """Where something of a colour came into sight as what had hidden it became glass."""
    seen: Mask = own_colour(after, colour) & changed(before, after)
    return seen


@pytest.mark.parametrize("muscle", MUSCLES)
def test_a_click_shows_all_that_belongs_to_it_and_it_moves(desk: Desk, muscle: str) -> None:
    presenter, model, stage = desk.session.presenter, desk.session.model, desk.stage
    place = turn_to(desk, muscle)
    QTest.mouseClick(stage, Qt.MouseButton.LeftButton, pos=place)
    assert desk.selected == muscle
    presenter.show_all()

    # The description, the tree, the card.
    structure, drawn = ATLAS.structures[muscle], stage.scene.description
    assert drawn.parts[muscle].highlighted
    assert drawn.parts[muscle].style == "glass"
    shown = {(f.attachment_id, f.bone_id, f.role) for f in drawn.footprints}
    assert shown == {(a.id, bone, a.role) for a in ATLAS.attachments_of(muscle) for bone in a.bearers}
    assert {role for _, _, role in shown} == {"origin", "insertion"}
    assert structure.nerves
    assert structure.arteries
    for strand in structure.supply:
        assert drawn.parts[strand].revealed
    assert desk.window.tree.findChild(QTreeWidget).currentItem() is desk.window.tree._items[muscle]
    card = desk.window.card.plain_text()
    for words in (structure.sided_name, structure.latin, "Origin", "Insertion", "Action", "Nerve", "Blood", "[1]"):
        assert words in card

    # With nothing hidden, from where the window opens or framed from there, each end lights up on its bone, and each
    # nerve and vessel appears, whatever lies before it.
    def pixels(without: Callable[[], None], colour: str, seen: Callable[[Picture, Picture, str], Mask]) -> int:
        without()
        return int(seen(picture(desk), selected, colour).sum())

    found: Counter[str] = Counter()
    stage.look_opening()
    stage.setFocus()
    for key in (None, Qt.Key.Key_F):
        if key is not None:
            QTest.keyClick(stage, key)
        selected = picture(desk)
        for strand in structure.supply:
            hide = partial(presenter.set_visible, [strand], False)
            found[strand] = max(found[strand], pixels(hide, ATLAS.structures[strand].colour, drawn_over))
            presenter.show_all()
        for role, colour in (("origin", palette.ORIGIN), ("insertion", palette.INSERTION)):
            found[role] = max(found[role], pixels(partial(presenter.select, ""), colour, appeared))
            presenter.select(muscle)
    assert {name: count for name, count in found.items() if count < ENOUGH} == {}

    # It follows the femur; its origin stays with the pelvis.
    rest = desk.vertices(muscle)
    for movement, coordinate in MOVEMENTS.items():
        desk.press(movement)
        desk.qtbot.waitUntil(lambda angle=coordinate: model.state.pose[angle] > 15, timeout=5000)
        desk.session.player.pause()
        moved = np.linalg.norm(desk.vertices(muscle) - rest, axis=1)
        assert moved.max() > 3.0, movement
        assert moved.min() < 1.0, movement
        desk.session.movement.reset_pose()
        np.testing.assert_allclose(desk.vertices(muscle), rest, atol=1e-3)
