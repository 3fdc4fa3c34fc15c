"""Writes landmark files, and tells beforehand what a format cannot hold."""

from __future__ import annotations

from pathlib import Path

from glutview.landmarks.axes import Axes, Frame, Units
from glutview.landmarks.csv_text import csv_losses, csv_text
from glutview.landmarks.fcsv_text import fcsv_losses, fcsv_text
from glutview.landmarks.landmark_set import LandmarkSet
from glutview.landmarks.markups_text import markups_losses, markups_text
from glutview.landmarks.read import format_of
from glutview.landmarks.reading import Format
from glutview.whole_file import write_bytes

_WRITERS = {"mrk.json": markups_text, "fcsv": fcsv_text, "csv": csv_text}
_LOSSES = {"mrk.json": markups_losses, "fcsv": fcsv_losses, "csv": csv_losses}


def landmark_text(landmarks: LandmarkSet, format: Format, axes: Axes = "LPS", units: Units = "mm") -> str:
    """The text of a landmark file; the same set gives the same text."""
    return _WRITERS[format](landmarks, Frame(axes, units))


def losses(landmarks: LandmarkSet, format: Format, units: Units = "mm") -> tuple[str, ...]:
    """What a file of this format does not hold of the set, or other programs misread, one line each."""
    found = _LOSSES[format](landmarks)
    if units != "mm" and format != "csv":
        found = (*found, f"3D Slicer takes every .{format} to be in mm: this one, in {units}, is for other programs")
    return found


def write_landmarks(path: Path, landmarks: LandmarkSet, axes: Axes = "LPS", units: Units = "mm") -> None:
    """Write a landmark file whole, or not at all; the ending of its name (.mrk.json, .fcsv, .csv) tells the format.

    Ask :func:`losses` first: what the format cannot hold is not written.

    Raises:
        GlutviewError: the ending is another, or the file cannot be written; what was there before stays.
    """
    text = landmark_text(landmarks, format_of(path, write=True), axes, units)
    write_bytes(path, text.encode("utf-8"))
