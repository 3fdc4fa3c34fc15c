"""In words from where something is looked at, as an atlas of anatomy says it."""

from __future__ import annotations

from typing import Final

from glutview.atlas.sides import Side

_OF_SIDE: Final = {
    "r": ("in front", "medial", "behind", "lateral"),
    "l": ("in front", "lateral", "behind", "medial"),
    "midline": ("in front", "the left", "behind", "the right"),
}
"""From where one looks at azimuth 0, 90, 180 and 270."""
_TOWARDS: Final = {"in front": "the front", "behind": "the back"}
_EXACT_DEG: Final = 0.5


def direction_words(azimuth_deg: float, elevation_deg: float, side: Side) -> str:
    """As "from lateral", "from lateral and behind, 45 degrees" or "from lateral, 22.5 degrees to the back".

    Args:
        azimuth_deg: of the camera: 0 looks from in front, 90 from the person's left.
        elevation_deg: of the camera; 90 looks straight down.
        side: of what is looked at: of the midline nothing is lateral.
    """
    if abs(elevation_deg) > 90 - _EXACT_DEG:
        return "from above" if elevation_deg > 0 else "from below"
    quarter, off = divmod(azimuth_deg % 360, 90)
    words = _OF_SIDE[side]
    here, there = words[int(quarter) % 4], words[(int(quarter) + 1) % 4]
    if off > 45:
        here, there, off = there, here, 90 - off
    if off < _EXACT_DEG:
        level = f"from {here}"
    elif 45 - off < _EXACT_DEG:
        first, second = sorted((here, there), key=lambda word: word in _TOWARDS)
        level = f"from {first} and {second}, 45 degrees"
    else:
        level = f"from {here}, {off:.3g} degrees to {_TOWARDS.get(there, there)}"
    if abs(elevation_deg) < _EXACT_DEG:
        return level
    return f"{level}, {abs(elevation_deg):.3g} degrees from {'above' if elevation_deg > 0 else 'below'}"
