"""What the colours of moment arms mean, drawn over the picture: a bar from one movement to its opposite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from glutview.atlas.atlas import Atlas
from glutview.biomech.pose import HIP_COORDINATES
from glutview.scene.action_shading import FULL_MM, IDLE_MM
from glutview.scene.overlay import Line, Mark, Patch, Size, Words
from glutview.state.palette import AGAINST, IDLE, WITH, Rgb, rgb

_WIDE: Final = 20.0
_STEPS: Final = 60
_RULED: Final[Rgb] = (0.33, 0.33, 0.31)
"""As the surface is hatched."""


@dataclass(frozen=True)
class Legend:
    """The words of it."""

    title: str
    low: str
    """What negative arms make."""
    high: str


def legend_of(atlas: Atlas, axis: int | None) -> Legend | None:
    """The legend of an axis of the hip, 0 to 2; None without one."""
    if axis is None:
        return None
    key = HIP_COORDINATES[axis]
    spec = next(joint.coordinates[key] for joint in atlas.stated.joints.values() if key in joint.coordinates)
    name = spec.name or key
    return Legend(f"{name} arm (mm)", spec.opposite or "", name)


def legend_marks(legend: Legend, size: Size, unit: float) -> list[Mark]:
    """The legend in the upper right corner; nothing where there is no room for it.

    Args:
        legend: its words.
        size: width and height of the picture.
        unit: height of a line of text, pixels.
    """
    wide, high = _WIDE * unit, 5.1 * unit
    left, top = size[0] - unit - wide, unit
    if left < unit or size[1] < 4 * high:
        return []
    marks: list[Mark] = [Patch((left, top), (wide, high), "paper", 0.88)]
    bar, low, thick = wide - 3 * unit, top + 1.5 * unit, 0.9 * unit
    start, middle = left + 1.5 * unit, left + wide / 2
    for step in range(_STEPS):
        arm = FULL_MM * (2 * (step + 0.5) / _STEPS - 1)
        # A little broader than its share, so that no background shows between two.
        marks.append(Patch((start + bar * step / _STEPS, low), (bar / _STEPS + 0.5, thick), arm_colour(arm), 1.0))
    reach = bar / 2 * IDLE_MM / FULL_MM
    for aside in (-0.7, 0.0, 0.7):
        place = middle + aside * reach
        marks.append(Line((place - 0.2 * unit, low + thick), (place + 0.2 * unit, low), 0.12 * unit, _RULED))
    marks.append(Words(legend.title, (middle, top + 0.8 * unit), unit, bold=True))
    for text, share in ((f"−{FULL_MM:.0f}", 0.0), ("0", 0.5), (f"+{FULL_MM:.0f}", 1.0)):
        marks.append(Words(text, (start + share * bar, top + 3.1 * unit), unit))
    for text, share in ((legend.low, 0.25), (legend.high, 0.75)):
        if text:
            marks.append(Words(text, (left + share * wide, top + 4.25 * unit), unit))
    return marks


def arm_colour(arm_mm: float) -> Rgb:
    """The colour of an arm, as the surface has it in full light."""
    strength = min(abs(arm_mm) / FULL_MM, 1.0) ** 0.5
    red, green, blue = (
        idle + (full - idle) * strength
        for idle, full in zip(rgb(IDLE), rgb(AGAINST if arm_mm < 0 else WITH), strict=True)
    )
    return red, green, blue
