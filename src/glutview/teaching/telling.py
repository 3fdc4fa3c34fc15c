"""Statements of the atlas as explanations: with their sources, and with what other sources say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from glutview.atlas.atlas import Atlas
from glutview.atlas.citations import cited_shortly, source_text
from glutview.atlas.schema import FactSpec


@dataclass(frozen=True, slots=True)
class Told:
    """An explanation, and the publications behind it in full."""

    text: str
    source: str


def told(atlas: Atlas, facts: Iterable[FactSpec], most: int = 3) -> Told | None:
    """The first few of these statements that have a source, one after the other; None if none has."""
    sourced = [fact for fact in dict.fromkeys(facts) if fact.sources][:most]
    if not sourced:
        return None
    text = " ".join(_statement(atlas, fact) for fact in sourced)
    behind = [id for fact in sourced for id in fact.sources]
    source = source_text(atlas.sources, behind)
    others = [id for fact in sourced for other in fact.dissent for id in other.sources if id not in behind]
    return Told(text, f"{source}; disagreeing: {source_text(atlas.sources, others)}" if others else source)


def _statement(atlas: Atlas, fact: FactSpec) -> str:
    parts = [f"{_cited(atlas, fact.text, fact.sources)}."]
    if fact.confidence == "recalled":
        parts.append("Recalled, not verified.")
    if fact.dissent:
        others = "; ".join(_cited(atlas, f"“{other.says.rstrip('.')}”", other.sources) for other in fact.dissent)
        parts.append(f"Sources disagree: {others}.")
        parts.append(f"Why the first is preferred: {(fact.preferred_because or '').rstrip('.')}.")
    return " ".join(parts)


def _cited(atlas: Atlas, text: str, sources: Iterable[str]) -> str:
    return f"{text.rstrip('.')} ({'; '.join(cited_shortly(atlas.sources[id]) for id in sources)})"
