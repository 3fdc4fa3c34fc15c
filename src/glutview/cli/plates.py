"""``glutview plates``: a lesson as one sheet of numbered pictures, without a window."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from glutview.biomech.anatomy import Anatomy
from glutview.cli.film import sound_lesson, theme_named
from glutview.cli.outputs import require_picture_path
from glutview.cli.render import parse_size
from glutview.errors import failure
from glutview.export.memory import require_memory
from glutview.paths import assets_dir
from glutview.scene.gl_library import require_gl

_MOST_COLUMNS: Final = 12


def shipped_plates() -> Path:
    """The plates that come with the program.

    Raises:
        GlutviewError: the installation holds no assets.
    """
    return assets_dir() / "lessons" / "plates.lesson.yaml"


def plates(
    *, lesson: Path | None, output: Path, size: str, columns: int, theme: str, annotations: Path | None
) -> None:
    """Draw the steps of a lesson on one sheet and write it as PNG; equal arguments give equal pixels.

    Args:
        lesson: lesson file; the shipped plates if None.
        output: picture to write; its folder must exist.
        size: ``WIDTHxHEIGHT`` in pixels.
        columns: plates beside each other.
        theme: colours.
        annotations: what is drawn; the shipped one if None.

    Raises:
        GlutviewError: whatever is wrong with the arguments, or with the lesson: a plate names only what there is.
    """
    pixels, colours = parse_size(size), theme_named(theme)
    require_memory(pixels, kept=True)
    require_picture_path(output)
    if not 1 <= columns <= _MOST_COLUMNS:
        raise failure("--columns", f"{columns} plates cannot stand in a row", f"give 1 to {_MOST_COLUMNS}")
    anatomy = Anatomy.load(annotations)
    file = lesson or shipped_plates()
    sound = sound_lesson(file, anatomy)
    # VTK last: it is slow to load, and without a GL library it would crash.
    require_gl()
    from glutview.export.picture import write_png
    from glutview.export.plates import plates as drawn
    from glutview.export.plates import sheet_of
    from glutview.scene.scene import Scene

    sheet_of(len(sound.steps), pixels, columns)
    scene = Scene(anatomy)
    try:
        papers = drawn(anatomy, scene, sound, pixels, columns, colours, file=file)
        for number, paper in enumerate(papers, 1):
            print(f"{number} of {len(sound.steps)} plates", file=sys.stderr, flush=True)
            if number == len(sound.steps):
                write_png(output, paper)
    finally:
        scene.close()
