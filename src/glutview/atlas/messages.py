"""pydantic's errors in the words of somebody who edits the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from glutview.atlas import schema
from glutview.atlas.finding import Finding
from glutview.atlas.values import (
    COLOUR_PATTERN,
    DOI_PATTERN,
    ID_PATTERN,
    ROOT_PATTERN,
    URL_PATTERN,
)

_PATTERNS = {
    ID_PATTERN: ("is not an id", "write small letters, digits and single `_`, beginning with a letter"),
    COLOUR_PATTERN: ("is not a colour", 'write "#rrggbb", in quotes'),
    DOI_PATTERN: ("is not a DOI", "write it as 10.1234/abc, without https://doi.org/"),
    URL_PATTERN: ("is not a web address", "write it with https://"),
    ROOT_PATTERN: ("is not a nerve root", "write L5, S1 and the like"),
    r"\S": ("is blank", "write a text"),
}
# Kind of error -> what is wrong, what to do; braces are filled from the error's context.
_MESSAGES = {
    "float_type": ("a number is needed", "write a number"),
    "bool_type": ("true or false is needed", "write true or false"),
    "int_type": ("a whole number is needed", "write a whole number"),
    "finite_number": ("the number is not finite", "write a finite number"),
    "string_type": ("a text is needed", "write a text, in quotes if it looks like a number"),
    "string_too_short": ("the text is empty", "write a text"),
    "tuple_type": ("a list is needed", "write a list: [...]"),
    "list_type": ("a list is needed", "write a list: [...]"),
    "dict_type": ("a mapping is needed", "write keys with their values"),
    "model_type": ("a mapping is needed", "write keys with their values"),
    "too_short": ("at least {min_length} are needed, {actual_length} given", "add what is missing"),
    "too_long": ("at most {max_length} are allowed, {actual_length} given", "remove what is too much"),
    "greater_than": ("the number must be greater than {gt}", "correct the number"),
    "greater_than_equal": ("the number must not be less than {ge}", "correct the number"),
    "less_than_equal": ("the number must not be greater than {le}", "correct the number"),
    "literal_error": ("this is not one of the allowed values", "write {expected}"),
    "curve_point": (
        "this is not a point of a curve",
        "write a landmark's id, [triangle, w0, w1, w2] or {{on: id, at: [...]}}",
    ),
    "waypoint": (
        "this is not a waypoint",
        "write {{landmark: id}}, {{on: id, at: [...]}} or {{muscle: id, s: , t: , u: }}, each with lift_mm",
    ),
}


def findings(error: ValidationError) -> list[Finding]:
    """What a validation found, without pydantic's own parts in the paths."""
    return [_finding(detail) for detail in error.errors(include_url=False) if not _counts_sound_items_only(detail)]


def _counts_sound_items_only(detail: Mapping[str, Any]) -> bool:
    """Whether a list is called too short that is not: pydantic leaves out the items in which it found a mistake."""
    return detail["type"] == "too_short" and len(detail["input"]) >= int(detail["ctx"]["min_length"])


def _finding(detail: Mapping[str, Any]) -> Finding:
    kind, context, given = str(detail["type"]), detail.get("ctx", {}), detail["input"]
    # Tags of unions are written <so>; "[key]" says that a key, not its value, is meant.
    path = tuple(p for p in detail["loc"] if not (isinstance(p, str) and re.fullmatch(r"<\w+>|\[key\]", p)))
    match kind:
        case "glutview":
            return Finding((*path, *context["at"]), str(context["what"]), str(context["remedy"]))
        case "missing":
            return Finding(path, "this key is missing", f"add `{path[-1]}:`")
        case "extra_forbidden":
            # `{text: one, two}`: what follows the comma is a key without value.
            otherwise = "put a text with a comma in quotes" if given is None else "remove it or correct it"
            known = _SECTIONS if len(path) == 1 else _KEYS
            return Finding(path, "unknown key", otherwise, str(path[-1]), known)
        case "string_pattern_mismatch" if context["pattern"] in _PATTERNS:
            what, remedy = _PATTERNS[context["pattern"]]
            return Finding(path, f"{_shown(given)} {what}", remedy)
        case _ if kind in _MESSAGES:
            if kind == "too_short":  # pydantic counts sound items only
                context = {**context, "actual_length": len(given)}
            what, remedy = (text.format(**context) for text in _MESSAGES[kind])
            return Finding(path, f"{what} (here: {_shown(given)})", remedy)
        case _:
            return Finding(path, f"{detail['msg']} (here: {_shown(given)})", "correct the value")


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict | list | tuple):
        return "a mapping" if isinstance(value, dict) else f"a list of {len(value)}"
    text = repr(value) if not isinstance(value, bool) else str(value).lower()
    return text if len(text) <= 40 else f"{text[:37]}..."


def _all_keys() -> frozenset[str]:
    models = (m for m in vars(schema).values() if isinstance(m, type) and issubclass(m, BaseModel))
    return frozenset(name for model in models for name in model.model_fields)


_KEYS = _all_keys()
_SECTIONS = frozenset(schema.AtlasFile.model_fields)
"""Every key that the schema knows anywhere."""
