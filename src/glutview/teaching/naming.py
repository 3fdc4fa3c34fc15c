"""Names in sentences: how a structure is spoken of, whether a text speaks of it, and which names are of a kin."""

from __future__ import annotations

import re
from collections.abc import Iterable

from glutview.atlas.atlas import Atlas
from glutview.atlas.sided import Structure

_WORD = re.compile(r"[^\W_]+")
_COMMON_WORDS = frozenset(
    (
        "bone", "muscle", "nerve", "artery", "vein", "ligament", "tract", "cartilage", "bursa", "fascia", "joint",
        "plexus", "membrane", "head", "anterior", "posterior", "superior", "inferior", "medial", "lateral",
        "internal", "external", "middle", "deep", "superficial", "first", "second", "third", "fourth", "fifth",
        "lumbar", "sacral",
    )
)  # fmt: skip
"""Words of a kind, a place or an order, which mean no one structure even where only one has them in its name."""
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
        self._patterns = {one.stated_id: _pattern(one, [s for s in one_each if s is not one]) for one in one_each}

    def named(self, text: str, subject: Structure) -> bool:
        """Whether a text speaks of a structure: by a name, or by a word that only its name has, as "medius" is."""
        return self._patterns[subject.stated_id].search(text) is not None


def _names(subject: Structure) -> tuple[str, ...]:
    return (subject.name, subject.latin, *subject.synonyms)


def _pattern(subject: Structure, others: Iterable[Structure]) -> re.Pattern[str]:
    # "Subgluteus medius bursa" is named after gluteus medius, which "medius" alone goes on to mean.
    whole = subject.name.casefold()
    taken = [words(name) for other in others for name in _names(other) if whole not in name.casefold()]
    own = [word for word in words(subject.name).difference(_COMMON_WORDS, *taken) if len(word) >= _SHORTEST]
    names = sorted({*_names(subject), *own}, key=lambda name: (-len(name), name))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)
