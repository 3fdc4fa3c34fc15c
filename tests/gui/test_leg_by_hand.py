"""A leg moved in the view by its bones: it follows the pointer, stops where the joint does, and is one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from glutview.biomech.pose import Pose
from glutview.scene.camera import project
from tests.gui.conftest import Desk

LEFT = Qt.MouseButton.LeftButton
NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
TURN = CTRL | Qt.KeyboardModifier.ShiftModifier
# Points of the bones at rest, right side, mm: amid the femur's shaft in front, and on the iliac crest.
SHAFT, ILIUM = (-68.0, -20.0, -250.0), (-105.0, -40.0, 110.0)
DRIFT_PX = 3.0


@pytest.fixture
def desk(open_desk: Callable[[Path | None], Desk]) -> Desk:
    desk = open_desk(None)
    desk.stage.look("anterior")
    desk.settle()
    return desk


def pixel(desk: Desk, bone: str, rest: tuple[float, float, float]) -> QPoint:
    """Where a point of a bone is seen, in the view's pixels."""
    scene, size = desk.stage.scene, (desk.stage.width(), desk.stage.height())
    there = scene.place(bone, np.array([rest]))
    x, y, _ = project(scene.camera, there, size)[0]
    return QPoint(round(x), round(y))


def grip(desk: Desk, bone: str, near: tuple[float, float, float]) -> QPoint:
    """A pixel at which the bone is under the pointer, near a point of it."""
    middle = pixel(desk, bone, near)
    spots = [middle + QPoint(x, y) for x in range(-24, 25, 4) for y in range(-24, 25, 4)]
    there = [spot for spot in spots if desk.stage.structure_at(spot.toPointF()) == bone]
    assert there, f"{bone} is not seen near {middle}"
    return min(there, key=lambda spot: (spot - middle).manhattanLength())


def drag(desk: Desk, start: QPoint, steps: Sequence[tuple[int, int]], keys: Qt.KeyboardModifier = CTRL) -> QPoint:
    place = QPoint(start)
    QTest.mousePress(desk.stage, LEFT, keys, place)
    for dx, dy in steps:
        place = place + QPoint(dx, dy)
        move(desk, place, LEFT, keys)
    QTest.mouseRelease(desk.stage, LEFT, keys, place)
    return place


def move(desk: Desk, place: QPoint, held: Qt.MouseButton, keys: Qt.KeyboardModifier = NONE) -> None:
    there = QPointF(place)
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, there, desk.stage.mapToGlobal(there), none, held, keys)
    QApplication.sendEvent(desk.stage, event)


def taken_point(desk: Desk, bone: str, place: QPoint) -> tuple[float, float, float]:
    """Which point of a bone at rest lies under a pixel."""
    hit = desk.stage.hit_at(place.toPointF())
    assert hit is not None
    assert hit.id == bone
    frame = desk.stage.scene.place(bone, np.concatenate([np.zeros((1, 3)), np.eye(3)]))
    x, y, z = ((frame[1:] - frame[0]) @ (np.array(hit.point) - frame[0])).tolist()
    return x, y, z


def test_the_bone_follows_the_pointer_and_the_drag_is_one_step(desk: Desk) -> None:
    model, camera = desk.session.model, desk.stage.camera
    start = grip(desk, "femur_r", SHAFT)
    rest = taken_point(desk, "femur_r", start)
    # In the picture from the front the right leg is at the left: outwards is abduction.
    end = drag(desk, start, [(-30, -1), (-30, -1), (-20, -1)])
    pose = model.state.pose
    assert 8 < pose["hip_abduction_r"] < 45
    assert abs(pose["hip_flexion_r"]) < 6
    assert pose.hip("l") == (0, 0, 0)
    assert desk.stage.camera == camera
    away = QPointF(pixel(desk, "femur_r", rest) - end)
    assert np.hypot(away.x(), away.y()) < DRIFT_PX
    assert desk.window.bar._angles["hip_abduction"].isVisibleTo(desk.window)
    desk.session.undo.undo()
    assert model.state.pose == Pose()
    assert not desk.session.undo.undo_message


def test_from_the_side_it_bends(desk: Desk) -> None:
    desk.stage.look("right")
    desk.settle()
    start = grip(desk, "femur_r", SHAFT)
    # Seen from the right, forward is to the right.
    drag(desk, start, [(40, 0), (45, -8), (45, -16)])
    pose = desk.session.model.state.pose
    assert 12 < pose["hip_flexion_r"] < 60
    assert abs(pose["hip_abduction_r"]) < 8


def test_it_goes_no_further_than_the_joint_and_says_what_stops_it(desk: Desk) -> None:
    model, limit = desk.session.model, desk.session.stage.anatomy.motion_range
    start = grip(desk, "femur_r", SHAFT)
    drag(desk, start, [(40, 0)] * 10)
    hip = model.state.pose.hip("r")
    assert limit.allowed(hip)
    assert hip[1] < -10
    told = [label.text() for label in desk.window.findChildren(QLabel, "stop") if label.isVisibleTo(desk.window)]
    assert any(text.startswith("Stopped") for text in told), (told, hip)
    drag(desk, grip(desk, "femur_r", SHAFT), [(-40, 0)] * 22)
    assert limit.allowed(model.state.pose.hip("r"))
    assert model.state.pose["hip_abduction_r"] == pytest.approx(50, abs=0.1)


