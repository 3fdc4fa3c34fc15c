"""Pictures that are saved: at the best quality and of any size, in bands, so that memory is none of their limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from glutview.scene.cut_out import cut_out
from glutview.scene.frame import Frame, Pixels
from glutview.scene.quality import Level
from glutview.scene.tiles import Tile, rows_of_tiles
from glutview.state.palette import Theme

Size = tuple[int, int]
LARGEST_TILE: Size = (4096, 1152)
"""Drawn at once, pixels; with all layers of translucency a tile takes some 0.4 GB."""


def bands(
    frame: Frame,
    level: Level,
    theme: Theme,
    size: Size,
    aim: Callable[[Tile, float], None],
    *,
    transparent: bool,
    largest: Size,
) -> Iterator[Pixels]:
    """A picture from the top, (h, w, 4) at a time.

    Args:
        frame: draws.
        level: how.
        theme: gives the background; it stands there again afterwards.
        size: width and height of the picture.
        aim: points the camera at a tile that is drawn at so many pixels for one.
        transparent: leave out the background.
        largest: width and height of what is drawn at once, pixels.
    """
    scale = frame.scale(size, level)
    try:
        for row in rows_of_tiles(size, (max(1, round(largest[0] / scale)), max(1, round(largest[1] / scale)))):
            pieces = []
            for tile in row:
                aim(tile, scale)
                pieces.append(_cut_out(frame, level, tile) if transparent else _opaque(frame, level, theme, tile))
            yield pieces[0] if len(pieces) == 1 else np.concatenate(pieces, axis=1)
    finally:
        frame.set_theme(theme)


def _opaque(frame: Frame, level: Level, theme: Theme, tile: Tile) -> Pixels:
    frame.set_theme(theme, *tile.shares[2:])
    picture = frame.draw(tile.size, level, tile.whole).copy()
    # What was blended last leaves its own opacity behind; a saved picture is opaque everywhere.
    picture[..., 3] = 255
    return picture


def _cut_out(frame: Frame, level: Level, tile: Tile) -> Pixels:
    grounds = []
    for grey in (0.0, 1.0):
        frame.set_ground(grey)
        grounds.append(frame.draw(tile.size, level, tile.whole).copy())
    return cut_out(*grounds)
