"""``glutview render``: a picture, as the window would show it, without a window."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from glutview.biomech.anatomy import Anatomy
from glutview.biomech.pose import Pose
from glutview.cli.outputs import make_folder, require_picture_path, require_writable_folder
from glutview.errors import failure
from glutview.export.memory import require_memory
from glutview.scene.camera import STANDARD_VIEWS
from glutview.scene.gl_library import require_gl

LARGEST = 16384
"""Pixels of a side: what OpenGL can draw into at once on every system."""
MOST_PICTURES = 720
"""Of one turn: twice a degree."""


def render(
    *,
    output: Path,
    view: str,
    select: str,
    what_if: str,
    pose: str,
    size: str,
    plain: bool,
    turntable: int | None,
    transparent: bool,
    annotations: Path | None,
) -> None:
    """Draw the anatomy and write it as PNG; equal arguments give equal pixels.

    Args:
        output: picture to write; its folder must exist. With `turntable` a folder, made if absent, in which
            `<id>.json` says in words what each picture shows.
        view: one of the standard views, or empty for the opening view.
        select: id of the structure or part to select, or empty.
        what_if: id of what is lost, with its side, or empty.
        pose: ``coordinate=degrees,...``, empty for neutral.
        size: ``WIDTHxHEIGHT`` in pixels.
        plain: leave out the orientation figure and the scale bar.
        turntable: how many pictures to take all round the selected structure, from `view` on, or from lateral.
        transparent: leave out the background, and with it figure and scale bar.
        annotations: the file to draw; the shipped one if None.

    Raises:
        GlutviewError: whatever is wrong with the arguments, before anything is drawn or written.
    """
    pixels = parse_size(size)
    require_memory(pixels, kept=False)
    if view and view not in STANDARD_VIEWS:
        raise failure("--view", f"there is no view '{view}'", f"give one of {', '.join(STANDARD_VIEWS)}")
    if turntable is None:
        require_picture_path(output)
    else:
        _require_turntable(turntable, select, output)
    anatomy = Anatomy.load(annotations)
    if select:
        anatomy.atlas.selectable(select)
    if what_if and what_if not in anatomy.atlas.what_ifs:
        known = ", ".join(anatomy.atlas.what_ifs) or "none: the file states none"
        raise failure("--what-if", f"there is no what-if '{what_if}'", f"give one of {known}")
    posed = Pose.parse(pose, anatomy.motion_range)
    # VTK last: it is slow to load, and without a GL library it would crash.
    require_gl()
    from glutview.export.film_plan import turntable_states
    from glutview.export.picture import write_png_bands
    from glutview.export.turn_index import write_turn_index
    from glutview.export.turntable import picture_of, turn_start
    from glutview.scene.overlay_raster import with_figure
    from glutview.scene.scene import Scene
    from glutview.state.resolve import resolve
    from glutview.state.view_state import ViewState

    scene = Scene(anatomy)
    try:
        # Framed at rest, so that pictures of two poses can be laid over each other.
        opening = scene.opening_view(pixels, view or None)
        states: tuple[ViewState, ...] = (ViewState(selected=select or None, pose=posed, camera=opening),)
        paths: tuple[Path, ...] = (output,)
        if turntable is not None:
            start = turn_start(anatomy, select, pixels, pose=posed, camera=opening if view else None)
            states = turntable_states(start, turntable)
            paths = turntable_paths(output, select, turntable)
            make_folder(output)
            words = [picture_of(anatomy, scene, state) for state in states]
            write_turn_index(output, anatomy.atlas.selectable(select), paths, words)
        for state, path in zip(states, paths, strict=True):
            scene.camera = state.camera or opening
            description = resolve(anatomy.atlas, replace(state, what_if=what_if or None))
            scene.apply(description)
            bands = scene.render_bands(pixels, transparent=transparent)
            if not (plain or transparent):
                bands = with_figure(bands, scene.camera, state.theme, pixels[1], description.note)
            write_png_bands(path, pixels, bands)
    finally:
        scene.close()


def turntable_paths(folder: Path, structure: str, count: int) -> tuple[Path, ...]:
    """`<id>-01.png` and so on, in `folder`."""
    digits = max(2, len(str(count)))
    return tuple(folder / f"{structure}-{number:0{digits}}.png" for number in range(1, count + 1))


def _require_turntable(count: int, structure: str, folder: Path) -> None:
    if not 1 <= count <= MOST_PICTURES:
        what = f"{count} pictures cannot be taken"
        raise failure("--turntable", what, f"give 1 to {MOST_PICTURES}")
    if not structure:
        raise failure("--turntable", "no structure to turn is selected", "give --select ID")
    if folder.exists():
        require_writable_folder(folder)
    elif folder.suffix.lower() == ".png":
        raise failure(folder, "a turntable gives many pictures", "name a folder for them")
    else:
        require_writable_folder(folder.parent)


def parse_size(text: str) -> tuple[int, int]:
    """Width and height in pixels from ``WIDTHxHEIGHT``.

    Raises:
        GlutviewError: it is not of that form, or a side is 0 or too large.
    """
    match = re.fullmatch(r"\s*([0-9]{1,9})\s*[xX×]\s*([0-9]{1,9})\s*", text)
    if match is None:
        raise failure("--size", f"'{text}' is not WIDTHxHEIGHT", "write it as 1280x800")
    width, height = int(match[1]), int(match[2])
    if not (1 <= width <= LARGEST and 1 <= height <= LARGEST):
        raise failure("--size", f"{width}x{height} cannot be drawn", f"give sides of 1 to {LARGEST} pixels")
    return width, height
