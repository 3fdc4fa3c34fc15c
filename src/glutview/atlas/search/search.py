"""From what a person typed to what it may mean, best first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from glutview.atlas.atlas import Atlas
from glutview.atlas.schema import FactSpec
from glutview.atlas.search.entries import Entry, Sort
from glutview.atlas.search.excerpt import excerpt
from glutview.atlas.search.index import Hit, Hits, Index, index_of
from glutview.atlas.search.judge import Verdict, judge
from glutview.atlas.search.words import SIDE_WORDS, words

MOST_LETTERS = 200
MOST_WORDS = 12
"""A longer query, pasted by mistake, is cut: nobody types it."""
_RANKS: dict[Sort, int] = {"structure": 0, "landmark": 1, "part": 2, "movement": 3, "what if": 4, "fact": 5}
_Verdicts = dict[int, Verdict]


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was found."""

    kind: Sort
    id: str
    """Of a structure, part or landmark with its side, of a line of bone that of its middle point, of a movement; of a
    fact, `<what it is about>.<topic>.<number, from 1>`."""
    name: str
    """To be shown, with its side."""
    matched: str
    """The text that matched, and what it is: "Latin: Musculus gluteus medius", "FMA 22315", "roots L4-S1"."""
    score: float
    """0 to 1; see :mod:`glutview.atlas.search.judge`."""
    structure: str | None
    """Id of the structure or part to show; None of what has none, as a movement."""
    fact: FactSpec | None = None
    """The statement itself, of a fact."""


def search(atlas: Atlas, query: str, limit: int | None = 50) -> tuple[Found, ...]:
    """What a query may mean, best first; the same query gives the same answer.

    The words may come in any order, be begun only, and be misspelt. All must be found in the names, ids,
    nerve roots or other texts of a thing. If no structure or landmark has them all, those that have more than
    half of the letters follow. Words for a side leave out the other side.

    Args:
        atlas: what is searched; its index is made at the first search, in some 20 ms.
        query: what was typed; nothing is found by a blank one.
        limit: the most that is given back; None for everything.
    """
    index = index_of(atlas)
    numbers = index.by_id.get(query.strip().casefold(), []) if "_" in query or "." in query else []
    if numbers:
        found = [_found(index.entries[n], f"id {index.entries[n].id}", 1.0, set()) for n in numbers]
        return tuple(found[:limit])
    asked = words(query[:MOST_LETTERS])[:MOST_WORDS]
    sides = {SIDE_WORDS[word] for word in asked if word in SIDE_WORDS}
    typed = tuple(word for word in asked if word not in SIDE_WORDS)
    if not typed:
        typed, sides = asked, set()
    verdicts = [(n, v) for n, v in _verdicts(index, typed).items() if _on(index.entries[n], sides)]
    verdicts.sort(key=lambda pair: (-pair[1].score, _RANKS[index.entries[pair[0]].kind], pair[0]))
    return tuple(_found(index.entries[n], excerpt(v.text, v.word), v.score, sides) for n, v in verdicts[:limit])


def _on(entry: Entry, sides: set[str]) -> bool:
    return not sides or entry.side == "midline" or entry.side in sides


def _found(entry: Entry, matched: str, score: float, sides: set[str]) -> Found:
    structure = entry.other_side if entry.other_side and sides == {"l"} else entry.structure
    return Found(entry.kind, entry.id, entry.name, matched, score, structure, entry.fact)


def _verdicts(index: Index, typed: tuple[str, ...]) -> _Verdicts:
    """What answers the words: by the words as they are first, then by what else they may have been meant to be."""
    verdicts: _Verdicts = {}
    for reading in _readings(index, typed):
        _keep_best(verdicts, _all_words(index, reading))
    if any(index.entries[number].kind != "fact" for number in verdicts):
        return verdicts
    # A word may be misspelt into another that stands in some fact; short words only if others bear them out.
    shortest = 4 if len(typed) == 1 else 3
    hits = [_merged(index.known(word), index.misspelt(word, shortest)) for word in typed]
    names = {n for by_entry in hits for n in by_entry if index.entries[n].kind != "fact"}
    for number in names:
        if verdict := _most_words(index.entries[number], typed, [by_entry.get(number, {}) for by_entry in hits]):
            verdicts[number] = verdict
    return verdicts


def _readings(index: Index, typed: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words, and these with two neighbours joined where that gives a word: "glut eus"."""
    if typed:
        yield typed
    for i in range(len(typed) - 1):
        joined = typed[i] + typed[i + 1]
        if index.named(joined):
            yield (*typed[:i], joined, *typed[i + 2 :])


def _all_words(index: Index, typed: tuple[str, ...]) -> _Verdicts:
    """The verdicts on what has every word; a fact may have some, but not all, from what it is about."""
    hits = [index.known(word) or index.misspelt(word) for word in typed]
    verdicts: _Verdicts = {}
    for number in {number for by_entry in hits for number in by_entry}:
        subject = index.subjects.get(number, number)
        if all(number in by_entry for by_entry in hits) or _lends_some(hits, number, subject):
            own = [by_entry.get(number, {}) for by_entry in hits]
            lent = [by_entry[subject] for by_entry in hits if number not in by_entry]
            slips = sum(min(hit.slips for hit in by_text.values()) for by_text in lent)
            if verdict := judge(index.entries[number], typed, own, slips=slips):
                verdicts[number] = verdict
    return verdicts


def _lends_some(hits: list[Hits], number: int, subject: int) -> bool:
    """Whether a fact has each word itself or from its subject, and at least one that the subject lacks."""
    return all(number in by_entry or subject in by_entry for by_entry in hits) and not all(
        subject in by_entry for by_entry in hits
    )


def _most_words(entry: Entry, typed: tuple[str, ...], hits: list[dict[int, Hit]]) -> Verdict | None:
    """The verdict on what has all words, or those with more than half of the letters; never without a number."""
    missing = [word for word, by_text in zip(typed, hits, strict=True) if not by_text]
    letters = sum(map(len, missing))
    if any(not word.isalpha() for word in missing) or 2 * letters >= sum(map(len, typed)):
        return None
    return judge(entry, typed, hits, part=bool(missing))


def _merged(first: Hits, second: Hits) -> Hits:
    return {n: {**second.get(n, {}), **first.get(n, {})} for n in {*first, *second}}


def _keep_best(verdicts: _Verdicts, more: _Verdicts) -> None:
    for number, verdict in more.items():
        if number not in verdicts or verdict.score > verdicts[number].score:
            verdicts[number] = verdict
