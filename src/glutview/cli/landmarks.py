"""`glutview landmarks convert` and `glutview landmarks info`: landmark files of other programs."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from glutview.cli.outputs import require_writable_folder
from glutview.errors import GlutviewError, Problem, failure
from glutview.landmarks.axes import WRITTEN_UNITS, require_axes, require_units
from glutview.landmarks.landmark_set import STATES, LandmarkSet
from glutview.landmarks.read import format_of, read_landmarks
from glutview.landmarks.reading import Reading
from glutview.landmarks.write import losses, write_landmarks

_LISTED = 8
"""Duplicate names that a line of text lists."""


def convert(
    *,
    source: Path,
    output: Path,
    axes: str,
    units: str,
    from_axes: str,
    from_units: str,
    partial: bool = False,
) -> None:
    """Convert a landmark file. What OUT cannot hold, and what is odd about IN, goes to the error output.

    Raises:
        GlutviewError: IN cannot be read, or only in part and `partial` is not asked for; OUT cannot be written.
    """
    to_axes = require_axes(axes, "--axes")
    to_units = require_units(units, "--units", WRITTEN_UNITS)
    format = format_of(output, write=True)
    require_writable_folder(output.parent)
    if output.exists() and not output.is_file():
        raise failure(output, "this is not an ordinary file", "choose another place")
    reading = read_landmarks(source, from_axes, from_units)
    if reading.problems and not partial:
        what = f"not written: it would hold less than {source.name}"
        remedy = "correct what is listed above, or take the sound part with --partial"
        raise GlutviewError((*reading.problems, Problem(str(output), 0, "", what, remedy)))
    lost = losses(reading.landmarks, format, to_units)
    write_landmarks(output, reading.landmarks, to_axes, to_units)
    for problem in reading.problems:
        print(problem, file=sys.stderr)
    for note in (*_oddities(reading), *(f"{output}: {loss}" for loss in lost)):
        print(note, file=sys.stderr)
    print(f"{output}: {_counts(reading.landmarks)}; axes {to_axes}, units {to_units}; read as {reading.how}")


def info(*, file: Path, from_axes: str, from_units: str, as_json: bool) -> None:
    """Tell what a landmark file holds; problems go to the error output, and into the JSON.

    Raises:
        GlutviewError: nothing of it can be read.
    """
    reading = read_landmarks(file, from_axes, from_units)
    if as_json:
        print(json.dumps(_facts(file, reading), indent=2, ensure_ascii=False))
    else:
        for name, text in _lines(reading):
            print(f"{name:<13}{text}")
        if reading.problems:
            print(f"{'problems':<13}{len(reading.problems)}, on the error output")
    for problem in reading.problems:
        print(problem, file=sys.stderr)


def _counts(landmarks: LandmarkSet) -> str:
    states = ", ".join(f"{landmarks.count(state)} {state}" for state in STATES)
    return f"{len(landmarks)} points ({states})"


def _oddities(reading: Reading) -> list[str]:
    notes = list(reading.notes)
    if names := reading.landmarks.duplicates():
        notes.append(f"names that stand more than once: {_some(names)}")
    return notes


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(name.replace("\n", " ") for name in names[:_LISTED]) + more


def _lines(reading: Reading) -> list[tuple[str, str]]:
    landmarks = reading.landmarks
    lines = [
        ("format", f".{reading.format}: {reading.generation}"),
        ("points", _counts(landmarks)),
        ("axes", f"{reading.axes} ({reading.axes_by})"),
        ("units", f"{reading.units} ({reading.units_by})"),
    ]
    if box := landmarks.bounding_box_mm():
        spans = (f"{axis} {low:.2f} to {high:.2f}" for axis, low, high in zip("xyz", *box, strict=True))
        lines.append(("extent", f"{', '.join(spans)} (LPS, mm)"))
    if names := landmarks.duplicates():
        lines.append(("duplicates", _some(names)))
    return [*lines, *(("note", note) for note in reading.notes)]


def _facts(file: Path, reading: Reading) -> dict[str, Any]:
    landmarks = reading.landmarks
    box = landmarks.bounding_box_mm()
    return {
        "file": str(file),
        "format": reading.format,
        "generation": reading.generation,
        "points": len(landmarks),
        "states": {state: landmarks.count(state) for state in STATES},
        "axes": reading.axes,
        "axes_from": reading.axes_by,
        "units": reading.units,
        "units_from": reading.units_by,
        "bounding_box": box and {"axes": "LPS", "units": "mm", "min": box[0], "max": box[1]},
        "duplicates": landmarks.duplicates(),
        "notes": reading.notes,
        "problems": [
            {"line": p.line, "key": p.key, "what": p.what, "remedy": p.remedy} for p in reading.problems
        ],
    }
