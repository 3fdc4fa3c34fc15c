"""What is wrong in a file, before it is known in which line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from glutview.errors import Problem
from glutview.yaml_file import Document, KeyPath

REPORTED = 1000
"""Problems that are listed; nobody reads more, and a file of another kind has tens of thousands."""


@dataclass(frozen=True)
class Finding:
    """Something wrong at a key of the file."""

    path: tuple[str | int, ...]
    what: str
    remedy: str


def key_text(path: KeyPath) -> str:
    """A key path as people write it: `landmarks.ischial_spine.at[0]`."""
    parts = (f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
    return "".join(parts).removeprefix(".")


def as_problems(findings: Iterable[Finding], document: Document) -> list[Problem]:
    """The findings with their lines, sorted by line."""
    problems = sorted(
        {Problem(document.where, document.line(f.path), key_text(f.path), f.what, f.remedy) for f in findings}
    )
    if len(problems) > REPORTED:
        rest = f"{len(problems) - REPORTED} problems more"
        problems[REPORTED:] = [Problem(document.where, 0, "", rest, "check that it is the right file")]
    return problems


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """The remedy for an unknown word."""
    near = difflib.get_close_matches(word, list(known)[:5000], 1)
    return f"did you mean `{near[0]}`?" if near else otherwise
