"""What a what-if does to each structure, and the words that say so wherever its colours and hatching are seen."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from glutview.atlas.atlas import Atlas
from glutview.atlas.schema import WhatIfKind
from glutview.atlas.sided import WhatIf
from glutview.state.scene_description import Loss

BY_RULES: Final = "By rules, not by simulation."
SILENT: Final[tuple[Loss, ...]] = ("silent", "torn")
"""Of a muscle that works no more."""
_MUSCLES: Final[Mapping[WhatIfKind, Loss]] = MappingProxyType(
    {"nerve": "silent", "artery": "territory", "tendon": "torn"}
)
_WORDS: Final[Mapping[Loss, str]] = MappingProxyType(
    {"silent": "without nerve", "torn": "tendon torn", "cut": "cut", "blocked": "blocked", "territory": "territory"}
)


def losses(what_if: WhatIf | None) -> dict[str, Loss]:
    """What becomes of each structure that it touches, by id; of all others nothing."""
    if what_if is None:
        return {}
    found: dict[str, Loss] = dict.fromkeys(what_if.muscles, _MUSCLES[what_if.kind])
    if what_if.kind != "tendon":
        found[what_if.structure] = "cut" if what_if.kind == "nerve" else "blocked"
    return found


def silenced(atlas: Atlas, id: str | None) -> frozenset[str]:
    """The muscles that work no more under a what-if, by their ids; none without one."""
    return frozenset(one for one, loss in losses(atlas.what_ifs.get(id or "")).items() if loss in SILENT)


def with_loss(what_if: WhatIf | None, structure: str, name: str) -> str:
    """The name of a structure, with what a what-if does to it: "Gluteus medius (without nerve)"."""
    loss = losses(what_if).get(structure)
    if loss is None:
        open_way = what_if is not None and structure in what_if.anastomoses
        return f"{name} (way round)" if open_way else name
    return f"{name} ({_WORDS[loss]})"


def what_if_line(atlas: Atlas, id: str | None) -> str:
    """What must be read wherever it is shown; empty without one."""
    what_if = atlas.what_ifs.get(id or "")
    if what_if is None:
        return ""
    return f"What if: {named(what_if)}. {BY_RULES}"


def named(what_if: WhatIf) -> str:
    """As within a sentence: "right superior gluteal nerve cut"."""
    name = what_if.sided_name
    return f"{name[:1].lower()}{name[1:]}"
