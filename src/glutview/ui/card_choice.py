"""Which card is shown: of what is selected, else of the what-if in force, else none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glutview.ui.card_html import card_html, empty_card_html
from glutview.ui.what_if_html import what_if_html

if TYPE_CHECKING:
    from glutview.atlas.atlas import Atlas
    from glutview.state.view_state import ViewState
    from glutview.ui.colours import Colours


def card_of(atlas: Atlas, state: ViewState, colours: Colours) -> str:
    """The card that belongs to a view."""
    what_if = atlas.what_ifs.get(state.what_if or "")
    if state.selected is not None:
        return card_html(atlas, state.selected, colours, what_if)
    return empty_card_html(colours) if what_if is None else what_if_html(atlas, what_if, colours)


def card_changed(before: ViewState | None, after: ViewState) -> bool:
    """Whether another card belongs to a view than to the one before."""
    return before is None or _shown(before) != _shown(after)


def _shown(state: ViewState) -> tuple[object, ...]:
    return state.selected, state.what_if, state.theme
