"""What comes of reading a landmark file: the sound part, what is not sound, and what said axes and units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from glutview.errors import Problem
from glutview.landmarks.axes import Frame
from glutview.landmarks.landmark_set import LandmarkSet

Format: TypeAlias = Literal["mrk.json", "fcsv", "csv"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A landmark file that was read."""

    landmarks: LandmarkSet
    format: Format
    generation: str
    """In words: "3D Slicer 5.4, point list with states"."""
    axes: str
    """LPS or RAS, as they are in the file; "LPS and RAS" where its parts differ."""
    axes_by: str
    """What said so, in words."""
    units: str
    units_by: str
    problems: tuple[Problem, ...] = ()
    """What could not be read, or cannot be meant; saving what was read would lose it."""
    notes: tuple[str, ...] = ()
    """What is worth knowing, and no loss."""

    @property
    def how(self) -> str:
        """One line: which axes and units the file takes, and what says so."""
        return f"axes {self.axes} ({self.axes_by}), units {self.units} ({self.units_by})"


def joined(frames: Iterable[Frame]) -> tuple[str, str, str, str]:
    """The axes, what says so, units and what says so, of a file whose parts may differ."""
    columns = list(zip(*((f.axes, f.axes_by, f.units, f.units_by) for f in frames), strict=True))
    axes, axes_by, units, units_by = (tuple(dict.fromkeys(column)) for column in columns)
    return " and ".join(axes), "; ".join(axes_by[:5]), " and ".join(units), "; ".join(units_by[:5])
