"""The view with what lies over it, and the cameras a person asks for by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent

from glutview.geometry.mesh import Floats
from glutview.scene.camera import approaching, facing
from glutview.scene.frame import Pixels
from glutview.scene.overlay_raster import paint_figure
from glutview.scene.scene import Scene
from glutview.ui.label_layer import LabelLayer, Pin
from glutview.ui.overlays import Overlay
from glutview.ui.viewport import Viewport

if TYPE_CHECKING:
    from glutview.biomech.anatomy import Anatomy


class Stage(Viewport):
    """A viewport on one anatomy, with orientation figure, scale bar and hover name."""

    def __init__(self, anatomy: Anatomy) -> None:
        super().__init__(Scene(anatomy))
        self.labels = LabelLayer(self)
        self.overlay = Overlay(self)
        self.camera_changed.connect(self._follow)

    def look(self, view: str) -> None:
        """Look from one of the six sides, at the same place and size."""
        self.set_camera(facing(self.camera, view))

    def look_opening(self) -> None:
        """Look from where the window opens."""
        self.set_camera(self.scene.opening_view(self.pixels))

    def frame(self, structures: tuple[str, ...]) -> None:
        """Fill the view with these structures, or with all that is visible."""
        self.set_camera(self.scene.frame_on(self.pixels, structures))

    def picture(
        self, size: tuple[int, int] | None = None, *, transparent: bool = False, names: bool = False
    ) -> Pixels:
        """The view to keep, with orientation figure and scale bar unless it is transparent, and with its names."""
        pixels = super().picture(size, transparent=transparent)
        drawn = self.scene.description
        assert drawn is not None
        # Text grows with the picture.
        scale = pixels.shape[0] / max(1, self.height())
        if not transparent:
            paint_figure(pixels, self.camera, drawn.theme, scale * self.overlay.fontMetrics().height())
        if names:
            self.labels.paint_onto(pixels, scale)
        return pixels

    def set_name(self, name: str, latin: str) -> None:
        """Name what lies under the pointer."""
        self.overlay.set_name(name, latin)

    def set_labels(self, names: Mapping[str, str], selected: str | None) -> None:
        """Name these structures where they are seen, the most important first."""
        self.labels.set_names(names, selected)

    def approach_point(self, structure: str, point: Floats, normal: Floats, height_mm: float) -> None:
        """Look straight at a place of a rigid structure, given at rest: (3,) mm and its outward normal."""
        here, there = self.scene.place(structure, np.array([point, point + normal]))
        self.set_camera(approaching(self.camera, here, there - here, height_mm))

    def set_pin(self, pin: Pin | None) -> None:
        """Point at one place and name it, or no longer."""
        self.labels.set_pin(pin)

    def set_text_scale(self, scale: float) -> None:
        """Write everything over the picture so many times larger than the window's text."""
        self.labels.set_scale(scale)
        # Figure and scale bar are for whoever looks for them.
        self.overlay.set_scale(1 + (scale - 1) / 2)

    def set_colours(self, ink: str, paper: str) -> None:
        """Colours of what lies over the picture."""
        self.overlay.set_colours(ink, paper)
        self.labels.set_colours(ink, paper)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.overlay.resize(self.size())
        self.labels.resize(self.size())
        self._follow()

    @Slot()
    def _follow(self) -> None:
        self.overlay.set_camera(self.camera, self.mm_per_pixel)
