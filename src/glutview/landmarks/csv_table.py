"""Reads CSV tables of landmarks, whoever wrote them: our own, Slicer's export, a spreadsheet's.

Separators , ; tab; decimal commas where the separator or quotes allow; names of columns in any case and order;
axes and units by the names of the columns (`x_lps_mm`, `r,a,s`), columns of their own (`axes`, `units`) or
comments (`# axes: LPS`). Where nothing says them the person must.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from glutview.errors import GlutviewError, failure
from glutview.landmarks.axes import Frame, Stated, UnstatedFrameError, settle_frame
from glutview.landmarks.csv_columns import Columns, normal, understand
from glutview.landmarks.csv_rows import RowReader
from glutview.landmarks.landmark_set import Landmark, LandmarkSet
from glutview.landmarks.numbers import decimal_mark, plain
from glutview.landmarks.reading import Reading, joined
from glutview.landmarks.text_file import COLUMN_LIMIT, POINT_LIMIT, SIZE_LIMIT, Problems, TextFile

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_STATEMENT = re.compile(r"\s*([\w ]+?)\s*[:=]\s*(\w+)")
_HEADER_REMEDY = "the first line names the columns: name,x,y,z,axes,units"


def read_csv_table(file: TextFile, from_axes: str | None, from_units: str | None) -> Reading:
    """Read a CSV table.

    Raises:
        UnstatedFrameError: nothing says the axes, or the units.
        GlutviewError: it has no header or no coordinates, or what is said of its frame contradicts itself.
    """
    text, separator = _separator_line(file.text)
    separators = [separator] if separator else list(_SEPARATORS)
    headers = {s: _table(text, s, 1).rows for s in separators}
    if any(len(fields) > COLUMN_LIMIT for rows in headers.values() for _, fields in rows):
        raise failure(file.where, f"more than {COLUMN_LIMIT:,} columns", "check that it is the right file")
    candidates = [(understand(rows[0][1]), s) for s, rows in headers.items() if rows]
    if not candidates:
        raise failure(file.where, "the table holds nothing but comments", _HEADER_REMEDY)
    columns, separator = max(candidates, key=_likelihood)
    if columns.coordinates is None:
        raise _no_coordinates(file.where, columns)
    table = _table(text, separator)
    rows = table.rows[1:]
    if len(rows) > POINT_LIMIT:
        raise failure(file.where, f"more than {POINT_LIMIT:,} points", "check that it is the right file")
    problems = Problems(file.where)
    for name in columns.doubled:
        problems.add("this column stands twice: the first is read", "rename one", key=name)
    if table.unclosed:
        what = "a quote is opened in this row and never closed: nothing from here on is read"
        problems.add(what, "close it", line=table.unclosed)
    comments, stated = _remarks(table.comments)
    frames = _Frames(file.where, columns, stated, from_axes, from_units)
    reader = RowReader(columns, _mixed(columns, rows), problems)
    points: list[Landmark] = []
    for line, fields in rows:
        if any(text.strip() for text in fields) and reader.fits(line, fields):
            frame = frames.of(line, fields, needed=reader.has_coordinates(fields))
            points.append(reader.point(line, fields, frame))
    if rows and not points and problems.all():
        raise GlutviewError(problems.all())
    nothing = Frame(axes_by="no row has coordinates", units_by="no row has coordinates")
    axes, axes_by, units, units_by = joined(frames.used() or [nothing])
    generation = f"CSV table, separated by {_SEPARATORS[separator]}"
    notes = list(file.notes)
    if "name" not in columns.meanings and "id" not in columns.meanings:
        notes.append("no column holds names: the points are numbered")
    landmarks = LandmarkSet(tuple(points), comments=comments)
    return Reading(
        landmarks, "csv", generation, axes, axes_by, units, units_by, problems.all(), tuple(notes)
    )


class _Frames:
    """The frame of every row: that of the table, or what the row itself says."""

    def __init__(
        self,
        where: str,
        columns: Columns,
        stated: Mapping[str, Stated],
        from_axes: str | None,
        from_units: str | None,
    ) -> None:
        self._where, self._columns, self._flags = where, columns, (from_axes, from_units)
        self._axes = _agreed(where, columns.axes, stated.get("axes"))
        self._units = _agreed(where, columns.units, stated.get("units"))
        self._known: dict[tuple[str, str], Frame] = {}

    def of(self, line: int, fields: Sequence[str], *, needed: bool) -> Frame:
        """The frame of a row; any, if it is not needed and nobody says it.

        Raises:
            GlutviewError: nobody says it, or what is said contradicts itself.
        """
        said = (self._field("axes", fields), self._field("units", fields))
        frame = self._known.get(said)
        if frame is None:
            axes = _agreed(self._where, self._axes, self._said("axes", said[0], line))
            units = _agreed(self._where, self._units, self._said("units", said[1], line))
            try:
                frame = settle_frame(self._where, axes, units, *self._flags)
            except UnstatedFrameError:
                if needed:
                    raise
                return Frame()
            self._known[said] = frame
        return frame

    def used(self) -> list[Frame]:
        """The frames of the rows so far."""
        return list(self._known.values())

    def _field(self, meaning: str, fields: Sequence[str]) -> str:
        at = self._columns.meanings.get(meaning)
        return plain(fields[at]) if at is not None and at < len(fields) else ""

    def _said(self, meaning: str, word: str, line: int) -> Stated | None:
        return Stated(word, f"column {meaning}", line) if word else None


def _agreed(where: str, one: Stated | None, other: Stated | None) -> Stated | None:
    if one is None or other is None or one.default:
        return other or one
    if normal(one.value) == normal(other.value):
        return one
    what = f"{one.by} says {one.value}, but {other.by} says {other.value}"
    raise failure(where, what, "correct the one that is wrong", line=other.line or one.line)


def _likelihood(candidate: tuple[Columns, str]) -> tuple[bool, int, int]:
    columns, _ = candidate
    return columns.coordinates is not None, len(columns.meanings), len(columns.names)


def _separator_line(text: str) -> tuple[str, str | None]:
    """The text, and the separator that Excel's first line `sep=;` names."""
    match = re.match(r"sep=([,;\t])\r?\n", text)
    # The line is emptied, not removed: the numbers of lines stay.
    return (text[match.start(1) + 1 :], match[1]) if match else (text, None)


