"""Which movements a statement tells of, in words: "abducts", "turns the thigh inward", "assists extension".

The movements are those of the atlas's joints. Whether a muscle *makes* one is read narrowly, from a plain
sentence of the whole muscle; whether one is *mentioned* is read widely. A movement between the two, made by a
part, weakly, or according to some, is neither a right answer nor a wrong one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from glutview.atlas.atlas import Atlas
from glutview.atlas.sided import Coordinate, Joint

Movement: TypeAlias = str
"""What it is called: "Abduction", "Internal rotation"."""

_INWARD, _OUTWARD = r"(?:inward|internal|medial)", r"(?:outward|external|lateral)"
_TURN = r"\b(?:rotat|turn)"
_HEDGES = re.compile(
    r"\b(?:parts?|fibres?|half|quarter|weak\w*|may|might|can|could|assists?|helps?|little|slight\w*|depends?"
    r"|sometimes|at times|\w+(?:ward|ly) or|not?|never|neither|knee)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.;:]\s|[.;:]$")


@dataclass(frozen=True)
class _Words:
    makes: re.Pattern[str]
    mentioned: re.Pattern[str]


class Movements:
    """The movements of an atlas's joints, found in texts."""

    def __init__(self, atlas: Atlas) -> None:
        self.opposites: dict[Movement, Movement] = {}
        for joint in atlas.joints.values():
            for coordinate in joint.coordinates:
                forward, back = _name(joint, coordinate), coordinate.opposite
                self.opposites.setdefault(forward, back or "")
                if back:
                    self.opposites.setdefault(back, forward)
        self._words = {name: _words(name) for name in self.opposites}

    @property
    def all(self) -> tuple[Movement, ...]:
        """Every movement, in the order of the joints' angles."""
        return tuple(self.opposites)

    def made(self, text: str) -> tuple[Movement, ...]:
        """The movements of which a sentence says plainly, and of the whole muscle, that it makes them."""
        plain = [sentence for sentence in _SENTENCE_END.split(text) if not _HEDGES.search(sentence)]
        return tuple(name for name, found in self._words.items() if any(found.makes.search(s) for s in plain))

    def mentioned(self, text: str) -> frozenset[Movement]:
        """The movements that a text speaks of in any way."""
        return frozenset(name for name, found in self._words.items() if found.mentioned.search(text))


def _name(joint: Joint, coordinate: Coordinate) -> Movement:
    stated = coordinate.stated_id.removeprefix(f"{joint.stated_id}_")
    return coordinate.name or stated.replace("_", " ").capitalize()


def _words(movement: Movement) -> _Words:
    first, *rest = movement.casefold().split()
    if rest == ["rotation"]:
        return _rotation(first)
    stem = re.escape(first.removesuffix("ion"))
    verb = re.sub("s$", "d", stem)  # extension, extends
    return _Words(_compiled(rf"\b{verb}e?s\b"), _compiled(rf"\b(?:{stem}|{verb})"))


def _rotation(direction: str) -> _Words:
    known = next((way for way in (_INWARD, _OUTWARD) if re.fullmatch(way, direction)), re.escape(direction))
    makes = rf"\b(?:(?:rotates|turns)\b[^.;]*?\b{known}(?:ly|s)?|{known}(?:ly|s)?\s+(?:rotates|turns))\b"
    # Anywhere beside a turn; and a turn without any direction may be this one.
    somewhere, undirected = rf"(?=.*{_TURN})(?=.*{known})", rf"(?=.*{_TURN})(?!.*(?:{_INWARD}|{_OUTWARD}))"
    return _Words(_compiled(makes), _compiled(rf"\A(?:{somewhere}|{undirected})"))


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)
