"""How an entry says a structure moves: with one body, between two, with what it lies on, or as it was solved."""

from __future__ import annotations

from collections.abc import Iterator

from glutview.atlas.finding import Finding
from glutview.atlas.schema import StructureSpec

RIGID = ("bone", "ligament", "tract", "cartilage", "bursa", "fascia")
SOFT_SHEETS = ("ligament", "tract", "fascia", "bursa")


def motion_findings(path: tuple[str | int, ...], spec: StructureSpec) -> Iterator[Finding]:
    """What is wrong with it, at the entry's `path`; whether the ids it names exist is not asked here."""
    ways = [word for word in ("moves_with", "spans", "rides_on", "deforms") if getattr(spec, word)]
    if spec.kind in RIGID and not ways:
        remedy = "add `moves_with: pelvis` or `femur`"
        if spec.kind in SOFT_SHEETS:
            remedy += ", or the joint that it `spans:`, or what it `rides_on:`"
        yield Finding(path, f"no body carries this {spec.kind}", remedy)
    for word in ways:
        if word != "moves_with" and spec.kind not in SOFT_SHEETS:
            yield Finding((*path, word), f"a {spec.kind} does not move so", f"remove `{word}:`")
        elif word != ways[0]:
            yield Finding((*path, word), f"`{ways[0]}` says already how it moves", "keep one of them")
    if spec.kind == "muscle" and spec.moves_with is not None:
        yield Finding((*path, "moves_with"), "a muscle moves with its attachments", "remove `moves_with:`")
    if spec.moves_with == "femur" and spec.side == "midline":
        yield Finding((*path, "moves_with"), "a midline structure on a femur", "write `moves_with: pelvis`")
