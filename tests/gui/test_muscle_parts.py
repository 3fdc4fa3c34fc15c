"""Parts of muscles in the real window: a second click finds them, and they are seen, told and left again."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTreeWidget

from glutview.scene.camera import project

Desk = Any
PARTS = ("anterior", "middle", "posterior")


def part(name: str, side: str = "r") -> str:
    return f"gluteus_medius_{name}_part_{side}"


@pytest.fixture
def bare(desk: Desk) -> Desk:
    """Medius laid bare, seen from the right."""
    tree = desk.window.tree
    for id in ("gluteus_maximus_r", "iliotibial_tract_r"):
        tree._items[id].setCheckState(0, Qt.CheckState.Unchecked)
    desk.stage.setFocus()
    QTest.keyClick(desk.stage, Qt.Key.Key_4)
    desk.settle()
    return desk


def place_in(desk: Desk, name: str) -> QPoint:
    """Where the middle of a part's superficial face is in the view, or near it, clear of its nerve and vessels.

    Once the muscle is glass, a click on one of these means it.
    """
    anatomy, stage = desk.stage.anatomy, desk.stage
    fields = anatomy.rest["gluteus_medius_r"].fields
    low, high = anatomy.atlas.parts[part(name)].band
    there = np.abs(fields["s"] - (low + high) / 2) + np.abs(fields["u"] - 0.4) + np.abs(fields["t"] - 1)
    near = there.argsort()[np.sort(there) < there.min() + 0.2]
    points = desk.vertices("gluteus_medius_r")[near].astype(np.float64)
    strands = set(anatomy.atlas.structures["gluteus_medius_r"].supply)
    for x, y, _ in project(stage.camera, points, (stage.width(), stage.height())):
        place = QPoint(round(x), round(y))
        if strands.isdisjoint(met(desk, place)):
            return place
    raise AssertionError(f"nerve and vessels lie all along the {name} part")


def met(desk: Desk, place: QPoint) -> set[str]:
    """All that lies under a place of the view, however deep."""
    return {hit.id for hit in desk.stage.scene.hits(desk.stage._pixel(place.toPointF()), desk.stage.pixels)}


def click(desk: Desk, place: QPoint) -> None:
    QTest.qWait(QApplication.doubleClickInterval() + 50)
    QTest.mouseClick(desk.stage, Qt.MouseButton.LeftButton, pos=place)


def changed(before: npt.NDArray[np.uint8], after: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    moved: npt.NDArray[np.bool_] = np.abs(after.astype(int) - before).max(-1) > 20
    return moved


def test_a_second_click_selects_the_part_under_the_pointer_and_esc_leads_back(bare: Desk) -> None:
    places = {name: place_in(bare, name) for name in PARTS}
    click(bare, places["middle"])
    assert bare.selected == "gluteus_medius_r"
    for name in ("anterior", "posterior", "middle"):
        click(bare, places[name])
        assert bare.selected == part(name)
    drawn = bare.stage.scene.description
    assert drawn.parts["gluteus_medius_r"].band == bare.stage.anatomy.atlas.parts[part("middle")].band
    QTest.keyClick(bare.stage, Qt.Key.Key_Escape)
    assert bare.selected == "gluteus_medius_r"
    QTest.keyClick(bare.stage, Qt.Key.Key_Escape)
    assert bare.selected is None


def test_at_the_same_place_the_part_comes_between_the_muscle_and_what_lies_behind(bare: Desk) -> None:
    place = place_in(bare, "middle")
    told = []
    for _ in range(3):
        click(bare, place)
        told.append(bare.selected)
    assert told[:2] == ["gluteus_medius_r", part("middle")]
    assert told[2] not in (None, "gluteus_medius_r", *map(part, PARTS))


def test_the_pointer_tells_the_part_once_its_muscle_is_selected(bare: Desk) -> None:
    places = {name: place_in(bare, name) for name in PARTS}
    click(bare, places["middle"])
    for name in ("anterior", "posterior", "middle"):
        with bare.qtbot.waitSignal(bare.stage.hovered, check_params_cb=part(name).__eq__, timeout=3000):
            QTest.mouseMove(bare.stage, places[name])


def test_each_part_stands_out_and_nothing_beside_the_muscle_changes(bare: Desk) -> None:
    stage, step = bare.stage, 6
    bare.session.presenter.select("gluteus_medius_r")
    places = [(x, y) for y in range(step, stage.height(), step) for x in range(step, stage.width(), step)]
    under = {place: stage.scene.meant(stage._pixel(QPoint(*place).toPointF()), stage.pixels) for place in places}
    ring = [(x, y) for x in (-step, 0, step) for y in (-step, 0, step)]
    amid = {
        name: [(x, y) for x, y in places if all(under.get((x + a, y + b)) == part(name) for a, b in ring)]
        for name in PARTS
    }
    # Nerve and vessels are seen through the muscle's glass, which changes about them.
    beside = [(x, y) for x, y in places if "gluteus_medius_r" not in met(bare, QPoint(x, y))]
    # The view is far wider than the muscle: a claim about what is beside it must not rest on a few places.
    assert len(beside) > len(places) / 3
    pictures = {}
    for name in PARTS:
        bare.session.presenter.select(part(name))
        pictures[name] = bare.grab()

    def red(name: str, at: str) -> float:
        """How much redder than grey the picture with a part selected is amid one."""
        pixels = np.array([pictures[name][y, x] for x, y in amid[at]], dtype=float)
        return float((pixels[:, 0] - pixels[:, 1:].mean(1)).mean())

    for one, other in permutations(PARTS, 2):
        # Solid muscle against glass, beneath which are bone and minimus, and beside which a neighbour's cut face.
        assert red(one, one) > red(other, one) + 15, (one, other)
        differs = changed(pictures[one], pictures[other])
        elsewhere = [differs[y, x] for x, y in beside]
        assert np.mean(elsewhere) < 0.01


def test_a_muscle_without_a_selected_part_looks_as_before(bare: Desk) -> None:
    bare.session.presenter.select("gluteus_medius_r")
    before = bare.grab()
    bare.session.presenter.select(part("anterior"))
    assert changed(before, bare.grab()).mean() > 0.01
    QTest.keyClick(bare.stage, Qt.Key.Key_Escape)
    bare.qtbot.waitUntil(lambda: not changed(before, bare.grab()).any(), timeout=10_000)


def test_the_tree_lists_parts_under_their_muscle_without_a_check_box(desk: Desk) -> None:
    tree = desk.window.tree
    item = tree._items["gluteus_medius_l"]
    children = [item.child(row) for row in range(item.childCount())]
    assert [child.text(0) for child in children] == ["Anterior part", "Middle part", "Posterior part"]
    assert all(child.data(0, Qt.ItemDataRole.CheckStateRole) is None for child in children)
    spoken = children[0].data(0, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Gluteus medius, anterior part, left"
    assert not item.isExpanded()
    widget = tree.findChild(QTreeWidget)
    widget.setCurrentItem(children[2])
    assert desk.selected == part("posterior", "l")
    # Chosen elsewhere it is opened to.
    desk.session.presenter.select(part("anterior"))
    assert tree._items["gluteus_medius_r"].isExpanded()
    assert widget.currentItem() is tree._items[part("anterior")]
    card = desk.window.card.plain_text()
    assert card.startswith("Right gluteus medius, anterior part")
    assert "Of the whole muscle" in card


def test_orders_for_a_part_are_given_to_its_muscle(desk: Desk) -> None:
    presenter, model = desk.session.presenter, desk.session.model
    presenter.select(part("anterior"))
    presenter.select_other_side()
    assert desk.selected == part("anterior", "l")
    presenter.hide()
    assert model.state.hidden == {"gluteus_medius_l"}
    assert desk.selected == part("anterior", "l")
    desk.session.undo.undo()
    assert model.state.hidden == frozenset()
    presenter.isolate()
    assert set(desk.stage.anatomy.atlas.structures) - model.state.hidden == {"gluteus_medius_l"}
    desk.session.undo.undo()
    presenter.select_next()
    after = desk.selected
    presenter.select("gluteus_medius_l")
    presenter.select_next()
    assert desk.selected == after
    presenter.frame()


def test_search_and_links_lead_to_parts(desk: Desk) -> None:
    tree = desk.window.tree
    tree._field.setText("gmed posterior left")
    QTest.keyClick(tree._field, Qt.Key.Key_Return)
    assert desk.selected == part("posterior", "l")
    desk.window.card._follow(QUrl(f"structure:{part('middle', 'l')}"))
    assert desk.selected == part("middle", "l")
    # A statement about the part alone is shown on its card.
    tree._field.setText("converge like a fan into a thick tendon")
    QTest.keyClick(tree._field, Qt.Key.Key_Return)
    assert desk.selected == part("posterior")


def test_a_label_of_a_part_points_at_its_own_fibres(bare: Desk) -> None:
    bare.session.presenter.toggle_labels()
    stage = bare.stage
    for name in PARTS:
        bare.session.presenter.select(part(name))
        bare.settle()
        bare.qtbot.waitUntil(lambda: not stage.labels.searching, timeout=5000)
        vertex = stage.labels._anchors["gluteus_medius_r"]
        s = stage.anatomy.rest["gluteus_medius_r"].fields["s"][vertex]
        low, high = stage.anatomy.atlas.parts[part(name)].band
        assert low < s < high
        assert any(stage.labels._names[label.key].endswith(f"{name} part") for label in stage.labels.labels())


def test_a_lesson_step_keeps_a_selected_part(desk: Desk, tmp_path: Path) -> None:
    from glutview.teaching.lesson_view import shown, snapshot

    atlas = desk.stage.anatomy.atlas
    desk.session.presenter.select(part("posterior", "l"))
    step = snapshot(desk.session.model.state, atlas, "Back")
    assert step.selected == part("posterior", "l")
    desk.session.presenter.select("")
    desk.session.model.look(shown(step, desk.session.model.state, atlas))
    assert desk.selected == part("posterior", "l")
    assert desk.window.tree.findChild(QTreeWidget).currentItem() is desk.window.tree._items[part("posterior", "l")]


def test_it_moves_with_its_muscle_and_is_picked_where_it_has_moved_to(bare: Desk) -> None:
    click(bare, place_in(bare, "middle"))
    bare.session.movement.turn("hip_abduction", 35.0)
    bare.session.movement.settle()
    bare.settle()
    for name in PARTS:
        click(bare, place_in(bare, name))
        assert bare.selected == part(name)
