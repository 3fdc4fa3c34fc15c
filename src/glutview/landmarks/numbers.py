"""What counts as a number in a table, and what as none given."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,6})?\Z", re.ASCII)
_COMMA = re.compile(r"[-+]?(?:\d+,\d*|,\d+)(?:[eE][-+]?\d{1,6})?\Z", re.ASCII)
_UNSTATED = frozenset({"", "nan", "na", "n/a", "#n/a", "null", "none", "-", "?"})

Mark: TypeAlias = Literal["point", "comma", "none"]


def plain(text: str) -> str:
    """A field of a table without the spaces and dashes that spreadsheets put in."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-").strip()


def is_number(text: str) -> bool:
    """Whether it is a decimal number, written with a point if with any mark."""
    return _NUMBER.match(text) is not None


def is_unstated(text: str) -> bool:
    """Whether it stands for no number: nothing, NaN and the like."""
    return text.strip().casefold() in _UNSTATED


def decimal_mark(text: str) -> Mark | None:
    """The decimal mark of a number; "none" for a whole number, None for what is none."""
    if _NUMBER.match(text):
        return "point" if "." in text else "none"
    return "comma" if _COMMA.match(text) else None
