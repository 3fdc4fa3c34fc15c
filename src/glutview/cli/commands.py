"""The table of commands and their options. The work of each is in a file of its own, loaded when it runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from glutview.cli.landmark_commands import landmarks_app
from glutview.cli.options import FileArgument, FileOption, PoseOption
from glutview.cli.picture_commands import film, plates, render

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
for drawing in (film, plates, render):
    app.command()(drawing)
app.add_typer(export_app, name="export")
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
    over_range: Annotated[
        bool,
        typer.Option("--range", help="Measure how the drawn muscles hold in poses of the whole range of motion."),
    ] = False,
    poses: Annotated[
        int | None,
        typer.Option("--poses", metavar="N", help="With --range: how many poses; 500 if absent.", show_default=False),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option("--seed", metavar="S", help="With --range: the same seed gives the same.", show_default=False),
    ] = None,
) -> None:
    """Measure the model against the literature, or in motion; exit code 1 if a bound is broken."""
    from glutview.cli.measure import compare
    from glutview.cli.measure import measure as command
    from glutview.cli.measure_range import measure_range, require_one_kind

    others = {"--only": only, "--against": against, "--markdown": markdown or None}
    require_one_kind(over_range, of_range={"--poses": poses, "--seed": seed}, others=others)
    if over_range:
        raise typer.Exit(measure_range(file=file, poses=poses, seed=seed, as_json=as_json))
    if against:
        raise typer.Exit(compare(file=file, folders=against, as_json=as_json))
    raise typer.Exit(command(file=file, only=only or (), as_json=as_json, markdown=markdown))


@app.command("moment-arms")
def moment_arms(
    muscle: Annotated[
        str,
        typer.Option("--muscle", metavar="ID[,ID...]", help="Muscles; without _r or _l of the side that is swept."),
    ],
    sweep: Annotated[
        list[str],
        typer.Option(
            "--sweep",
            metavar="COORDINATE=FROM:TO:STEP",
            help="Angles in degrees, both ends included: hip_flexion_r=0:90:10, or downwards 90:0:-10;"
            " several give a grid.",
        ),
    ],
    pose: PoseOption = "",
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="CSV file to write; - is the standard output.")
    ] = "-",
    file: FileOption = None,
) -> None:
    """Write lengths and moment arms of muscles, mm, along a sweep of a hip's angles, as CSV.

    Poses beyond the range of motion are left out; it is told what stops the hip there. None within it is an error.
    """
    from glutview.cli.moment_arms import moment_arms as command

    command(muscles=muscle, sweeps=sweep, pose=pose, output=output, annotations=file)


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
