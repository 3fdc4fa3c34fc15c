"""From text, as written or typed, to the words by which it is found.

Words are compared folded: small letters, no accents, ae and oe as e (glutaeus, glutäus and gluteus are one
word), filler words left out. Spans of nerve roots become the roots: "L4-S1" is l4, l5, s1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

_FILLERS = "of the and to in on for is by its it with at what which who where when how does do are both"
FILLERS = frozenset(_FILLERS.split())
"""Words that tell nothing apart; they may be left out of a query, or asked in a whole sentence."""

SIDE_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("right", "r", "rt", "dexter", "dextra", "dextrum", "dext", "dex", "dx"), "r"),
    **dict.fromkeys(("left", "l", "lt", "sinister", "sinistra", "sinistrum", "sin", "sx"), "l"),
}
"""The side that a word of a query asks for."""

ABBREVIATIONS: Mapping[str, str] = {
    **dict.fromkeys(("m", "mm", "musc"), "musculus"),
    **dict.fromkeys(("n", "nn", "nerv"), "nervus"),
    **dict.fromkeys(("a", "aa", "art"), "arteria"),
    **dict.fromkeys(("v", "vv", "ven"), "vena"),
    **dict.fromkeys(("lig", "ligg", "ligam"), "ligamentum"),
    **dict.fromkeys(("tr", "tract"), "tractus"),
    "fmaid": "fma",
}
"""What anatomists write short before a Latin name or a number."""

_UMLAUTS = str.maketrans({"ä": "e", "æ": "e", "ö": "e", "œ": "e"})
_WORD = re.compile(r"[^\W_]+")
_ID_NUMBER = re.compile(r"\b(fma(?:id)?|ta2)(?=\d)")
_ROOT = r"([ctls]) ?(\d{1,2})"
_ROOT_SPAN = re.compile(
    rf"(?<![^\W_]){_ROOT}(?:(?: ?[-\u2010-\u2015] ?| to )([ctls]?) ?(\d{{1,2}}))?(?![^\W_])", re.IGNORECASE
)
_ROOTS = tuple(f"{part}{n}" for part, last in (("c", 8), ("t", 12), ("l", 5), ("s", 5)) for n in range(1, last + 1))
_PLACES = {root: place for place, root in enumerate(_ROOTS)}


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The words of a text, folded, in order, without fillers; remembered, as an edited atlas has mostly the same."""
    plain = unicodedata.normalize("NFC", text).casefold().replace("_", " ").replace("'", "").replace("’", "")
    plain = _ID_NUMBER.sub(r"\1 ", _ROOT_SPAN.sub(_roots_in_full, plain))
    return tuple(word for word in map(fold, _WORD.findall(plain)) if word not in FILLERS)


def placed_words(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where each word or span of roots stands in a text: start, end, and what it is when folded."""
    spans = [match.span() for match in _ROOT_SPAN.finditer(text)]
    for start, end in spans:
        yield start, end, words(text[start:end])
    for match in re.finditer(r"[^\W_]+(?:['’][^\W_]+)*", text):
        if not any(start <= match.start() < end for start, end in spans):
            yield match.start(), match.end(), words(match.group())


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """One word without what its spellings differ in."""
    word = word.casefold()
    if not word.isascii():
        decomposed = unicodedata.normalize("NFKD", word.translate(_UMLAUTS))
        word = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return word.replace("ae", "e").replace("oe", "e")


def initials(text: str) -> str:
    """The first letters of a name's words: SGN."""
    return "".join(word[0] for word in words(text)).upper()


def root_span(roots: tuple[str, ...]) -> tuple[str, ...]:
    """Every nerve root from the first to the last of those given, folded: L4, S1 give l4, l5, s1."""
    known = sorted(_PLACES[root.casefold()] for root in roots if root.casefold() in _PLACES)
    return _ROOTS[known[0] : known[-1] + 1] if known else ()


def _roots_in_full(match: re.Match[str]) -> str:
    part, number, last_part, last_number = match.groups()
    first = f"{part}{number}"
    if last_number is None:
        return first if first in _PLACES else match.group()
    last = f"{last_part or part}{last_number}"
    span = root_span((first, last))
    return " ".join(span) if first in _PLACES and last in _PLACES else match.group()
