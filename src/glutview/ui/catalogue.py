"""What the panels list of an atlas: structures by system, angles. Neither Qt nor VTK is known here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glutview.atlas.atlas import Atlas

SYSTEMS: dict[str, str] = {
    "bone": "Bones",
    "cartilage": "Bones",
    "muscle": "Muscles",
    "nerve": "Nerves",
    "artery": "Vessels",
    "vein": "Vessels",
    "ligament": "Ligaments and tracts",
    "tract": "Ligaments and tracts",
    "fascia": "Ligaments and tracts",
    "bursa": "Ligaments and tracts",
}
"""Heading in the tree by kind of structure, in the order of the headings."""


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One structure as the tree shows it."""

    id: str
    system: str
    name: str
    latin: str
    side: str
    """"r", "l", or "" of a midline structure."""
    colour: str
    part_of: str = ""
    """Id of the muscle of which it is a part."""
    own_name: str = ""
    """Of a part: its name within the muscle."""


@dataclass(frozen=True, slots=True)
class AngleRow:
    """One joint angle as the movement bar shows it; degrees."""

    id: str
    """Coordinate without side."""
    name: str
    opposite: str
    """What the movement towards negative angles is called."""
    low: float
    high: float


def tree_rows(atlas: Atlas) -> list[TreeRow]:
    """Every structure by system, each with its parts after it; within a system, in the order of the file."""
    order = list(dict.fromkeys(SYSTEMS.values()))
    rows = []
    for one in atlas.structures.values():
        side = "" if one.side == "midline" else one.side
        system = SYSTEMS[one.kind]
        rows.append(TreeRow(one.id, system, one.name, one.latin, side, one.colour))
        for part in atlas.parts_of(one.id):
            rows.append(TreeRow(part.id, system, part.name, part.latin, side, one.colour, one.id, part.own_name))
    return [row for system in order for row in rows if row.system == system]


def angle_rows(atlas: Atlas) -> list[AngleRow]:
    """The angles of the joints, each once for both sides."""
    rows = {
        key: AngleRow(key, c.name or _plain(key), c.opposite or "", c.min, c.max)
        for joint in atlas.stated.joints.values()
        for key, c in joint.coordinates.items()
    }
    return list(rows.values())


def hover_names(atlas: Atlas, structure: str | None, what_if: str | None = None) -> tuple[str, str]:
    """English and Latin name of what lies under the pointer, and what a what-if does to it; empty where nothing."""
    if structure is None or structure not in atlas:
        return "", ""
    # Not before the window stands: it brings the whole atlas.
    from glutview.state.what_ifs import with_loss

    one = atlas.selectable(structure)
    return with_loss(atlas.what_ifs.get(what_if or ""), atlas.whole(structure), one.sided_name), one.latin


def _plain(key: str) -> str:
    return key.replace("_", " ").capitalize()
