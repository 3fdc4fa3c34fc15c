"""Orders of the gallery. A clicker's keys mean there what they mean in a lesson: F5, which begins the slideshow, is
:mod:`glutview.ui.gallery_tool`'s, for elsewhere it begins a lesson."""

from __future__ import annotations

from functools import partial
from typing import Final

from glutview.ui.action_spec import LINE, Menu, order_of

_order = partial(order_of, "gallery")
_inside = partial(order_of, "gallery", in_mode=True)

GALLERY_MENU: Final[Menu] = (
    "&Gallery",
    (
        _order("gallery.open", "&Views round the selection", "open_selected", "Ctrl+G"),
        _order("gallery.play", "&Slideshow", "play", "Ctrl+Shift+G", tool_text="Slideshow"),
        LINE,
        _inside("gallery.next", "&Next view", "next", "PgDown", tool_text="Next"),
        _inside("gallery.previous", "&Previous view", "previous", "PgUp", tool_text="Previous"),
        _inside("gallery.black", "&Black screen", "toggle_black", ".", checkable=True),
    ),
)
