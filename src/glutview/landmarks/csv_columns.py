"""What the columns of a CSV table mean, told from their names in any case, order and spelling."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from glutview.landmarks.axes import Stated, as_axes, as_units

ALIASES: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "label", "landmark", "landmark_name", "point", "point_name"),
    "axes": ("axes", "coordinate_system", "coordinatesystem"),
    "units": ("units", "unit", "coordinate_units", "coordinateunits"),
    "state": ("state",),
    "status": ("positionstatus", "position_status"),
    "defined": ("defined",),
    "id": ("id", "landmark_id", "point_id"),
    "description": ("description", "desc"),
    "selected": ("selected", "sel"),
    "locked": ("locked", "lock"),
    "visible": ("visible", "visibility", "vis"),
    "associated_node": ("associated_node", "associatednodeid", "associated_node_id"),
    "orientation": ("orientation",),
}
_MEANING = {alias: meaning for meaning, aliases in ALIASES.items() for alias in aliases}
_TAKEN = {"x", "y", "z", *(aliases[0] for aliases in ALIASES.values()), *ALIASES["status"], *ALIASES["defined"]}
_SPACES = {"xyz": None, "lps": "LPS", "ras": "RAS"}
_FILLING = frozenset({"pos", "position", "coord", "coordinate"})
SLICER_TABLE = frozenset({"label", "defined", "selected", "visible", "locked", "description"})
"""Columns that Slicer's export of control points has beside the coordinates, which are in mm."""


@dataclass(frozen=True)
class Columns:
    """Where what stands in the rows."""

    names: tuple[str, ...]
    """As they are in the file."""
    coordinates: tuple[int, int, int] | None
    meanings: Mapping[str, int]
    axes: Stated | None
    units: Stated | None
    extra: Mapping[str, int] = field(default_factory=dict)
    """Columns whose name means nothing here."""
    doubled: tuple[str, ...] = ()
    """Names that stand twice; the first is read."""


def normal(name: str) -> str:
    """A column's name in lower case, everything between letters and digits one underscore."""
    return re.sub(r"[^a-z0-9\u03bc]+", "_", name.casefold()).strip("_")


def is_taken(name: str) -> bool:
    """Whether a further column of this name, in a table that we write, would be read as more than a remark."""
    return not name.strip() or normal(name) in _TAKEN


def understand(names: Sequence[str]) -> Columns:
    """The meaning of a table's columns."""
    words = [normal(name) for name in names]
    coordinates, axes, units = _coordinates(words)
    taken = set(coordinates or ())
    meanings: dict[str, int] = {}
    for meaning, aliases in ALIASES.items():
        found = next((words.index(alias) for alias in aliases if alias in words), None)
        if found is not None:
            meanings[meaning] = found
            taken.add(found)
    extra: dict[str, int] = {}
    doubled: list[str] = []
    for i, name in enumerate(names):
        if i in taken:
            continue
        key = name.strip() or f"column {i + 1}"
        if key in extra or words[i] in [words[j] for j in taken]:
            doubled.append(key)
        else:
            extra[key] = i
    if coordinates and units is None and set(words) - set("raslp") == SLICER_TABLE:
        units = Stated("mm", "the columns are those of 3D Slicer's table of control points", default=True)
    return Columns(tuple(names), coordinates, meanings, axes, units, extra, tuple(doubled))


def _coordinates(words: Sequence[str]) -> tuple[tuple[int, int, int] | None, Stated | None, Stated | None]:
    """The columns of the three coordinates, with the axes and units that their names tell."""
    for letters, space in _SPACES.items():
        found = []
        for letter in letters:
            said = [(i, parts) for i, word in enumerate(words) if (parts := _coordinate(word, letter)) is not None]
            found.append(said[0] if said else None)
        if any(entry is None for entry in found):
            continue
        entries = [entry for entry in found if entry is not None]
        columns = ", ".join(words[i] for i, _ in entries)
        # The first may tell for all three; where they contradict each other, the reader's rows would be nonsense.
        axes = {parts[0] for _, parts in entries if parts[0]} | ({space} if space else set())
        units = {parts[1] for _, parts in entries if parts[1]}
        said_axes = Stated(" and ".join(sorted(axes)), f"columns {columns}") if axes else None
        said_units = Stated(" and ".join(sorted(units)), f"columns {columns}") if units else None
        return (entries[0][0], entries[1][0], entries[2][0]), said_axes, said_units
    return None, None, None


def _coordinate(word: str, letter: str) -> tuple[str | None, str | None] | None:
    """Axes and units told by the name of a coordinate's column; None if it is not the column of this one."""
    parts = word.split("_")
    if letter not in parts:
        return None
    parts.remove(letter)
    axes: str | None = None
    units: str | None = None
    for part in parts:
        if as_axes(part) and not axes:
            axes = as_axes(part)
        elif as_units(part) and not units:
            units = as_units(part)
        elif part not in _FILLING:
            return None
    return axes, units
