"""From what is known (the atlas) and what is asked for (the view state) to what is drawn: one pure function.

A selected muscle turns to glass with all that lies over it, so that its footprints, its nerve and its artery
are seen from where it was clicked. What does not belong to it steps back. Where none of these is shown, as when the
muscle was isolated, it stays solid: there is nothing to be seen through it.

A what-if turns to glass what lies over the muscles that it takes out, or that the blocked artery feeds; nerve,
artery and ways round shine through. A muscle that works no more lights up in no movement.

A selected part of a muscle shows what its muscle does, but of the muscle its own band of fibres, and of the
footprints the ends of these.
"""

from __future__ import annotations

from collections.abc import Iterator

from glutview.atlas.atlas import Atlas
from glutview.atlas.sided import Structure, WhatIf
from glutview.atlas.sides import Side
from glutview.state.scene_description import (
    WHOLE,
    Band,
    FootprintDescription,
    PartDescription,
    SceneDescription,
    Style,
)
from glutview.state.view_state import ViewState
from glutview.state.what_ifs import losses, silenced, what_if_line

SHEETS = ("tract", "fascia")
"""They wrap the muscles from outside, and so lie over each of them."""
STRANDS = ("nerve", "artery", "vein")
"""They run among the muscles they supply."""


def resolve(atlas: Atlas, state: ViewState) -> SceneDescription:
    """What is to be drawn."""
    part = atlas.parts.get(state.selected or "")
    selected = part.muscle if part else state.selected
    band = part.band if part else WHOLE
    what_if = atlas.what_ifs.get(state.what_if or "")
    lost, working = losses(what_if), state.active - silenced(atlas, state.what_if)
    glass = see_through(atlas, state.selected)
    whole = state.whole and selected in glass
    supply = frozenset[str]() if whole else supply_of(atlas, state.selected)
    if what_if is not None:
        glass |= opened(atlas, what_if)
        supply |= {id for id in (what_if.structure, *what_if.anastomoses) if atlas.structures[id].kind in STRANDS}
    footprints = () if whole else tuple(sorted(_footprints(atlas, selected, band)))
    if not any(id not in state.hidden for id in (*supply, *(footprint.bone_id for footprint in footprints))):
        glass -= {selected}
    if state.action is not None:
        # Through glass its colours could not be read.
        glass -= {selected}
    sides = frozenset(atlas.structures[id].side for id in glass)
    parts = {
        id: PartDescription(
            id=id,
            kind=structure.kind,
            colour=structure.colour,
            visible=id not in state.hidden,
            style=_style(structure, selected, state, glass, supply, sides),
            highlighted=id == selected,
            active=id in working,
            revealed=id in supply,
            band=band if id == selected else WHOLE,
            loss=lost.get(id, "none"),
        )
        for id, structure in atlas.structures.items()
    }
    note = what_if_line(atlas, state.what_if)
    return SceneDescription(parts, footprints, state.pose, state.fixed, state.theme, state.action, note)


def covering(atlas: Atlas, structure: str) -> frozenset[str]:
    """Whatever lies over a structure: the muscles grown over it, those over them, and the sheets outside."""
    found: set[str] = set()
    ahead = {structure}
    while ahead:
        ahead = {
            muscle
            for muscle, template in atlas.fibre_templates.items()
            if ahead & set(template.over) and muscle not in found
        }
        found |= ahead
    if atlas.structures[structure].kind in ("muscle", *STRANDS):
        side = atlas.structures[structure].side
        found |= {s.id for s in atlas.structures.values() if s.kind in SHEETS and s.side == side}
    return frozenset(found - {structure})


def opened(atlas: Atlas, what_if: WhatIf) -> frozenset[str]:
    """What turns to glass for a what-if: all that lies over its muscles, but for them."""
    over = frozenset[str]().union(*(covering(atlas, muscle) for muscle in what_if.muscles))
    return over - set(what_if.muscles)


def see_through(atlas: Atlas, selected: str | None) -> frozenset[str]:
    """What turns to glass when `selected` is."""
    if selected is None or selected not in atlas:
        return frozenset()
    selected = atlas.whole(selected)
    structure = atlas.structures[selected]
    if structure.kind == "muscle":
        return covering(atlas, selected) | {selected}
    if structure.kind in STRANDS:
        # A nerve or vessel runs among the muscles it supplies; whatever lies over the deepest of them hides it.
        supplied = [s.id for s in atlas.structures.values() if selected in s.supply]
        return frozenset().union(*(covering(atlas, muscle) | {muscle} for muscle in supplied)) - {selected}
    return frozenset()


def supply_of(atlas: Atlas, selected: str | None) -> frozenset[str]:
    """Nerves and vessels of the selected structure or part; a selected nerve or vessel itself."""
    if selected is None or selected not in atlas:
        return frozenset()
    one = atlas.selectable(selected)
    own = {selected} if isinstance(one, Structure) and one.kind in STRANDS else set()
    return frozenset({*one.supply} | own)


def _style(
    structure: Structure,
    selected: str | None,
    state: ViewState,
    glass: frozenset[str],
    supply: frozenset[str],
    sides: frozenset[Side],
) -> Style:
    if structure.id in glass:
        return "glass"
    if state.xray and structure.id != selected and structure.id not in supply:
        return "glass"
    if glass and structure.kind in STRANDS and structure.id not in supply and structure.side in sides:
        return "glass"
    return "solid"


def _footprints(atlas: Atlas, selected: str | None, band: Band) -> Iterator[FootprintDescription]:
    """Those of the selected muscle, or of a band of its fibres, or all that a selected bone bears."""
    for attachment in atlas.attachments.values():
        for bone in attachment.bearers:
            if selected in (attachment.muscle, bone):
                yield FootprintDescription(attachment.id, bone, attachment.role, band)
