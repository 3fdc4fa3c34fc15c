"""The scene's picture in a plain widget: the one place that knows a VTK picture is shown by Qt.

Nothing is drawn unless it changed, and however many changes came since the last frame, they make one frame.
While the model moves a frame is light; when it has stood still for a moment the full one follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QImage,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from glutview.scene.camera import centred, mm_per_pixel, turned, zoomed
from glutview.scene.frame import Pixels
from glutview.scene.scene import Pace, Scene
from glutview.state.scene_description import SceneDescription
from glutview.state.view_state import CameraState
from glutview.ui.gestures import Drag, Press, dragged, wheeled

REST_MS: Final = 150
_SAME_PLACE_PX: Final = 4.0


class Viewport(QWidget):
    """The view of a scene.

    Signals speak of what a person did; it never selects, hides or moves anything but the camera by itself.
    """

    clicked = Signal(str)
    """Id of the structure clicked; empty for nothing. Again at the same place: the next one behind."""
    hovered = Signal(str)
    """Id of the structure under the pointer; empty for nothing."""
    menu_requested = Signal(str, QPoint)
    """Id under a right click, and where, on the screen."""
    camera_changed = Signal()
    """The camera moved, by a gesture or by :meth:`set_camera`."""
    camera_settled = Signal()
    """It stands still again."""
    painted = Signal()
    """A frame was drawn."""

    def __init__(self, scene: Scene, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scene = scene
        self.frames = 0
        """Frames drawn so far."""
        self._image: QImage | None = None
        self._memory: Pixels | None = None
        self._pace: Pace = "rest"
        self._dirty = True
        self._press: Press | None = None
        self._last_click: tuple[QPointF, str] | None = None
        self._hover = ""
        self._touches: dict[int, QPointF] = {}
        self._chores: Iterator[str] | None = scene.prepare()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._come_to_rest)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._do_chore)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAccessibleName("View of the anatomy")

    # --------------------------------------------------------------------------------------- what is shown

    @property
    def camera(self) -> CameraState:
        """Where the model is seen from."""
        return self.scene.camera

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height in the screen's own pixels."""
        ratio = self.devicePixelRatioF()
        return max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))

    @property
    def mm_per_pixel(self) -> float:
        """Size of one of the widget's pixels at the turning point, mm."""
        return mm_per_pixel(self.scene.camera, max(1, self.height()))

    def sizeHint(self) -> QSize:
        return QSize(960, 720)

    def show_scene(self, description: SceneDescription, *, moving: bool = False) -> None:
        """Draw this; `moving` while a clip plays or a slider is dragged."""
        if self.scene.apply(description):
            self.request_frame(moving=moving)

    def set_camera(self, camera: CameraState, *, moving: bool = False) -> None:
        """See the model from here."""
        if camera == self.scene.camera:
            return
        self.scene.camera = camera
        self.request_frame(moving=moving)
        self.camera_changed.emit()
        if not moving:
            self.camera_settled.emit()

    def turn(self, azimuth_deg: float, elevation_deg: float) -> None:
        """Turn by angles, as the arrow keys do."""
        self.set_camera(turned(self.camera, azimuth_deg, elevation_deg), moving=True)

    def picture(self) -> Pixels:
        """The view at its best quality and the screen's own pixels: (h, w, 4) RGBA, first row on top."""
        # It may be drawn into the memory of the frame on the screen.
        self._dirty = True
        return self.scene.render_image(self.pixels)

    def request_frame(self, *, moving: bool = False) -> None:
        """Draw anew when Qt paints next; many requests make one frame."""
        self._dirty = True
        self._pace = "moving" if moving else "rest"
        if moving:
            self._rest.start()
        else:
            self._rest.stop()
        self.update()

    def release(self) -> None:
        """Stop all timers and give the scene back."""
        self._rest.stop()
        self._idle.stop()
        self._chores = None
        self.scene.close()

    # ------------------------------------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._dirty or self._image is None:
            self._draw()
        assert self._image is not None
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._image.size() != QSize(*self.pixels))
        painter.drawImage(QRectF(self.rect()), self._image)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.request_frame(moving=self._image is not None)

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.DevicePixelRatioChange, QEvent.Type.ScreenChangeInternal):
            self.request_frame()
        if kind in (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel):
            return isinstance(event, QTouchEvent) and self._touch(event)
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._zoom(1 + event.value(), event.position())
            return True
        return super().event(event)

    def _draw(self) -> None:
        pixels = self.scene.draw(self.pixels, self._pace)
        height, width, _ = pixels.shape
        # The image borrows the frame's memory.
        self._memory = pixels
        self._image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBX8888)
        self._dirty = False
        self.frames += 1
        self.painted.emit()
        if self._chores is not None:
            self._idle.start(60)

    @Slot()
    def _come_to_rest(self) -> None:
        self.request_frame()
        self.camera_settled.emit()

    @Slot()
    def _do_chore(self) -> None:
        """A step of what a first click or drag would else wait for; only while nothing moves."""
        if self._chores is None or self._dirty or self._press or self._rest.isActive():
            return
        if next(self._chores, None) is None:
            self._chores = None
        else:
            self._idle.start(1)

    # --------------------------------------------------------------------------------------------- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        kinds = {
            Qt.MouseButton.LeftButton: Drag.TURN,
            Qt.MouseButton.MiddleButton: Drag.PAN,
            Qt.MouseButton.RightButton: Drag.ZOOM,
        }
        kind = kinds.get(event.button())
        if kind is None or self._press is not None:
            return
        if kind is Drag.TURN and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            kind = Drag.PAN
        place = _pair(event.position())
        self._press = Press(kind, place, place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._press is None:
            self._point_at(event.position())
            return
        step = self._press.to(_pair(event.position()))
        if step is not None:
            size = (self.width(), self.height())
            self.set_camera(dragged(self.camera, self._press, step, size), moving=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        press, self._press = self._press, None
        if press is None or press.moved:
            return
        if event.button() is Qt.MouseButton.LeftButton:
            self._click(event.position())
        elif event.button() is Qt.MouseButton.RightButton:
            found = self.structure_at(event.position())
            self.menu_requested.emit(found, event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._press = None
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        hit = self.scene.pick(self._pixel(event.position()), self.pixels)
        if hit is not None:
            self.set_camera(centred(self.camera, np.array(hit.point)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        size = (self.width(), self.height())
        scroll = event.pixelDelta()
        trackpad = event.phase() != Qt.ScrollPhase.NoScrollPhase and not scroll.isNull()
        # Two fingers on a trackpad pan; with Ctrl they zoom, as a pinch does where it comes as a wheel.
        if trackpad and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            press = Press(Drag.PAN, (0.0, 0.0), (0.0, 0.0), moved=True)
            camera = dragged(self.camera, press, (float(scroll.x()), float(scroll.y())), size)
        else:
            camera = wheeled(self.camera, float(event.angleDelta().y()), _pair(event.position()), size)
        self.set_camera(camera, moving=True)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._tell_hover("")

    def structure_at(self, place: QPointF) -> str:
        """Id of the structure at a place of the widget; empty for none."""
        hit = self.scene.pick(self._pixel(place), self.pixels)
        return hit.id if hit else ""

    def _click(self, place: QPointF) -> None:
        again = self._last_click is not None and _near(self._last_click[0], place)
        after = self._last_click[1] if again and self._last_click else None
        hit = self.scene.pick(self._pixel(place), self.pixels, after)
        found = hit.id if hit else ""
        self._last_click = (place, found)
        self.clicked.emit(found)

    def _point_at(self, place: QPointF) -> None:
        # While the model moves under the pointer, names would only flicker.
        if not self._rest.isActive():
            self._tell_hover(self.structure_at(place))

    def _tell_hover(self, found: str) -> None:
        if found != self._hover:
            self._hover = found
            self.hovered.emit(found)

    def _zoom(self, factor: float, place: QPointF) -> None:
        size = (self.width(), self.height())
        self.set_camera(zoomed(self.camera, factor, _pair(place), size), moving=True)

    def _pixel(self, place: QPointF) -> tuple[float, float]:
        ratio = self.devicePixelRatioF()
        return place.x() * ratio, place.y() * ratio

    # --------------------------------------------------------------------------------------------- touch

    def _touch(self, event: QTouchEvent) -> bool:
        """One finger turns, two pan and pinch; a tap is a click."""
        points = [p for p in event.points() if p.state() != p.state().Released]
        now = {point.id(): point.position() for point in points}
        size = (self.width(), self.height())
        before = [self._touches[id] for id in now if id in self._touches]
        after = [now[id] for id in now if id in self._touches]
        if len(now) == 1 and len(after) == 1:
            self._touch_one(_pair(after[0]), size)
        elif len(after) == 2:
            self._press = Press(Drag.PAN, (0.0, 0.0), (0.0, 0.0), moved=True)
            old, new = (before[0] + before[1]) / 2, (after[0] + after[1]) / 2
            camera = dragged(self.camera, self._press, _pair(new - old), size)
            spread = _distance(after[0], after[1]) / max(_distance(before[0], before[1]), 1.0)
            self.set_camera(zoomed(camera, spread, _pair(new), size), moving=True)
        elif len(now) == 1 and not self._touches:
            start = _pair(points[0].position())
            self._press = Press(Drag.TURN, start, start)
        if not now:
            press, self._press = self._press, None
            if press is not None and not press.moved and event.type() == QEvent.Type.TouchEnd:
                self._click(QPointF(*press.start))
        self._touches = now
        event.accept()
        return True

    def _touch_one(self, place: tuple[float, float], size: tuple[int, int]) -> None:
        if self._press is None or self._press.kind is not Drag.TURN:
            return
        step = self._press.to(place)
        if step is not None:
            self.set_camera(dragged(self.camera, self._press, step, size), moving=True)


def _pair(point: QPointF) -> tuple[float, float]:
    return point.x(), point.y()


def _near(first: QPointF, second: QPointF) -> bool:
    return _distance(first, second) < _SAME_PLACE_PX


def _distance(first: QPointF, second: QPointF) -> float:
    away = first - second
    return float(np.hypot(away.x(), away.y()))
