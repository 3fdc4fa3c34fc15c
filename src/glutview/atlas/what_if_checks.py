"""What a what-if says of the rest of the file: that it takes out something, and can be shown."""

from __future__ import annotations

from collections.abc import Iterator

from glutview.atlas.finding import Finding
from glutview.atlas.schema import AtlasFile, WhatIfSpec
from glutview.atlas.schema_what_if import WhatIfKind

KeyPath = tuple[str | int, ...]

KIND_OF: dict[WhatIfKind, str] = {"nerve": "nerve", "artery": "artery", "tendon": "muscle"}
"""The kind of structure that each kind of what-if is of."""


def what_if_findings(path: KeyPath, spec: WhatIfSpec, stated: AtlasFile, *, all_muscles: bool) -> Iterator[Finding]:
    """What is wrong with a what-if whose references are sound.

    Args:
        path: of the what-if.
        spec: the what-if.
        stated: the file.
        all_muscles: whether no structure or attachment is unsound; else one of them may be what seems to lack.
    """
    if spec.of in spec.anastomoses:
        place = spec.anastomoses.index(spec.of)
        yield Finding((*path, "anastomoses", place), "the blocked artery is no way round itself", "remove it")
    for i, shown in enumerate(spec.movements):
        movement = stated.movements.get(shown.movement)
        if movement is not None and shown.amount is not None and movement.parameter is None:
            what = f"`{shown.movement}` has no parameter to set"
            yield Finding((*path, "movements", i, "amount"), what, "remove `amount:`, or give the movement one")
    if all_muscles and spec.of in stated.structures and not _takes_something(spec, stated):
        what, remedy = _NOTHING[spec.kind]
        yield Finding((*path, "of"), what.format(spec.of), remedy)


_NOTHING: dict[WhatIfKind, tuple[str, str]] = {
    "nerve": ("no muscle has `{}` as its one nerve", "state it under a muscle's `nerves:`"),
    "artery": ("no muscle has `{}` among its arteries", "state it under a muscle's `arteries:`"),
    "tendon": ("`{}` has no insertion to be torn from", "state it under `attachments:`"),
}


def _takes_something(spec: WhatIfSpec, stated: AtlasFile) -> bool:
    if spec.kind == "tendon":
        return any(a.muscle == spec.of and a.role == "insertion" for a in stated.attachments.values())
    muscles = [one for one in stated.structures.values() if one.kind == "muscle"]
    sides = [side for one in muscles for side in (one, one.left, one.right) if side is not None]
    if spec.kind == "nerve":
        return any(side.nerves == (spec.of,) for side in sides)
    return any(spec.of in (side.arteries or ()) for side in sides)
