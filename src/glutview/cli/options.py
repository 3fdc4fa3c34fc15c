"""Options that several commands share."""

from __future__ import annotations

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
