"""A lesson as one sheet of plates: each step a picture with number, title and legend, as in a printed atlas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np

from glutview.biomech.anatomy import Anatomy
from glutview.errors import failure
from glutview.export.lettering import fitted, wrapped, write
from glutview.export.plate_labels import placed_labels, write_labels
from glutview.scene.frame import Pixels
from glutview.scene.overlay_raster import paint_figure
from glutview.scene.scene import Scene
from glutview.state.label_names import label_names
from glutview.state.palette import INKS, Theme, rgb
from glutview.state.resolve import resolve
from glutview.state.view_state import ViewState
from glutview.teaching.lesson import Lesson
from glutview.teaching.lesson_view import shown

Size = tuple[int, int]
_MARGIN: Final = 2.6
_HEAD: Final = 3.0
_GUTTER: Final = 1.7
_FOOT: Final = 1.2
"""In lines of text: round the sheet, above the first plate, between two, and beneath the last."""
_LEGEND: Final = 5.5
"""Lines beneath a picture: a title and what there is to say."""
_LINE: Final = 1 / 82
"""Height of a line of text, of the sheet's mean side."""
_LEAST_LINE: Final = 9.0
_LEAST_TITLE: Final = 0.6
"""Of a line: a title in smaller letters is not read; it takes a second line instead."""
_INDENT: Final = 2.0
"""Of title and legend, behind the number, in lines."""
_NOTE_STEP: Final = 0.98


@dataclass(frozen=True)
class Sheet:
    """How a sheet is divided; pixels from its left and top."""

    size: Size
    columns: int
    rows: int
    line: float

    @property
    def picture(self) -> Size:
        """Width and height of each picture."""
        wide = (self.size[0] - (2 * _MARGIN + (self.columns - 1) * _GUTTER) * self.line) / self.columns
        high = self.size[1] - (_MARGIN + _HEAD + _FOOT + (self.rows - 1) * _GUTTER) * self.line
        return int(wide), int(high / self.rows - _LEGEND * self.line)

    def corner(self, number: int) -> tuple[int, int]:
        """Left and top of a plate, counted from 0."""
        row, column = divmod(number, self.columns)
        wide, high = self.picture
        left = _MARGIN * self.line + column * (wide + _GUTTER * self.line)
        top = (_MARGIN + _HEAD) * self.line + row * (high + (_LEGEND + _GUTTER) * self.line)
        return round(left), round(top)


def sheet_of(count: int, size: Size, columns: int) -> Sheet:
    """A sheet for so many plates.

    Raises:
        GlutviewError: there would be no room for the pictures.
    """
    line = max(_LEAST_LINE, _LINE * (size[0] + size[1]) / 2)
    sheet = Sheet(size, min(columns, count), -(-count // min(columns, count)), line)
    if min(sheet.picture) < 8 * line:
        raise failure("--size", f"{size[0]}x{size[1]} has no room for {count} plates", "give a larger size")
    return sheet


def plates(
    anatomy: Anatomy,
    scene: Scene,
    lesson: Lesson,
    size: Size,
    columns: int = 3,
    theme: Theme = "light",
    *,
    file: object = "lesson",
) -> Iterator[Pixels]:
    """Draw a sheet, plate by plate.

    Args:
        anatomy: what is drawn.
        scene: draws; it is left showing the last plate.
        lesson: its steps are the plates; a step without a camera is seen as the one before.
        size: width and height of the sheet, pixels.
        columns: plates beside each other.
        theme: colours.
        file: where the lesson stands, for errors.

    Returns:
        The sheet (h, w, 4) RGBA, first row on top, after each plate: always the same array.

    Raises:
        GlutviewError: there is no room for the plates, or for a title beneath its own; nothing is drawn then.
    """
    sheet = sheet_of(len(lesson.steps), size, columns)
    titles = [_title(sheet, number, step.title, file) for number, step in enumerate(lesson.steps)]
    paper = np.empty((size[1], size[0], 4), dtype=np.uint8)
    paper[:] = [*(round(255 * share) for share in rgb(INKS[theme].paper)), 255]
    line, ink = sheet.line, INKS[theme].ink
    write(paper, lesson.title, (_MARGIN * line, (_MARGIN + 1.6) * line), round(2.1 * line), ink, bold=True)
    state = ViewState(camera=scene.opening_view(sheet.picture), theme=theme)
    for number, step in enumerate(lesson.steps):
        state = shown(step, state, anatomy.atlas)
        left, top = sheet.corner(number)
        wide, high = sheet.picture
        picture = _plate(anatomy, scene, state, sheet)
        paper[top : top + high, left : left + wide] = picture
        _write_legend(paper, sheet, number, titles[number], step.note, ink)
        yield paper


def _plate(anatomy: Anatomy, scene: Scene, state: ViewState, sheet: Sheet) -> Pixels:
    """A picture on paper, with its names, orientation figure and scale bar."""
    scene.apply(resolve(anatomy.atlas, state))
    scene.camera = state.camera or scene.camera
    cut = scene.render_image(sheet.picture, transparent=True)
    share = cut[..., 3:].astype(np.float64) / 255
    ground = 255 * np.array(rgb(INKS[state.theme].paper))
    picture = np.empty_like(cut)
    picture[..., :3] = np.rint(cut[..., :3] * share + ground * (1 - share))
    picture[..., 3] = 255
    paint_figure(picture, scene.camera, state.theme, 0.6 * sheet.line)
    names = label_names(anatomy.atlas, state)
    if names:
        line = 0.82 * sheet.line
        write_labels(picture, placed_labels(scene, names, sheet.picture, line), names, line, state.theme)
    return picture


def _title(sheet: Sheet, number: int, title: str, file: object) -> tuple[list[str], int]:
    """The lines of a title, and the size of their letters: it must not run into the next plate's."""
    sizes = range(round(sheet.line), ceil(_LEAST_TITLE * sheet.line) - 1, -1)
    found = fitted(title, sizes, sheet.picture[0] - _INDENT * sheet.line, 2, bold=True)
    if found is None:
        what = f"the title is too long to stand beneath its plate: {title}"
        raise failure(file, what, "shorten it, or give fewer `--columns`", key=f"steps[{number}].title")
    return found


def _write_legend(
    paper: Pixels, sheet: Sheet, number: int, title: tuple[list[str], int], note: str, ink: str
) -> None:
    left, top = sheet.corner(number)
    wide, high = sheet.picture
    line, base = sheet.line, top + high + 1.1 * sheet.line
    paper[round(top + high) : round(top + high) + max(1, round(0.06 * line)), left : left + wide, :3] //= 2
    indent = _INDENT * line
    write(paper, str(number + 1), (left, base), round(1.15 * line), ink, bold=True)
    titles, letters = title
    for place, text in enumerate(titles):
        write(paper, text, (left + indent, base + _NOTE_STEP * place * line), letters, ink, bold=True)
    pixels = round(0.74 * line)
    lines = wrapped(note, pixels, wide - indent)
    # A second line of the title takes the place of one of the note's.
    more = len(titles) - 1
    room = int((_LEGEND - 1.4) / _NOTE_STEP) - more
    if len(lines) > room:
        lines = [*lines[: room - 1], f"{lines[room - 1]} …"]
    for place, text in enumerate(lines):
        write(paper, text, (left + indent, base + (1.25 + _NOTE_STEP * (place + more)) * line), pixels, ink)
