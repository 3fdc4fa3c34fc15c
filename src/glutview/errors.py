"""What can be wrong with a person's input, said in one line each.

Every floor raises :class:`GlutviewError`; the command line prints its problems and exits with 2, the window
shows them in a panel. Nothing else is shown to a person as an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


def in_order(key: str) -> tuple[str | tuple[int, str], ...]:
    """What keys are sorted by: numbers in them as numbers, so that `[2]` comes before `[10]`."""
    # As digits: Python makes no number of thousands of them, and a file may hold any key.
    return tuple((len(part), part) if i % 2 else part for i, part in enumerate(re.split(r"([0-9]+)", key)))


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where, and what to do about it."""

    where: str
    """File, directory, option or device the problem is about."""
    line: int
    """Line in that file, from 1; 0 where lines mean nothing."""
    key: str
    """Key, id or coordinate, empty where none applies."""
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.where}:{self.line}" if self.line else self.where
        return ": ".join(part for part in (place, self.key, self.what, self.remedy) if part)

    def __lt__(self, other: Problem) -> bool:
        mine = (self.where, self.line, in_order(self.key), self.what, self.remedy)
        return mine < (other.where, other.line, in_order(other.key), other.what, other.remedy)


class GlutviewError(Exception):
    """Problems with what a person gave us; all of them, not only the first."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (
            (problems,) if isinstance(problems, Problem) else tuple(problems)
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))


def failure(where: object, what: str, remedy: str, *, key: str = "", line: int = 0) -> GlutviewError:
    """The error of a single problem; `where` is written as text."""
    return GlutviewError(Problem(str(where), line, key, what, remedy))
