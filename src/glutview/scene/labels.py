"""Where names stand: in a column at either side of the picture, each with a leader to what it names.

No two labels overlap, none covers what another points at, and no two leaders of a side cross. Within a column labels
keep as near to the height of what they name as the others let them: weighted least squares under a least distance,
which pooling neighbours solves exactly. Which label takes which place is then settled by exchanging pairs as long as
that shortens the leaders; two that cross are always longer than the same two exchanged, so none is left crossing.

What lies where its label would stand keeps its place: the label stands beside it, on its inner side, at its height.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import dist
from typing import Literal

Place = tuple[float, float]
"""Pixels from the picture's left and top."""
Side = Literal["left", "right"]

STUB = 12.0
"""The least of a leader that is seen between a label and what it points at, pixels."""
_FIRM = 1e4
"""How much more a label keeps its height that stands beside what it names than one in the column."""


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

    def covers(self, place: Place, room: float = 0.0) -> bool:
        """Whether a place lies beneath the label, or within `room` pixels of it."""
        x, y = place[0] - self.left, place[1] - self.top
        return -room < x < self.width + room and -room < y < self.height + room

    def overlaps(self, other: Label) -> bool:
        """Whether the two boxes share any place."""
        apart_x = self.left + self.width <= other.left or other.left + other.width <= self.left
        apart_y = self.top + self.height <= other.top + _EVEN or other.top + other.height <= self.top + _EVEN
        return not (apart_x or apart_y)


_EVEN = 1e-6


@dataclass(frozen=True)
class Room:
    """Where labels may stand, pixels: the picture without its margins."""

    left: float
    top: float
    right: float
    bottom: float

    def side(self, anchor: Place) -> Side:
        """The column that is nearer to a place."""
        return "left" if anchor[0] < (self.left + self.right) / 2 else "right"

    def reach(self, anchor: Place, side: Side) -> float:
        """How far a place lies in from the outer edge of a column."""
        return anchor[0] - self.left if side == "left" else self.right - anchor[0]

    def clear(self, anchor: Place, width: float) -> bool:
        """Whether a label of this width in the column leaves its own anchor free."""
        return self.reach(anchor, self.side(anchor)) >= width + STUB


def one_of_each(
    names: Mapping[str, str], anchors: Mapping[str, Place], widths: Mapping[str, float], room: Room
) -> list[str]:
    """Of those that share a name the one to be named: with its label clear of it, and where fewer labels stand.

    Args:
        names: by key, the most important first.
        anchors: of those that are seen.
        widths: of each label's box, pixels.
        room: where the columns stand.
    """
    count: dict[Side, int] = {"left": 0, "right": 0}
    chosen: list[str] = []
    done: set[str] = set()
    for key in anchors:
        if names[key] in done:
            continue
        done.add(names[key])
        alike = [other for other in anchors if names[other] == names[key]]
        # The first of the best: `min` keeps the order.
        best = min(alike, key=lambda k: (not room.clear(anchors[k], widths[k]), count[room.side(anchors[k])]))
        count[room.side(anchors[best])] += 1
        chosen.append(best)
    return chosen


def lay_out(anchors: Mapping[str, Place], widths: Mapping[str, float], line: float, room: Room) -> tuple[Label, ...]:
    """Place a label for each anchor, as far as there is room: the first ones first.

    Args:
        anchors: by key, the most important first.
        widths: of each label's box, pixels.
        line: height of a box with the gap to the next.
        room: where the columns stand.
    """
    fits = max(0, int((room.bottom - room.top) // line))
    sides: dict[Side, list[str]] = {"left": [], "right": []}
    for key, anchor in anchors.items():
        near: Side = room.side(anchor)
        far: Side = "right" if near == "left" else "left"
        # A full column sends its label across rather than leave it out.
        side = near if len(sides[near]) < fits else far
        if len(sides[side]) < fits:
            sides[side].append(key)
    placed = [label for side, keys in sides.items() for label in _column(keys, side, anchors, widths, line, room)]
    rank = {key: number for number, key in enumerate(anchors)}
    return _free(sorted(placed, key=lambda label: rank[label.key]))


def _column(
    keys: Sequence[str],
    side: Side,
    anchors: Mapping[str, Place],
    widths: Mapping[str, float],
    line: float,
    room: Room,
) -> list[Label]:
    """The labels of one side: each has its own stretch of height."""
    beside = {key for key in keys if room.reach(anchors[key], side) < widths[key] + STUB}
    by_height = sorted(keys, key=lambda key: anchors[key][1])
    wanted = [anchors[key][1] - line / 2 for key in by_height]
    tops = _tops(wanted, [_FIRM if key in beside else 1.0 for key in by_height], line, room.top, room.bottom - line)
    labels: list[Label] = []
    for key, top in zip(by_height, tops, strict=True):
        if key in beside:
            label = _beside(key, side, anchors[key], widths[key], top, line)
            if room.left <= label.left and label.left + label.width <= room.right:
                labels.append(label)
    column = [key for key in by_height if key not in beside]
    free = [top for key, top in zip(by_height, tops, strict=True) if key not in beside]
    widest = max((widths[key] for key in column), default=0.0)
    # Every leader turns at the same line, so that exchanging two is all that crossing needs.
    inner = room.left + widest if side == "left" else room.right - widest
    for key, top in zip(_uncrossed(column, anchors, free, line, inner), free, strict=True):
        left = room.left if side == "left" else room.right - widths[key]
        start = (left + widths[key] if side == "left" else left, top + line / 2)
        # What is named inside the column itself is reached without going past it.
        low, high = sorted((start[0], inner))
        elbow = (anchors[key][0] if low < anchors[key][0] < high else inner, start[1])
        labels.append(Label(key, left, top, widths[key], line, anchors[key], start, elbow))
    return labels


def _beside(key: str, side: Side, anchor: Place, width: float, top: float, line: float) -> Label:
    """A label on the inner side of what it names."""
    left = anchor[0] + STUB if side == "left" else anchor[0] - STUB - width
    start = (left if side == "left" else left + width, top + line / 2)
    return Label(key, left, top, width, line, anchor, start, start)


def _free(labels: Iterable[Label]) -> tuple[Label, ...]:
    """Those that neither lie over a more important one nor hide what it points at, or have their own place hidden."""
    kept: list[Label] = []
    for label in labels:
        hidden = any(other.covers(label.anchor) or label.covers(other.anchor) for other in kept)
        if not (hidden or label.covers(label.anchor) or any(label.overlaps(other) for other in kept)):
            kept.append(label)
    return tuple(kept)


def _tops(wanted: Sequence[float], firm: Sequence[float], line: float, lowest: float, highest: float) -> list[float]:
    """Heights at least `line` apart and within bounds, as near to the wanted ones (sorted) as can be, by weight."""
    # With k lines taken off the k-th, "at least a line apart" becomes "not falling": isotonic regression.
    pools: list[tuple[float, float, int]] = []
    for place, (want, weight) in enumerate(zip(wanted, firm, strict=True)):
        mean, count = want - place * line, 1
        while pools and pools[-1][0] > mean:
            before, more, number = pools.pop()
            mean, weight = (before * more + mean * weight) / (more + weight), more + weight
            count += number
        pools.append((mean, weight, count))
    flat = [mean for mean, _, count in pools for _ in range(count)]
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
