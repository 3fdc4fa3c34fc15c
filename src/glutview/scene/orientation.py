"""Where the directions of the body point in the picture, and how long a scale bar is. Plain mathematics."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Axis:
    """A direction of the body as the camera sees it: parts of a unit vector."""

    letter: str
    right: float
    up: float
    toward: float


_DIRECTIONS = (
    ("R", (-1, 0, 0)),
    ("L", (1, 0, 0)),
    ("A", (0, -1, 0)),
    ("P", (0, 1, 0)),
    ("S", (0, 0, 1)),
    ("I", (0, 0, -1)),
)


def axes(azimuth_deg: float, elevation_deg: float) -> list[Axis]:
    """The six directions in the picture of a turntable camera, the farthest from the eye first.

    Azimuth 0 looks from in front, 90 from the person's left; elevation 90 from above (LPS).
    """
    a, e = math.radians(azimuth_deg), math.radians(elevation_deg)
    right = (math.cos(a), math.sin(a), 0.0)
    up = (-math.sin(a) * math.sin(e), math.cos(a) * math.sin(e), math.cos(e))
    toward = (math.sin(a) * math.cos(e), -math.cos(a) * math.cos(e), math.sin(e))
    seen = [Axis(letter, _dot(d, right), _dot(d, up), _dot(d, toward)) for letter, d in _DIRECTIONS]
    return sorted(seen, key=_depth)


def scale_bar(mm_per_pixel: float, longest_px: float) -> tuple[float, str]:
    """The longest round length (1, 2 or 5 times a power of ten, mm) that fits, and how it is written."""
    fits = mm_per_pixel * longest_px
    power = 10.0 ** math.floor(math.log10(fits))
    length = next(step * power for step in (5.0, 2.0, 1.0) if step * power <= fits * (1 + 1e-9))
    return length, f"{length / 10:g} cm" if length >= 10 else f"{length:g} mm"


def _dot(a: tuple[int, int, int], b: tuple[float, float, float]) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _depth(axis: Axis) -> float:
    return axis.toward
