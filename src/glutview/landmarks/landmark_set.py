"""A set of named points as every landmark file is read into and written from: in mm, LPS axes, states and all."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Xyz: TypeAlias = tuple[float, float, float]
State: TypeAlias = Literal["placed", "missing", "skipped"]
STATES: tuple[State, ...] = ("placed", "missing", "skipped")


@dataclass(frozen=True, slots=True)
class Landmark:
    """A named point.

    Slicer's words for the states are "defined" (placed), "undefined" (missing: not placed yet) and, to one's
    confusion, "missing" (skipped: it is known that this case does not show it).
    """

    name: str
    position_mm: Xyz | None = None
    """Axes LPS (x to the left, y backward, z upward); None unless it is placed."""
    state: State = "placed"
    id: str = ""
    """The file's own; it need not be unique."""
    description: str = ""
    associated_node: str = ""
    """Slicer's id of what the point was placed on."""
    orientation: tuple[float, ...] | None = None
    """9 numbers: the matrix, by rows, of the point's axes in LPS. 4 numbers: degrees and axis, in RAS, as .fcsv
    has it. Kept as it was read, for one does not go into the other and back without rounding."""
    selected: bool = True
    locked: bool = False
    visible: bool = True
    list: int = 0
    """Which of the set's lists it stands in."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """What else the file says of it, by the file's own key: kept, and written where the format can."""

    def __post_init__(self) -> None:
        if (self.position_mm is None) == (self.state == "placed"):
            raise ValueError(f"{self.name!r}: a point has a position when it is placed, and only then")


@dataclass(frozen=True, slots=True)
class LandmarkSet:
    """The points of a file in its order, and what the file says beyond them."""

    points: tuple[Landmark, ...] = ()
    lists: tuple[Mapping[str, Any], ...] = ({},)
    """What a .mrk.json says of each of its lists (type, display, measurements...); one empty list otherwise."""
    document: Mapping[str, Any] = field(default_factory=dict)
    """What a .mrk.json says beside its lists."""
    header: Mapping[str, str] = field(default_factory=dict)
    """What a .fcsv says above its points (display settings of Slicer 3)."""
    comments: tuple[str, ...] = ()
    """Comment lines of a CSV table that are no statement of axes or units, without their `#`."""

    def __post_init__(self) -> None:
        if any(not 0 <= point.list < len(self.lists) for point in self.points):
            raise ValueError("a point stands in a list that is not there")

    def __len__(self) -> int:
        return len(self.points)

    def count(self, state: State) -> int:
        """How many points are in this state."""
        return sum(point.state == state for point in self.points)

    def duplicates(self) -> tuple[str, ...]:
        """Names that stand more than once, in order; the empty name does not count."""
        counted = Counter(point.name for point in self.points if point.name)
        return tuple(name for name, n in counted.items() if n > 1)

    def bounding_box_mm(self) -> tuple[Xyz, Xyz] | None:
        """Least and greatest x, y, z of the placed points (mm, LPS); None if none is placed."""
        placed = [point.position_mm for point in self.points if point.position_mm is not None]
        if not placed:
            return None
        x, y, z = zip(*placed, strict=True)
        return (min(x), min(y), min(z)), (max(x), max(y), max(z))

    def with_points(self, points: Iterable[Landmark]) -> LandmarkSet:
        """The same file with other points."""
        return dataclasses.replace(self, points=tuple(points))