@dataclass
class _Table:
    """The rows of a table as they come, and the lines between them."""

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    """That are neither empty nor comments, each with the number of its first line; the header is the first."""
    comments: list[tuple[int, str]] = field(default_factory=list)
    """Comment lines without their `#`, with their numbers."""
    unclosed: int = 0
    """The line of a row in which a quote is opened that is never closed; what follows is lost in it."""


def _table(text: str, separator: str, most: int = POINT_LIMIT + 2) -> _Table:
    table = _Table()
    start = quotes = 0
    fresh = True

    def lines() -> Iterator[str]:
        nonlocal start, quotes, fresh
        for n, line in enumerate(io.StringIO(text, newline=""), 1):
            if fresh and line.startswith("#"):
                table.comments.append((n, line[1:].rstrip("\r\n")))
            elif not fresh or line.strip():
                if fresh:
                    start, quotes, fresh = n, 0, False
                quotes += line.count('"')
                yield line
        if quotes % 2 and not fresh:
            table.unclosed = start

    csv.field_size_limit(SIZE_LIMIT)
    reader = csv.reader(lines(), delimiter=separator, skipinitialspace=separator != "\t")
    for fields in itertools.islice(reader, most):
        if not table.unclosed:
            table.rows.append((start, fields))
        fresh = True
    return table


def _remarks(comments: Sequence[tuple[int, str]]) -> tuple[tuple[str, ...], dict[str, Stated]]:
    """The comment lines that are remarks, and the axes and units that the others state."""
    remarks: list[str] = []
    stated: dict[str, Stated] = {}
    for n, line in comments:
        match = _STATEMENT.match(line[:200])
        meaning = next(iter(understand([match[1]]).meanings), "") if match else ""
        if match and meaning in ("axes", "units"):
            stated.setdefault(meaning, Stated(match[2], f"line {n}: {line.strip()}", n))
        else:
            remarks.append(line)
    return tuple(remarks), stated


def _mixed(columns: Columns, records: Sequence[tuple[int, Sequence[str]]]) -> bool:
    """Whether some coordinates have decimal commas and others points: then a comma may part thousands."""
    at = columns.coordinates or ()
    marks = {decimal_mark(plain(fields[i])) for _, fields in records for i in at if i < len(fields)}
    return {"comma", "point"} <= marks


def _no_coordinates(where: str, columns: Columns) -> GlutviewError:
    if sum(decimal_mark(plain(name)) is not None for name in columns.names) >= 2:
        return failure(where, "the table has no header line", _HEADER_REMEDY)
    found = ", ".join(name.strip() or "(no name)" for name in columns.names[:20])
    what = f"no columns x, y and z (nor l,p,s or r,a,s) among: {found[:200]}"
    return failure(where, what, _HEADER_REMEDY)
