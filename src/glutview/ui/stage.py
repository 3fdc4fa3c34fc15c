"""The view with what lies over it, and the cameras a person asks for by name."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent

from glutview.export.still import still_bands
from glutview.geometry.mesh import Floats
from glutview.scene.camera import approaching, facing
from glutview.scene.frame import Pixels
from glutview.scene.scene import Scene
from glutview.ui.label_layer import LabelLayer, Pin
from glutview.ui.label_writing import Writing
from glutview.ui.overlays import Overlay
from glutview.ui.viewport import Viewport

if TYPE_CHECKING:
    from glutview.biomech.anatomy import Anatomy


class Stage(Viewport):
    """A viewport on one anatomy, with orientation figure, scale bar and hover name."""

    def __init__(self, anatomy: Anatomy) -> None:
        super().__init__(Scene(anatomy))
        self.anatomy = anatomy
        """What the scene draws."""
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

    def still(
        self, size: tuple[int, int], *, transparent: bool = False, names: bool = False
    ) -> Generator[Pixels, None, None]:
        """The view as it is now, to keep, however it changes while the picture is drawn.

        Args:
            size: width and height, pixels.
            transparent: leave out the background, and with it orientation figure and scale bar.
            names: write the names that the view carries.

        Returns:
            Bands from the top, (h, w, 4) RGBA each; to be closed (see :func:`glutview.export.still.still_bands`).
        """
        drawn = self.scene.description
        assert drawn is not None
        # Text grows with the picture.
        scale = size[1] / max(1, self.height())
        unit = None if transparent else scale * self.overlay.fontMetrics().height()
        room = max(1, round(size[0] / scale)), max(1, round(size[1] / scale))
        bands = still_bands(
            self.anatomy,
            drawn,
            self.camera,
            size,
            quality=self.scene.quality,
            transparent=transparent,
            unit=unit,
        )
        return _written_on(bands, self.labels.writing(room), scale) if names else bands

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


def _written_on(
    bands: Generator[Pixels, None, None], writing: Writing, scale: float
) -> Generator[Pixels, None, None]:
    top = 0
    with closing(bands):
        for band in bands:
            writing.paint_onto(band, scale, top)
            yield band
            top += len(band)
