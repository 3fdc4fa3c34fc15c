"""A row of a CSV table, as a landmark."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from glutview.landmarks.axes import Frame, as_axes, as_units
from glutview.landmarks.csv_columns import Columns
from glutview.landmarks.landmark_set import STATES, Landmark, State, Xyz
from glutview.landmarks.numbers import decimal_mark, is_number, is_unstated, plain
from glutview.landmarks.orientation import in_axes
from glutview.landmarks.slicer_json import STATUS_STATES
from glutview.landmarks.text_file import Problems

_TRUE = frozenset({"1", "true", "yes", "y", "t", "on", "1.0"})
_FALSE = frozenset({"0", "false", "no", "n", "f", "off", "0.0"})


class RowReader:
    """Reads the rows of a table; what is wrong with them is noted."""

    def __init__(self, columns: Columns, mixed: bool, problems: Problems) -> None:
        self._columns, self._mixed, self._problems = columns, mixed, problems
        self._rows = 0

    def fits(self, line: int, fields: Sequence[str]) -> bool:
        """Whether a row agrees with the header, so that its fields can be trusted; if not, it is noted."""
        self._rows += 1
        name = self._name(fields)
        width = len(self._columns.names)
        if any(field.strip() for field in fields[width:]):
            what = f"{len(fields)} fields where the header has {width}: the row is left out"
            remedy = "put fields with the separator in them (decimal commas too) in quotes"
            self._problems.add(what, remedy, line=line, key=name)
            return False
        for meaning, known in (("axes", as_axes), ("units", as_units)):
            word = plain(self._field(fields, meaning))
            if word and known(word) is None:
                what = f"the {meaning} {word!r} are not known: the row is left out"
                remedy = "LPS and RAS are" if meaning == "axes" else "mm, m, cm and um are"
                self._problems.add(what, remedy, line=line, key=name)
                return False
        return True

    def has_coordinates(self, fields: Sequence[str]) -> bool:
        """Whether the row gives all three coordinates."""
        at = self._columns.coordinates or (0, 0, 0)
        return len(fields) > max(at) and not any(is_unstated(plain(fields[i])) for i in at)

    def point(self, line: int, fields: Sequence[str], frame: Frame) -> Landmark:
        """The landmark of a row that fits."""
        name = self._name(fields)
        position, state = self._position(fields, line, name, frame)
        return Landmark(
            name=name,
            position_mm=position,
            state=state,
            id=self._field(fields, "id"),
            description=self._field(fields, "description"),
            associated_node=self._field(fields, "associated_node"),
            orientation=self._orientation(fields, line, name, frame),
            selected=self._flag(fields, "selected", line, name, default=True),
            locked=self._flag(fields, "locked", line, name, default=False),
            visible=self._flag(fields, "visible", line, name, default=True),
            extra=self._extra(fields),
        )

    def _field(self, fields: Sequence[str], meaning: str) -> str:
        at = self._columns.meanings.get(meaning)
        return fields[at] if at is not None and at < len(fields) else ""

    def _name(self, fields: Sequence[str]) -> str:
        if "name" in self._columns.meanings:
            return self._field(fields, "name")
        return self._field(fields, "id").strip() or str(self._rows)

    def _extra(self, fields: Sequence[str]) -> dict[str, Any]:
        return {name: fields[at] for name, at in self._columns.extra.items() if at < len(fields) and fields[at]}

    def _position(self, fields: Sequence[str], line: int, name: str, frame: Frame) -> tuple[Xyz | None, State]:
        at = self._columns.coordinates or (0, 0, 0)
        if len(fields) <= max(at):
            self._problems.add("the row ends before its coordinates", "complete it", line=line, key=name)
            return None, "missing"
        texts = [plain(fields[i]) for i in at]
        unstated = all(map(is_unstated, texts))
        state = self._state(fields, line, name)
        if state in ("missing", "skipped"):
            if not unstated and "state" in self._columns.meanings:
                what = f"it is {state}, but has coordinates: they are not read"
                self._problems.add(what, "remove them, or call it placed", line=line, key=name)
            return None, state
        if unstated:
            if state == "placed":
                what = "it is said to be placed, but has no coordinates"
                self._problems.add(what, "call it missing or skipped", line=line, key=name)
            return None, "missing"
        numbers = [text if is_number(text) else self._with_point(text) for text in texts]
        x, y, z = frame.position_mm(*(n or "nan" for n in numbers)) if all(numbers) else (math.nan,) * 3
        if math.isfinite(x) and math.isfinite(y) and math.isfinite(z):
            return (x, y, z), "placed"
        if self._mixed and not all(map(is_number, texts)):
            what = f"decimal commas ({'; '.join(texts)}) in a table that has decimal points too"
            self._problems.add(what, "write all numbers with points", line=line, key=name)
        else:
            what = f"the coordinates {'; '.join(text or '(none)' for text in texts)} are not three finite numbers"
            self._problems.add(what, "correct them, or leave all three empty", line=line, key=name)
        return None, "missing"

    def _with_point(self, text: str) -> str | None:
        return text.replace(",", ".") if decimal_mark(text) == "comma" and not self._mixed else None

    def _state(self, fields: Sequence[str], line: int, name: str) -> State | None:
        """The state that the row tells; None if it tells none."""
        word = self._field(fields, "state").strip().casefold()
        if word:
            for state in STATES:
                if word == state:
                    return state
            self._problems.add(f"the state {word!r} is not known", " or ".join(STATES), line=line, key=name)
        status = self._field(fields, "status").strip().casefold()
        if status in STATUS_STATES:
            return STATUS_STATES[status]
        if self._field(fields, "defined").strip().casefold() in _FALSE:
            return "missing"
        return None

    def _orientation(
        self, fields: Sequence[str], line: int, name: str, frame: Frame
    ) -> tuple[float, ...] | None:
        texts = self._field(fields, "orientation").split()
        if not texts:
            return None
        if len(texts) not in (4, 9) or not all(is_number(t) and math.isfinite(float(t)) for t in texts):
            what = "an orientation is nine numbers (a matrix by rows) or four (degrees and axis)"
            self._problems.add(what, "correct or remove it", line=line, key=name)
            return None
        numbers = tuple(float(text) for text in texts)
        return in_axes(numbers, frame.axes) if len(numbers) == 9 else numbers

    def _flag(self, fields: Sequence[str], meaning: str, line: int, name: str, *, default: bool) -> bool:
        word = self._field(fields, meaning).strip().casefold()
        if not word:
            return default
        if word in _TRUE or word in _FALSE:
            return word in _TRUE
        self._problems.add(f"{meaning} is {word!r}, neither 1 nor 0", "correct it", line=line, key=name)
        return default
