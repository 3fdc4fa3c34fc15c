"""Numbered citations and the list of publications they point to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING

from glutview.atlas.citations import cited

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
    citation = cited(source)
    text = escape(citation.work)
    if citation.place:
        text += f" <i>{escape(citation.place)}</i>."
    if citation.address:
        text += f" <a href='{escape(citation.address, quote=True)}'>{escape(citation.link)}</a>"
    return text
