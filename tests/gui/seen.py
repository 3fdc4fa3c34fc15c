"""What is seen in a picture of the view."""

from __future__ import annotations

import colorsys

import numpy as np
import numpy.typing as npt

from glutview.state import palette

Picture = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


def own_colour(picture: Picture, colour: str) -> Mask:
    """Where a picture (h, w, 3) shows a colour, lit or shaded: of its hue, and no paler than half."""
    hue, saturation, _ = colorsys.rgb_to_hsv(*palette.rgb(colour))
    rgb = picture.astype(np.float64) / 255
    value = rgb.max(-1)
    spread = value - rgb.min(-1)
    safe = np.where(spread == 0, 1.0, spread)
    r, g, b = np.moveaxis(rgb, -1, 0)
    hues = np.select([value == r, value == g], [((g - b) / safe) % 6, (b - r) / safe + 2], (r - g) / safe + 4)
    away = np.abs((hues / 6 - hue + 0.5) % 1 - 0.5)
    mine: Mask = (away < 0.025) & (spread > 0.6 * saturation * value) & (value > 0.25) & (spread > 0)
    return mine


def changed(before: Picture, after: Picture) -> Mask:
    """Where two pictures differ by more than shimmer."""
    moved: Mask = np.abs(after.astype(int) - before).max(-1) > 12
    return moved


def drawn_over(before: Picture, after: Picture, colour: str) -> Mask:
    """Where a colour was laid over what was there by at least a half, lit or shaded, and whatever its hue became."""
    below, above = (picture / np.maximum(picture.sum(-1, keepdims=True), 1.0) for picture in (before, after))
    own = np.array(palette.rgb(colour))
    whole, moved = own / own.sum() - below, above - below
    share = (whole * moved).sum(-1) / np.maximum((whole * whole).sum(-1), 1e-9)
    aside = np.linalg.norm(moved - share[..., None] * whole, axis=-1)
    laid: Mask = (share > 0.5) & (aside < 0.05) & changed(before, after)
    return laid
