"""The text that matched, short enough for one line."""

from __future__ import annotations

from glutview.atlas.search.entries import Text
from glutview.atlas.search.words import placed_words

LONGEST = 100
_BEFORE = 30
"""Letters of a long text that are kept before the word that was asked for."""


def excerpt(text: Text, word: str) -> str:
    """What kind of text matched, and the text, cut to `LONGEST` letters around a word (folded) of it."""
    shown = _cut(text.shown, _place(text.shown, word)) if len(text.shown) > LONGEST else text.shown
    return f"{text.label}: {shown}" if text.label else shown


def _place(shown: str, word: str) -> int:
    """Where a word stands in a text; 0 if it was found by a word that is not shown."""
    return min((start for start, _, folded in placed_words(shown) if word in folded), default=0)


def _cut(shown: str, place: int) -> str:
    start = max(0, min(place - _BEFORE, len(shown) - LONGEST))
    if start:
        start = shown.find(" ", start, place) + 1 or place
    end = start + LONGEST
    if end < len(shown):
        end = max(shown.rfind(" ", place + 1, end), shown.find(" ", place)) if " " in shown[place:end] else end
    return f"{'… ' if start else ''}{shown[start:end].rstrip(' ,;:')}{' …' if end < len(shown) else ''}"
