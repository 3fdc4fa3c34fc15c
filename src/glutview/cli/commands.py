"""The table of commands and their options. The work of each is in a file of its own, loaded when it runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

# No `exists=True` on any path: the readers tell of a missing file, in the same words everywhere.
FileArgument = Annotated[
    Path | None,
    typer.Argument(metavar="FILE", help="Annotations file; the shipped one if absent.", show_default=False),
]
FileOption = Annotated[
    Path | None,
    typer.Option("--file", metavar="FILE", help="Annotations file; the shipped one if absent.", show_default=False),
]
PoseOption = Annotated[
    str,
    typer.Option(
        "--pose",
        metavar="COORDINATE=DEGREES,...",
        help="Angles of the joints, e.g. hip_flexion_r=30,hip_abduction_l=-5; those not named are 0.",
        show_default=False,
    ),
]

app = typer.Typer(
    help="A 3D viewer of the gluteal region. Without a command, or with an annotations FILE alone, it opens"
    " the window; the commands need no screen.",
    subcommand_metavar="[FILE | COMMAND [ARGUMENTS]...]",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
export_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(export_app, name="export")
landmarks_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(landmarks_app, name="landmarks")


def run_command(arguments: Sequence[str]) -> int:
    """Run a command; its exit code. A usage error is printed by the library and gives 2, as is the custom."""
    try:
        app(args=list(arguments), prog_name="glutview")
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 2
    return 0


def show_version(asked: bool) -> None:
    """Print the version and leave, if asked."""
    if asked:
        from glutview import __version__

        print(f"glutview {__version__}")
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[
        bool,
        typer.Option("--version", callback=show_version, is_eager=True, help="Show the version and leave."),
    ] = False,
) -> None:
    del version  # its callback has done what there is to do; the docstring would replace the help above


@app.command()
def check(file: FileArgument = None) -> None:
    """Check an annotations file or a lesson; print every error as file:line: key: what is wrong: what to do."""
    from glutview.cli.check import check as command

    raise typer.Exit(command(file))


@app.command("list")
def list_structures(
    file: FileArgument = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: a list of objects.")] = False,
) -> None:
    """List the structures: id, kind, English and Latin name."""
    from glutview.cli.list_structures import list_structures as command

    raise typer.Exit(command(file, as_json=as_json))


@app.command()
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Name, Latin name, FMA or TA2 id, nerve root.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: a list of objects.")] = False,
    file: FileOption = None,
) -> None:
    """Search structures, landmarks and facts, best first; exit code 1 if nothing is found."""
    from glutview.cli.search import search as command

    raise typer.Exit(command(query=query, as_json=as_json, annotations=file))


@app.command()
def quiz(
    kind: Annotated[str, typer.Option(metavar="KIND", help="name, find, attachment, innervation or action.")],
    count: Annotated[int, typer.Option(metavar="N", help="How many questions.")] = 10,
    seed: Annotated[int, typer.Option(metavar="S", help="The same seed gives the same questions.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: a list of objects.")] = False,
    file: FileOption = None,
) -> None:
    """Make quiz questions from the atlas, each answered with its source."""
    from glutview.cli.quiz import quiz as command

    raise typer.Exit(command(kind=kind, count=count, seed=seed, as_json=as_json, annotations=file))


@app.command()
def measure(
    file: FileArgument = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="GROUP", help="This group of figures alone; may be repeated.", show_default=False
        ),
    ] = None,
    against: Annotated[
        list[Path] | None,
        typer.Option(
            "--against",
            metavar="FOLDER",
            help="Compare with a person's right_<muscle>.ply, laid on by right_hip_bone.ply; may be repeated.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the page docs/MEASURES.md.")] = False,
) -> None:
    """Measure the model against the literature; exit code 1 if a bound is broken."""
    from glutview.cli.measure import compare
    from glutview.cli.measure import measure as command

    if against:
        raise typer.Exit(compare(file=file, folders=against, as_json=as_json))
    raise typer.Exit(command(file=file, only=only or (), as_json=as_json, markdown=markdown))


@app.command()
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
    captions: Annotated[
        bool, typer.Option("--captions/--no-captions", help="Write a lesson's titles and notes.")
    ] = True,
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


@app.command()
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


@app.command()
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
        pose=pose,
        size=size,
        plain=plain,
        turntable=turntable,
        transparent=transparent,
        annotations=file,
    )


@export_app.callback()
def export() -> None:
    """Write the model for other programs."""


@export_app.command("meshes")
def export_meshes(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Folder; made if absent.")],
    pose: PoseOption = "",
    file: FileOption = None,
) -> None:
    """Write each structure as one binary PLY, <id>.ply, in mm, LPS axes."""
    from glutview.cli.export_meshes import export_meshes as command

    command(output=output, pose=pose, annotations=file)


AxesFrom = Annotated[
    str,
    typer.Option("--from-axes", metavar="LPS|RAS", help="IN's axes, where the file cannot say.", show_default=False),
]
UnitsFrom = Annotated[
    str,
    typer.Option("--from-units", metavar="mm|m", help="IN's units, where the file cannot say.", show_default=False),
]


@landmarks_app.callback()
def landmarks() -> None:
    """Read and convert landmark files: 3D Slicer .mrk.json and .fcsv, and CSV tables."""


@landmarks_app.command("convert")
def landmarks_convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="File to read.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="OUT", help="File to write.")],
    axes: Annotated[str, typer.Option(metavar="LPS|RAS", help="Axes of OUT.")] = "LPS",
    units: Annotated[str, typer.Option(metavar="mm|m", help="Units of OUT.")] = "mm",
    from_axes: AxesFrom = "",
    from_units: UnitsFrom = "",
    partial: Annotated[
        bool, typer.Option("--partial", help="Write what is sound, though not all of IN could be read.")
    ] = False,
) -> None:
    """Convert a landmark file; the endings of the names say what IN is and what OUT becomes."""
    from glutview.cli.landmarks import convert as command

    command(
        source=source,
        output=output,
        axes=axes,
        units=units,
        from_axes=from_axes,
        from_units=from_units,
        partial=partial,
    )


@landmarks_app.command("info")
def landmarks_info(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File to read.")],
    from_axes: AxesFrom = "",
    from_units: UnitsFrom = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Tell what a landmark file holds, and which axes and units it states."""
    from glutview.cli.landmarks import info as command

    command(file=file, from_axes=from_axes, from_units=from_units, as_json=as_json)
