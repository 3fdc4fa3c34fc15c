"""Angles in messages, in the units in which the file states them."""

from __future__ import annotations

import math
from typing import Final

from glutview.atlas.schema_movement import Units

_DECIMALS: Final = range(4, 9)
"""Of radians, as few as will do: 0.0001 is 0.006 degrees."""


def angle_words(angle_deg: float, units: Units) -> str:
    """As "200 degrees" or "3.4907 rad"."""
    return f"{round(math.radians(angle_deg), _DECIMALS[0]):g} rad" if units == "rad" else f"{angle_deg:g} degrees"


def range_words(low_deg: float, high_deg: float, units: Units) -> str:
    """As "-20 to 120" or "-0.349 to 2.0943": rounded inward, so that what is given can be stated."""
    if units == "deg":
        return f"{low_deg:g} to {high_deg:g}"
    low, high = math.radians(low_deg), math.radians(high_deg)
    for decimals in _DECIMALS:
        least, most = math.ceil(low * 10**decimals) / 10**decimals, math.floor(high * 10**decimals) / 10**decimals
        if least <= most:
            return f"{least:.10g} to {most:.10g}"
    return f"{low:.10g} to {high:.10g}"
