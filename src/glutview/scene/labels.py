"""Where names stand: in a column at either side of the picture, each with a leader to what it names.

No two labels overlap and no two leaders of a side cross. Within a column labels keep as near to the height of what
they name as the others let them: least squares under a least distance, which pooling neighbours solves exactly. Which
label takes which place is then settled by exchanging pairs as long as that shortens the leaders; two that cross are
always longer than the same two exchanged, so none is left crossing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import dist

Place = tuple[float, float]
"""Pixels from the picture's left and top."""


@dataclass(frozen=True)
class Label:
    """One label as it is placed."""

    key: str
    left: float
    top: float
    width: float
    height: float
    anchor: Place
    """What it names."""
    start: Place
    """Where its leader leaves it, level until it is clear of the column."""
    elbow: Place
    """Where the leader turns to the anchor."""


@dataclass(frozen=True)
class Room:
    """Where labels may stand, pixels: the picture without its margins."""

    left: float
    top: float
    right: float
    bottom: float


def lay_out(anchors: Mapping[str, Place], widths: Mapping[str, float], line: float, room: Room) -> tuple[Label, ...]:
    """Place a label for each anchor, as far as there is room: the first ones first.

    Args:
        anchors: by key, the most important first.
        widths: of each label's box, pixels.
        line: height of a box with the gap to the next.
        room: where the columns stand.
    """
    fits = max(0, int((room.bottom - room.top) // line))
    middle = (room.left + room.right) / 2
    sides: dict[str, list[str]] = {"left": [], "right": []}
    for key, (x, _) in anchors.items():
        near, far = ("left", "right") if x < middle else ("right", "left")
        # A full column sends its label across rather than leave it out.
        side = near if len(sides[near]) < fits else far
        if len(sides[side]) < fits:
            sides[side].append(key)
    placed: list[Label] = []
    for side, keys in sides.items():
        wanted = [_wanted(anchors[key], widths[key], line, room, side) for key in keys]
        tops = _tops(wanted, line, room.top, room.bottom - line)
        widest = max((widths[key] for key in keys), default=0.0)
        # Every leader turns at the same line, so that exchanging two is all that crossing needs.
        inner = room.left + widest if side == "left" else room.right - widest
        order = _uncrossed(sorted(keys, key=lambda key: anchors[key][1]), anchors, tops, line, inner)
        for key, top in zip(order, tops, strict=True):
            left = room.left if side == "left" else room.right - widths[key]
            start = (left + widths[key] if side == "left" else left, top + line / 2)
            # What is named inside the column itself is reached without going past it.
            low, high = sorted((start[0], inner))
            elbow = (anchors[key][0] if low < anchors[key][0] < high else inner, start[1])
            placed.append(Label(key, left, top, widths[key], line, anchors[key], start, elbow))
    return tuple(placed)


def _wanted(anchor: Place, width: float, line: float, room: Room, side: str) -> float:
    """The top that a label would have if it were alone: level with its anchor, or above what it would cover."""
    reach = anchor[0] - room.left if side == "left" else room.right - anchor[0]
    return anchor[1] - (line / 2 if reach > width else 1.7 * line)


def _tops(wanted: Sequence[float], line: float, lowest: float, highest: float) -> list[float]:
    """Heights at least `line` apart and within bounds, as near to the wanted ones (sorted here) as can be."""
    # With k lines taken off the k-th, "at least a line apart" becomes "not falling": isotonic regression.
    pools: list[tuple[float, int]] = []
    for place, want in enumerate(sorted(wanted)):
        mean, count = want - place * line, 1
        while pools and pools[-1][0] > mean:
            before, number = pools.pop()
            mean, count = (before * number + mean * count) / (number + count), number + count
        pools.append((mean, count))
    flat = [mean for mean, count in pools for _ in range(count)]
    room = highest - (len(flat) - 1) * line
    return [min(max(value, lowest), room) + place * line for place, value in enumerate(flat)]


def _uncrossed(
    keys: list[str], anchors: Mapping[str, Place], tops: Sequence[float], line: float, inner: float
) -> list[str]:
    """The keys in the order of their places, exchanged until no exchange shortens the leaders."""

    def length(key: str, place: int) -> float:
        return dist(anchors[key], (inner, tops[place] + line / 2))

    better = True
    while better:
        better = False
        for a, b in combinations(range(len(keys)), 2):
            now = length(keys[a], a) + length(keys[b], b)
            if length(keys[a], b) + length(keys[b], a) < now - 1e-9:
                keys[a], keys[b] = keys[b], keys[a]
                better = True
    return keys
