"""Whether each id says its side, and no two become the same."""

from __future__ import annotations

from collections.abc import Iterator

from glutview.atlas.finding import Finding
from glutview.atlas.schema import AtlasFile
from glutview.atlas.sides import SUFFIXES, sided_id, sides_of
from glutview.atlas.values import StatedSide

KeyPath = tuple[str | int, ...]


def id_findings(stated: AtlasFile) -> Iterator[Finding]:
    """Where an id says another side than its entry, or would be there twice once sides are told apart."""
    sides: list[tuple[str, str, StatedSide]] = [
        *(("structures", id, spec.side) for id, spec in stated.structures.items()),
        *(("landmarks", id, spec.side) for id, spec in stated.landmarks.items()),
        *(("joints", id, spec.side) for id, spec in stated.joints.items()),
    ]
    for id, attachment in stated.attachments.items():
        if muscle := stated.structures.get(attachment.muscle):
            sides.append(("attachments", id, muscle.side))
    for id, part in stated.parts.items():
        if muscle := stated.structures.get(part.of):
            sides.append(("parts", id, muscle.side))
    for id, what_if in stated.what_if.items():
        if lost := stated.structures.get(what_if.of):
            sides.append(("what_if", id, lost.side))
    places: dict[str, KeyPath] = {}
    for section, id, side in sides:
        yield from _suffix(section, id, side)
        spec = getattr(stated, section)[id]
        for word in ("left", "right"):
            if side != "paired" and getattr(spec, word, None) is not None:
                what, remedy = (
                    "one side's own values of a thing that is not paired",
                    "state them directly",
                )
                yield Finding((section, id, word), what, remedy)
        for sided in {sided_id(id, side, each) for each in sides_of(side)}:
            if sided in places:
                what = f"`{sided}` is there already, by {'.'.join(map(str, places[sided]))}"
                yield Finding((section, id), what, "rename one of them")
            places[sided] = (section, id)


def _suffix(section: str, id: str, side: StatedSide) -> Iterator[Finding]:
    wanted = {"right": "_r", "left": "_l"}.get(side)
    if wanted and not id.endswith(wanted):
        yield Finding((section, id), f"stated for the {side} side alone", f"rename it to `{id}{wanted}`")
    if not wanted and id.endswith(SUFFIXES):
        why = "both sides are stated at once" if side == "paired" else "a midline id has no side"
        yield Finding((section, id), f"the id ends in `{id[-2:]}`, but {why}", f"rename it to `{id[:-2]}`")
