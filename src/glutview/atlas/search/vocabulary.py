"""The words of many texts, sorted, so that a word just begun or misspelt is found in them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from glutview.atlas.search.edit_distance import edit_distance, letters_of

Place = tuple[int, int]
"""Number of an entry, and of a text in it."""


@dataclass(frozen=True, slots=True)
class Match:
    """A word of the vocabulary that what was typed may mean."""

    word: str
    slips: int
    """Letters that would have to be corrected; 0 if it is the word or its beginning."""
    places: Sequence[Place]


class Vocabulary:
    """Words, and where each of them stands."""

    def __init__(self, places: Mapping[str, Sequence[Place]], shortest_misspelt: int, *, begun: bool) -> None:
        """Sort the words.

        Args:
            places: where each word stands.
            shortest_misspelt: shorter words are never taken for misspelt ones: they are near everything.
            begun: whether a word may be misspelt and only begun.
        """
        self._places = places
        self._words = sorted(places)
        self._letters = [letters_of(word) for word in self._words]
        self._shortest_misspelt = shortest_misspelt
        self._begun = begun

    def same(self, typed: str) -> list[Match]:
        """The very word, if it is known."""
        return [Match(typed, 0, self._places[typed])] if typed in self._places else []

    def begun_with(self, typed: str) -> list[Match]:
        """The words that begin with what was typed, the very word first."""
        found = []
        for i in range(bisect_left(self._words, typed), len(self._words)):
            word = self._words[i]
            if not word.startswith(typed):
                break
            found.append(Match(word, 0, self._places[word]))
        return found

    def misspelt(self, typed: str, *, shortest: int | None = None) -> list[Match]:
        """The words that what was typed may be a misspelling of; numbers are never taken for others."""
        bound = slips_allowed(typed)
        if not typed.isalpha() or len(typed) < (shortest or self._shortest_misspelt):
            return []
        letters, found = letters_of(typed), []
        for word, own in zip(self._words, self._letters, strict=True):
            missing = letters & ~own
            if missing and missing.bit_count() > bound:
                continue
            slips = edit_distance(typed, word, bound, prefix=self._begun and len(typed) > 3)
            if slips and word.isalpha():
                found.append(Match(word, slips, self._places[word]))
        return found


def slips_allowed(typed: str) -> int:
    """Most slips that are forgiven in a word: more in a longer one."""
    return 1 if len(typed) < 8 else 2
