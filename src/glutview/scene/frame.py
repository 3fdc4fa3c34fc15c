"""The picture itself: an off-screen VTK window and its pixels.

Nothing of it is ever shown: it is read back and painted by whoever wants it, which costs a hundredth of a
frame and needs neither a display nor a GL context shared with a toolkit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from glutview.scene.gl_library import require_gl

require_gl()

import vtkmodules.vtkRenderingOpenGL2  # noqa: E402, F401  (registers the OpenGL classes)
from vtkmodules.util.numpy_support import vtk_to_numpy  # noqa: E402
from vtkmodules.vtkCommonCore import vtkObject, vtkUnsignedCharArray  # noqa: E402
from vtkmodules.vtkRenderingCore import vtkActor, vtkLight, vtkRenderer, vtkRenderWindow  # noqa: E402

from glutview.scene.backdrop import Backdrop  # noqa: E402
from glutview.scene.quality import Level, Quality, quality_for  # noqa: E402
from glutview.state.palette import BACKGROUNDS, Theme, rgb  # noqa: E402

if TYPE_CHECKING:
    from vtkmodules.vtkRenderingCore import vtkCamera

Pixels = npt.NDArray[np.uint8]
_LARGEST = 8192
"""Longest side drawn for the sake of averaging; a larger picture is drawn as it is."""


class Frame:
    """Two renderers in one off-screen window: the model, and hints drawn over it."""

    def __init__(self, quality: Quality | None = None) -> None:
        # Without a display VTK falls back to EGL by itself, and would print a warning at every start.
        warnings = vtkObject.GetGlobalWarningDisplay()
        vtkObject.GlobalWarningDisplayOff()
        self.window = vtkRenderWindow()
        self.window.SetOffScreenRendering(True)
        self.window.SetMultiSamples(0)
        self.window.SetNumberOfLayers(2)
        self.window.SetSize(16, 16)
        self.model, self.hints = vtkRenderer(), vtkRenderer()
        self.hints.SetLayer(1)
        self.hints.InteractiveOff()
        for renderer in (self.model, self.hints):
            renderer.AutomaticLightCreationOff()
            light = vtkLight()
            light.SetLightTypeToHeadlight()
            renderer.AddLight(light)
            # VTK's culler judges by a frustum round the line of sight, which is not that of a tile beside it.
            renderer.GetCullers().RemoveAllItems()
            self.window.AddRenderer(renderer)
        self._backdrop = Backdrop()
        self.hints.SetActiveCamera(self.model.GetActiveCamera())
        self.window.Render()
        vtkObject.SetGlobalWarningDisplay(warnings)
        self.renderer_name = _renderer_name(self.window.ReportCapabilities())
        self.quality = quality or quality_for(self.renderer_name)
        self._level: Level | None = None
        self._array = vtkUnsignedCharArray()
        self._pixels: Pixels = np.empty((0, 0, 4), dtype=np.uint8)

    @property
    def camera(self) -> vtkCamera:
        """VTK's camera, shared by both renderers."""
        return self.model.GetActiveCamera()

    def set_theme(self, theme: Theme, low: float = 0.0, high: float = 1.0) -> None:
        """Background of a theme, or of a tile that reaches from `low` to `high` of the picture's height."""
        background = BACKGROUNDS[theme]
        bottom, top = np.array(rgb(background.bottom)), np.array(rgb(background.top))
        self._backdrop.set_colours(bottom + low * (top - bottom), bottom + high * (top - bottom))

    def set_ground(self, grey: float) -> None:
        """One grey behind everything, from 0 (black) to 1, till the next theme."""
        self._backdrop.set_colours(np.full(3, grey), np.full(3, grey))

    def add(self, actor: vtkActor) -> None:
        """Draw an actor of the model from now on."""
        self.model.RemoveActor(self._backdrop.actor)
        self.model.AddActor(actor)
        # Last: it fills what the others leave.
        self.model.AddActor(self._backdrop.actor)

    def reorder(self, actors: Iterable[vtkActor]) -> None:
        """Draw the model's actors, all of which were added before, in another order."""
        drawn = self.model.GetViewProps()  # not by RemoveActor, which takes from the graphics system what it holds
        drawn.RemoveAllItems()
        for actor in (*actors, self._backdrop.actor):
            drawn.AddItem(actor)

    def draw(self, size: tuple[int, int], level: Level, whole: tuple[int, int] | None = None) -> Pixels:
        """Render and read back.

        Args:
            size: width and height of the picture, in pixels.
            level: how to draw; at a lower resolution the picture is smaller than `size`.
            whole: width and height of the picture of which this is a tile.

        Returns:
            (h, w, 4) RGBA, first row on top. The next call writes into the same memory.
        """
        self._set_level(level)
        scale = self.scale(whole or size, level)
        width, height = drawn_size(size, scale)
        # A smaller viewport rather than a smaller window: buffers stay where they are from frame to frame.
        room = (max(width, size[0]), max(height, size[1]))
        if tuple(self.window.GetSize()) != room:
            self.window.SetSize(*room)
        self._backdrop.set_height(height)
        for renderer in (self.model, self.hints):
            renderer.SetViewport(0, 0, width / room[0], height / room[1])
        # Smoothed once, after whatever is drawn last.
        hinted = bool(self.hints.GetDraw())
        self.model.SetUseFXAA(level.fxaa and not hinted)
        self.hints.SetUseFXAA(level.fxaa and hinted)
        self.window.Render()
        self.window.GetRGBACharPixelData(0, 0, width - 1, height - 1, 0, self._array, 0)
        raw = vtk_to_numpy(self._array).reshape(height, width, 4)[::-1]
        if scale >= 2:
            return _averaged(raw, round(scale))
        if self._pixels.shape != (height, width, 4):
            self._pixels = np.empty((height, width, 4), dtype=np.uint8)
        np.copyto(self._pixels, raw)
        return self._pixels

    @staticmethod
    def scale(size: tuple[int, int], level: Level) -> float:
        """How many pixels are drawn for one of a picture of `size`, along each side."""
        return 1.0 if level.resolution * max(size) > _LARGEST else level.resolution

    def close(self) -> None:
        """Give back what the window holds of the graphics system."""
        self.window.Finalize()

    def _set_level(self, level: Level) -> None:
        if level == self._level:
            return
        self._level = level
        self.model.SetUseDepthPeeling(level.translucency == "peel")
        self._backdrop.set_hints(before=level.translucency != "peel")
        self.model.SetMaximumNumberOfPeels(level.peels)
        self.model.SetOcclusionRatio(0.0)
        self.model.SetUseOIT(level.translucency == "oit")
        self.hints.SetUseOIT(False)


def drawn_size(size: tuple[int, int], scale: float) -> tuple[int, int]:
    """In how many pixels a picture of `size` is drawn."""
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _averaged(pixels: Pixels, times: int) -> Pixels:
    """Each block of `times` by `times` pixels as one."""
    height, width, _ = pixels.shape
    blocks = pixels.reshape(height // times, times, width // times, times, 4)
    total = blocks[:, 0, :, 0].astype(np.uint16)
    for row in range(times):
        for column in range(times):
            if row or column:
                total += blocks[:, row, :, column]
    return np.asarray((total + times * times // 2) // (times * times), dtype=np.uint8)


def _renderer_name(capabilities: str) -> str:
    found = re.search(r"OpenGL renderer string:\s*(.*)", capabilities)
    return found.group(1).strip() if found else ""
