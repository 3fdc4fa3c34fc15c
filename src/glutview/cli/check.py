"""`glutview check`: whether an annotations file and its meshes, or a lesson, are sound. Loads neither Qt nor VTK."""

from __future__ import annotations

from pathlib import Path

from glutview.atlas.load import load_atlas, read_atlas
from glutview.biomech.file_checks import file_problems
from glutview.errors import GlutviewError
from glutview.paths import shipped_annotations
from glutview.teaching.lesson_file import is_lesson, read_lesson


def check(file: Path | None) -> int:
    """Check an annotations file, or the shipped one, or a lesson on that; print what it holds. The exit code.

    Raises:
        GlutviewError: everything that is wrong, sorted by line.
    """
    if file is not None and is_lesson(file):
        return _check_lesson(file)
    path = file or shipped_annotations()
    reading = read_atlas(path)
    problems = file_problems(reading)
    if problems:
        raise GlutviewError(problems)
    atlas = reading.atlas()
    print(
        f"{path}: sound: {len(atlas.structures)} structures, {len(atlas.landmarks)} landmarks,"
        f" {len(atlas.attachments)} attachments, {len(atlas.facts)} statements from {len(atlas.sources)} sources"
    )
    return 0


def _check_lesson(file: Path) -> int:
    reading = read_lesson(file, load_atlas())
    if reading.problems:
        raise GlutviewError(reading.problems)
    print(f"{file}: sound: '{reading.lesson.title}', {len(reading.lesson.steps)} steps")
    return 0
