"""The layers that a dissector takes off one after the other, from outside to the bones."""

from __future__ import annotations

from glutview.atlas.atlas import Atlas
from glutview.state.resolve import SHEETS, STRANDS, covering

Layer = tuple[str, frozenset[str]]
"""What people call it, and the ids in it."""


def layers(atlas: Atlas) -> tuple[Layer, ...]:
    """Every structure but bones and cartilage, outermost first.

    Sheets come off first; then the muscles, each after all that lie over it. A nerve or vessel runs beneath the
    deepest muscle that it supplies, so it is seen when that one is off, and goes with the next.
    """
    muscles = [s.id for s in atlas.structures.values() if s.kind == "muscle"]
    depth = {muscle: _depth(atlas, muscle) for muscle in muscles}
    deepest = max(depth.values(), default=0)
    for structure in atlas.structures.values():
        if structure.kind in SHEETS:
            depth[structure.id] = 0
        elif structure.kind in STRANDS:
            supplied = [depth[muscle] for muscle in muscles if structure.id in atlas.structures[muscle].supply]
            depth[structure.id] = max(supplied, default=deepest) + 1
        elif structure.kind not in ("bone", "cartilage", "muscle"):
            depth[structure.id] = deepest + 1
    groups = [frozenset(id for id, found in depth.items() if found == level) for level in range(deepest + 2)]
    return tuple((_name(atlas, group), group) for group in groups if group)


def _depth(atlas: Atlas, muscle: str) -> int:
    """1 for a muscle that no other covers, one more for each that lies over it in turn."""
    over = [id for id in covering(atlas, muscle) if atlas.structures[id].kind == "muscle"]
    return 1 + max((_depth(atlas, id) for id in over), default=0)


def _name(atlas: Atlas, group: frozenset[str]) -> str:
    """The muscles' names, or the first's of a layer without any."""
    ids = [id for id in atlas.structures if id in group]
    named = [id for id in ids if atlas.structures[id].kind == "muscle"] or ids[:1]
    return ", ".join(dict.fromkeys(atlas.structures[id].name.lower() for id in named))
