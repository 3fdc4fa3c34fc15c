"""Whether the parts of a muscle share out its fibres: each belongs to one part, and none is left over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from glutview.atlas.finding import Finding
from glutview.atlas.schema_part import MusclePartSpec


def shared_out(parts: Mapping[str, MusclePartSpec]) -> Iterator[Finding]:
    """Where bands of one muscle overlap, leave a gap, or do not reach from 0 to 1."""
    bands: dict[str, list[tuple[float, float, str]]] = {}
    for id, spec in parts.items():
        bands.setdefault(spec.of, []).append((*spec.s, id))
    for muscle, found in bands.items():
        yield from _of_one(muscle, sorted(found))


def _of_one(muscle: str, bands: Sequence[tuple[float, float, str]]) -> Iterator[Finding]:
    reached, before = 0.0, ""
    for low, high, id in bands:
        if low != reached:
            ends = f"`{before}` ends at {reached:g}" if before else f"the fibres of `{muscle}` begin at 0"
            shared = "two parts" if low < reached else "no part"
            what = f"the band begins at {low:g}, but {ends}: fibres between belong to {shared}"
            yield Finding(("parts", id, "s", 0), what, "let each part begin where the one before ends")
        reached, before = high, id
    if reached != 1.0:
        what = f"the last band of `{muscle}` ends at {reached:g}: the fibres from there on belong to no part"
        yield Finding(("parts", before, "s", 1), what, "let the last part end at 1")
