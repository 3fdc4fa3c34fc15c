"""One table from a kind of structure to how its surface looks, and one from a style to how clear it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from glutview.state.resolve import STRANDS
from glutview.state.scene_description import PartDescription

Picture = Literal["muscle", "tendon", "none"]


@dataclass(frozen=True)
class Look:
    """Of a kind of structure."""

    gloss: float
    sharpness: float
    edges: float
    """How much surfaces darken where they turn away, which tells neighbours apart."""
    picture: Picture = "none"


@dataclass(frozen=True)
class Veil:
    """How clear a surface is: opacity facing the eye, at the silhouette, and how late it rises between (0 to 1)."""

    facing: float
    silhouette: float
    lateness: float

    @property
    def opaque(self) -> bool:
        return self.facing >= 1


LOOKS: Final[Mapping[str, Look]] = MappingProxyType(
    {
        "bone": Look(0.10, 14.0, 0.34),
        "cartilage": Look(0.30, 40.0, 0.2),
        "muscle": Look(0.13, 22.0, 0.42, "muscle"),
        "tract": Look(0.16, 24.0, 0.34, "tendon"),
        "fascia": Look(0.16, 24.0, 0.34, "tendon"),
        "ligament": Look(0.12, 20.0, 0.36, "tendon"),
        "nerve": Look(0.22, 30.0, 0.3),
        "artery": Look(0.30, 36.0, 0.3),
        "vein": Look(0.30, 36.0, 0.3),
        "bursa": Look(0.40, 50.0, 0.3),
    }
)

SOLID: Final = Veil(1.0, 1.0, 0.0)
_Veils = Mapping[str, Veil]
_CLEAR: Final[_Veils] = MappingProxyType({"fascia": Veil(0.30, 0.75, 0.3), "bursa": Veil(0.55, 0.9, 0.3)})
_SELECTED: Final[_Veils] = MappingProxyType({"fascia": Veil(0.55, 1.0, 0.3), "bursa": Veil(0.75, 1.0, 0.3)})
"""What is thin enough to be seen through as it is, and when it is selected."""
DRAWN_LAST: Final[Mapping[str, int]] = MappingProxyType({"bursa": 1, "fascia": 2, "tract": 3})
"""Clear kinds from the depth outward, where what is drawn later is blended over what was drawn before."""
_LIGHT_SHARES: Final[Mapping[str, float]] = MappingProxyType(
    {**dict.fromkeys(STRANDS, 0.35), "fascia": 1.0, "bursa": 1.0}
)
"""Of the triangles, drawn while the model turns. With fewer, tubes tear into webs where they fork, and thin sheets
sink into what they lie on."""
_LIGHT_SHARE: Final = 0.1
CLEAR: Final = ("fascia",)
"""Kinds that a click goes through to what lies next behind them."""
_SELECTED_GLASS: Final = Veil(0.22, 1.0, 0.0)
ACTIVE: Final = (1.36, 1.26, 1.02)
"""By how much the tones of a muscle that works are raised: beyond what light alone makes of any."""
ACTIVE_RIM: Final = 0.55
OTHER_PARTS: Final = (0.20, 0.9)
"""Opacity facing the eye, and at the silhouette, of a muscle turned to glass, beside the part that is selected."""
_GLASS: Final = Veil(0.05, 0.55, 0.5)
_OUTLINE: Final = Veil(0.0, 0.60, 1.0)


def veil_of(part: PartDescription) -> Veil:
    """How clear a part is drawn."""
    if part.style == "solid":
        return (_SELECTED if part.highlighted else _CLEAR).get(part.kind, SOLID)
    if part.style == "outline":
        return _OUTLINE
    return _SELECTED_GLASS if part.highlighted else _GLASS


def light_share(kind: str) -> float:
    """How many of a structure's triangles are drawn while the model turns, of all."""
    return _LIGHT_SHARES.get(kind, _LIGHT_SHARE)
