"""Of a lesson file that is broken: as much as is sound.

Two things are mended before a file counts as unreadable: an encoding that is not UTF-8, and steps whose YAML is
broken while that of the others is not. Lines keep their numbers, so that every message tells the true one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from glutview.atlas.finding import Finding
from glutview.errors import GlutviewError, Problem
from glutview.teaching.lesson import NESTED, Step
from glutview.yaml_file import Document, Plain, parse_yaml, read_yaml

_ENCODINGS = {"cp1252": "Windows-1252", "latin-1": "Latin-1"}


@dataclass(frozen=True)
class Salvaged:
    """What could be read of a file."""

    document: Document
    problems: tuple[Problem, ...]
    """Of what could not."""


def read_document(path: Path) -> Salvaged:
    """Read a lesson file as YAML, leaving out the steps that are none.

    Raises:
        GlutviewError: nothing of it can be read.
    """
    try:
        return Salvaged(read_yaml(path), ())
    except GlutviewError as error:
        try:
            raw = path.read_bytes()
        except OSError:
            raise error from None
        decoded = _decoded(raw, str(path))
        if decoded is None:
            raise
        text, problems = decoded
        document, broken = _parsed(text, str(path))
        digest = hashlib.sha256(raw).digest()
        whole = replace(document, path=Path(path), byte_order_mark=raw.startswith(b"\xef\xbb\xbf"), digest=digest)
        return Salvaged(whole, (*problems, *broken))


def sound(raw: dict[str, Any], found: Sequence[Finding]) -> dict[str, Plain]:
    """A lesson's data without what is wrong with it, as little as can be taken out.

    Args:
        raw: the file's data.
        found: what is wrong in it.
    """
    bad = [finding.path for finding in found]
    data: dict[str, Plain] = {"format": 1, "title": raw.get("title"), "steps": []}
    if ("title",) in bad:
        data["title"] = "Lesson"
    if "language" in raw and ("language",) not in bad:
        data["language"] = raw["language"]
    steps = raw.get("steps")
    for i, step in enumerate(steps if isinstance(steps, list) else ()):
        if isinstance(step, dict):
            own = [path[2:] for path in bad if path[:2] == ("steps", i)]
            data["steps"].append(_sound_step(step, own, i))
    return data


def _sound_step(step: dict[str, Any], bad: Sequence[tuple[str | int, ...]], position: int) -> dict[str, Plain]:
    kept = {key: value for key, value in step.items() if (key,) not in bad and key in Step.model_fields}
    kept["title"] = kept.get("title", f"Step {position + 1}")
    for key, *rest in {path for path in bad if len(path) > 1}:
        value = kept.get(str(key))
        if isinstance(value, list):
            inside = {path[1] for path in bad if path[0] == key and len(path) > 1}
            kept[str(key)] = [item for i, item in enumerate(step[str(key)]) if i not in inside]
        elif isinstance(value, dict) and (key == "pose" or rest[0] not in _fields(str(key))):
            kept[str(key)] = {name: given for name, given in value.items() if name != rest[0]}
        else:
            kept.pop(str(key), None)  # half a camera looks nowhere
    return kept


def _fields(key: str) -> frozenset[str]:
    model = NESTED.get(key)
    return frozenset(model.model_fields) if model else frozenset()


def _decoded(raw: bytes, where: str) -> tuple[str, list[Problem]] | None:
    """The text of a file; None if it is no text at all."""
    if not raw.strip(b"\xef\xbb\xbf \t\r\n") or b"\0" in raw:
        return None
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        for encoding, name in _ENCODINGS.items():
            try:
                text = raw.decode(encoding)
            except UnicodeDecodeError:
                continue
            what = f"byte {error.start} (0x{raw[error.start]:02x}) is not UTF-8: the file was read as {name}"
            return text, [Problem(where, line, "", what, "look over its accented letters; saving makes it UTF-8")]
    return None


def _parsed(text: str, where: str) -> tuple[Document, list[Problem]]:
    try:
        return parse_yaml(text, where), []
    except GlutviewError as error:
        lines = text.splitlines(keepends=True)
        starts = _step_starts(lines)
        if not starts:
            raise
        problems = list[Problem]()
        kept = list(lines)
        for first, after in zip(starts, [*starts[1:], len(lines)], strict=True):
            chunk = ["\n"] * (first - 1) + ["steps:\n"] + lines[first:after]
            try:
                parse_yaml("".join(chunk), where)
            except GlutviewError as own:
                problems += own.problems
                # Blank lines in its place: what follows stays in its lines.
                kept[first:after] = [line[len(line.rstrip("\r\n")) :] for line in lines[first:after]]
        if len(problems) == 0 or all(not line.strip() for line in kept[starts[0] :]):
            raise error from None
        try:
            return parse_yaml("".join(kept), where), problems
        except GlutviewError:
            raise error from None


def _step_starts(lines: Sequence[str]) -> list[int]:
    """Numbers, from 0, of the lines in which the items of `steps:` begin, if it is written as a block."""
    head = next((i for i, line in enumerate(lines) if re.match(r"steps:\s*(#.*)?$", line)), None)
    if head is None:
        return []
    dashes = [(i, len(m[1])) for i in range(head + 1, len(lines)) if (m := re.match(r"( *)-(\s|$)", lines[i]))]
    return [i for i, indent in dashes if indent == dashes[0][1]]

