"""The text of a `.mrk.json`, valid by the schema that 3D Slicer publishes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from glutview.landmarks.axes import Frame
from glutview.landmarks.json_text import Exact, dump_json
from glutview.landmarks.landmark_set import Landmark, LandmarkSet
from glutview.landmarks.orientation import as_matrix, in_axes
from glutview.landmarks.slicer_json import POINT_KEYS, SKIPPED

SCHEMA = (
    "https://raw.githubusercontent.com/slicer/slicer/master/"
    "Modules/Loadable/Markups/Resources/Schema/markups-schema-v1.0.3.json#"
)
"""As Slicer itself writes it: older ones accept no other branch name."""
_AFTER_POINTS = ("measurements", "display")
_UNITS: Mapping[str, Any] = {
    "mm": "mm",
    "um": "um",
    "m": ["m", "UCUM", "meter"],
    "cm": ["cm", "UCUM", "centimeter"],
}
"""The schema knows two by name; others are told by their code."""


def markups_text(landmarks: LandmarkSet, frame: Frame) -> str:
    """The file's text."""
    markups = []
    for i, properties in enumerate(landmarks.lists):
        first = {key: value for key, value in properties.items() if key not in ("type", *_AFTER_POINTS)}
        points = [_point(point, frame) for point in landmarks.points if point.list == i]
        markups.append(
            {
                "type": properties.get("type", "Fiducial"),
                "coordinateSystem": frame.axes,
                "coordinateUnits": _UNITS[frame.units],
                **first,
                "controlPoints": points,
                **{key: properties[key] for key in _AFTER_POINTS if key in properties},
            }
        )
    return dump_json({"@schema": SCHEMA, "markups": markups, **landmarks.document}) + "\n"


def markups_losses(landmarks: LandmarkSet) -> tuple[str, ...]:
    """What the file does not hold."""
    lost = []
    if landmarks.header:
        lost.append(f"not kept: the header's {', '.join(landmarks.header)}")
    if landmarks.comments:
        lost.append("not kept: comment lines")
    if skipped := landmarks.count("skipped"):
        lost.append(
            f'skipped points ({skipped}) become "undefined" for 3D Slicer, whose schema has no word for them;'
            f' `"{SKIPPED}": true` keeps them apart'
        )
    return tuple(lost)


def _point(point: Landmark, frame: Frame) -> dict[str, Any]:
    stated: dict[str, Any] = {
        "id": point.id,
        "label": point.name,
        "description": point.description,
        "associatedNodeID": point.associated_node,
    }
    if point.position_mm is not None:
        stated["position"] = [Exact(text) for text in frame.texts(point.position_mm)]
    if point.orientation is not None:
        stated["orientation"] = list(in_axes(as_matrix(point.orientation), frame.axes))
    stated |= {
        "selected": point.selected,
        "locked": point.locked,
        "visibility": point.visible,
        "positionStatus": "defined" if point.state == "placed" else "undefined",
    }
    if point.state == "skipped":
        stated[SKIPPED] = True
    return stated | {key: value for key, value in point.extra.items() if key not in POINT_KEYS}
