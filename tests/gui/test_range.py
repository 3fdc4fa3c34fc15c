"""A joint in the real window stops where the bones do, and says why."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QSlider

from glutview.biomech.motion_range import MotionRange
from glutview.biomech.pose import Pose
from tests.biomech.ranges import LIMITS, RANGE

Desk = Any
ROTATION = "hip_internal_rotation"
STOP = RANGE.reach((0.0, 0.0, 0.0), "hip_abduction", -30.0).angles[1]
"""Adduction ends at a bone, before its limit."""


def _slider(desk: Desk, coordinate: str) -> QSlider:
    slider: QSlider = desk.window.bar._angles[coordinate].findChild(QSlider)
    return slider


def _number(desk: Desk, coordinate: str) -> QDoubleSpinBox:
    number: QDoubleSpinBox = desk.window.bar._angles[coordinate].findChild(QDoubleSpinBox)
    return number


def _place(slider: QSlider, degrees: float) -> QPoint:
    return QPoint(round(slider._place(degrees)), slider.height() // 2)  # type: ignore[attr-defined]


def _told(desk: Desk) -> list[str]:
    """What the status line says of a stop, and the control."""
    labels = desk.window.findChildren(QLabel, "stop")
    return sorted((label.text() for label in labels if label.isVisibleTo(desk.window)), key=len, reverse=True)


def _type(number: QDoubleSpinBox, text: str) -> None:
    number.setFocus()
    number.selectAll()
    QTest.keyClicks(number.lineEdit(), text)
    QTest.keyClick(number, Qt.Key.Key_Return)


def test_a_dragged_slider_stops_at_the_bone_and_moves_freely_again(desk: Desk) -> None:
    slider, model = _slider(desk, "hip_abduction"), desk.session.model
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(slider, left, pos=_place(slider, 0))
    for degrees in (-5, -15, -25, -30):
        QTest.mouseMove(slider, _place(slider, degrees))
    assert model.state.pose["hip_abduction_r"] == STOP
    assert slider.value() == round(STOP)
    assert _number(desk, "hip_abduction").value() == pytest.approx(STOP, abs=0.05)
    full, short = _told(desk)
    assert re.fullmatch(r"Stopped by the ischium: the lesser trochanter is 2(\.[0-9])? mm from it", full)
    assert short == "at the ischium"
    QTest.mouseMove(slider, _place(slider, -10))
    assert model.state.pose["hip_abduction_r"] == pytest.approx(-10, abs=1)
    assert _told(desk) == []
    QTest.mouseMove(slider, _place(slider, -30))
    QTest.mouseRelease(slider, left, pos=_place(slider, -30))
    assert model.state.pose["hip_abduction_r"] == STOP
    assert _told(desk) != []
    desk.session.undo.undo()
    assert model.state.pose["hip_abduction_r"] == 0
    assert _told(desk) == []


def test_keys_and_a_typed_number_stop_there_too(desk: Desk) -> None:
    slider, number, model = _slider(desk, "hip_abduction"), _number(desk, "hip_abduction"), desk.session.model
    _type(number, "-29")
    assert model.state.pose["hip_abduction_r"] == STOP
    assert number.value() == pytest.approx(STOP, abs=0.05)
    _type(number, "-28")
    assert number.value() == pytest.approx(STOP, abs=0.05)
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Left)
    assert (model.state.pose["hip_abduction_r"], slider.value()) == (STOP, round(STOP))
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert model.state.pose["hip_abduction_r"] == round(STOP) + 1
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert model.state.pose["hip_abduction_r"] == 50
    assert _told(desk) == []


def test_the_other_angles_decide_how_far_it_goes(desk: Desk) -> None:
    turn = desk.session.movement.turn
    turn("hip_flexion", 100)
    turn(ROTATION, 45)
    at_flexion = desk.session.model.state.pose.hip("r")
    assert at_flexion == RANGE.reach((100, 0, 0), ROTATION, 45).angles
    assert at_flexion[2] < 40
    assert re.match(r"Stopped by the [a-z ]+: the femoral neck is 2(\.[0-9])? mm from it", _told(desk)[0])
    turn("hip_flexion", 20)
    turn(ROTATION, 45)
    assert desk.session.model.state.pose.hip("r") == (20, 0, 45)
    turn("hip_flexion", 130)
    assert isinstance(desk.session.model.state.pose["hip_flexion_r"], float)
    assert _told(desk) != []


def test_a_limit_is_told_as_one_and_of_both_hips_that_which_is_stopped(desk: Desk) -> None:
    movement = desk.session.movement
    movement.turn("hip_flexion", 130)
    assert _told(desk) == ["Stopped at 120°, the limit of flexion", "at the limit"]
    movement.reset_pose()
    movement.choose_side("l")
    movement.turn("hip_flexion", 40)
    movement.choose_side("both")
    movement.turn("hip_abduction", -30)
    pose = desk.session.model.state.pose
    assert pose["hip_abduction_r"] == STOP
    assert pose["hip_abduction_l"] == RANGE.reach((40, 0, 0), "hip_abduction", -30).angles[1] < STOP
    assert "Right hip: stopped by the ischium" in _told(desk)[0]


def test_a_clip_stops_there_says_so_and_leaves_the_other_angles(desk: Desk) -> None:
    movement, model = desk.session.movement, desk.session.model
    movement.turn("hip_flexion", 110)
    movement.settle()
    desk.press("Internal rotation")
    desk.qtbot.waitUntil(lambda: len(_told(desk)) == 2, timeout=20_000)
    full, short = _told(desk)
    assert re.fullmatch(r"Stopped by the acetabular rim: the femoral neck is 2 mm from it", full)
    assert short == "at the acetabular rim"
    stopped = model.state.pose["hip_internal_rotation_r"]
    assert stopped == pytest.approx(RANGE.reach((110, 0, 0), ROTATION, 35).angles[2], abs=0.1)
    # It plays on, stands at the border for a while, and comes free again.
    desk.qtbot.waitUntil(lambda: _told(desk) == [], timeout=20_000)
    assert model.state.pose["hip_internal_rotation_r"] < stopped
    movement.scrub(0.5)
    assert len(_told(desk)) == 2
    assert model.state.pose.hip("r") == (110, 0, pytest.approx(stopped))
    beside = desk.window.bar._angles[ROTATION].findChild(QLabel, "stop")
    assert (beside.isVisibleTo(desk.window), beside.text()) == (True, short)
    movement.scrub(0.0)
    assert (_told(desk), model.state.pose.hip("r")) == ([], (110, 0, 0))


def test_of_a_clip_of_both_hips_that_which_is_stopped_is_told_in_the_status_line(desk: Desk) -> None:
    movement = desk.session.movement
    movement.choose_side("l")
    movement.turn(ROTATION, -40)
    movement.choose_side("r")
    movement.play_movement("gait")
    movement.scrub(0.0)
    (full,) = _told(desk)
    assert full.startswith("Left hip: stopped by the ischium")
    movement.scrub(0.5)
    assert _told(desk) == []
    assert desk.session.model.state.pose[f"{ROTATION}_l"] == -40


def test_a_turn_by_hand_is_what_a_clip_goes_on_from(desk: Desk) -> None:
    movement, model = desk.session.movement, desk.session.model
    movement.turn("hip_flexion", 110)
    movement.play_movement("internal_rotation")
    movement.scrub(0.5)
    movement.scrub(0.1)
    movement.turn("hip_flexion", 60)
    movement.scrub(0.5)
    assert model.state.pose.hip("r") == (60, 0, 35)
    assert _told(desk) == []


def test_what_cannot_be_reached_is_hatched(desk: Desk) -> None:
    desk.settle()
    slider = _slider(desk, "hip_abduction")

    def pixels() -> Any:
        image = slider.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        return lines[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int).copy()

    beyond = slice(0, _place(slider, STOP).x() - 2)
    hatched = pixels()
    desk.session.movement.turn("hip_flexion", 60)
    assert RANGE.span((60, 0, 0), "hip_abduction") == LIMITS["hip_abduction"]
    free = pixels()
    changed = np.abs(hatched - free).max(-1) > 20
    assert changed[:, beyond].sum() > 20
    assert not changed[:, beyond.stop + 8 : _place(slider, 0).x() - 8].any()
    # A pattern, not a colour: light and dark take turns along a line.
    row = hatched[slider.height() // 2 - 3, beyond].sum(-1)
    assert (np.abs(np.diff(row)) > 60).sum() >= 6


def test_without_its_file_a_turn_tells_how_to_make_it(desk: Desk, tmp_path: Path) -> None:
    desk.session.movement._limit = MotionRange.load(LIMITS, tmp_path / "motion_range.npz")
    slider = _slider(desk, "hip_abduction")
    slider.setFocus()
    with desk.qtbot.capture_exceptions() as caught:
        QTest.keyClick(slider, Qt.Key.Key_Left)
    assert "how far the hip moves is missing: run `python -m glutview.build range`" in str(caught[0][1])
    assert desk.session.model.state.pose == Pose()
