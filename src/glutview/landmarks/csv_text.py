"""The text of our CSV tables: every row tells its axes and units, so that it stays true wherever it is copied."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from glutview.landmarks.axes import Frame
from glutview.landmarks.csv_columns import is_taken
from glutview.landmarks.fields import printable, quoted
from glutview.landmarks.landmark_set import Landmark, LandmarkSet
from glutview.landmarks.losses import list_losses
from glutview.landmarks.orientation import in_axes

COLUMNS = (
    *("name", "x", "y", "z", "axes", "units", "state"),
    *("id", "description", "selected", "locked", "visible", "associated_node"),
)


def csv_text(landmarks: LandmarkSet, frame: Frame) -> str:
    """The file's text: columns :data:`COLUMNS`, `orientation` if a point has one, and the points' own."""
    turned = ["orientation"] if any(point.orientation is not None for point in landmarks.points) else []
    extra = list(dict.fromkeys(key for point in landmarks.points for key in _extra(point)))
    lines = [
        *(f"#{printable(comment)}" for comment in landmarks.comments),
        ",".join(quoted(name) for name in (*COLUMNS, *turned, *extra)),
    ]
    for point in landmarks.points:
        fields = [*_fields(point, frame), *(_orientation(point, frame) for _ in turned)]
        own = _extra(point)
        lines.append(",".join(quoted(text) for text in (*fields, *(own.get(key, "") for key in extra))))
    return "\n".join(lines) + "\n"


def csv_losses(landmarks: LandmarkSet) -> tuple[str, ...]:
    """What the file does not hold."""
    lost = list_losses(landmarks)
    if landmarks.header:
        lost.append(f"not kept: the header's {', '.join(landmarks.header)}")
    unnamed = sorted({key for point in landmarks.points for key in point.extra if is_taken(printable(key))})
    if unnamed:
        lost.append(f"not kept: the points' {', '.join(unnamed)}, whose names are those of other columns")
    texts = [text for p in landmarks.points for text in (p.id, p.name, p.description, p.associated_node)]
    if changed := sum(printable(text) != text for text in texts):
        lost.append(f"control characters in {changed} texts become spaces")
    return tuple(lost)


def _fields(point: Landmark, frame: Frame) -> list[str]:
    position = ("",) * 3 if point.position_mm is None else frame.texts(point.position_mm)
    flags = (str(int(flag)) for flag in (point.selected, point.locked, point.visible))
    texts = (printable(text) for text in (point.id, point.description))
    place = (frame.axes, frame.units, point.state)
    return [printable(point.name), *position, *place, *texts, *flags, printable(point.associated_node)]


def _orientation(point: Landmark, frame: Frame) -> str:
    if point.orientation is None:
        return ""
    numbers = point.orientation
    return " ".join(map(repr, in_axes(numbers, frame.axes) if len(numbers) == 9 else numbers))


def _extra(point: Landmark) -> Mapping[str, str]:
    """The further columns that the point needs; what is no text is written as JSON."""
    texts = {printable(key).strip(): _text(value) for key, value in point.extra.items()}
    return {key: text for key, text in texts.items() if text and not is_taken(key)}


def _text(value: Any) -> str:
    return printable(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
