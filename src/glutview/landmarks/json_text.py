"""JSON as Slicer writes and reads it: every number keeps its digits, vectors stand on one line."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping
from typing import Any, TypeAlias

from glutview.errors import failure
from glutview.landmarks.text_file import Problems, TextFile

JsonObject: TypeAlias = Mapping[str, Any]
VALUE_LIMIT = 1_000_000
DEPTH_LIMIT = 50
_INDENT = "    "


class Exact(float):
    """A number with the digits that are, or shall be, in the file: more than a float would print."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Exact:
        number = super().__new__(cls, text)
        number.text = text
        return number


def number_text(value: float) -> str:
    """A number as it stands in the file."""
    return value.text if isinstance(value, Exact) else repr(value)


def parse_json(file: TextFile, problems: Problems) -> Any:
    """The content of a JSON text, numbers that are not finite and broken letters replaced and listed.

    Raises:
        GlutviewError: it is no JSON, or holds more values or levels than any sensible file.
    """
    if file.text.count(",") > VALUE_LIMIT:
        raise failure(file.where, f"more than {VALUE_LIMIT:,} values", "check that it is the right file")
    doubled: list[str] = []

    def pairs(members: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(members)
        if len(found) < len(members):
            doubled.extend(name for name, n in Counter(name for name, _ in members).items() if n > 1)
        return found

    try:
        data = json.loads(file.text, parse_float=_number, parse_int=_integer, object_pairs_hook=pairs)
        data = _Cleaner(problems).clean(data, "")
    except json.JSONDecodeError as error:
        what = f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]} (column {error.colno})"
        raise failure(file.where, what, "it may be cut short: get it anew", line=error.lineno) from None
    except RecursionError:
        raise failure(file.where, "nested too deeply", "check that it is the right file") from None
    for name in doubled[:20]:
        problems.add("stands twice in the same object: the last one is read", "remove one", key=name)
    return data


def dump_json(value: Any, level: int = 0) -> str:
    """A value as JSON text: objects indented, lists of numbers on one line."""
    inner, outer = "\n" + _INDENT * (level + 1), "\n" + _INDENT * level
    if isinstance(value, Mapping):
        if not value:
            return "{}"
        members = (f"{_text(name)}: {dump_json(v, level + 1)}" for name, v in value.items())
        return "{" + inner + f",{inner}".join(members) + outer + "}"
    if isinstance(value, list | tuple):
        if all(not isinstance(v, Mapping | list | tuple) for v in value):
            return "[" + ", ".join(_scalar(v) for v in value) + "]"
        return "[" + inner + f",{inner}".join(dump_json(v, level + 1) for v in value) + outer + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, float):
        return number_text(value)
    return _text(value)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _number(text: str) -> float:
    value = float(text)
    return value if not math.isfinite(value) or repr(value) == text else Exact(text)


def _integer(text: str) -> float | int:
    return int(text) if len(text) < 300 else float(text)


class _Cleaner:
    """Takes out of the data what JSON cannot hold, though Python reads it."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems

    def clean(self, value: Any, key: str, level: int = 0) -> Any:
        """The value without it; None for a number that is none.

        Raises:
            RecursionError: it is nested too deeply.
        """
        if isinstance(value, str):
            return self._word(value, key)
        if isinstance(value, float) and not math.isfinite(value):
            self._problems.add("this is not a finite number", "correct or remove it", key=key)
            return None
        if not isinstance(value, dict | list):
            return value
        if level > DEPTH_LIMIT:
            raise RecursionError
        if isinstance(value, list):
            if all(isinstance(v, int | float) and math.isfinite(v) for v in value):
                return value
            return [self.clean(v, f"{key}[{i}]", level + 1) for i, v in enumerate(value)]
        cleaned = {
            self._word(name, key): (v, self.clean(v, f"{key}.{name}".lstrip("."), level + 1))
            for name, v in value.items()
        }
        return {name: after for name, (before, after) in cleaned.items() if before is None or after is not None}

    def _word(self, text: str, key: str) -> str:
        if not any("\ud800" <= letter <= "\udfff" for letter in text):
            return text
        self._problems.add("half a letter (a lone surrogate)", "correct the text", key=key)
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
