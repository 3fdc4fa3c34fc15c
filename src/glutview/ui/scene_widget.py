"""The scene's picture in a plain widget: the one place that knows a VTK picture is shown by Qt.

Nothing is drawn unless it changed, and however many changes came since the last frame, they make one frame.
While the model moves a frame is light; when it has stood still for a moment the full one follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from glutview.scene.camera import mm_per_pixel, turned
from glutview.scene.frame import Pixels
from glutview.scene.scene import Pace, Scene
from glutview.state.scene_description import SceneDescription
from glutview.state.view_state import CameraState
from glutview.ui.memory import give_back_spare

REST_MS: Final = 150


class SceneWidget(QWidget):
    """The picture of a scene, drawn when something changed. What a person does with it: :mod:`viewport`."""

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
        self._chores: Iterator[str] | None = scene.prepare()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._come_to_rest)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._do_chore)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # --------------------------------------------------------------------------------------- what is shown

    @property
    def held(self) -> bool:
        """Whether a person has hold of the model, so that nothing else may take time."""
        return False

    @property
    def moving(self) -> bool:
        """Whether the camera or the model moved a moment ago."""
        return self._rest.isActive()

    @property
    def camera(self) -> CameraState:
        """Where the model is seen from."""
        return self.scene.camera

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height in the screen's own pixels."""
        ratio = self.devicePixelRatioF()
        # Qt rounds halves up, Python to the even number.
        return max(1, int(self.width() * ratio + 0.5)), max(1, int(self.height() * ratio + 0.5))

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
        if self._chores is None or self._dirty or self.held or self._rest.isActive():
            return
        if next(self._chores, None) is None:
            self._chores = None
            give_back_spare()
        else:
            self._idle.start(1)
