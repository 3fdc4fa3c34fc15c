"""The commands about landmark files, and their options; their work is in `cli/landmarks.py`, loaded when one runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

landmarks_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

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
