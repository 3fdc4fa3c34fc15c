"""What is shown while one goes round a structure: enough to know where it lies, nothing that only hides it."""

from __future__ import annotations

from glutview.atlas.atlas import Atlas
from glutview.state.resolve import SHEETS, STRANDS
from glutview.state.view_state import ViewState

_SKELETON = ("bone", "cartilage", "ligament", "bursa")
"""Among these, muscles and what runs between them would hide what is looked at."""


def turned_about(atlas: Atlas, id: str) -> ViewState:
    """The structure selected as by a click, at rest, with what belongs round it; no camera yet.

    Its own side of the body alone: what is of the other would cover it for half of the way round.

    Raises:
        GlutviewError: there is no such structure.
    """
    return ViewState(selected=id, hidden=set_aside(atlas, id))


def set_aside(atlas: Atlas, id: str) -> frozenset[str]:
    """Ids of what is left out while one goes round a structure.

    Raises:
        GlutviewError: there is no such structure.
    """
    shown = atlas.whole(atlas.selectable(id).id)
    structure = atlas.structures[shown]
    away = {
        other.id
        for other in atlas.structures.values()
        if structure.side != "midline" and other.side not in ("midline", structure.side)
    }
    if structure.kind in _SKELETON:
        away |= {
            other.id
            for other in atlas.structures.values()
            if other.kind in ("muscle", "bursa", *SHEETS, *STRANDS) and other.id != shown
        }
    return frozenset(away)


def first_azimuth_deg(atlas: Atlas, id: str) -> float:
    """Where the way round begins: from lateral; of the midline, from behind."""
    return {"r": -90.0, "l": 90.0, "midline": 180.0}[atlas.selectable(id).side]
