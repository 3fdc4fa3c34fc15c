"""The view as a widget, on a small anatomy: gestures, frames, screens."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QImage, QMouseEvent, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from glutview.scene.camera import project
from glutview.scene.scene import Scene
from glutview.state.resolve import resolve
from glutview.state.view_state import ViewState
from glutview.ui.scene_widget import REST_MS
from glutview.ui.viewport import Viewport

LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="module")
def anatomy() -> Any:
    place = Path(__file__).parents[1] / "scene" / "tiny.py"
    spec = importlib.util.spec_from_file_location("tiny_anatomy", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.TinyAnatomy()


@pytest.fixture
def view(qtbot: QtBot, anatomy: Any) -> Iterator[Viewport]:
    """A view of 480 by 360, from the right, whose idle work is done."""
    shown = Viewport(Scene(anatomy))
    shown.resize(480, 360)
    shown.scene.apply(resolve(anatomy.atlas, ViewState()))
    shown.scene.camera = shown.scene.opening_view((480, 360), "right")
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    qtbot.waitUntil(lambda: shown._chores is None, timeout=10_000)
    rest(shown)
    yield shown
    shown.release()


def rest(view: Viewport) -> None:
    QTest.qWait(REST_MS + 120)


def drag(
    view: Viewport, button: Qt.MouseButton, steps: list[tuple[int, int]], modifiers: Qt.KeyboardModifier = NONE
) -> None:
    """Press in the middle and move by steps."""
    place = QPoint(240, 180)
    QTest.mousePress(view, button, modifiers, place)
    for dx, dy in steps:
        place = place + QPoint(dx, dy)
        move = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(place), view.mapToGlobal(QPointF(place)), Qt.MouseButton.NoButton, button,
            modifiers,
        )  # fmt: skip
        QApplication.sendEvent(view, move)
    QTest.mouseRelease(view, button, modifiers, place)


def wheel(view: Viewport, place: tuple[float, float], angle: int, **more: Any) -> None:
    point = QPointF(*place)
    event = QWheelEvent(
        point,
        view.mapToGlobal(point),
        more.get("pixels", QPoint()),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        more.get("modifiers", NONE),
        more.get("phase", Qt.ScrollPhase.NoScrollPhase),
        False,
    )
    QApplication.sendEvent(view, event)


def grabbed(view: Viewport) -> Any:
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return lines[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)


def test_the_widget_shows_the_scene(view: Viewport) -> None:
    picture = view.scene.draw((480, 360))[..., :3].astype(int)
    view.request_frame()
    assert np.abs(grabbed(view) - picture).max() <= 1


def test_left_drag_turns_with_the_hand(view: Viewport) -> None:
    start = view.camera
    point = np.array([[-90.0, 0.0, 0.0]])
    before = project(view.camera, point, (480, 360))[0]
    drag(view, LEFT, [(20, 0), (20, 10)])
    after = project(view.camera, point, (480, 360))[0]
    assert view.camera.focal_mm == start.focal_mm
    assert view.camera.distance_mm == start.distance_mm
    assert after[0] > before[0] + 5  # what is in front goes where the hand goes
    assert view.camera.elevation_deg > start.elevation_deg


@pytest.mark.parametrize(("button", "modifiers"), [(MIDDLE, NONE), (LEFT, Qt.KeyboardModifier.ShiftModifier)])
def test_middle_or_shift_drag_pans(view: Viewport, button: Qt.MouseButton, modifiers: Qt.KeyboardModifier) -> None:
    point = np.array([view.camera.focal_mm])
    drag(view, button, [(20, 0), (10, 15)], modifiers)
    assert project(view.camera, point, (480, 360))[0, :2] == pytest.approx((270, 195))


def test_right_drag_up_comes_closer(view: Viewport) -> None:
    distance = view.camera.distance_mm
    drag(view, RIGHT, [(0, -10), (0, -30)])
    assert view.camera.distance_mm < 0.9 * distance
    drag(view, RIGHT, [(0, 10), (0, 30)])
    assert view.camera.distance_mm == pytest.approx(distance)


def test_wheel_zooms_toward_the_pointer(view: Viewport) -> None:
    hit = view.scene.pick((240, 90), (480, 360))
    assert hit is not None
    distance = view.camera.distance_mm
    wheel(view, (240, 90), 120)
    assert view.camera.distance_mm < distance
    away = project(view.camera, np.array([hit.point]), (480, 360))[0, :2] - (240, 90)
    assert np.hypot(*away) < 4


def test_two_fingers_on_a_trackpad_pan_and_pinch_zooms(view: Viewport) -> None:
    point, distance = np.array([view.camera.focal_mm]), view.camera.distance_mm
    wheel(view, (240, 180), 80, pixels=QPoint(12, 7), phase=Qt.ScrollPhase.ScrollUpdate)
    assert project(view.camera, point, (480, 360))[0, :2] == pytest.approx((252, 187))
    assert view.camera.distance_mm == distance
    place = QPointF(240, 180)
    pinch = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        place,
        place,
        view.mapToGlobal(place),
        0.25,
        QPointF(),
    )
    QApplication.sendEvent(view, pinch)
    assert view.camera.distance_mm == pytest.approx(distance / 1.25)


def test_one_finger_turns_and_two_pinch(view: Viewport) -> None:
    device = QTest.createTouchDevice()
    start = view.camera
    QTest.touchEvent(view, device).press(0, QPoint(200, 180))
    QTest.touchEvent(view, device).move(0, QPoint(230, 180))
    QTest.touchEvent(view, device).move(0, QPoint(240, 180))
    QTest.touchEvent(view, device).release(0, QPoint(240, 180))
    assert view.camera.azimuth_deg != start.azimuth_deg
    assert view.camera.distance_mm == start.distance_mm
    turned = view.camera
    QTest.touchEvent(view, device).press(1, QPoint(200, 180)).press(2, QPoint(280, 180))
    QTest.touchEvent(view, device).move(1, QPoint(180, 180)).move(2, QPoint(300, 180))
    QTest.touchEvent(view, device).release(1, QPoint(180, 180)).release(2, QPoint(300, 180))
    assert view.camera.azimuth_deg == turned.azimuth_deg
    assert view.camera.distance_mm == pytest.approx(turned.distance_mm * 80 / 120)


def test_a_tap_is_a_click(view: Viewport, qtbot: QtBot) -> None:
    device = QTest.createTouchDevice()
    with qtbot.waitSignal(view.clicked) as told:
        QTest.touchEvent(view, device).press(0, QPoint(240, 180))
        QTest.touchEvent(view, device).release(0, QPoint(240, 180))
    assert told.args == ["gluteus_medius_r"]


def test_clicks_tell_what_is_there_and_cycle_deeper(view: Viewport, qtbot: QtBot) -> None:
    told: list[str] = []
    view.clicked.connect(told.append)
    for _ in range(2):
        QTest.mouseClick(view, LEFT, NONE, QPoint(240, 180))
        QTest.qWait(QApplication.doubleClickInterval() + 50)
    QTest.mouseClick(view, LEFT, NONE, QPoint(20, 20))
    assert told == ["gluteus_medius_r", "gluteus_minimus_r", ""]


def test_a_drag_is_no_click_and_a_trembling_click_is_one(view: Viewport) -> None:
    told: list[str] = []
    view.clicked.connect(told.append)
    drag(view, LEFT, [(5, 0), (5, 0)])
    assert told == []
    camera = view.camera
    drag(view, LEFT, [(2, 1)])
    assert len(told) == 1
    assert view.camera == camera


def test_right_press_opens_the_menu_only_if_it_did_not_move(view: Viewport) -> None:
    told: list[str] = []
    view.menu_requested.connect(lambda id, _: told.append(id))
    drag(view, RIGHT, [(1, 2)])
    assert told == ["gluteus_medius_r"]
    drag(view, RIGHT, [(0, 20)])
    assert told == ["gluteus_medius_r"]


def test_double_click_makes_the_turning_point(view: Viewport) -> None:
    # On the bare part of the upper ball, of radius 30 about (-60, 0, 40).
    QTest.mouseDClick(view, LEFT, NONE, QPoint(290, 90))
    assert np.linalg.norm(np.array(view.camera.focal_mm) - [-60, 0, 40]) == pytest.approx(30, abs=0.2)
    assert view.structure_at(QPointF(240, 180)) == "hip_bone_r"


def test_hover_tells_each_structure_once(view: Viewport) -> None:
    told: list[str] = []
    view.hovered.connect(told.append)
    for x in (20, 200, 205, 240, 242, 20):
        QTest.mouseMove(view, QPoint(x, 90))
        QTest.qWait(5)
    assert told[0] == "hip_bone_r"
    # The pointer of the screen is moved too, and tells of it later.
    QTest.qWait(100)
    assert told[-1] == ""
    assert all(first != second for first, second in pairwise(told))
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert told[-1] == ""


def test_a_resting_pointer_names_what_came_under_it(view: Viewport, anatomy: Any) -> None:
    told: list[str] = []
    view.hovered.connect(told.append)
    here = QPointF(240, 180)
    for x in (20, 240):
        QTest.mouseMove(view, QPoint(x, 180))
        QTest.qWait(20)
    assert told[-1] == "gluteus_medius_r"
    view.show_scene(resolve(anatomy.atlas, ViewState(hidden=frozenset({"gluteus_medius_r"}))))
    rest(view)
    assert told[-1] == view.structure_at(here) != "gluteus_medius_r"
    view.show_scene(resolve(anatomy.atlas, ViewState()))
    rest(view)
    assert told[-1] == "gluteus_medius_r"
    view.turn(0.0, 60.0)
    rest(view)
    assert told[-1] == view.structure_at(here)
    # Nothing is asked while nothing happens, nor where no pointer is.
    with patch.object(view.scene, "pick", wraps=view.scene.pick) as asked:
        QTest.qWait(200)
        QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
        view.turn(0.0, -60.0)
        rest(view)
        assert asked.call_count == 0
    assert told[-1] == ""
    view.set_naming(False)
    QTest.mouseMove(view, QPoint(241, 180))
    QTest.qWait(20)
    assert told[-1] == ""
    view.set_naming(True)
    rest(view)
    assert told[-1] == "gluteus_medius_r"


def test_a_mouse_that_comes_in_after_the_end_asks_nothing(view: Viewport) -> None:
    view.release()
    with patch.object(view.scene, "pick", side_effect=AssertionError("the scene is closed")) as asked:
        place = QPointF(240, 180)
        QApplication.sendEvent(view, QEnterEvent(place, place, place))
        QTest.mouseMove(view, QPoint(241, 180))
        QTest.qWait(100)
        assert asked.call_count == 0


def test_many_requests_make_one_frame_and_rest_makes_none(view: Viewport) -> None:
    frames = view.frames
    for _ in range(10):
        view.turn(1.0, 0.0)
    QTest.qWait(20)
    assert view.frames == frames + 1
    rest(view)
    assert view.frames == frames + 2  # the full frame after the light one
    QTest.qWait(300)
    assert view.frames == frames + 2


def test_a_moving_frame_is_light_and_settles(view: Viewport, qtbot: QtBot) -> None:
    if not view.scene.quality.moving.light_meshes:
        pytest.skip("a GPU draws every frame in full")
    sizes: list[int] = []
    view.painted.connect(lambda: sizes.append(view._memory.shape[1] if view._memory is not None else 0))
    with qtbot.waitSignal(view.camera_settled, timeout=2000):
        view.turn(3.0, 0.0)
    QTest.qWait(50)
    assert sizes == [240, 480]


def test_showing_the_same_draws_nothing(view: Viewport, anatomy: Any) -> None:
    frames = view.frames
    view.show_scene(resolve(anatomy.atlas, ViewState()))
    view.set_camera(view.camera)
    QTest.qWait(40)
    assert view.frames == frames
    view.show_scene(resolve(anatomy.atlas, ViewState(selected="femur_r")))
    QTest.qWait(40)
    assert view.frames == frames + 1


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_the_picture_has_the_screens_own_pixels(
    view: Viewport, monkeypatch: pytest.MonkeyPatch, ratio: float
) -> None:
    place = QPointF(240, 90)
    found = view.structure_at(place)
    monkeypatch.setattr(view, "devicePixelRatioF", lambda: ratio)
    QApplication.sendEvent(view, QEvent(QEvent.Type.DevicePixelRatioChange))
    QTest.qWait(60)
    assert view._memory is not None
    assert view._memory.shape == (round(360 * ratio), round(480 * ratio), 4)
    assert view.pixels == (round(480 * ratio), round(360 * ratio))
    assert view.structure_at(place) == found


def test_resizing_keeps_the_size_of_things_by_height(view: Viewport) -> None:
    before = view.mm_per_pixel
    view.resize(700, 360)
    QTest.qWait(30)
    assert view.mm_per_pixel == pytest.approx(before)
    rest(view)
    assert view._memory is not None
    assert view._memory.shape[:2] == (360, 700)


def test_nothing_is_drawn_after_release(qtbot: QtBot, anatomy: Any) -> None:
    shown = Viewport(Scene(anatomy))
    qtbot.addWidget(shown)
    shown.turn(1.0, 0.0)
    shown.release()
    assert not shown._rest.isActive()
    assert not shown._idle.isActive()
