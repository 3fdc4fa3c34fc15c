"""The view under a person's hands: mouse, wheel, trackpad and touch screen turn, move, zoom and pick."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QNativeGestureEvent, QTouchEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from glutview.scene.camera import centred, zoomed
from glutview.scene.picking import Hit
from glutview.scene.scene import Scene
from glutview.ui.gestures import Drag, Press, dragged, wheeled
from glutview.ui.scene_widget import SceneWidget
from glutview.ui.tool import Tool

_ASK_MS: Final = 40
_SAME_PLACE_PX: Final = 4.0


class Viewport(SceneWidget):
    """The view of a scene.

    Signals speak of what a person did; it never selects, hides or moves anything but the camera by itself.
    """

    clicked = Signal(str)
    """Id of the structure or part clicked; empty for nothing. Again at the same place: the next one behind."""
    hovered = Signal(str)
    """Id of the structure or part under the pointer; empty for nothing."""
    menu_requested = Signal(str, QPoint)
    """Id under a right click, and where, on the screen."""

    def __init__(self, scene: Scene, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self._press: Press | None = None
        self._last_click: tuple[QPointF, str] | None = None
        self._hover = ""
        self._naming = True
        self._pointer: QPointF | None = None
        self._ask = QTimer(self)
        self._ask.setSingleShot(True)
        self._ask.setInterval(_ASK_MS)
        self._ask.timeout.connect(self._name_again)
        self.painted.connect(self._ask_later)
        self._touches: dict[int, QPointF] = {}
        self.tool: Tool | None = None
        """What a mode does with mouse and keys; None while they only look round and select."""
        self.hand: Tool | None = None
        """What the mouse does besides, where the mode's tool does not take it."""
        self._dragging: Tool | None = None
        self._shaped = False
        """Whether the pointer has the shape of a tool's."""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAccessibleName("View of the anatomy")

    @property
    def held(self) -> bool:
        return self._press is not None or self._dragging is not None

    def set_naming(self, naming: bool) -> None:
        """Name what lies under the pointer, or nothing."""
        self._naming = naming
        if naming:
            self._ask_later()
        else:
            self._tell_hover("")

    def release(self) -> None:
        # The mouse may still come in before the widget goes: there is nothing left to pick then.
        self._naming, self._pointer = False, None
        self._ask.stop()
        super().release()

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel):
            return isinstance(event, QTouchEvent) and self._touch(event)
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._zoom(1 + event.value(), event.position())
            return True
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._tool_wants(event):
            # Accepted, the key comes to the view instead of giving an order.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.tool is None or not self.tool.key(event):
            super().keyPressEvent(event)

    # --------------------------------------------------------------------------------------------- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        kinds = {
            Qt.MouseButton.LeftButton: Drag.TURN,
            Qt.MouseButton.MiddleButton: Drag.PAN,
            Qt.MouseButton.RightButton: Drag.ZOOM,
        }
        kind = kinds.get(event.button())
        if kind is None or self.held:
            return
        if kind is Drag.TURN:
            self._dragging = self._taking(event)
            if self._dragging is not None:
                return
        if kind is Drag.TURN and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            kind = Drag.PAN
        place = _pair(event.position())
        self._press = Press(kind, place, place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        if self._dragging is not None:
            self._dragging.drag(event.position(), self.hit_at(event.position()))
            return
        if self._press is None:
            self._show_cursor(event)
            self._point_at(event.position())
            return
        step = self._press.to(_pair(event.position()))
        if step is not None:
            size = (self.width(), self.height())
            self.set_camera(dragged(self.camera, self._press, step, size), moving=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._ask_later()
        if self._dragging is not None:
            tool, self._dragging = self._dragging, None
            tool.release(event.position())
            return
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

    def enterEvent(self, event: QEnterEvent) -> None:
        self._pointer = event.position()
        self._ask_later()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self._tell_hover("")

    def structure_at(self, place: QPointF) -> str:
        """Id of the structure at a place of the widget; empty for none."""
        hit = self.hit_at(place)
        return hit.id if hit else ""

    def hit_at(self, place: QPointF) -> Hit | None:
        """What a click at a place of the widget means."""
        return self.scene.pick(self._pixel(place), self.pixels)

    def _tool_wants(self, event: QKeyEvent) -> bool:
        return self.tool is not None and self.tool.wants_key(event)

    def _taking(self, event: QMouseEvent) -> Tool | None:
        """Whoever takes the drag that begins."""
        held = event.modifiers()
        shift, ctrl = bool(held & Qt.KeyboardModifier.ShiftModifier), bool(held & Qt.KeyboardModifier.ControlModifier)
        place = event.position()
        tools = [tool for tool in (self.tool, self.hand) if tool is not None]
        hit = self.hit_at(place) if tools else None
        return next((tool for tool in tools if tool.press(place, hit, shift=shift, ctrl=ctrl)), None)

    def _show_cursor(self, event: QMouseEvent) -> None:
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shape = None
        if self.hand is not None and not self.moving and self.hand.wants_pointer(ctrl=ctrl):
            shape = self.hand.cursor(self.hit_at(event.position()))
        if shape is not None:
            self.setCursor(shape)
        elif self._shaped:
            self.unsetCursor()
        self._shaped = shape is not None

    def _click(self, place: QPointF) -> None:
        tool = self.tool or Tool()
        pixel, reach = self._pixel(place), tool.reach_px * self.devicePixelRatioF()
        if tool.click(self.scene.pick(pixel, self.pixels, reach_px=reach, wanted=tool.wanted)):
            return
        again = self._last_click is not None and _near(self._last_click[0], place)
        after = self._last_click[1] if again and self._last_click else None
        found = self.scene.meant(pixel, self.pixels, after, reach)
        self._last_click = (place, found)
        self.clicked.emit(found)

    def _point_at(self, place: QPointF) -> None:
        # While the model moves under the pointer, names would only flicker.
        if not self.moving:
            named = self._naming and (self.tool is None or self.tool.names)
            self._tell_hover(self.scene.meant(self._pixel(place), self.pixels) if named else "")

    @Slot()
    def _ask_later(self) -> None:
        """What lies under a resting pointer may be another thing now; asked once nothing moves any more."""
        if self._naming and self._pointer is not None and not self.moving:
            self._ask.start()

    @Slot()
    def _name_again(self) -> None:
        if self._pointer is not None and not self.held:
            self._point_at(self._pointer)

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
