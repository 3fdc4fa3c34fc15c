"""Paints an overlay into the pixels of a picture: strokes and discs by their distance, letters by VTK's own font.

No window and no font of the system takes part, so equal pictures stay equal on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np
import numpy.typing as npt
import vtkmodules.vtkRenderingFreeType  # noqa: F401  (registers what draws letters)
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkRenderingCore import vtkTextProperty, vtkTextRenderer

from glutview.scene.action_legend import Legend, legend_marks
from glutview.scene.camera import mm_per_pixel
from glutview.scene.overlay import (
    PAPER_OPACITY,
    Disc,
    Line,
    Mark,
    Patch,
    Place,
    Tone,
    Words,
    moved,
    note_marks,
    orientation_figure,
    picture_unit,
    scale_marks,
)
from glutview.state.palette import INKS, Theme, rgb
from glutview.state.view_state import CameraState

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.floating]
Colour = tuple[float, float, float]

_LETTERS = 0.78
"""Height of the font, of a line's."""
_SHARPEST = 220
"""Pixels at which letters are drawn at most; in larger pictures they are magnified."""


def paint_figure(
    picture: Pixels,
    camera: CameraState,
    theme: Theme,
    unit: float | None = None,
    *,
    top: int = 0,
    height: int | None = None,
    legend: Legend | None = None,
    note: str = "",
) -> None:
    """Paint orientation figure, scale bar, legend and note into a picture or a band of it, in place.

    Args:
        picture: (h, w, 4) RGBA, first row on top, drawn from `camera`.
        camera: where from.
        theme: gives the colours.
        unit: height of a line of text, pixels; by the picture's size if None, and nothing where it is too small.
        top: row of the whole picture at which the band begins.
        height: of the whole picture; that of `picture` if None.
        legend: what the colours of moment arms mean, if there are any.
        note: what belongs to the picture; empty for nothing.
    """
    height = height or picture.shape[0]
    size = (picture.shape[1], height)
    unit = unit or picture_unit(size)
    if unit is None:
        return
    marks = orientation_figure(camera, size, unit) + scale_marks(mm_per_pixel(camera, height), size, unit)
    marks += note_marks(note, size, unit)
    if legend is not None:
        marks += legend_marks(legend, size, unit)
    paint(picture, (moved(mark, (0.0, -float(top))) for mark in marks), theme)


def with_figure(
    bands: Iterable[Pixels], camera: CameraState, theme: Theme, height: int, note: str = ""
) -> Iterator[Pixels]:
    """The bands of a picture `height` pixels high with figure, scale bar and a note painted into them."""
    top = 0
    for band in bands:
        paint_figure(band, camera, theme, top=top, height=height, note=note)
        yield band
        top += len(band)


def paint(picture: Pixels, marks: Iterable[Mark], theme: Theme) -> None:
    """Paint marks one over another into a picture (h, w, 4), in place."""
    tones = {"ink": rgb(INKS[theme].ink), "paper": rgb(INKS[theme].paper)}
    for mark in marks:
        match mark:
            case Line():
                reach = mark.width / 2 + 1
                corners = np.array([mark.start, mark.end])
                part, x, y = _around(picture, corners.min(0) - reach, corners.max(0) + reach)
                _cover(
                    part, _colour(mark.tone, tones), mark.opacity * _inside(_to_stroke(x, y, mark) - mark.width / 2)
                )
            case Disc():
                reach = mark.radius + mark.rim + 1
                centre = np.array(mark.centre)
                part, x, y = _around(picture, centre - reach, centre + reach)
                away = np.hypot(x - mark.centre[0], y - mark.centre[1]) - mark.radius
                _cover(part, tones["paper"], PAPER_OPACITY * _inside(away))
                _cover(part, tones["ink"], mark.opacity * _inside(np.abs(away) - mark.rim / 2))
            case Patch():
                corner = np.array(mark.corner)
                part, x, y = _around(picture, corner, corner + mark.extent)
                aside, over = np.abs(x - corner[0] - mark.extent[0] / 2), np.abs(y - corner[1] - mark.extent[1] / 2)
                covered = _inside(aside - mark.extent[0] / 2) * _inside(over - mark.extent[1] / 2)
                _cover(part, _colour(mark.colour, tones), mark.opacity * covered)
            case Words():
                _write(picture, mark, tones)


