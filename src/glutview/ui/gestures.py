"""What a hand does over the view, as camera movements: mouse, wheel, trackpad and touch screen.

Conventions of 3D Slicer: left turns, middle or Shift+left pans, right or wheel zooms toward the pointer; a press
that hardly moves is a click. No widget here, so that all of it is tested without a window.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from glutview.scene.camera import panned, turned, zoomed
from glutview.state.view_state import CameraState

CLICK_PX: Final = 4.0
_TURN_DEG_PER_PX: Final = 0.35
_ZOOM_PER_PX: Final = 1.006
_ZOOM_PER_NOTCH: Final = 1.15
_NOTCH: Final = 120.0


class Drag(Enum):
    """What a held button does."""

    TURN = auto()
    PAN = auto()
    ZOOM = auto()


@dataclass
class Press:
    """A button held down, from press to release; places are in the widget's pixels, from left and top."""

    kind: Drag
    start: tuple[float, float]
    last: tuple[float, float]
    moved: bool = False

    def to(self, place: tuple[float, float]) -> tuple[float, float] | None:
        """The step to a new place; None as long as it may still become a click."""
        if not self.moved:
            away = (place[0] - self.start[0], place[1] - self.start[1])
            if abs(away[0]) < CLICK_PX and abs(away[1]) < CLICK_PX:
                return None
            self.moved = True
        step = (place[0] - self.last[0], place[1] - self.last[1])
        self.last = place
        return step


def dragged(camera: CameraState, press: Press, step: tuple[float, float], size: tuple[int, int]) -> CameraState:
    """The camera after a drag of `step` pixels (right, down) in a view of `size`."""
    right, down = step
    if press.kind is Drag.TURN:
        return turned(camera, -right * _TURN_DEG_PER_PX, down * _TURN_DEG_PER_PX)
    if press.kind is Drag.PAN:
        return panned(camera, right, -down, size[1])
    return zoomed(camera, _ZOOM_PER_PX**-down, press.start, size)


def wheeled(camera: CameraState, angle: float, place: tuple[float, float], size: tuple[int, int]) -> CameraState:
    """The camera after the wheel turned by `angle` eighths of a degree, away from the person positive."""
    return zoomed(camera, _ZOOM_PER_NOTCH ** (angle / _NOTCH), place, size)
