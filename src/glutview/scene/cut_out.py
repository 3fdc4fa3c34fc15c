"""A picture without background, from the same picture drawn before black and before white.

What lies behind shows through by one minus the opacity, whatever drew it: so the difference of the two pictures
tells the opacity of every pixel, of glass and of smoothed edges too.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
_ROWS = 256
"""Rows at a time: a large picture need not be there many times over in wider numbers."""


def cut_out(on_black: Pixels, on_white: Pixels) -> Pixels:
    """(h, w, 4) RGBA with straight alpha, as PNG has it, from two opaque pictures of that shape."""
    result = np.empty_like(on_black)
    for top in range(0, len(on_black), _ROWS):
        black = on_black[top : top + _ROWS, :, :3].astype(np.int32)
        white = on_white[top : top + _ROWS, :, :3].astype(np.int32)
        clear = ((white - black).sum(axis=2) + 1) // 3
        alpha = np.clip(255 - clear, 0, 255)
        opacity = np.maximum(alpha, 1)[:, :, None]
        colour = np.minimum((black * 255 + opacity // 2) // opacity, 255)
        result[top : top + _ROWS, :, :3] = np.where(alpha[:, :, None] > 0, colour, 0)
        result[top : top + _ROWS, :, 3] = alpha
    return result
