"""What is drawn over a picture to read it by, as lines, discs, patches and words: orientation figure and scale bar.

Said once and painted twice: by Qt in the window, where text is the screen's own, and by :mod:`overlay_raster` into
pictures that are saved. Plain mathematics.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from glutview.scene.orientation import axes, scale_bar
from glutview.state.palette import Rgb
from glutview.state.view_state import CameraState

Tone = Literal["ink", "paper"]
Place = tuple[float, float]
"""Pixels from the picture's left and top."""
Size = tuple[int, int]

_REACH: Final = 2.0
_DISC: Final = 0.62
_LONGEST: Final = 9.0
_SHORTEST: Final = 2.0
_SHARE: Final = 1 / 46
_LEAST: Final = 10.0
_NEEDED: Final = 13.0


@dataclass(frozen=True, slots=True)
class Line:
    """A stroke with round ends."""

    start: Place
    end: Place
    width: float
    tone: Tone | Rgb = "ink"
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Disc:
    """Filled with paper, rimmed with ink."""

    centre: Place
    radius: float
    rim: float
    opacity: float
    """Of the rim."""


@dataclass(frozen=True, slots=True)
class Words:
    """Text of one line; the height of a line is that of `line`."""

    text: str
    place: Place
    """Its middle, or the right end of its foot."""
    line: float
    bold: bool = False
    opacity: float = 1.0
    halo: bool = False
    """Paper about the letters, for where the model may lie behind them; the place is their right end."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A rectangle of one colour."""

    corner: Place
    """Its upper left."""
    extent: Place
    """Width and height."""
    colour: Tone | Rgb
    opacity: float


Mark = Line | Disc | Words | Patch

PAPER_OPACITY: Final = 0.88
"""Of a disc's filling."""
_LETTER: Final = 0.45
"""Breadth of a letter in lines, on the average and with some room."""


def moved(mark: Mark, by: Place) -> Mark:
    """A mark somewhere else."""

    def shifted(place: Place) -> Place:
        return place[0] + by[0], place[1] + by[1]

    match mark:
        case Line():
            return replace(mark, start=shifted(mark.start), end=shifted(mark.end))
        case Disc():
            return replace(mark, centre=shifted(mark.centre))
        case Words():
            return replace(mark, place=shifted(mark.place))
        case Patch():
            return replace(mark, corner=shifted(mark.corner))


def orientation_figure(camera: CameraState, size: Size, unit: float) -> list[Mark]:
    """Where right, left, front (A), back (P), up (S) and down (I) are, in the lower left corner; the farthest first.

    Args:
        camera: that draws the picture.
        size: width and height of the picture.
        unit: height of a line of text, pixels.
    """
    reach = _REACH * unit
    off = unit + reach + _DISC * unit
    middle = (off, size[1] - off)
    marks: list[Mark] = []
    for axis in axes(camera.azimuth_deg, camera.elevation_deg):
        tip = (middle[0] + axis.right * reach, middle[1] - axis.up * reach)
        opacity = 0.35 + 0.65 * (axis.toward + 1) / 2
        marks += [
            Line(middle, tip, 0.1 * unit, opacity=opacity),
            Disc(tip, _DISC * unit, 0.075 * unit, opacity),
            Words(axis.letter, tip, unit, bold=True, opacity=opacity),
        ]
    return marks


def scale_marks(mm_per_pixel: float, size: Size, unit: float) -> list[Mark]:
    """A bar of round length at the turning point, in the lower right corner.

    Args:
        mm_per_pixel: there.
        size: width and height of the picture.
        unit: height of a line of text, pixels.
    """
    # In a narrow picture the bar leaves the orientation figure its corner.
    beside = size[0] - (1.6 + 1 + 2 * (_REACH + _DISC)) * unit
    length_mm, label = scale_bar(mm_per_pixel, longest_px=max(_SHORTEST * unit, min(_LONGEST * unit, beside)))
    right, low = size[0] - unit, size[1] - unit
    left, tick = right - length_mm / mm_per_pixel, low - 0.35 * unit
    strokes = [((left, low), (right, low)), ((left, low), (left, tick)), ((right, low), (right, tick))]
    # Light under dark: readable on bone, muscle and background alike.
    tones: tuple[tuple[Tone, float], ...] = (("paper", 0.28), ("ink", 0.11))
    marks: list[Mark] = [Line(start, end, width * unit, tone) for tone, width in tones for start, end in strokes]
    return [*marks, Words(label, (right, low - 0.45 * unit), unit, halo=True)]


def note_marks(note: str, size: Size, unit: float) -> list[Mark]:
    """A line that belongs to the picture, in the upper left corner, a sentence on a row; nothing without room."""
    rows = [f"{row.removesuffix('.')}." for row in note.split(". ") if row]
    wide = (2 + _LETTER * max(map(len, rows), default=0)) * unit
    if not rows or wide + 2 * unit > size[0] or 4 * unit * len(rows) > size[1]:
        return []
    high = (0.9 + 1.3 * len(rows)) * unit
    marks: list[Mark] = [Patch((unit, unit), (wide, high), "paper", PAPER_OPACITY)]
    for number, row in enumerate(rows):
        place = (unit + wide / 2, (2.1 + 1.3 * number) * unit)
        marks.append(Words(row, place, unit, bold=number == 0))
    return marks


def picture_unit(size: Size) -> float | None:
    """Height of a line of text for a saved picture of `size`; None where there is no room for any."""
    unit = max(_LEAST, min(size) * _SHARE)
    return unit if min(size) >= _NEEDED * unit else None
