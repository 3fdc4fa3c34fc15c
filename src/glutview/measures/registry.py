"""The measures by the names under which the figures ask for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from glutview.measures.figures import FigureSpec
from glutview.measures.subject import Subject


@dataclass(frozen=True)
class Measured:
    """What was found, in the figure's unit."""

    value: float
    detail: str = ""
    """Where it was found, or what it consists of; may be empty."""


Measure: TypeAlias = Callable[[Subject, FigureSpec], Measured | float]
MEASURES: dict[str, Measure] = {}


def measure(function: Measure) -> Measure:
    """Register a measure under the name of its function."""
    MEASURES[function.__name__] = function
    return function
