"""The index of an atlas: every word of every text, made once for each atlas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias
from weakref import WeakKeyDictionary

from glutview.atlas.atlas import Atlas
from glutview.atlas.search.entries import Role, entries
from glutview.atlas.search.vocabulary import Match, Place, Vocabulary
from glutview.atlas.search.words import ABBREVIATIONS


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of a text that a word of the query may mean."""

    word: str
    slips: int


Hits: TypeAlias = dict[int, dict[int, Hit]]
"""By entry and text."""
_NEVER = 1000
_REMEMBERED = 256
_BEGUN_IN_SENTENCES = 4


class Index:
    """Finds entries by single words: `known` by those that are in its texts, `misspelt` by those that nearly are."""

    def __init__(self, atlas: Atlas) -> None:
        self.entries = entries(atlas)
        self.by_id: dict[str, list[int]] = {}
        self.subjects: dict[int, int] = {}
        """Of a fact, the entry it is about."""
        places: dict[Role, dict[str, list[Place]]] = {"name": {}, "sentence": {}, "source": {}}
        for number, entry in enumerate(self.entries):
            for key in dict.fromkeys((entry.id, entry.stated_id)):
                self.by_id.setdefault(key, []).append(number)
            if entry.subject is not None:
                self.subjects[number] = self.by_id[entry.subject][0]
            for i, text in enumerate(entry.texts):
                for word in dict.fromkeys(text.words):
                    places[text.role].setdefault(word, []).append((number, i))
        self._names = Vocabulary(places["name"], 4, begun=True)
        self._sentences = Vocabulary(places["sentence"], 6, begun=False)
        self._sources = Vocabulary(places["source"], _NEVER, begun=False)
        # The words of a query change one at a time while it is typed.
        self.known = lru_cache(_REMEMBERED)(self._where_known)
        self.misspelt = lru_cache(_REMEMBERED)(self._where_misspelt)

    def named(self, word: str) -> bool:
        """Whether a name has this word, or a word that begins so."""
        return bool(self._names.begun_with(word))

    def _where_known(self, word: str) -> Hits:
        """Where this word stands, or one that begins so."""
        return _hits(self._begun_with(word))

    def _where_misspelt(self, word: str, shortest: int | None = None) -> Hits:
        """Where words stand that this one may misspell; with `shortest`, in names alone, from so many letters on."""
        if shortest is not None:
            return _hits(self._names.misspelt(word, shortest=shortest))
        return _hits(self._names.misspelt(word) + self._sentences.misspelt(word))

    def _begun_with(self, word: str) -> list[Match]:
        found = self._names.begun_with(word)
        for vocabulary in (self._sentences, self._sources):
            # In sentences a few letters are the beginning of everything: "med" of median, medial, medicine.
            if len(word) < _BEGUN_IN_SENTENCES:
                found += vocabulary.same(word)
            else:
                found += vocabulary.begun_with(word)
        if word in ABBREVIATIONS:
            found += self._names.same(ABBREVIATIONS[word])
        if not found and word[-1:] in ("a", "o"):  # the e of "gluta(eus)" is still to be typed
            found = self._names.begun_with(f"{word[:-1]}e")
        return found


_INDICES: WeakKeyDictionary[Atlas, Index] = WeakKeyDictionary()


def index_of(atlas: Atlas) -> Index:
    """The index of an atlas, made when it is first asked for."""
    index = _INDICES.get(atlas)
    if index is None:
        index = _INDICES[atlas] = Index(atlas)
    return index


def _hits(matches: list[Match]) -> Hits:
    """The nearest match at each place; of equally near ones the first, which is the shortest."""
    hits: Hits = {}
    for match in matches:
        for entry, text in match.places:
            there = hits.setdefault(entry, {})
            if text not in there or match.slips < there[text].slips:
                there[text] = Hit(match.word, match.slips)
    return hits

