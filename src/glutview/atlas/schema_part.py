"""How a part of a muscle is stated: a band of its fibres."""

from __future__ import annotations

from pydantic import model_validator

from glutview.atlas.values import Fraction, Id, Spec, Text, Whole, wrong


class MusclePartSpec(Spec):
    """A part of a muscle: the fibres between two places across the fan. It is there wherever the muscle is."""

    of: Id
    """The muscle."""
    name: Text
    """Within the muscle: "Anterior part"."""
    latin: Text
    """Within the muscle: "Pars anterior"."""
    synonyms: tuple[Text, ...] = ()
    fma: Whole | None = None
    ta2: Whole | None = None
    s: tuple[Fraction, Fraction]
    """Where the band begins and ends across the fan: 0 the muscle's first fibres (in front, or above), 1 its last."""
    nerves: tuple[Id, ...] | None = None
    """None: the muscle's."""
    arteries: tuple[Id, ...] | None = None
    veins: tuple[Id, ...] | None = None

    @model_validator(mode="after")
    def _is_a_band(self) -> MusclePartSpec:
        if self.s[0] >= self.s[1]:
            what = f"the band runs from {self.s[0]:g} to {self.s[1]:g}: it holds no fibres"
            raise wrong(what, "write s: [from, to], the smaller one first")
        return self
