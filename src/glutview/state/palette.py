"""Colours, each said once. No meaning hangs on colour alone: footprints are also hatched, each role its own way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Rgb = tuple[float, float, float]
Theme = Literal["light", "dark", "high_contrast"]

ORIGIN: Final = "#d8204a"
"""Crimson: red as in printed atlases, yet told from an artery's scarlet; apart from blue for all colour vision."""
INSERTION: Final = "#1f6fe0"
NERVE: Final = "#f2c40f"
ARTERY: Final = "#e6331a"
VEIN: Final = "#3558b8"
TENDON: Final = "#e6dcc3"
WITH: Final = "#d95f02"
AGAINST: Final = "#2166ac"
IDLE: Final = "#f1ede4"
"""Fibres that make a movement, its opposite, or neither: orange and blue, apart for all colour vision."""
HIGHLIGHT: Final = "#ffd9a0"
"""Rim of what is selected."""

KIND_COLOURS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bone": "#e6d9bd",
        "cartilage": "#b9cbd6",
        "muscle": "#a2382c",
        "tract": "#dcd3bd",
        "ligament": "#d9cfb4",
        "fascia": "#ddd8cc",
        "nerve": NERVE,
        "artery": ARTERY,
        "vein": VEIN,
        "bursa": "#a9d3ea",
    }
)
"""Where the atlas states no colour of its own."""


@dataclass(frozen=True)
class Background:
    """Vertical gradient behind the model, ``#rrggbb``."""

    top: str
    bottom: str


BACKGROUNDS: Final[Mapping[Theme, Background]] = MappingProxyType(
    {
        "light": Background("#f6f8fa", "#c9d2dc"),
        "dark": Background("#2a3038", "#0e1116"),
        "high_contrast": Background("#000000", "#000000"),
    }
)


@dataclass(frozen=True)
class Ink:
    """What is written over a picture, and what lies behind the writing, ``#rrggbb``."""

    ink: str
    paper: str


INKS: Final[Mapping[Theme, Ink]] = MappingProxyType(
    {
        "light": Ink("#1c2430", "#ffffff"),
        "dark": Ink("#e7eaf0", "#252932"),
        "high_contrast": Ink("#ffffff", "#000000"),
    }
)


def rgb(colour: str) -> Rgb:
    """``#rrggbb`` as three numbers from 0 to 1."""
    value = int(colour.removeprefix("#"), 16)
    return ((value >> 16 & 255) / 255, (value >> 8 & 255) / 255, (value & 255) / 255)
