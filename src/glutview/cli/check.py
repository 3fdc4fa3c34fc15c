"""`glutview check`: whether an annotations file and its meshes are sound. Loads neither Qt nor VTK."""

from __future__ import annotations

from pathlib import Path

from glutview.atlas.load import read_atlas
from glutview.biomech.mesh_checks import mesh_problems
from glutview.errors import GlutviewError
from glutview.paths import shipped_annotations


def check(file: Path | None) -> int:
    """Check an annotations file, or the shipped one; print what it holds. The exit code.

    Raises:
        GlutviewError: everything that is wrong, sorted by line.
    """
    path = file or shipped_annotations()
    reading = read_atlas(path)
    problems = sorted({*reading.problems, *mesh_problems(reading)})
    if problems:
        raise GlutviewError(problems)
    atlas = reading.atlas()
    print(
        f"{path}: sound: {len(atlas.structures)} structures, {len(atlas.landmarks)} landmarks,"
        f" {len(atlas.attachments)} attachments, {len(atlas.facts)} statements from {len(atlas.sources)} sources"
    )
    return 0
