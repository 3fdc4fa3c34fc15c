"""The nerves that the atlas knows: those it shows, and those its statements only name."""

from __future__ import annotations

import re

from glutview.atlas.atlas import Atlas
from glutview.teaching.naming import spoken, subjects

# A name is a row of adjectives before "nerve"; Latin ones, since "that nerve" and "the main nerve" are no names.
_ADJECTIVE = r"[a-z]{2,}(?:al|ar|ic|ior|ous|mon|tor)"
_NAME = re.compile(rf"\b((?:{_ADJECTIVE}\s+)+)nerve\b", re.IGNORECASE)
_DESCRIBES = frozenset(
    (
        "additional", "cervical", "cranial", "dorsal", "local", "lumbar", "motor", "normal", "peripheral",
        "principal", "sacral", "several", "spinal", "terminal", "thoracic",
    )
)  # fmt: skip
"""Adjectives that tell a kind of nerve rather than one nerve. "The second sacral nerve" is a root of many."""


def shown_nerves(atlas: Atlas) -> list[str]:
    """Names of the nerves that have a surface. Roots, plexuses and trunks, which are parts of many, are left out."""
    nerves = (s.name for s in subjects(atlas) if s.kind == "nerve")
    return [name for name in dict.fromkeys(nerves) if "nerve" in spoken(name).casefold()]


def named_nerves(atlas: Atlas) -> list[str]:
    """Names of nerves that statements mention and that are not among those shown, in order of mention."""
    known = {name.casefold() for s in subjects(atlas) for name in (s.name, s.latin, *s.synonyms)}
    found = dict.fromkeys(name for fact in atlas.facts for name in nerves_in(fact.text))
    return [name for name in found if name.casefold() not in known]


def nerves_in(text: str) -> list[str]:
    """The names of nerves in a text, each with a capital."""
    names = []
    for match in _NAME.finditer(text):
        adjectives = match[1].split()
        if not _DESCRIBES & {word.casefold() for word in adjectives}:
            names.append(f"{' '.join(adjectives).capitalize()} nerve")
    return names
