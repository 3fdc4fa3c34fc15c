"""Publications as text: in full with the way to find them, and in short."""

from __future__ import annotations

import pytest

from glutview.atlas.citations import cited, cited_shortly, source_text
from glutview.atlas.load import load_atlas
from glutview.atlas.schema import SourceSpec


def _paper(*authors: str, year: int | None = 2006) -> SourceSpec:
    return SourceSpec(authors=authors, title="Where it lies.", journal="Bone", volume="3(1)", pages="1-2", year=year)


def test_in_full_it_tells_who_when_what_and_where() -> None:
    paper = _paper("Ling ZX", "Kumar VP").model_copy(update={"doi": "10.1000/xyz"})
    assert cited(paper).text == "Ling ZX, Kumar VP (2006). Where it lies. Bone 3(1): 1-2. doi:10.1000/xyz"
    assert cited(paper).address == "https://doi.org/10.1000/xyz"


def test_a_book_is_found_by_its_publisher_and_edition() -> None:
    book = SourceSpec(authors=("Gray H",), year=1918, title="Anatomy", edition="20th", publisher="Lea & Febiger")
    assert cited(book).text == "Gray H (1918). Anatomy, 20th edition. Lea & Febiger."


@pytest.mark.parametrize(
    ("authors", "short"),
    [
        (("Tillmann B",), "Tillmann 2006"),
        (("Ling ZX", "Kumar VP"), "Ling and Kumar 2006"),
        (("van Linge B", "Bos JC", "Ganz R"), "van Linge et al. 2006"),
        (("Donovan RL", "et al."), "Donovan et al. 2006"),
        (("Verywell Health",), "Verywell Health 2006"),
    ],
)
def test_in_short_it_tells_who_and_when(authors: tuple[str, ...], short: str) -> None:
    assert cited_shortly(_paper(*authors)) == short


def test_in_short_a_page_without_year_is_its_author() -> None:
    assert cited_shortly(_paper("Kenhub", year=None)) == "Kenhub"


def test_several_sources_are_each_told_once() -> None:
    sources = {"a": _paper("Ling ZX"), "b": _paper("Bos JC")}
    text = source_text(sources, ["b", "a", "b"])
    assert text.count("Bos JC (2006)") == 1
    assert text.index("Bos") < text.index("Ling")


def test_every_shipped_source_can_be_cited_both_ways() -> None:
    for source in load_atlas().sources.values():
        full, short = cited(source).text, cited_shortly(source)
        assert source.title.rstrip(".") in full
        assert short.split()[0] in full
        assert "et al. et al." not in full + short
