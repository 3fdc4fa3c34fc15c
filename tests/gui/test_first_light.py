"""The main job in the real window: click a muscle, see all that belongs to it, see it move."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidget

from glutview.state import palette
from tests.gui.seen import own_colour

FRONT_RIGHT = (Qt.Key.Key_4, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right)
MUSCLES: dict[str, tuple[str, ...]] = {
    "gluteus_medius_r": (),
    "gluteus_maximus_r": (),
    "gluteus_minimus_r": ("gluteus_maximus_r", "gluteus_medius_r", "iliotibial_tract_r"),
}
"""Muscle; what is hidden in the tree before it can be clicked."""
CAMERAS: dict[str, tuple[Qt.Key, ...]] = {
    "opening": (),
    "front right": FRONT_RIGHT,
    "posterior": (Qt.Key.Key_2,),
}
"""Keys that turn to where a muscle is clicked. From the first, bone hides the insertion of minimus."""
ENOUGH = 200

Desk = Any


def _prepare(desk: Desk, muscle: str, camera: str = "opening") -> None:
    """Hide through the tree's own check boxes what lies over a muscle, and turn to it by keys."""
    tree = desk.window.tree.findChild(QTreeWidget)
    for id in MUSCLES[muscle]:
        item = desk.window.tree._items[id]
        tree.scrollToItem(item)
        item.setCheckState(0, Qt.CheckState.Unchecked)
        assert id in desk.session.model.state.hidden
    desk.stage.setFocus()
    for key in CAMERAS[camera]:
        QTest.keyClick(desk.stage, key)
    desk.settle()


@pytest.mark.parametrize("camera", CAMERAS)
@pytest.mark.parametrize("muscle", MUSCLES)
def test_a_click_on_a_muscle_shows_all_that_belongs_to_it(desk: Desk, muscle: str, camera: str) -> None:
    _prepare(desk, muscle, camera)
    before = desk.grab()
    desk.click(muscle)
    assert desk.selected == muscle
    assert desk.window.tree.findChild(QTreeWidget).currentItem() is desk.window.tree._items[muscle]
    atlas = desk.session.stage.scene.description
    assert atlas.parts[muscle].highlighted
    card = desk.window.card.plain_text()
    for words in ("Origin", "Insertion", "Action", "Nerve", "Blood", "Sources", "[1]"):
        assert words in card

    after = desk.grab()
    appeared = np.abs(after.astype(int) - before).max(-1) > 12
    for role, colour in (("origin", palette.ORIGIN), ("insertion", palette.INSERTION)):
        seen = own_colour(after, colour) & appeared
        assert seen.sum() >= ENOUGH, role

    structures = desk.session.presenter._atlas.structures
    for strand in (*structures[muscle].nerves, *structures[muscle].arteries):
        # What goes when the strand is hidden, and has its colour, is the strand.
        desk.session.presenter.set_visible([strand], False)
        without = desk.grab()
        desk.session.undo.undo()
        mine = np.abs(after.astype(int) - without).max(-1) > 12
        seen = own_colour(after, structures[strand].colour) & mine
        assert seen.sum() >= ENOUGH, strand


@pytest.mark.parametrize("muscle", MUSCLES)
@pytest.mark.parametrize(
    ("movement", "coordinate"),
    [
        ("Abduction", "hip_abduction_r"),
        ("Internal rotation", "hip_internal_rotation_r"),
    ],
)
def test_the_muscle_moves_with_the_femur(desk: Desk, muscle: str, movement: str, coordinate: str) -> None:
    _prepare(desk, muscle)
    desk.click(muscle)
    picture, shape = desk.grab(), desk.vertices(muscle)
    desk.press(movement)
    model = desk.session.model
    desk.qtbot.waitUntil(lambda: model.state.pose[coordinate] > 20, timeout=5000)
    QTest.keyClick(desk.stage, Qt.Key.Key_Space)
    assert not desk.session.player.playing
    angle = model.state.pose[coordinate]
    assert 20 < angle <= 40
    moved = np.linalg.norm(desk.vertices(muscle) - shape, axis=1)
    assert moved.max() > 5.0  # at its insertion
    assert moved.min() < 1.0  # at its origin on the pelvis, which is fixed
    changed = np.abs(desk.grab().astype(int) - picture).max(-1) > 12
    assert changed.mean() > 0.01
    # One step takes it all back.
    QTest.keyClick(desk.stage, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert model.state.pose[coordinate] == 0
    np.testing.assert_allclose(desk.vertices(muscle), shape, atol=1e-3)
    assert (np.abs(desk.grab().astype(int) - picture).max(-1) > 12).mean() < 0.001


def test_the_standing_leg_tilts_the_pelvis(desk: Desk) -> None:
    model = desk.session.model
    desk.session.movement.fix_femur()
    desk.session.movement.turn("hip_abduction", -10.0)
    desk.session.movement.settle()
    desk.settle()
    bodies = {id: desk.stage.scene._parts[id].transform for id in ("femur_r", "hip_bone_r", "femur_l")}
    np.testing.assert_allclose(bodies["femur_r"], np.eye(4), atol=1e-6)
    assert not np.allclose(bodies["hip_bone_r"], np.eye(4), atol=1e-3)
    assert model.state.fixed == "femur_r"
    # Adducted over the right leg the pelvis drops on the left, and the left leg with it.
    left_head = bodies["hip_bone_r"] @ [85.0, 0.0, 0.0, 1.0]
    assert left_head[2] < -5.0


def test_turning_the_model_edits_nothing(desk: Desk) -> None:
    before, state = desk.grab(), desk.session.model.state
    centre = desk.stage.rect().center()
    QTest.mousePress(desk.stage, Qt.MouseButton.LeftButton, pos=centre)
    for step in range(1, 6):
        QTest.mouseMove(desk.stage, centre + step * type(centre)(14, 4))
    QTest.mouseRelease(desk.stage, Qt.MouseButton.LeftButton, pos=centre + type(centre)(70, 20))
    now = desk.session.model.state
    assert now.camera != state.camera
    assert now.selected is None
    assert desk.session.model.undo_message == ""
    assert (np.abs(desk.grab().astype(int) - before).max(-1) > 12).mean() > 0.05


def test_an_idle_window_draws_nothing(desk: Desk) -> None:
    desk.settle()
    desk.qtbot.wait(1500)  # what is prepared in idle time is done
    frames = desk.stage.frames
    desk.qtbot.wait(700)
    assert desk.stage.frames == frames
