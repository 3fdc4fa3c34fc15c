"""In which order actors are drawn: what is clear is blended over what was drawn before, whichever lies nearer.

On software OpenGL nothing sorts what is clear (see :mod:`glutview.scene.quality`): the tract of the far side would
show through that of the near one. So the far side is drawn first.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable
from typing import Final, Literal

from vtkmodules.vtkRenderingCore import vtkActor

from glutview.scene.frame import Frame
from glutview.scene.looks import DRAWN_LAST
from glutview.scene.part import Part
from glutview.state.view_state import CameraState

_ASIDE: Final = 0.1
"""Sine of the angle from straight in front within which neither side is nearer, and the order stays as it is."""


class DrawingOrder:
    """Of all parts, and the cuts of those that are `parted`; on either side from the depth outward."""

    def __init__(self, parts: Iterable[Part], parted: Container[str], frame: Frame) -> None:
        self._parted = parted
        self._parts = sorted(parts, key=lambda part: DRAWN_LAST.get(part.kind, 0))
        self._frame = frame
        self._near: Literal["_r", "_l"] = "_l"
        for actor in self._actors():
            frame.add(actor)

    def follow(self, camera: CameraState) -> None:
        """Draw in the order that is right from there."""
        aside = math.sin(math.radians(camera.azimuth_deg))
        near: Literal["_r", "_l"] = "_l" if aside > 0 else "_r"
        if near != self._near and abs(aside) > _ASIDE:
            self._near = near
            self._frame.reorder(self._actors())

    def _actors(self) -> list[vtkActor]:
        far_first = sorted(self._parts, key=lambda part: part.id.endswith(self._near))
        drawn = [(part.actor, part.cut) if part.id in self._parted else (part.actor,) for part in far_first]
        return [actor for actors in drawn for actor in actors]
