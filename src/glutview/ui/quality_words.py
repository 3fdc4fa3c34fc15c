"""How well the drawn muscles hold in a pose, in words: four readings, each with the muscle that is worst."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from glutview.biomech.pose_bounds import BOUNDS, Quantity

if TYPE_CHECKING:
    from glutview.atlas.atlas import Atlas
    from glutview.biomech.hip_joint import Side
    from glutview.biomech.pose_quality import MuscleQuality

SHOWN: Final[Mapping[Quantity, str]] = {
    "drift_mm": "Footprints",
    "volume_percent": "Volume",
    "bone_mm": "In bone",
    "layer_mm": "Between layers",
}
BROKEN = "▲"
"""Stands before what is beyond its bound, which is not told by its colour alone."""
_DECIMALS: Mapping[Quantity, int] = {"drift_mm": 3}


@dataclass(frozen=True)
class Reading:
    """The worst of one quantity.

    Attributes:
        text: as it stands in the window, "▲ In bone 1.6 mm".
        full: with muscle and bound, for who looks closer and who listens.
        kept: whether the bound is.
        bound: what stands after the text where there is room, "(≤ 1.5)".
        share: the value by its bound.
    """

    text: str
    full: str
    kept: bool
    bound: str
    share: float


def readings(atlas: Atlas, found: Sequence[tuple[Side, MuscleQuality]]) -> tuple[Reading, ...]:
    """What is read off the muscles of all sides that were measured."""
    return tuple(_reading(atlas, quantity, name, found) for quantity, name in SHOWN.items())


def in_short(shown: Sequence[Reading]) -> str:
    """All readings where there is no room for them."""
    broken = sum(not reading.kept for reading in shown)
    return f"{BROKEN} {broken} of {len(shown)} beyond bounds" if broken else "✓ Within bounds"


def worst(shown: Sequence[Reading]) -> str:
    """The reading that is nearest to its bound, or farthest beyond it, with that: "in bone 1.2 mm (≤ 1.5)"."""
    # What is no number is the worst there is.
    found = max(shown, key=lambda reading: (math.isnan(reading.share), reading.share))
    text = found.text.removeprefix(f"{BROKEN} ")
    return f"{text[0].lower()}{text[1:]} {found.bound}"


def _reading(atlas: Atlas, quantity: Quantity, name: str, found: Sequence[tuple[Side, MuscleQuality]]) -> Reading:
    bound = BOUNDS[quantity]
    # What is no number is the worst there is.
    side, worst = max(found, key=lambda one: (not bound.kept(one[1].value(quantity)), one[1].value(quantity)))
    value, kept = worst.value(quantity), bound.kept(worst.value(quantity))
    number = f"{value:.{_DECIMALS.get(quantity, 1)}f} {bound.unit}"
    told = f"{bound.what[0].upper()}{bound.what[1:]}: {number}"
    if value:
        told += f", {_muscle(atlas, worst.muscle, side)}"
        where = {"bone_mm": worst.bone, "layer_mm": worst.layer}.get(quantity, "")
        if where:
            article = "the " if quantity == "bone_mm" else ""
            told += f" in {article}{atlas.stated.structures[where].name.lower()}"
    told += f"; {'at most' if kept else 'beyond the bound of'} {bound.most:g} {bound.unit}"
    text = f"{'' if kept else f'{BROKEN} '}{name} {number}"
    return Reading(text, told, kept, f"(≤ {bound.most:g})", value / bound.most)


def _muscle(atlas: Atlas, stated: str, side: Side) -> str:
    name = atlas.structures[f"{stated}_{side}"].sided_name
    return f"{name[0].lower()}{name[1:]}"