def test_without_ctrl_the_model_turns_until_legs_are_moved_by_hand(desk: Desk) -> None:
    model, camera = desk.session.model, desk.stage.camera
    start = grip(desk, "femur_r", SHAFT)
    drag(desk, start, [(-30, 0)], NONE)
    assert model.state.pose == Pose()
    assert desk.stage.camera != camera
    desk.stage.look("anterior")
    desk.settle()
    QTest.keyClick(desk.stage, Qt.Key.Key_B)
    camera = desk.stage.camera
    drag(desk, grip(desk, "femur_l", (68.0, -20.0, -250.0)), [(30, 0), (30, 0)], NONE)
    assert desk.stage.camera == camera
    assert model.state.pose["hip_abduction_l"] > 5
    assert model.state.clip_side == "l"
    # Beside the bone, and once it is over, the model turns again.
    drag(desk, QPoint(20, 20), [(30, 0)], NONE)
    assert desk.stage.camera != camera
    QTest.keyClick(desk.stage, Qt.Key.Key_B)
    pose, camera = model.state.pose, desk.stage.camera
    desk.settle()
    drag(desk, QPoint(desk.stage.width() // 2, desk.stage.height() // 2), [(30, 0)], NONE)
    assert model.state.pose == pose
    assert desk.stage.camera != camera


def test_with_ctrl_a_thin_shaft_is_found_beside_the_pointer_and_nothing_far_from_it(desk: Desk) -> None:
    model = desk.session.model
    edge = grip(desk, "femur_r", SHAFT)
    while desk.stage.structure_at(edge.toPointF()) == "femur_r":
        edge -= QPoint(1, 0)
    drag(desk, edge - QPoint(6, 0), [(-20, 0), (-20, 0)])
    assert model.state.pose["hip_abduction_r"] > 3
    desk.session.movement.reset_pose()
    desk.settle()
    camera = desk.stage.camera
    drag(desk, QPoint(15, 15), [(20, 0)])
    assert model.state.pose == Pose()
    assert desk.stage.camera != camera


def test_both_hips_take_the_same_angles(desk: Desk) -> None:
    desk.session.movement.choose_side("both")
    drag(desk, grip(desk, "femur_r", SHAFT), [(-20, 0), (-20, 0)])
    right, left = (desk.session.model.state.pose.hip(side) for side in "rl")
    assert right == left
    assert right[1] > 5


def test_shift_turns_it_about_its_long_axis(desk: Desk) -> None:
    start = grip(desk, "femur_r", SHAFT)
    drag(desk, start, [(20, 5), (20, 5)], TURN)
    flexion, abduction, internal = desk.session.model.state.pose.hip("r")
    assert (flexion, abduction) == (0, 0)
    # Its front goes with the hand: to the right of the picture is medially.
    assert internal == pytest.approx(20)


def test_a_fixed_femur_stays_and_the_pelvis_turns_over_it(desk: Desk) -> None:
    desk.session.movement.fix("femur")
    desk.settle()
    model, camera = desk.session.model, desk.stage.camera
    # The fixed leg cannot be taken: the drag turns the model.
    drag(desk, grip(desk, "femur_r", SHAFT), [(-20, 0)])
    assert model.state.pose == Pose()
    assert desk.stage.camera != camera
    desk.stage.look("anterior")
    desk.settle()
    start = grip(desk, "hip_bone_r", ILIUM)
    rest = taken_point(desk, "hip_bone_r", start)
    end = drag(desk, start, [(-8, 0), (-8, 2)])
    assert model.state.fixed == "femur_r"
    assert model.state.pose["hip_abduction_r"] > 3
    assert np.array_equal(desk.stage.scene.place("femur_r", np.zeros((1, 3))), np.zeros((1, 3)))
    away = QPointF(pixel(desk, "hip_bone_r", rest) - end)
    assert np.hypot(away.x(), away.y()) < DRIFT_PX


def test_the_pointer_shows_what_can_be_taken(desk: Desk) -> None:
    QTest.keyClick(desk.stage, Qt.Key.Key_B)
    desk.settle()
    move(desk, grip(desk, "femur_r", SHAFT), Qt.MouseButton.NoButton)
    assert desk.stage.cursor().shape() is Qt.CursorShape.OpenHandCursor
    move(desk, QPoint(15, 15), Qt.MouseButton.NoButton)
    assert desk.stage.cursor().shape() is Qt.CursorShape.ArrowCursor
    # With Ctrl even where legs are not moved by hand.
    QTest.keyClick(desk.stage, Qt.Key.Key_B)
    move(desk, grip(desk, "femur_r", SHAFT), Qt.MouseButton.NoButton, CTRL)
    assert desk.stage.cursor().shape() is Qt.CursorShape.OpenHandCursor
    move(desk, grip(desk, "femur_r", SHAFT), Qt.MouseButton.NoButton)
    assert desk.stage.cursor().shape() is Qt.CursorShape.ArrowCursor
