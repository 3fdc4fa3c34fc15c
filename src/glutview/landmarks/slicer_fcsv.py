"""Reads the point lists of 3D Slicer, `.fcsv`, of every generation.

Slicer 3      "# Fiducial List file", display settings, columns label,x,y,z,sel,vis; always RAS
Slicer 4      "# Markups fiducial file version = 4.x", "# CoordinateSystem = 0" (RAS) or 1 (LPS)
Slicer 4.11   "# CoordinateSystem = LPS", fields with commas in quotes
Slicer 5.2    two columns more than the header names: the point's status, and whether it was made by itself;
              the coordinates of a point that is not placed mean nothing
The format is one of Slicer, which measures in mm.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from glutview.errors import failure
from glutview.landmarks.axes import Frame, Stated, settle_frame
from glutview.landmarks.landmark_set import Landmark, LandmarkSet, State, Xyz
from glutview.landmarks.numbers import is_number, is_unstated
from glutview.landmarks.orientation import UNTURNED_WXYZ
from glutview.landmarks.reading import Reading
from glutview.landmarks.text_file import COLUMN_LIMIT, POINT_LIMIT, SIZE_LIMIT, Problems, TextFile

COLUMNS = ("id", "x", "y", "z", "ow", "ox", "oy", "oz", "vis", "sel", "lock", "label", "desc", "associatedNodeID")
STATUS_COLUMNS = ("positionStatus", "autoCreated")
"""Beyond the header's columns, from Slicer 5.2 on."""
STATUS_NUMBERS: Mapping[str, State] = {"0": "missing", "1": "missing", "2": "placed", "3": "skipped"}
_SLICER3_COLUMNS = ("label", "x", "y", "z", "sel", "vis")
_CANONICAL = {
    **{name.casefold(): name for name in (*COLUMNS, *STATUS_COLUMNS)},
    "name": "label",
    "description": "desc",
    "visibility": "vis",
    "selected": "sel",
    "locked": "lock",
}
_KNOWN_MAJOR = 5
_AXES_NUMBERS = {"0": "RAS", "1": "LPS", "2": "IJK"}
_OWN_KEYS = {"markups fiducial file version", "coordinatesystem", "columns", "units", "numpoints", "version"}
_FIRST_LINE = re.compile(r"#\s*(?:markups fiducial file version|fiducial list file|columns\s*=)", re.IGNORECASE)


def is_slicer_fcsv(text: str) -> bool:
    """Whether one of the first lines can only be that of a point list of Slicer."""
    return any(_FIRST_LINE.match(line) for line in text[:4000].splitlines())


def read_slicer_fcsv(file: TextFile, from_axes: str | None, from_units: str | None) -> Reading:
    """Read a `.fcsv`.

    Raises:
        GlutviewError: it holds neither points nor a header, or its frame cannot be read or is contradicted.
    """
    problems = Problems(file.where)
    csv.field_size_limit(SIZE_LIMIT)
    lines = [line.rstrip("\r\n") for line in io.StringIO(file.text, newline="")]
    header = _Header(file.where, lines)
    frame = settle_frame(file.where, header.axes(), header.units(), from_axes, from_units)
    rows = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not rows and not header.known:
        raise failure(file.where, "this is no point list of 3D Slicer", "choose a .fcsv of 3D Slicer")
    if len(rows) > POINT_LIMIT:
        raise failure(file.where, f"more than {POINT_LIMIT:,} points", "check that it is the right file")
    reader = _RowReader(header.columns(), frame, problems)
    points = [point for n, line in rows if (point := reader.point(n, line)) is not None]
    if rows and not points:
        raise failure(file.where, "no line holds a point", "choose a .fcsv of 3D Slicer", line=rows[0][0])
    kept = {key: value for key, (value, _) in header.keys.items() if key.casefold() not in _OWN_KEYS}
    return Reading(
        LandmarkSet(tuple(points), header=kept),
        "fcsv",
        header.generation(),
        frame.axes,
        frame.axes_by,
        frame.units,
        frame.units_by,
        problems.all(),
        (*file.notes, *header.notes()),
    )


