"""What a what-if tells, as rich text: what is lost and how that is drawn, who says so, and what is not claimed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from glutview.state.what_ifs import BY_RULES, losses, named
from glutview.ui.card_html import dissent_html, style_of
from glutview.ui.citations import Citations
from glutview.ui.colours import Colours
from glutview.ui.what_if_swatch import swatch_html

if TYPE_CHECKING:
    from glutview.atlas.atlas import Atlas
    from glutview.atlas.schema import StatementSpec
    from glutview.atlas.sided import WhatIf

_LOSES = {"nerve": "Out of work", "artery": "Territory", "tendon": "Out of work"}
_ENDS = {"nerve": "Cut", "artery": "Blocked"}


def what_if_html(atlas: Atlas, what_if: WhatIf, colours: Colours) -> str:
    """The card of a what-if, with numbered sources at its end."""
    citations = Citations(atlas.sources)
    told = "".join(_told(one, citations) for one in what_if.spec.told)
    open_left = "".join(f"<li>{escape(text)}</li>" for text in what_if.spec.not_claimed)
    rows = [_row(_LOSES[what_if.kind], atlas, what_if, what_if.muscles)]
    if what_if.kind in _ENDS:
        rows.insert(0, _row(_ENDS[what_if.kind], atlas, what_if, (what_if.structure,)))
    if what_if.anastomoses:
        rows.append(_row("Ways round", atlas, what_if, what_if.anastomoses))
    return (
        f"<html><head><style>{style_of(colours)}</style></head><body>"
        f"<h2>What if: {escape(named(what_if))}</h2><p class='muted'>{escape(BY_RULES)}</p>"
        f"<table cellspacing='0' cellpadding='5' width='100%'>{''.join(rows)}</table>"
        f"<h3>What follows</h3>{told}<h3>Not claimed</h3><ul>{open_left}</ul>{citations.bibliography()}</body></html>"
    )


def _told(one: StatementSpec, citations: Citations) -> str:
    recalled = " <span class='tag'>recalled, not verified</span>" if one.confidence == "recalled" else ""
    marks = citations.marks(one.sources)
    return f"<p class='fact'>{escape(one.text)}{marks}{recalled}</p>{dissent_html(one, citations, escape)}"


def _row(heading: str, atlas: Atlas, what_if: WhatIf, ids: tuple[str, ...]) -> str:
    """Structures that fare alike, and how the view draws them."""
    swatch = swatch_html(atlas.structures[ids[0]].colour, losses(what_if).get(ids[0], "none")) if ids else ""
    return f"<tr><td class='key'>{heading}</td><td width='100%'>{swatch} {_links(atlas, ids)}</td></tr>"


def _links(atlas: Atlas, ids: tuple[str, ...]) -> str:
    return ", ".join(f"<a href='structure:{id}'>{escape(atlas.structures[id].name)}</a>" for id in ids)
