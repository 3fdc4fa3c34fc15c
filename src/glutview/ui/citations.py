"""Numbered citations and the list of publications they point to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glutview.atlas.schema import SourceSpec


class Citations:
    """Gives every source a number where it is first cited, and at the end lists those cited."""

    def __init__(self, sources: Mapping[str, SourceSpec]) -> None:
        self._sources = sources
        self._numbers: dict[str, int] = {}

    def marks(self, ids: Iterable[str]) -> str:
        """The bracketed numbers of these sources, each a link down to its publication."""
        marks = []
        for id in ids:
            number = self._numbers.setdefault(id, len(self._numbers) + 1)
            marks.append(f"<a href='#source-{number}'>[{number}]</a>")
        return f" <small>{''.join(marks)}</small>" if marks else ""

    def bibliography(self) -> str:
        """Every cited publication in full, under a heading; empty if none was cited."""
        if not self._numbers:
            return ""
        lines = [
            f"<p class='source'><a name='source-{number}'></a><small>[{number}] "
            f"{publication(self._sources[id])}</small></p>"
            for id, number in self._numbers.items()
        ]
        return f"<h3>Sources</h3>{''.join(lines)}"


def publication(source: SourceSpec) -> str:
    """A publication as HTML: authors (year) title. Journal volume: pages. Link."""
    authors = escape(", ".join(source.authors).rstrip("."))
    year = f" ({source.year})" if source.year else ""
    edition = f", {escape(source.edition)} edition" if source.edition else ""
    place = " ".join(filter(None, (source.journal, source.volume)))
    place += f": {source.pages}" if source.pages else ""
    place = escape(", ".join(filter(None, (place, source.publisher))))
    text = f"{authors}{year}. {escape(source.title.rstrip('.'))}{edition}."
    if place:
        text += f" <i>{place}</i>."
    if source.doi:
        address = f"https://doi.org/{source.doi}"
        return f"{text} <a href='{escape(address, quote=True)}'>doi:{escape(source.doi)}</a>"
    if source.url:
        return f"{text} <a href='{escape(source.url, quote=True)}'>{escape(source.url)}</a>"
    return text
