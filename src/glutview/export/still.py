"""A picture of a view, to keep, in bands that are each drawn in a moment: whoever asks for them goes on meanwhile."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Final

from glutview.scene.action_legend import legend_of
from glutview.scene.frame import Frame, Pixels
from glutview.scene.overlay_raster import paint_figure
from glutview.scene.quality import Quality
from glutview.scene.scene import Scene
from glutview.scene.stills import LARGEST_TILE
from glutview.state.scene_description import SceneDescription
from glutview.state.view_state import CameraState

if TYPE_CHECKING:
    from glutview.biomech.anatomy import Anatomy

_BAND: Final = 375_000
"""Pixels drawn for a band: with all layers of glass, in software, under half a second. Smaller bands take no longer
in all, until there are very few rows in them."""
_LEAST_ROWS: Final = 16
_WIDEST: Final = 8192
"""A flat tile may be wide: what its layers take depends on all of its pixels."""


def still_bands(
    anatomy: Anatomy,
    description: SceneDescription,
    camera: CameraState,
    size: tuple[int, int],
    *,
    quality: Quality | None = None,
    transparent: bool = False,
    unit: float | None = None,
) -> Generator[Pixels, None, None]:
    """Draw a picture at the best quality, in a scene of its own: nothing that is done to another one shows in it.

    Args:
        anatomy: what is drawn.
        description: as what it is drawn.
        camera: where it is seen from.
        size: width and height, pixels.
        quality: how; by what draws it if None.
        transparent: leave out the background.
        unit: height of a line of text of orientation figure and scale bar, pixels; None leaves them out.

    Returns:
        Bands from the top, (h, w, 4) RGBA each, first row on top, which may be written into. Close it, if it is not
        exhausted, to give back what the graphics system holds.
    """
    scene = Scene(anatomy, quality)
    try:
        scene.apply(description)
        scene.camera = camera
        top = 0
        for band in scene.render_bands(size, transparent=transparent, largest=_largest(size, scene.quality)):
            if unit is not None:
                legend = legend_of(anatomy.atlas, description.action)
                theme, note = description.theme, description.note
                paint_figure(band, camera, theme, unit, top=top, height=size[1], legend=legend, note=note)
            yield band
            top += len(band)
    finally:
        scene.close()


def _largest(size: tuple[int, int], quality: Quality) -> tuple[int, int]:
    """Width and height of what is drawn at once."""
    drawn = size[0] * Frame.scale(size, quality.still)
    return _WIDEST, min(LARGEST_TILE[1], max(_LEAST_ROWS, int(_BAND / drawn)))
