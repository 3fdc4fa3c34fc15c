"""All that is wrong with an annotations file: by itself, with its meshes, and with where its movements lead."""

from __future__ import annotations

from pathlib import Path

from glutview.atlas.load import Reading
from glutview.atlas.working_copy import is_shipped
from glutview.biomech.mesh_checks import mesh_problems
from glutview.biomech.movement_problems import movement_problems
from glutview.errors import Problem


def file_problems(reading: Reading) -> tuple[Problem, ...]:
    """Problems of a file that was read, sorted by line, each told once."""
    # That the shipped movements keep the range is tested; who starts the program need not wait for it.
    moved = () if is_shipped(Path(reading.document.where)) else movement_problems(reading)
    return tuple(sorted({*reading.problems, *mesh_problems(reading), *moved}))
