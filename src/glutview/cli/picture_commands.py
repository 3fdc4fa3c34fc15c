"""Options of the commands that draw: pictures, films, plates. The table of commands takes them up."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from glutview.cli.options import FileOption, PoseOption


def film(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.mp4|.gif", help="Film to write.")],
    lesson: Annotated[
        Path | None, typer.Argument(metavar="LESSON", help="Lesson file to film.", show_default=False)
    ] = None,
    movement: Annotated[
        str, typer.Option(metavar="NAME", help="Movement to film, e.g. abduction.", show_default=False)
    ] = "",
    turntable: Annotated[
        str, typer.Option(metavar="ID", help="Structure to turn once round.", show_default=False)
    ] = "",
    size: Annotated[
        str,
        typer.Option(
            metavar="WIDTHxHEIGHT", help="Pixels; if absent 1280x800, of a GIF 640x400.", show_default=False
        ),
    ] = "",
    fps: Annotated[
        int | None,
        typer.Option(metavar="N", help="Frames a second; if absent 25, of a GIF 12.", show_default=False),
    ] = None,
    theme: Annotated[str, typer.Option(metavar="NAME", help="light, dark or high_contrast.")] = "light",
    captions: Annotated[bool, typer.Option("--captions/--no-captions", help="Write titles and notes.")] = True,
    file: FileOption = None,
) -> None:
    """Film a lesson, a movement or a structure on a turntable; Ctrl+C leaves no half-written file."""
    from glutview.cli.film import film as command

    command(
        lesson=lesson,
        movement=movement,
        turntable=turntable,
        output=output,
        size=size,
        fps=fps,
        annotations=file,
        theme=theme,
        captions=captions,
    )


def plates(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.png", help="Picture to write.")],
    lesson: Annotated[
        Path | None,
        typer.Argument(metavar="LESSON", help="Lesson file; the shipped plates if absent.", show_default=False),
    ] = None,
    size: Annotated[str, typer.Option(metavar="WIDTHxHEIGHT", help="Pixels.")] = "2400x3200",
    columns: Annotated[int, typer.Option(metavar="N", help="Plates beside each other.")] = 3,
    theme: Annotated[str, typer.Option(metavar="NAME", help="light, dark or high_contrast.")] = "light",
    file: FileOption = None,
) -> None:
    """Draw the steps of a lesson as numbered plates on one sheet, each with title and legend."""
    from glutview.cli.plates import plates as command

    command(lesson=lesson, output=output, size=size, columns=columns, theme=theme, annotations=file)


def render(
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE.png|DIR", help="Picture to write; with --turntable, a folder for them."
        ),
    ],
    view: Annotated[
        str,
        typer.Option(
            metavar="VIEW",
            help="anterior, posterior, left, right, superior or inferior; the opening view if absent.",
            show_default=False,
        ),
    ] = "",
    select: Annotated[
        str, typer.Option(metavar="ID", help="Structure to select, as a click would.", show_default=False)
    ] = "",
    what_if: Annotated[
        str,
        typer.Option(
            "--what-if",
            metavar="ID",
            help="What is lost, with its side: superior_gluteal_nerve_cut_r. By rules, not by simulation.",
            show_default=False,
        ),
    ] = "",
    pose: PoseOption = "",
    size: Annotated[str, typer.Option(metavar="WIDTHxHEIGHT", help="Pixels.")] = "1280x800",
    plain: Annotated[
        bool, typer.Option("--plain", help="Leave out the orientation figure and the scale bar.")
    ] = False,
    turntable: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="N pictures all round the selected structure: DIR/ID-01.png and so on; DIR is made if absent.",
            show_default=False,
        ),
    ] = None,
    transparent: Annotated[
        bool, typer.Option("--transparent", help="Leave out the background, the figure and the scale bar.")
    ] = False,
    file: FileOption = None,
) -> None:
    """Draw a picture as the window would show it; equal calls give equal pixels."""
    from glutview.cli.render import render as command

    command(
        output=output,
        view=view,
        select=select,
        what_if=what_if,
        pose=pose,
        size=size,
        plain=plain,
        turntable=turntable,
        transparent=transparent,
        annotations=file,
    )
