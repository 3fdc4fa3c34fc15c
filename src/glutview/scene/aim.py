"""VTK's camera, pointed as the view's state says: for a whole picture, or for a tile of one."""

from __future__ import annotations

import math
from collections.abc import Iterable
from weakref import WeakKeyDictionary

import numpy as np
from vtkmodules.vtkCommonMath import vtkMatrix4x4
from vtkmodules.vtkRenderingCore import vtkActor

from glutview.scene.camera import directions, eye
from glutview.scene.frame import Frame, drawn_size
from glutview.scene.shading import lens, set_lens
from glutview.scene.tiles import Tile, projection
from glutview.state.view_state import CameraState


class Aim:
    """Points the camera of a frame."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._lenses: WeakKeyDictionary[vtkActor, tuple[float, float, float]] = WeakKeyDictionary()

    def at_whole(self, state: CameraState, size: tuple[int, int], scale: float, actors: Iterable[vtkActor]) -> None:
        """For a picture.

        Args:
            state: where it is seen from.
            size: width and height of the picture.
            scale: pixels drawn for one of them, along each side.
            actors: all that is drawn.
        """
        self._point(state)
        self._frame.camera.SetUseExplicitProjectionTransformMatrix(False)
        self._tell(actors, _lens(state, size, scale))

    def at_tile(self, state: CameraState, tile: Tile, scale: float, actors: Iterable[vtkActor]) -> None:
        """For a tile of a picture that is seen from `state` as a whole."""
        self._point(state)
        matrix = vtkMatrix4x4()
        near, far = self._frame.camera.GetClippingRange()
        matrix.DeepCopy(projection(state, tile, near, far).ravel().tolist())
        self._frame.camera.SetExplicitProjectionTransformMatrix(matrix)
        self._frame.camera.SetUseExplicitProjectionTransformMatrix(True)
        below = tile.whole[1] - tile.top - tile.height
        pixel, middle_x, middle_y = _lens(state, tile.whole, scale)
        self._tell(actors, (pixel, middle_x - pixel * scale * tile.left, middle_y - pixel * scale * below))

    def _point(self, state: CameraState) -> None:
        camera = self._frame.camera
        _, up, _ = directions(state)
        camera.SetFocalPoint(*state.focal_mm)
        camera.SetPosition(*eye(state))
        camera.SetViewUp(*up)
        camera.SetViewAngle(state.view_angle_deg)
        camera.SetParallelProjection(state.parallel)
        camera.SetParallelScale(state.distance_mm * np.tan(np.radians(state.view_angle_deg) / 2))
        self._frame.model.ResetCameraClippingRange()

    def _tell(self, actors: Iterable[vtkActor], numbers: tuple[float, float, float]) -> None:
        for actor in actors:
            if self._lenses.get(actor) != numbers:
                self._lenses[actor] = numbers
                set_lens(actor, numbers)


def _lens(state: CameraState, size: tuple[int, int], scale: float) -> tuple[float, float, float]:
    return lens(drawn_size(size, scale), 0.0 if state.parallel else math.radians(state.view_angle_deg) / 2)