class _Header:
    """The lines that begin with `#`."""

    def __init__(self, where: str, lines: Sequence[str]) -> None:
        self._where = where
        self.keys: dict[str, tuple[str, int]] = {}
        self._by_word: dict[str, tuple[str, int]] = {}
        self._slicer3 = False
        for n, line in enumerate(lines, 1):
            if not line.startswith("#"):
                continue
            # A spreadsheet fills short lines up with commas.
            key, equals, value = (part.strip() for part in line[1:].rstrip(", \t").partition("="))
            self._slicer3 |= key.casefold().startswith("fiducial list file")
            if not equals:
                continue
            known = self._get(key)
            if known and key.casefold() == "coordinatesystem" and known[0] != value:
                what = f"CoordinateSystem = {value}, but line {known[1]} says {known[0]}"
                raise failure(where, what, "keep the right one of both lines", line=n)
            if not known:
                self.keys[key] = self._by_word[key.casefold()] = (value, n)
        self.known = self._slicer3 or any(word in _OWN_KEYS for word in self._by_word)

    def _get(self, name: str) -> tuple[str, int] | None:
        return self._by_word.get(name.casefold())

    @property
    def _version(self) -> str:
        found = self._get("Markups fiducial file version")
        return found[0][:40] if found else ""

    def generation(self) -> str:
        """Which Slicer wrote it, as far as it says."""
        if self._version:
            return f"3D Slicer {self._version} point list"
        return "3D Slicer 3 fiducial list" if self._slicer3 else "3D Slicer point list without version"

    def notes(self) -> tuple[str, ...]:
        """That it is newer than what is known."""
        major = re.match(r"\d+", self._version)
        if major and int(major[0]) > _KNOWN_MAJOR:
            return (f"written by 3D Slicer {self._version}, newer than what is known; read by its columns",)
        return ()

    def axes(self) -> Stated:
        found = self._get("CoordinateSystem")
        if not found:
            return Stated("RAS", "default of the format: no CoordinateSystem line", default=True)
        value, line = found
        return Stated(_AXES_NUMBERS.get(value, value), f"line {line}: CoordinateSystem = {value}", line)

    def units(self) -> Stated:
        found = self._get("Units")
        if not found:
            return Stated("mm", "default of the format", default=True)
        return Stated(found[0], f"line {found[1]}: Units = {found[0]}", found[1])

    def columns(self) -> tuple[str, ...]:
        """The columns' names; the fixed ones where the file does not name them."""
        found = self._get("columns")
        if not found:
            return COLUMNS if self._version else _SLICER3_COLUMNS
        if found[0].count(",") > COLUMN_LIMIT:
            what = f"more than {COLUMN_LIMIT:,} columns"
            raise failure(self._where, what, "check that it is the right file", line=found[1])
        names = tuple(_column(name) for name in found[0].split(","))
        lacking = [axis for axis in "xyz" if axis not in names]
        if lacking:
            what = f"the columns lack {', '.join(lacking)}"
            raise failure(self._where, what, f"the line is: # columns = {','.join(COLUMNS)}", line=found[1])
        return names


def _column(name: str) -> str:
    word = name.strip()
    return _CANONICAL.get(word.casefold(), word)


class _RowReader:
    """Reads the lines of points."""

    def __init__(self, columns: Sequence[str], frame: Frame, problems: Problems) -> None:
        self._columns = (*columns, *STATUS_COLUMNS) if tuple(columns) == COLUMNS else tuple(columns)
        self._frame, self._problems = frame, problems

    def point(self, line_number: int, line: str) -> Landmark | None:
        """The point of a line, if it is one; what is wrong with it is noted."""
        fields = next(csv.reader([line]))
        if len(fields) < 4:
            self._problems.add("this is no point: too few fields", "correct or remove the line", line=line_number)
            return None
        row = dict(zip(self._columns, fields, strict=False))
        surplus = [field for field in fields[len(self._columns) :] if field.strip()]
        label = row.get("label", "")
        if surplus:
            what = f"{len(fields)} fields, {len(self._columns)} at most are known"
            self._problems.add(what, "put a label with commas in quotes", line=line_number, key=label)
        position, state = self._position(row, line_number, label)
        known = {*COLUMNS, *STATUS_COLUMNS}
        extra: dict[str, Any] = {name: value for name, value in row.items() if name not in known and name}
        if row.get("autoCreated", "0").strip() not in ("0", ""):
            extra["autoCreated"] = row["autoCreated"].strip()
        return Landmark(
            name=label,
            position_mm=position,
            state=state,
            id=row.get("id", ""),
            description=row.get("desc", ""),
            associated_node=row.get("associatedNodeID", ""),
            orientation=self._orientation(row, line_number, label),
            selected=self._flag(row, "sel", line_number, label),
            locked=self._flag(row, "lock", line_number, label),
            visible=self._flag(row, "vis", line_number, label),
            extra=extra,
        )

    def _position(self, row: Mapping[str, str], line: int, label: str) -> tuple[Xyz | None, State]:
        status = row.get("positionStatus", "").strip()
        state = STATUS_NUMBERS.get(status, "placed")
        if status and status not in STATUS_NUMBERS:
            self._problems.add(f"the status {status!r} is not known", "0, 2 and 3 are", line=line, key=label)
        if state != "placed":
            return None, state
        texts = [row.get(axis, "").strip() for axis in "xyz"]
        if all(map(is_unstated, texts)):
            return None, "missing"
        if not all(map(is_number, texts)):
            what = f"the coordinates {', '.join(texts)} are not three numbers"
            self._problems.add(what, "correct them, or remove the line", line=line, key=label)
            return None, "missing"
        x, y, z = self._frame.position_mm(*texts)
        if not (math.isfinite(x) and math.isfinite(y) and math.isfinite(z)):
            self._problems.add("the position is not finite", "correct it", line=line, key=label)
            return None, "missing"
        return (x, y, z), "placed"

    def _orientation(self, row: Mapping[str, str], line: int, label: str) -> tuple[float, ...] | None:
        texts = [row.get(name, "").strip() for name in ("ow", "ox", "oy", "oz")]
        if not any(texts):
            return None
        if not all(is_number(text) and math.isfinite(float(text)) for text in texts):
            self._problems.add("the orientation is not four numbers", "correct it", line=line, key=label)
            return None
        orientation = tuple(float(text) for text in texts)
        return None if orientation == UNTURNED_WXYZ else orientation

    def _flag(self, row: Mapping[str, str], name: str, line: int, label: str) -> bool:
        default = name != "lock"
        text = row.get(name, "").strip()
        if not text:
            return default
        if re.fullmatch(r"[-+]?\d{1,9}", text):
            return int(text) != 0
        self._problems.add(f"{name} is {text!r}, neither 0 nor 1", "correct it", line=line, key=label)
        return default
