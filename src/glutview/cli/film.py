"""``glutview film``: a lesson, a movement or a turn of the turntable as MP4 or GIF, without a window."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, get_args

from glutview.biomech.anatomy import Anatomy
from glutview.cli.outputs import require_writable_folder
from glutview.cli.render import parse_size
from glutview.errors import GlutviewError, failure
from glutview.export.memory import require_memory
from glutview.scene.gl_library import require_gl
from glutview.state.palette import Theme
from glutview.teaching.lesson import Lesson
from glutview.teaching.lesson_file import read_lesson

CANCELLED = 130
"""Exit code after Ctrl+C, as shells give it."""
_USUAL: Final = ("1280x800", 25)
_USUAL_GIF: Final = ("640x400", 12)
"""Each frame of a GIF is kept almost whole: at the size of an MP4 four seconds would take 17 MB."""


def film(
    *,
    lesson: Path | None,
    movement: str,
    turntable: str,
    output: Path,
    size: str,
    fps: int | None,
    annotations: Path | None,
    theme: str = "light",
    captions: bool = True,
) -> None:
    """Draw a film and write it; Ctrl+C leaves what was there before.

    Args:
        lesson: lesson file, or None.
        movement: id of a movement, or empty.
        turntable: id of a structure, or empty.
        output: ``.mp4`` or ``.gif``; its folder must exist.
        size: ``WIDTHxHEIGHT`` in pixels; if empty, what suits the kind of file.
        fps: frames a second; if None, what suits the kind of file.
        annotations: what is drawn; the shipped one if None.
        theme: colours.
        captions: whether titles and notes of a lesson are written, and what must be said of a movement.

    Raises:
        GlutviewError: whatever is wrong with the arguments, before anything is drawn.
        SystemExit: it was cancelled.
    """
    if sum(map(bool, (lesson, movement, turntable))) != 1:
        given = "nothing" if not (lesson or movement or turntable) else "more than one thing"
        raise failure("film", f"{given} to film was given", "give one of LESSON, --movement NAME, --turntable ID")
    colours = theme_named(theme)
    usual_size, usual_fps = _USUAL_GIF if output.suffix.lower() == ".gif" else _USUAL
    fps = usual_fps if fps is None else fps
    require_gl()
    from glutview.export.film import require_film

    pixels = parse_size(size or usual_size)
    require_film(output, pixels, fps)
    require_memory(pixels)
    require_writable_folder(output.parent)
    anatomy = Anatomy.load(annotations)
    shown = sound_lesson(lesson, anatomy) if lesson else None
    if turntable:
        anatomy.atlas.selectable(turntable)
    try:
        _film(anatomy, shown, movement, turntable, output, pixels, fps, colours, captions=captions)
    except KeyboardInterrupt:
        print("glutview: cancelled: nothing was written", file=sys.stderr)
        raise SystemExit(CANCELLED) from None


def _film(
    anatomy: Anatomy,
    lesson: Lesson | None,
    movement: str,
    turntable: str,
    output: Path,
    size: tuple[int, int],
    fps: int,
    theme: Theme,
    *,
    captions: bool,
) -> None:
    from glutview.export.film import write_film
    from glutview.export.film_plan import lesson_film, movement_clip, movement_film, turntable_film
    from glutview.export.turntable import turn_start
    from glutview.scene.scene import Scene
    from glutview.state.view_state import ViewState

    if movement:
        movement_clip(anatomy.atlas, movement)
    scene = Scene(anatomy)
    try:
        opening = scene.opening_view(size)
        if lesson is not None:
            moments = lesson_film(lesson, anatomy.atlas, opening, fps, theme=theme, captions=captions)
        elif movement:
            state = ViewState(camera=opening, theme=theme)
            moments = movement_film(anatomy.atlas, movement, state, fps, captions=captions)
        else:
            moments = turntable_film(turn_start(anatomy, turntable, size, theme=theme), fps)
        frames_of = write_film(output, scene, anatomy.atlas, moments, size, fps)
        with closing(frames_of) as frames, _asked_to_stop() as asked:
            for _ in _told(frames, moments):
                if asked():
                    raise KeyboardInterrupt
    finally:
        scene.close()


@contextmanager
def _asked_to_stop() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl+C was pressed since; a second time it stops whatever is under way.

    Raised wherever the program happens to be, the interrupt can be swallowed: by a callback from VTK, say.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    asked = threading.Event()

    def note(number: int, frame: object) -> None:
        asked.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def theme_named(name: str) -> Theme:
    """The theme of a name.

    Raises:
        GlutviewError: there is none.
    """
    for theme in get_args(Theme):
        if theme == name:
            return theme  # type: ignore[no-any-return]
    raise failure("--theme", f"there is none called '{name}'", f"give one of {', '.join(get_args(Theme))}")


def sound_lesson(path: Path, anatomy: Anatomy) -> Lesson:
    """A lesson of which everything can be shown.

    Raises:
        GlutviewError: it cannot be read, has no steps, or names what the atlas lacks.
    """
    reading = read_lesson(path, anatomy.atlas)
    if reading.problems:
        raise GlutviewError(reading.problems)
    if not reading.lesson.steps:
        raise failure(path, "the lesson has no steps", "add one")
    return reading.lesson


def _told(frames: Iterator[int], moments: Sequence[object]) -> Iterator[int]:
    """The frames, telling how far they are: a bar on a terminal, else a line every twentieth."""
    if sys.stderr.isatty():
        yield from _with_bar(frames, len(moments))
        return
    told = 0
    for done in frames:
        if done * 20 // len(moments) > told:
            told = done * 20 // len(moments)
            print(f"{done} of {len(moments)} frames", file=sys.stderr, flush=True)
        yield done


def _with_bar(frames: Iterator[int], total: int) -> Iterator[int]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Filming", total=total)
        for done in frames:
            progress.update(task, completed=done, description="Filming" if done < total else "Finishing")
            yield done
