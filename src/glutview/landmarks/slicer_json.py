"""Reads the markups files of 3D Slicer, `.mrk.json`, of every version 1 of their schema.

Schema: github.com/Slicer/Slicer, Modules/Loadable/Markups/Resources/Schema. Slicer departs from it: an unplaced
point has the position "", and the state "missing" is not in it; both are read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from glutview.errors import GlutviewError, failure
from glutview.landmarks.axes import Frame, Stated, settle_frame
from glutview.landmarks.json_text import JsonObject, number_text, parse_json
from glutview.landmarks.landmark_set import Landmark, LandmarkSet, State, Xyz
from glutview.landmarks.orientation import in_axes
from glutview.landmarks.reading import Reading, joined
from glutview.landmarks.text_file import POINT_LIMIT, Problems, TextFile

POINT_LISTS = ("Fiducial", "Line", "Angle", "Curve", "ClosedCurve")
"""Kinds of markups that their points tell whole; others have a geometry of their own beside them."""
LIST_LIMIT = 1000
STATUS_STATES: Mapping[str, State] = {
    "defined": "placed",
    "undefined": "missing",
    "preview": "missing",
    "missing": "skipped",
}
SKIPPED = "skipped"
"""The key by which our own files tell a skipped point, for the schema has no word for it."""
_LIST_KEYS: Mapping[str, type] = {
    **dict.fromkeys(("name", "labelFormat", "roiType", "planeType", "sizeMode"), str),
    **dict.fromkeys(("locked", "fixedNumberOfControlPoints"), bool),
    "display": dict,
    "measurements": list,
    "lastUsedControlPointNumber": int,
}
POINT_KEYS = frozenset(
    {
        *("id", "label", "description", "associatedNodeID", "position", "positionStatus", "orientation"),
        *("selected", "locked", "visibility", SKIPPED),
    }
)
_RESAVE = "open it in 3D Slicer and save it again, or correct it there"


def read_slicer_json(file: TextFile, from_axes: str | None, from_units: str | None) -> Reading:
    """Read a `.mrk.json`.

    Raises:
        GlutviewError: it is no JSON, no markups file, of a newer major version, or its frame is contradicted.
    """
    problems = Problems(file.where)
    data = parse_json(file, problems)
    markups = data.get("markups") if isinstance(data, Mapping) else None
    if not isinstance(data, Mapping) or not isinstance(markups, list):
        raise failure(file.where, "this JSON holds no list of `markups`", "choose a .mrk.json of 3D Slicer")
    if len(markups) > LIST_LIMIT:
        raise failure(file.where, f"more than {LIST_LIMIT:,} lists of points", "check that it is the right file")
    generation = _generation(file.where, data.get("@schema"))
    lists: list[Mapping[str, Any]] = []
    points: list[Landmark] = []
    frames: list[Frame] = []
    for i, markup in enumerate(markups):
        key = f"markups[{i}]"
        if not isinstance(markup, dict):
            problems.add("this is not an object", _RESAVE, key=key)
            continue
        reader = _ListReader(file.where, key, len(lists), problems)
        frames.append(reader.frame(markup, from_axes, from_units))
        lists.append(reader.properties(markup))
        points += reader.points(markup, frames[-1])
        if len(points) > POINT_LIMIT:
            raise failure(file.where, f"more than {POINT_LIMIT:,} points", "check that it is the right file")
    if not frames:
        if problems.all():
            raise GlutviewError(problems.all())
        raise failure(file.where, "the file holds no list of points", "choose another, or save it again in 3D Slicer")
    document = {name: value for name, value in data.items() if name not in ("@schema", "markups")}
    landmarks = LandmarkSet(tuple(points), tuple(lists), document)
    axes, axes_by, units, units_by = joined(frames)
    notes = (*file.notes, f"{len(lists)} lists of points") if len(lists) > 1 else file.notes
    return Reading(
        landmarks, "mrk.json", generation, axes, axes_by, units, units_by, problems.all(), notes
    )


def _generation(where: str, schema: object) -> str:
    if schema is None:
        return "3D Slicer markups, schema not stated"
    match = re.search(r"markups-(?:schema-)?v(\d+)\.(\d+)\.(\d+)", str(schema), re.IGNORECASE)
    if not match:
        what = f"the schema {str(schema)[:100]!r} is not that of markups"
        raise failure(where, what, "choose a .mrk.json of 3D Slicer", key="@schema")
    version = ".".join(match.groups())
    if match[1] != "1":
        what = f"the markups schema {version} is newer than what is known (1.x)"
        raise failure(where, what, "get a newer glutview, or save it from an older 3D Slicer", key="@schema")
    return f"3D Slicer markups, schema {version}"


class _ListReader:
    """Reads one of the lists of a file."""

    def __init__(self, where: str, key: str, index: int, problems: Problems) -> None:
        self._where, self._key, self._index, self._problems = where, key, index, problems

    def _problem(self, what: str, key: str, remedy: str = _RESAVE) -> None:
        self._problems.add(what, remedy, key=f"{self._key}.{key}")

    def frame(self, markup: JsonObject, from_axes: str | None, from_units: str | None) -> Frame:
        """The list's axes and units; without a statement they are LPS and mm by the schema."""
        axes, units = markup.get("coordinateSystem"), markup.get("coordinateUnits")
        default = "default of the format: no {}"
        said_axes = Stated("LPS", default.format("coordinateSystem"), default=True)
        said_units = Stated("mm", default.format("coordinateUnits"), default=True)
        if axes is not None:
            said_axes = Stated(str(axes), f"{self._key}.coordinateSystem")
        if units is not None:
            code = units[0] if isinstance(units, list) and units else units
            said_units = Stated(str(code), f"{self._key}.coordinateUnits")
        return settle_frame(self._where, said_axes, said_units, from_axes, from_units)

    def properties(self, markup: JsonObject) -> Mapping[str, Any]:
        """What is said of the list, without its points and frame."""
        kept: dict[str, Any] = {}
        for name, value in markup.items():
            wanted = _LIST_KEYS.get(name)
            if name in ("controlPoints", "coordinateSystem", "coordinateUnits", "type"):
                continue
            if wanted and (not isinstance(value, wanted) or (wanted is int and isinstance(value, bool))):
                self._problem(f"{str(value)[:60]!r} is not what belongs there", name)
                continue
            kept[name] = value
        kind = markup.get("type")
        if kind not in POINT_LISTS:
            what = "what kind of markup it is, is not said" if kind is None else f"a {kind} is more than its points"
            self._problem(f"{what}: its points alone are read, as a list", "type", "keep the file for the rest")
            kept = {name: value for name, value in kept.items() if name in _LIST_KEYS and "Type" not in name}
            kind = "Fiducial"
        return {"type": kind, **kept}

    def points(self, markup: JsonObject, frame: Frame) -> list[Landmark]:
        """The list's points."""
        stated = markup.get("controlPoints", [])
        if not isinstance(stated, list):
            self._problem("this is not a list of points", "controlPoints")
            return []
        points = []
        for i, point in enumerate(stated[: POINT_LIMIT + 1]):
            if isinstance(point, dict):
                points.append(self._point(point, f"controlPoints[{i}]", frame))
            else:
                self._problem("this is not an object: the point is left out", f"controlPoints[{i}]")
        return points

    def _point(self, point: JsonObject, key: str, frame: Frame) -> Landmark:
        position, state = self._position(point, key, frame)
        return Landmark(
            name=self._text(point, "label", key),
            id=self._text(point, "id", key),
            description=self._text(point, "description", key),
            associated_node=self._text(point, "associatedNodeID", key),
            selected=self._flag(point, "selected", key),
            locked=self._flag(point, "locked", key),
            visible=self._flag(point, "visibility", key),
            position_mm=position,
            state=state,
            orientation=self._orientation(point.get("orientation"), key, frame),
            list=self._index,
            extra={name: value for name, value in point.items() if name not in POINT_KEYS},
        )

    def _position(self, point: JsonObject, key: str, frame: Frame) -> tuple[Xyz | None, State]:
        stated = _vector(point.get("position"), 3)
        absent = point.get("position") in (None, "", [], [None, None, None])
        status = point.get("positionStatus", "undefined" if absent else "defined")
        state = STATUS_STATES.get(status) if isinstance(status, str) else None
        if state is None:
            self._problem(f"the status {str(status)[:60]!r} is not known", f"{key}.positionStatus")
            state = "placed" if stated else "missing"
        if state == "missing" and point.get(SKIPPED) is True:
            state = "skipped"
        if state != "placed":
            if stated and any(stated):
                self._problem(f"it has a position, but is {status}: the position is not read", key)
            return None, state
        if stated is None:
            what = "it is said to be placed, but has no position" if absent else "a position is three numbers"
            self._problem(what, f"{key}.position")
            return None, "missing"
        x, y, z = frame.position_mm(*map(number_text, stated))
        if not (math.isfinite(x) and math.isfinite(y) and math.isfinite(z)):
            self._problem("the position is not finite", f"{key}.position")
            return None, "missing"
        return (x, y, z), "placed"

    def _text(self, point: JsonObject, name: str, key: str) -> str:
        value = point.get(name, "")
        if isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return number_text(value)  # other programs number their points so
        if value is not None:
            self._problem("this is not a text", f"{key}.{name}")
        return ""

    def _flag(self, point: JsonObject, name: str, key: str) -> bool:
        default = name != "locked"
        value = point.get(name, default)
        if value in (0, 1):
            return bool(value)
        self._problem("this is neither true nor false", f"{key}.{name}")
        return default

    def _orientation(self, value: object, key: str, frame: Frame) -> tuple[float, ...] | None:
        if value is None:
            return None
        numbers = _vector(value, 9)
        if numbers is None or not all(map(math.isfinite, numbers)):
            self._problem("an orientation is nine numbers", f"{key}.orientation")
            return None
        return in_axes([float(number) for number in numbers], frame.axes)


def _vector(value: object, count: int) -> Sequence[float] | None:
    """The value, if it is a list of so many numbers."""
    if not isinstance(value, list) or len(value) != count:
        return None
    return value if all(isinstance(v, int | float) and not isinstance(v, bool) for v in value) else None
