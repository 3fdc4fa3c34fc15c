"""Which names stand over the view, and in which order they claim its room."""

from __future__ import annotations

from glutview.atlas.atlas import Atlas
from glutview.state.resolve import STRANDS, see_through, supply_of
from glutview.state.view_state import ViewState
from glutview.state.what_ifs import with_loss


def label_names(atlas: Atlas, state: ViewState) -> dict[str, str]:
    """Name by id of what is to be labelled, the most important first; empty while labels are off.

    With a selection it and its nerve and vessels come first, then its own side; what is faded for its sake carries
    no name. A selected part carries its name in place of its muscle's.
    """
    if not state.labels:
        return {}
    supply = supply_of(atlas, state.selected)

    faded = see_through(atlas, state.selected)
    selected = atlas.whole(state.selected) if state.selected else None
    side = atlas.structures[selected].side if selected else "r"

    def rank(id: str) -> tuple[int, bool]:
        kind = atlas.structures[id].kind
        other = atlas.structures[id].side != side
        if id == selected:
            return 0, other
        return 1 if id in supply else 2 if kind == "muscle" else 3 if kind in STRANDS else 4, other

    def named(id: str) -> bool:
        if id in state.hidden or not selected or rank(id)[0] < 2:
            return id not in state.hidden
        return id not in faded and rank(id)[0] != 3

    names = {id: atlas.structures[id].name for id in sorted(filter(named, atlas.structures), key=rank)}
    if (part := atlas.parts.get(state.selected or "")) and part.muscle in names:
        names[part.muscle] = part.name
    what_if = atlas.what_ifs.get(state.what_if or "")
    return {id: with_loss(what_if, id, name) for id, name in names.items()}


def named_by(state: ViewState) -> tuple[object, ...]:
    """All of a view that the names depend on."""
    return state.labels, state.selected, state.hidden, state.what_if
