"""How well an entry answers a query: a score, and the text that says so.

A name given in full is worth 1; one that begins with the query, 0.80 to 0.95; one that has its words in
another order or further on, 0.60 to 0.75; one that has them but for slips of the hand, 0.40 to 0.55; one that
has only the greater part of them, 0.20 to 0.35. Within a range, structures come before landmarks,
parts of muscles and movements, these before facts, and texts of which more was typed before longer ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from glutview.atlas.search.entries import Entry, Sort, Text
from glutview.atlas.search.index import Hit
from glutview.atlas.search.words import ABBREVIATIONS


class Quality(IntEnum):
    """How a text answers a query, best last."""

    PART = 1
    TYPO = 2
    WORD = 3
    PREFIX = 4
    EXACT = 5


_BASE = {Quality.PREFIX: 0.8, Quality.WORD: 0.6, Quality.TYPO: 0.4, Quality.PART: 0.2}
_KIND: dict[Sort, float] = {
    "structure": 0.1,
    "part": 0.05,
    "landmark": 0.05,
    "movement": 0.05,
    "what if": 0.0,
    "fact": 0.0,
}
_FIT = 0.05


@dataclass(frozen=True, slots=True)
class Verdict:
    """How well an entry answers a query."""

    score: float
    text: Text
    word: str
    """The longest of the text's words that were asked for, folded."""


def judge(
    entry: Entry, typed: Sequence[str], hits: Sequence[dict[int, Hit]], *, slips: int = 0, part: bool = False
) -> Verdict | None:
    """The verdict on an entry that has something for each word that was typed; None if it has nothing of its own.

    Args:
        entry: what was found.
        typed: the words of the query, folded.
        hits: for each of them, the words that it may mean, by text; empty if another entry vouches for it.
        slips: how much is misspelt of the words that another entry vouches for.
        part: whether words of the query are missing.
    """
    best: tuple[Quality, float, int] | None = None
    for number in sorted({text for by_text in hits for text in by_text}):
        rank = _rank(entry.texts[number], typed, [by_text.get(number) for by_text in hits], part)
        if best is None or rank > best[:2]:
            best = (*rank, number)
    if best is None:
        return None
    quality, fit, number = best
    if quality < Quality.PREFIX and not part:  # what one text lacks another has; then each word at its nearest
        slips += sum(min((hit.slips for hit in by_text.values()), default=0) for by_text in hits)
        quality = Quality.TYPO if slips else Quality.WORD
    score = 1.0 if quality is Quality.EXACT else _BASE[quality] + _KIND[entry.kind] + _FIT * fit
    words = [by_text[number].word for by_text in hits if number in by_text]
    return Verdict(round(score, 4), entry.texts[number], max(words, key=len))


def _rank(text: Text, typed: Sequence[str], hits: Sequence[Hit | None], part: bool) -> tuple[Quality, float]:
    """How a text answers, and how much of it was typed, 0 to 1."""
    matched = sum(len(word) - hit.slips for word, hit in zip(typed, hits, strict=True) if hit)
    fit = min(4, 4 * max(0, matched) // text.letters) / 4  # in steps, so that equal answers keep their order
    if None in hits or part:
        return Quality.PART, text.weight * fit
    if slips := sum(hit.slips for hit in hits if hit):
        return Quality.TYPO, text.weight * fit / slips
    if text.weight < 1:
        return Quality.WORD, text.weight * fit
    pairs = list(zip(typed, text.words, strict=False))
    if len(typed) == len(text.words) and all(_same(word, of) for word, of in pairs):
        return Quality.EXACT, 1.0
    begun = len(typed) <= len(text.words) and all(_same(word, of) or of.startswith(word) for word, of in pairs)
    return Quality.PREFIX if begun and not text.listed else Quality.WORD, fit


def _same(typed: str, word: str) -> bool:
    return word in (typed, ABBREVIATIONS.get(typed))
