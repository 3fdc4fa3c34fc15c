"""From what is stated once to what is there on both sides.

The left of a paired thing is the mirror image of the right across the plane x = 0. A mirrored mesh keeps its
triangles, each with the second and third corner exchanged; so do the weights of a place on it. On a midline
structure there is no mirrored mesh: a place of the left side is marked as reflected, and is found by mirroring
its position.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from glutview.atlas.values import StatedSide, SurfaceCoordinates

Side: TypeAlias = Literal["r", "l", "midline"]
SUFFIXES = ("_r", "_l")
SIDE_WORDS: Mapping[Side, str] = {"r": "Right", "l": "Left", "midline": ""}
_SIDES: Mapping[StatedSide, tuple[Side, ...]] = {
    "paired": ("r", "l"),
    "midline": ("midline",),
    "right": ("r",),
    "left": ("l",),
}


@dataclass(frozen=True, slots=True)
class SurfaceSpot:
    """A place on the surface of a structure, on one side of the body."""

    on: str
    """Id of the structure, with its side."""
    triangle: int
    weights: tuple[float, float, float]
    """Of the triangle's corners; they sum to 1."""
    reflected: bool = False
    """Whether the place is the mirror image, across x = 0, of the point that triangle and weights tell."""


def sides_of(stated: StatedSide) -> tuple[Side, ...]:
    """The sides on which a thing is there."""
    return _SIDES[stated]


def sided_id(stated_id: str, stated: StatedSide, side: Side) -> str:
    """The id of a stated thing on a side; things that are not paired have but one."""
    return f"{stated_id}_{side}" if stated == "paired" else stated_id


def split_id(sided: str) -> tuple[str, Side]:
    """An id without its side, and the side."""
    if sided.endswith("_r"):
        return sided[:-2], "r"
    return (sided[:-2], "l") if sided.endswith("_l") else (sided, "midline")


def other_side(sided: str) -> str:
    """The id of the same thing on the other side; of a midline thing, its own."""
    stem, side = split_id(sided)
    return sided if side == "midline" else f"{stem}_{'l' if side == 'r' else 'r'}"


def mirrored_weights(weights: tuple[float, float, float]) -> tuple[float, float, float]:
    """The weights of the same place on the mirrored mesh, and back."""
    return weights[0], weights[2], weights[1]


def spot(at: SurfaceCoordinates, on: str, on_side: StatedSide, side: Side, *, own: bool = False) -> SurfaceSpot:
    """A stated place on one side.

    Args:
        at: the place as it is stated.
        on: stated id of the structure it lies on.
        on_side: how that structure is stated.
        side: the side asked for.
        own: whether the place is stated for this very side, not as the right of a pair.
    """
    total = at.w0 + at.w1 + at.w2
    weights = (at.w0 / total, at.w1 / total, at.w2 / total)
    where = sided_id(on, on_side, side)
    if own or side != "l":
        return SurfaceSpot(where, at.triangle, weights)
    if on_side == "paired":
        return SurfaceSpot(where, at.triangle, mirrored_weights(weights))
    return SurfaceSpot(where, at.triangle, weights, reflected=on_side == "midline")


def mirrored_point(xyz: tuple[float, float, float], side: Side) -> tuple[float, float, float]:
    """A point stated for the right side (mm, LPS), on the side asked for."""
    return (-xyz[0], xyz[1], xyz[2]) if side == "l" else xyz
