"""Names in sentences: how a structure is spoken of, whether a text speaks of it, and which names are of a kin."""

from __future__ import annotations

import re
from collections.abc import Iterable

from glutview.atlas.atlas import Atlas
from glutview.atlas.sided import Structure

_WORD = re.compile(r"[^\W_]+")
_KIND_WORDS = frozenset(
    ("bone", "muscle", "nerve", "artery", "vein", "ligament", "tract", "cartilage", "bursa", "fascia")
)
_SHORTEST = 4
"""Letters of a word that can stand for a name on its own."""


def words(text: str) -> frozenset[str]:
    """The words of a text, without regard to capitals."""
    return frozenset(word.casefold() for word in _WORD.findall(text))


def spoken(name: str) -> str:
    """A name within a sentence: "gluteus medius", but "L5 vertebra"."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def listed(items: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    *most, end = items
    return f"{', '.join(most)} and {end}" if most else end


def akin(one: str, other: str) -> bool:
    """Whether one name is part of the other, as those of a whole and its part are: neither is then a wrong answer."""
    a, b = words(one), words(other)
    return a <= b or b <= a


def subjects(atlas: Atlas) -> tuple[Structure, ...]:
    """Every structure once, in the order of the file; of a pair, the right one."""
    return tuple({s.stated_id: s for s in reversed(list(atlas.structures.values()))}.values())[::-1]


def same(atlas: Atlas, subject: Structure) -> tuple[str, ...]:
    """The ids of a structure on both sides, and of its parts of the same kind."""
    whole = subject.stated_id
    return tuple(
        s.id
        for s in atlas.structures.values()
        if s.stated_id == whole or (s.kind == subject.kind and s.stated_id.startswith(f"{whole}_"))
    )


class Mentions:
    """Finds the structures of an atlas in its texts."""

    def __init__(self, atlas: Atlas) -> None:
        one_each = subjects(atlas)
        shared: dict[str, int] = {}
        for subject in one_each:
            for word in words(subject.name):
                shared[word] = shared.get(word, 0) + 1
        self._patterns = {s.stated_id: _pattern(s, shared) for s in one_each}

    def named(self, text: str, subject: Structure) -> bool:
        """Whether a text speaks of a structure: by a name, or by a word that only its name has, as "medius" is."""
        return self._patterns[subject.stated_id].search(text) is not None


def _pattern(subject: Structure, shared: dict[str, int]) -> re.Pattern[str]:
    own = [
        word
        for word in sorted(words(subject.name))
        if shared[word] == 1 and len(word) >= _SHORTEST and word not in _KIND_WORDS
    ]
    names = sorted({subject.name, subject.latin, *subject.synonyms, *own}, key=lambda name: (-len(name), name))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)
