"""What is wrong in a file, before it is known in which line."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from glutview.errors import Problem, in_order
from glutview.yaml_file import Document, KeyPath

REPORTED = 1000
"""Problems that are listed; nobody reads more, and a file of another kind has tens of thousands."""

GUESSED = 50
"""Problems for which a similar word is looked for, which takes time."""


@dataclass(frozen=True)
class Finding:
    """Something wrong at a key of the file."""

    path: tuple[str | int, ...]
    what: str
    remedy: str
    word: str = ""
    """A word that is not known."""
    known: Collection[str] = ()
    """The words that are, among which the one that was meant is looked for."""
    alike: float = 0.6
    """How much alike the two must be, 0 to 1."""

    def guessed(self) -> Finding:
        """The finding with the word that was probably meant as its remedy, if there is one."""
        near = difflib.get_close_matches(self.word, list(self.known)[:5000], 1, self.alike) if self.word else []
        return Finding(self.path, self.what, f"did you mean `{near[0]}`?" if near else self.remedy)


def key_text(path: KeyPath) -> str:
    """A key path as people write it: `landmarks.ischial_spine.at[0]`."""
    parts = (f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
    return "".join(parts).removeprefix(".")


def as_problems(findings: Iterable[Finding], document: Document) -> list[Problem]:
    """The findings with their lines, sorted by line, and within one by key."""
    placed = [(document.line(f.path), key_text(f.path), f) for f in findings]
    placed.sort(key=lambda p: (p[0], in_order(p[1])))
    found = [
        (line, key, finding.guessed() if i < GUESSED else finding)
        for i, (line, key, finding) in enumerate(placed[:REPORTED])
    ]
    problems = list(dict.fromkeys(Problem(document.where, n, key, f.what, f.remedy) for n, key, f in found))
    if len(placed) > REPORTED:
        rest = f"{len(placed) - REPORTED} problems more"
        problems.append(Problem(document.where, 0, "", rest, "check that it is the right file"))
    return problems
