"""The names over a plate, with leaders to what they name: as the window writes them, without a window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from glutview.export.lettering import width_of, write
from glutview.scene.frame import Pixels
from glutview.scene.labels import STUB, Label, Room, lay_out, one_of_each
from glutview.scene.overlay import Disc, Line, Mark
from glutview.scene.overlay_raster import paint
from glutview.scene.scene import Scene
from glutview.state.palette import INKS, Theme, rgb

_MARGIN: Final = 0.3
_BELOW: Final = 4.6
"""Lines of text that are left free beneath, for orientation figure and scale bar."""
_PAPER: Final = 0.82
"""How much of the picture the paper behind a name covers."""
_LETTERS: Final = 0.78
"""Size of the letters, of a line's height."""


def placed_labels(scene: Scene, names: Mapping[str, str], size: tuple[int, int], line: float) -> tuple[Label, ...]:
    """Where the names of what is seen stand.

    Args:
        scene: shows what is named.
        names: by id, the most important first.
        size: width and height of the picture.
        line: height of a line of text, pixels.
    """
    pixels, margin = round(_LETTERS * line), _MARGIN * line
    widths = {id: width_of(name, pixels) + 0.5 * line for id, name in names.items()}
    room = Room(margin, margin, size[0] - margin, size[1] - _BELOW * line)
    found = scene.anchors(size, {id: margin + width + STUB for id, width in widths.items()})
    chosen = {id: vertex for id, vertex in found if vertex is not None}
    seen = scene.anchor_pixels(chosen, size)
    seen = {id: seen[id] for id in names if id in seen}
    kept = one_of_each(names, seen, widths, room)
    return lay_out({id: seen[id] for id in kept}, widths, 1.35 * line, room)


def write_labels(
    picture: Pixels, labels: tuple[Label, ...], names: Mapping[str, str], line: float, theme: Theme
) -> None:
    """Write names and leaders into a picture (h, w, 4), in place."""
    marks: list[Mark] = []
    for tone, width in (("paper", 0.22), ("ink", 0.075)):
        for label in labels:
            for start, end in ((label.start, label.elbow), (label.elbow, label.anchor)):
                marks.append(Line(start, end, width * line, "paper" if tone == "paper" else "ink"))
    marks += [Disc(label.anchor, 0.13 * line, 0.1 * line, 1.0) for label in labels]
    paint(picture, marks, theme)
    for label in labels:
        _clear(picture, label, theme)
        middle = label.left + label.width / 2
        baseline = label.top + label.height / 2 + 0.28 * line
        pixels = round(_LETTERS * line)
        write(picture, names[label.key], (middle, baseline), pixels, INKS[theme].ink, align="middle")


def _clear(picture: Pixels, label: Label, theme: Theme) -> None:
    """Let what lies behind a name recede."""
    top, bottom = round(label.top + 0.08 * label.height), round(label.top + 0.92 * label.height)
    part = picture[max(0, top) : bottom, max(0, round(label.left)) : round(label.left + label.width), :3]
    part[:] = np.rint((1 - _PAPER) * part + _PAPER * 255 * np.array(rgb(INKS[theme].paper)))
