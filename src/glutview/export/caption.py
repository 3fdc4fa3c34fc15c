"""Words burned into a film: a band along the lower edge with a title and a note.

Letters are VTK's own, so that no font of the system takes part. It has those of European languages in Latin
script; others stay blank.
"""

from __future__ import annotations

import textwrap
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

import vtkmodules.vtkRenderingFreeType  # noqa: F401  isort: skip  (registers the renderer of letters)
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkRenderingCore import vtkTextProperty, vtkTextRenderer

from glutview.state.palette import Theme

Pixels = npt.NDArray[np.uint8]
Cover = npt.NDArray[np.uint8]

_SHARE: Final = 1 / 32
"""Height of the letters, of the picture's height."""
_LEAST_PX: Final = 9
_BAND: Final = 0.72
"""How much of the picture the band covers."""
_INK: Final = {"light": 25, "dark": 240, "high_contrast": 255}
_PAPER: Final = {"light": 250, "dark": 18, "high_contrast": 0}


def captioned(picture: Pixels, title: str, note: str, theme: Theme) -> Pixels:
    """The picture (h, w, 4) with a caption; itself if there is none, or no room for it. It is not changed."""
    height, width, _ = picture.shape
    cover = caption_cover(title, note, (width, height))
    if cover is None:
        return picture
    # Words over a band over the picture, each in one grey.
    share = cover.astype(np.float32)[:, :, None] / 255
    result = picture.copy()
    below = result[height - len(cover) :, :, :3]
    banded = below * (1 - _BAND) + _BAND * _PAPER[theme]
    below[:] = np.rint(banded * (1 - share) + _INK[theme] * share)
    return result


@lru_cache(maxsize=4)
def caption_cover(title: str, note: str, size: tuple[int, int]) -> Cover | None:
    """(h, width) how far the letters cover each pixel of the band, 0 to 255; None if there are none, or no room."""
    width, height = size
    pixels = round(height * _SHARE)
    if pixels < _LEAST_PX or not f"{title}{note}".strip():
        return None
    margin = pixels
    # Letters are about half as wide as high; shorter lines are tried until all fit.
    columns = max(8, int((width - 2 * margin) / (0.42 * pixels)))
    while True:
        lines = [line for text in note.splitlines() for line in textwrap.wrap(text, columns)]
        blocks = [_letters(title, pixels, bold=True), _letters("\n".join(lines), pixels, bold=False)]
        blocks = [block for block in blocks if block.size]
        if all(block.shape[1] <= width - 2 * margin for block in blocks) or columns <= 8:
            break
        columns = max(8, int(columns * 0.93))
    gap = pixels // 2
    tall = sum(len(block) for block in blocks) + gap * (len(blocks) - 1) + 2 * gap
    if not blocks or tall > height / 2:
        return None
    cover = np.zeros((tall, width), dtype=np.uint8)
    top = gap
    for block in blocks:
        wide = min(block.shape[1], width)
        left = (width - wide) // 2
        cover[top : top + len(block), left : left + wide] = block[:, :wide]
        top += len(block) + gap
    return cover


def _letters(text: str, pixels: int, *, bold: bool) -> Cover:
    """(h, w) how far each pixel is covered by centred lines, without a margin; empty without letters."""
    if not text.strip():
        return np.empty((0, 0), dtype=np.uint8)
    look = vtkTextProperty()
    look.SetFontFamilyToArial()
    look.SetFontSize(pixels)
    look.SetBold(bold)
    look.SetColor(1.0, 1.0, 1.0)
    look.SetJustificationToCentered()
    look.SetLineSpacing(1.15)
    image = vtkImageData()
    # Told to be text: it would take what stands between two `$` for a formula.
    vtkTextRenderer.GetInstance().RenderString(look, text, image, [0, 0], 72, vtkTextRenderer.FreeType)
    wide, high, _ = image.GetDimensions()
    cover = vtk_to_numpy(image.GetPointData().GetScalars()).reshape(high, wide, 4)[::-1, :, 3]
    rows, columns = np.flatnonzero(cover.any(1)), np.flatnonzero(cover.any(0))
    if not len(rows):
        return np.empty((0, 0), dtype=np.uint8)
    return np.ascontiguousarray(cover[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
