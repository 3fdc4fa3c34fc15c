"""What annotations.yaml may say of a what-if: what is lost, which movements illustrate it, what is told of it.

Which muscles it takes out, or which an artery feeds, is stated elsewhere already (`nerves:` and `arteries:` of the
muscles) and is not said again.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import model_validator

from glutview.atlas.schema_statement import StatementSpec
from glutview.atlas.values import Fraction, Id, Spec, Text, wrong

WhatIfKind: TypeAlias = Literal["nerve", "artery", "tendon"]
"""A nerve is cut, an artery blocked, a tendon torn."""


class IllustrationSpec(Spec):
    """A movement that illustrates a what-if."""

    movement: Id
    amount: Fraction | None = None
    """Where the movement's parameter is put; None: as it was."""


class WhatIfSpec(Spec):
    """Something is lost, on the side that a person chooses, and what follows by rules; nothing is simulated."""

    name: Text
    synonyms: tuple[Text, ...] = ()
    kind: WhatIfKind
    of: Id
    """The nerve that is cut, the artery that is blocked, the muscle whose tendon is torn from its insertion."""
    anastomoses: tuple[Id, ...] = ()
    """Of an artery: the vessels that still reach its territory, as the told statements say."""
    movements: tuple[IllustrationSpec, ...] = ()
    told: tuple[StatementSpec, ...]
    not_claimed: tuple[Text, ...]
    """What might be expected to follow and is not shown, each in a sentence."""

    @model_validator(mode="after")
    def _keeps_to_its_kind(self) -> WhatIfSpec:
        if self.kind == "artery" and self.movements:
            raise wrong("no effect of a blocked artery on movement is claimed", "remove `movements:`")
        if self.kind != "artery" and self.anastomoses:
            raise wrong(f"a {self.kind} has no anastomoses", "remove `anastomoses:`, or write `kind: artery`")
        if not self.told:
            raise wrong("it tells nothing", "say under `told:` what follows, with its sources")
        if not self.not_claimed:
            raise wrong("it does not say what it leaves open", "say under `not_claimed:` what no source carries")
        for told in self.told:
            if not told.sources:
                raise wrong("a statement without source: a what-if tells nothing that nobody wrote", "add `sources:`")
        return self