def _colour(tone: Tone | Colour, tones: dict[str, Colour]) -> Colour:
    return tones[tone] if isinstance(tone, str) else tone


def _write(picture: Pixels, words: Words, tones: dict[str, Colour]) -> None:
    pixels = max(1, round(_LETTERS * words.line))
    times = math.ceil(pixels / _SHARPEST)
    letters = np.kron(_letters(words.text, round(pixels / times), words.bold), np.ones((times, times)))
    high, wide = letters.shape
    if words.halo:
        rim = max(1, round(0.07 * words.line))
        letters = np.pad(letters, rim + 1)
        halo = letters
        for _ in range(rim):
            padded = np.pad(halo, 1)
            shifts = (padded[1:-1, :-2], padded[1:-1, 2:], padded[:-2, 1:-1], padded[2:, 1:-1])
            halo = np.maximum.reduce([halo, *shifts])
        left, top = _nearest(words.place[0] - wide) - rim - 1, _nearest(words.place[1] - high) - rim - 1
        _stamp(picture, (left, top), halo, tones["paper"])
    else:
        left, top = _nearest(words.place[0] - wide / 2), _nearest(words.place[1] - high / 2)
    _stamp(picture, (left, top), words.opacity * letters, tones["ink"])


def _nearest(place: float) -> int:
    """The whole number nearest to a place; a half goes up wherever a band begins, as `round` would not have it."""
    return math.floor(place + 0.5)


def _stamp(picture: Pixels, corner: tuple[int, int], share: Floats, colour: Colour) -> None:
    left, top = corner
    high, wide = share.shape
    cut_x, cut_y = max(0, -left), max(0, -top)
    part = picture[top + cut_y : max(0, top + high), left + cut_x : max(0, left + wide)]
    _cover(part, colour, share[cut_y : cut_y + part.shape[0], cut_x : cut_x + part.shape[1]])


@cache
def _letters(text: str, pixels: int, bold: bool) -> Floats:
    """(h, w) how far each pixel is covered by the letters, 0 to 1, without a margin."""
    look = vtkTextProperty()
    look.SetFontFamilyToArial()
    look.SetFontSize(pixels)
    look.SetBold(bold)
    look.SetColor(1.0, 1.0, 1.0)
    image = vtkImageData()
    vtkTextRenderer.GetInstance().RenderString(look, text, image, [0, 0], 72)
    wide, high, _ = image.GetDimensions()
    cover = vtk_to_numpy(image.GetPointData().GetScalars()).reshape(high, wide, 4)[::-1, :, 3] / 255
    rows, columns = np.flatnonzero(cover.any(1)), np.flatnonzero(cover.any(0))
    return np.asarray(cover[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])


def _around(picture: Pixels, low: Floats, high: Floats) -> tuple[Pixels, Floats, Floats]:
    """The part of a picture between two corners, and x (1, w) and y (h, 1) of its pixels' middles."""
    height, width, _ = picture.shape
    x0, y0 = np.maximum(np.floor(low).astype(int), 0)
    x1, y1 = np.maximum(np.minimum(np.ceil(high).astype(int), (width, height)), (x0, y0))
    x, y = np.arange(x0, x1) + 0.5, np.arange(y0, y1) + 0.5
    return picture[y0:y1, x0:x1], x[None, :], y[:, None]


def _to_stroke(x: Floats, y: Floats, line: Line) -> Floats:
    along: Place = (line.end[0] - line.start[0], line.end[1] - line.start[1])
    length2 = max(along[0] ** 2 + along[1] ** 2, 1e-12)
    share = np.clip(((x - line.start[0]) * along[0] + (y - line.start[1]) * along[1]) / length2, 0, 1)
    return np.asarray(np.hypot(x - line.start[0] - share * along[0], y - line.start[1] - share * along[1]))


def _inside(distance: Floats) -> Floats:
    """How much of a pixel is covered by what its middle is so far outside of, pixels."""
    return np.asarray(np.clip(0.5 - distance, 0, 1))


def _cover(part: Pixels, colour: Colour, share: Floats) -> None:
    """Blend a colour into (h, w, 4) pixels, each by its share (h, w)."""
    kept = part[..., :3] * (1 - share[..., None])
    part[..., :3] = np.rint(kept + 255 * share[..., None] * np.array(colour)).astype(np.uint8)
