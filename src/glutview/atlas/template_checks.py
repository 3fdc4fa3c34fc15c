"""Whether muscles can be grown one over the other."""

from __future__ import annotations

from collections.abc import Mapping

from glutview.atlas.schema import FibreTemplateSpec


def lies_on(templates: Mapping[str, FibreTemplateSpec], muscle: str, wanted: str, seen: frozenset[str]) -> str:
    """By way of which muscle a muscle lies on `wanted`, that one itself included; empty if it does not.

    Args:
        templates: as they are stated, by muscle.
        muscle: where the search goes on.
        wanted: what is looked for beneath it.
        seen: what was searched already.
    """
    template = templates.get(muscle)
    for beneath in template.over if template else ():
        if beneath == wanted:
            return muscle
        if beneath not in seen and (way := lies_on(templates, beneath, wanted, seen | {beneath})):
            return way
    return ""
