"""Lines of text set on their baseline, with VTK's own letters: no font of the system takes part."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

import vtkmodules.vtkRenderingFreeType  # noqa: F401  isort: skip  (registers the renderer of letters)
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkRenderingCore import vtkTextProperty, vtkTextRenderer

from glutview.state.palette import rgb

Pixels = npt.NDArray[np.uint8]
Align = Literal["left", "middle", "right"]
_DPI: Final = 72


@lru_cache(maxsize=512)
def _line(text: str, pixels: int, bold: bool) -> npt.NDArray[np.float32]:
    """(h, w) how far letters cover each pixel, 0 to 1."""
    look = vtkTextProperty()
    look.SetFontFamilyToArial()
    look.SetFontSize(pixels)
    look.SetBold(bold)
    look.SetColor(1.0, 1.0, 1.0)
    image = vtkImageData()
    # Told to be text: it would take what stands between two `$` for a formula.
    vtkTextRenderer.GetInstance().RenderString(look, text, image, [0, 0], _DPI, vtkTextRenderer.FreeType)
    wide, high, _ = image.GetDimensions()
    cover = vtk_to_numpy(image.GetPointData().GetScalars()).reshape(high, wide, 4)[::-1, :, 3] / np.float32(255)
    return np.asarray(cover, dtype=np.float32)


@lru_cache(maxsize=64)
def _tail(pixels: int, bold: bool) -> int:
    """Rows of such a picture beneath the baseline: all of one size have the same, but none tells how many."""
    upright = _line("H", pixels, bold)
    return len(upright) - 1 - int(np.flatnonzero(upright.any(1))[-1])


def width_of(text: str, pixels: int, *, bold: bool = False) -> int:
    """How wide a line is, pixels."""
    if not text.strip():
        return 0
    cover = _line(text, pixels, bold)
    columns = np.flatnonzero(cover.any(0))
    return int(columns[-1] + 1) if len(columns) else 0


def wrapped(text: str, pixels: int, width: float, *, bold: bool = False) -> list[str]:
    """The text in lines no wider than `width` pixels, as long as no single word is wider."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, pixels, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def fitted(
    text: str, sizes: range, width: float, most_lines: int, *, bold: bool = False
) -> tuple[list[str], int] | None:
    """The text in as few lines as need be, and the size of their letters; None where it does not fit.

    Args:
        text: of any length.
        sizes: pixels of the letters, the most welcome first; the least of them is taken before another line is.
        width: of a line, at most, pixels.
        most_lines: how many there may be.
        bold: whether it stands out.
    """
    for count in range(1, most_lines + 1):
        for pixels in sizes:
            lines = wrapped(text, pixels, width, bold=bold)
            if len(lines) <= count and all(width_of(line, pixels, bold=bold) <= width for line in lines):
                return lines, pixels
    return None


def write(
    picture: Pixels,
    text: str,
    place: tuple[float, float],
    pixels: int,
    colour: str,
    *,
    bold: bool = False,
    align: Align = "left",
) -> None:
    """Write a line into a picture (h, w, 3 or 4), in place; what lies outside is cut off.

    Args:
        picture: first row on top.
        text: one line.
        place: its left end, middle or right end, and its baseline, pixels from the picture's left and top.
        pixels: size of the letters.
        colour: ``#rrggbb``.
        bold: whether it stands out.
        align: what of the line is at the place.
    """
    if not text.strip():
        return
    cover = _line(text, pixels, bold)
    wide = width_of(text, pixels, bold=bold)
    left = round(place[0] - {"left": 0, "middle": wide / 2, "right": wide}[align])
    top = round(place[1]) - len(cover) + _tail(pixels, bold)
    cut_x, cut_y = max(0, -left), max(0, -top)
    part = picture[max(0, top) : max(0, top + len(cover)), max(0, left) : max(0, left + cover.shape[1])]
    share = cover[cut_y : cut_y + part.shape[0], cut_x : cut_x + part.shape[1], None]
    ink = 255 * np.array(rgb(colour))
    part[..., :3] = np.rint(part[..., :3] * (1 - share) + share * ink)
