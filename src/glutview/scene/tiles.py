"""Large pictures in tiles: each is drawn as a part of the whole view, so that they meet without a seam.

The memory for drawing then depends on the tile and not on the picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from glutview.geometry.mesh import Floats
from glutview.state.view_state import CameraState

Size = tuple[int, int]


@dataclass(frozen=True)
class Tile:
    """A part of a picture, in its pixels from the left and top."""

    left: int
    top: int
    width: int
    height: int
    whole: Size

    @property
    def size(self) -> Size:
        return self.width, self.height

    @property
    def shares(self) -> tuple[float, float, float, float]:
        """Left, right, lower and upper border, as shares of the picture from its left and its lower border."""
        wide, high = self.whole
        right, low = self.left + self.width, self.top + self.height
        return self.left / wide, right / wide, 1 - low / high, 1 - self.top / high


def rows_of_tiles(whole: Size, largest: Size) -> Iterator[list[Tile]]:
    """The tiles of a picture, none larger than `largest`, row by row from the top."""
    for top in range(0, whole[1], largest[1]):
        height = min(largest[1], whole[1] - top)
        yield [
            Tile(left, top, min(largest[0], whole[0] - left), height, whole)
            for left in range(0, whole[0], largest[0])
        ]


def projection(state: CameraState, tile: Tile, near: float, far: float) -> Floats:
    """(4, 4) from the camera's axes to the tile, each -1 to 1.

    Args:
        state: of the whole picture.
        tile: the part of it.
        near: mm from the eye, as `far`.
        far: what is beyond is not drawn.
    """
    half = math.tan(math.radians(state.view_angle_deg) / 2) * (state.distance_mm if state.parallel else 1.0)
    half_wide = half * tile.whole[0] / tile.whole[1]
    left, right, low, high = tile.shares
    x0, x1 = half_wide * (2 * left - 1), half_wide * (2 * right - 1)
    y0, y1 = half * (2 * low - 1), half * (2 * high - 1)
    found = np.zeros((4, 4))
    found[0, 0], found[1, 1] = 2 / (x1 - x0), 2 / (y1 - y0)
    middle = -(x1 + x0) / (x1 - x0), -(y1 + y0) / (y1 - y0)
    if state.parallel:
        found[:2, 3] = middle
        found[2, 2:] = -2 / (far - near), -(far + near) / (far - near)
        found[3, 3] = 1
    else:
        found[:2, 2] = -middle[0], -middle[1]
        found[2, 2:] = -(far + near) / (far - near), -2 * far * near / (far - near)
        found[3, 2] = -1
    return found
