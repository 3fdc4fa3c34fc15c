"""How something is told: a sentence, where it stands written, and what others say instead."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from glutview.atlas.schema_movement import Confidence
from glutview.atlas.values import Id, Spec, Text, wrong


class DissentSpec(Spec):
    """What other sources say instead."""

    says: Text
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]


class StatementSpec(Spec):
    """One statement, with where it stands written."""

    text: Text
    sources: tuple[Id, ...] = ()
    confidence: Confidence
    """`recalled`: common knowledge that nobody looked up; it is shown as such."""
    dissent: tuple[DissentSpec, ...] = ()
    preferred_because: Text | None = None

    @model_validator(mode="after")
    def _cites(self) -> StatementSpec:
        if self.confidence == "verified" and not self.sources:
            raise wrong("a verified statement without source", "add `sources:` or say `confidence: recalled`")
        if self.dissent and not self.preferred_because:
            raise wrong("sources disagree and no preference is explained", "add `preferred_because:`")
        if self.preferred_because and not self.dissent:
            raise wrong("a preference without dissent", "add `dissent:` or drop `preferred_because:`")
        return self
