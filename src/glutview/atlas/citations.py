"""How a publication is cited: in full, for a list of sources, and in short, beside a statement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from glutview.atlas.schema import SourceSpec

_INITIALS = re.compile(r"\s+[A-Z]{1,4}$")
_OTHERS = "et al."


@dataclass(frozen=True)
class Citation:
    """A publication in full, in the parts that are set differently: authors (year). Title. *Where.* Link."""

    work: str
    """Authors, year and title, with the full stop."""
    place: str
    """Journal with volume and pages, or publisher; empty where only an address is known."""
    link: str
    """What the address is shown as: the DOI, or the address itself; may be empty."""
    address: str
    """The web address; may be empty."""

    @property
    def text(self) -> str:
        """The whole as plain text."""
        return " ".join(filter(None, (self.work, f"{self.place}." if self.place else "", self.link)))


def cited(source: SourceSpec) -> Citation:
    """A publication in full."""
    authors = ", ".join(source.authors)
    who = f"{authors} ({source.year})" if source.year else authors.rstrip(".")
    edition = f", {source.edition} edition" if source.edition else ""
    place = " ".join(filter(None, (source.journal, source.volume)))
    place += f": {source.pages}" if source.pages else ""
    place = ", ".join(filter(None, (place, source.publisher)))
    link, address = "", ""
    if source.doi:
        link, address = f"doi:{source.doi}", f"https://doi.org/{source.doi}"
    elif source.url:
        link = address = source.url
    return Citation(f"{who}. {source.title.rstrip('.')}{edition}.", place, link, address)


def cited_shortly(source: SourceSpec) -> str:
    """Who and when: "Ling and Kumar 2006", "Robertson et al. 2008", "Kenhub"."""
    named = [_INITIALS.sub("", author) for author in source.authors if author != _OTHERS]
    if len(named) == 2 and len(source.authors) == 2:
        who = " and ".join(named)
    else:
        who = f"{named[0]} {_OTHERS}" if len(source.authors) > 1 else named[0]
    return f"{who} {source.year}" if source.year else who


def source_text(sources: Mapping[str, SourceSpec], ids: Iterable[str]) -> str:
    """These publications in full, each once, parted by semicolons."""
    return "; ".join(cited(sources[id]).text.rstrip(".") for id in dict.fromkeys(ids))
