"""What annotations.yaml may say of the moments of a movement: as keyframes, or as the rows of a table.

In a movement that is unsound, numbers which are not known are NaN (:mod:`glutview.atlas.sound_parts`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Annotated, TypeAlias

from pydantic import ConfigDict, Field, model_validator

from glutview.atlas.values import Fault, Fraction, Number, Spec

Percent: TypeAlias = Annotated[float, Field(strict=True, ge=0, le=100)]
Spread: TypeAlias = Annotated[float, Field(strict=True, ge=0)]


def order_faults(moments: Sequence[float], rows: str) -> Iterator[tuple[int, str, str]]:
    """Where moments do not ascend from 0: the position, what is wrong with it, and what to do.

    Args:
        moments: as the file states them.
        rows: what people call them.
    """
    known = [(i, moment) for i, moment in enumerate(moments) if not math.isnan(moment)]
    steps = [(i, a, b) for (_, a), (i, b) in pairwise(known)]
    # The first of each kind: whoever sorts them, sorts them all.
    yield from [(i, f"{b:g} is given twice", "give each moment once") for i, a, b in steps if a == b][:1]
    for i, a, b in [step for step in steps if step[1] > step[2]][:1]:
        yield i, f"the moments do not ascend: {b:g}, number {i + 1}, follows {a:g}", f"sort the {rows} by time"
    if len(moments) > 1 and not math.isnan(moments[0]):
        first = min(known, key=lambda one: one[1])
        if first[1] != 0:
            yield first[0], f"the moments begin at {first[1]:g}", "begin at 0"


class KeyframeSpec(Spec):
    """Angles at a moment of a movement; an angle that is not named is 0."""

    # Angles are named by the joints of the file, which this model cannot know.
    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Number]

    at: Fraction
    """Moment as a part of the whole duration."""

    @property
    def angles(self) -> dict[str, float]:
        """Angles by coordinate, in the movement's units."""
        return dict(self.__pydantic_extra__)


class TableSpec(Spec):
    """Angles as columns: one list for each coordinate, as long as the list of moments."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, tuple[Number, ...]]

    percent: Annotated[tuple[Percent, ...], Field(min_length=2)] | None = None
    """Moments in percent of the whole."""
    time_s: Annotated[tuple[Number, ...], Field(min_length=2)] | None = None
    """Moments in seconds of the movement's own time."""
    sd: dict[str, tuple[Spread, ...]] = Field(default_factory=dict)
    """Standard deviations, by column."""

    @property
    def columns(self) -> dict[str, tuple[float, ...]]:
        """Angles by coordinate, in the movement's units."""
        return dict(self.__pydantic_extra__)

    @property
    def moments(self) -> tuple[float, ...]:
        """As stated: percent, or seconds."""
        return self.percent or self.time_s or ()

    @property
    def rows(self) -> tuple[dict[str, float], ...]:
        """At each moment the angles by coordinate, in the movement's units; NaN where a column has none."""
        columns = self.columns
        n = len(self.moments) or max(map(len, columns.values()), default=0)
        return tuple({id: c[i] if i < len(c) else math.nan for id, c in columns.items()} for i in range(n))

    def faults(self) -> Iterator[Fault]:
        """What is wrong between its values."""
        if (self.percent is None) == (self.time_s is None):
            yield Fault("a table has one list of moments", "give either `percent:` or `time_s:`")
        for key, moments in (("percent", self.percent), ("time_s", self.time_s)):
            for _, what, remedy in order_faults(moments or (), "rows"):
                yield Fault(what, remedy, (key,))
        columns = self.columns
        if not columns:
            yield Fault("the table has no angles", "add a list of angles for each coordinate")
        rows = len(self.moments)
        stated = [((name,), column) for name, column in columns.items()]
        for path, column in (*stated, *((("sd", name), column) for name, column in self.sd.items())):
            if rows and len(column) != rows:
                what = f"`{'.'.join(path)}` has {len(column)} values for {rows} moments"
                yield Fault(what, "give one value for each moment", path)
        for name in self.sd.keys() - columns.keys():
            yield Fault(f"`sd.{name}` is the spread of no column", "give the angles too, or remove it", ("sd", name))

    @model_validator(mode="after")
    def _is_a_table(self) -> TableSpec:
        for fault in self.faults():
            raise fault.error()
        return self
