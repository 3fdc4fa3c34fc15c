"""The parts of the search: folded words, slips between words, excerpts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.atlas.search.edit_distance import edit_distance
from glutview.atlas.search.entries import Text
from glutview.atlas.search.excerpt import LONGEST, excerpt
from glutview.atlas.search.words import initials, root_span, words

WORDS = st.text("abc", max_size=7)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Musculus glutaeus medius", ("musculus", "gluteus", "medius")),
        ("GLUTÆUS, glutäus", ("gluteus", "gluteus")),
        ("gluta\u0308us", ("gluteus",)),
        ("Tip of the greater trochanter", ("tip", "greater", "trochanter")),
        ("tip_of_greater_trochanter_r", ("tip", "greater", "trochanter", "r")),
        ("Maissiat's band", ("maissiats", "band")),
        ("Krügel", ("krugel",)),
        ("FMA22315", ("fma", "22315")),
        ("TA2:2599", ("ta2", "2599")),
        ("nerve (L4-S1)", ("nerve", "l4", "l5", "s1")),
        ("L4-5", ("l4", "l5")),
        ("S1 to L5", ("l5", "s1")),
        ("T12–L2", ("t12", "l1", "l2")),
        ("L4, S1", ("l4", "s1")),
        ("L9 L4-S9", ("l9", "l4", "s9")),
        ("posterior gluteal line 1", ("posterior", "gluteal", "line", "1")),
        (" -- ", ()),
    ],
)
def test_words(text: str, folded: tuple[str, ...]) -> None:
    assert words(text) == folded


def test_initials_and_spans() -> None:
    assert initials("Tip of the greater trochanter") == "TGT"
    assert root_span(("S1", "L4")) == ("l4", "l5", "s1")
    assert root_span(("Co",)) == ()


@pytest.mark.parametrize(
    ("typed", "word", "slips"),
    [
        ("medius", "medius", 0),
        ("medis", "medius", 1),
        ("mediuus", "medius", 1),
        ("medias", "medius", 1),
        ("meduis", "medius", 1),
        ("emduis", "medius", 2),
        ("superior", "inferior", None),
        ("a", "medius", None),
    ],
)
def test_slips(typed: str, word: str, slips: int | None) -> None:
    assert edit_distance(typed, word, 2) == slips


def test_slips_in_what_is_only_begun() -> None:
    assert edit_distance("glutiu", "gluteus", 1, prefix=True) == 1
    assert edit_distance("trendelenbr", "trendelenburg", 2, prefix=True) == 1
    assert edit_distance("glut", "gluteus", 1, prefix=True) == 0
    assert edit_distance("glut", "gluteus", 1) is None


def _plain(a: str, b: str) -> int:
    """The whole table, as it is defined."""
    table = {(i, 0): i for i in range(len(a) + 1)} | {(0, j): j for j in range(len(b) + 1)}
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            same = a[i - 1] == b[j - 1]
            steps = [table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (not same)]
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                steps.append(table[i - 2, j - 2] + 1)
            table[i, j] = min(steps)
    return table[len(a), len(b)]


@given(WORDS, WORDS, st.integers(0, 3))
def test_the_band_changes_nothing(typed: str, word: str, bound: int) -> None:
    plain = _plain(typed, word)
    assert edit_distance(typed, word, bound) == (plain if plain <= bound else None)
    begun = min(_plain(typed, word[:end]) for end in range(len(word) + 1))
    assert edit_distance(typed, word, bound, prefix=True) == (begun if begun <= bound else None)


LONG = (
    "Ventrogluteal injection goes into this muscle: palm on the greater trochanter, one finger on the anterior"
    " superior iliac spine, the other spread along the crest."
)


def test_an_excerpt_is_short_and_shows_the_word() -> None:
    assert excerpt(Text("Latin", "Os coxae", ("os", "coxe")), "coxe") == "Latin: Os coxae"
    shown = excerpt(Text("", LONG, words(LONG)), "crest")
    assert shown.startswith("… ")
    assert shown.endswith("the crest.")
    shown = excerpt(Text("", LONG, words(LONG)), "goes")
    assert shown.startswith("Ventrogluteal")
    assert shown.endswith(" …")


TEXTS = st.lists(st.sampled_from(["gluteus", "of", "L4-S1", "x" * 150, "a,", "–"]), min_size=1).map(" ".join)


@given(TEXTS, st.data())
def test_every_excerpt_is_a_piece_of_the_text(text: str, data: st.DataObject) -> None:
    folded = words(text)
    word = data.draw(st.sampled_from(folded)) if folded else ""
    shown = excerpt(Text("", text, folded), word)
    piece = shown.removeprefix("… ").removesuffix(" …")
    assert piece in text
    assert len(piece) <= max(LONGEST, len(text) if len(text) <= LONGEST else 0)
    if word in ("gluteus", "l5"):
        assert word in words(piece)
