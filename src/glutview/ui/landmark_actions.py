"""The annotator's orders: moving points on the bones, reading and writing landmark files."""

from __future__ import annotations

from functools import partial
from typing import Final

from glutview.ui.action_spec import LINE, Menu, order_of

_order = partial(order_of, "landmarks")
_here = partial(order_of, "landmarks", in_mode=True)

LANDMARK_MENU: Final[Menu] = (
    "Lan&dmarks",
    (
        _here("landmarks.pick_up", "&Pick up or lay down", "toggle_hold", "P"),
        _here("landmarks.fly", "Sho&w the point", "fly", "G"),
        _order("landmarks.next", "&Next point", "next_point", "Ctrl+Down", in_mode=True),
        _order("landmarks.previous", "Pre&vious point", "previous_point", "Ctrl+Up", in_mode=True),
        LINE,
        _here("landmarks.add", "A&dd…", "add", "Ins"),
        _here("landmarks.rename", "&Rename…", "rename", "F2"),
        _here("landmarks.mirror", "M&irror to the other side", "mirror", "M"),
        _here("landmarks.delete", "De&lete…", "delete", "Del"),
        _order("landmarks.skip", "Mark as s&kipped", "skip", in_mode=True),
        _order("landmarks.take_off", "Take o&ff, to be placed again", "take_off", in_mode=True),
        _order("landmarks.both_sides", "&Both sides together", "toggle_both_sides", checkable=True, in_mode=True),
        LINE,
        _order("landmarks.save", "&Save", "save", "Ctrl+S", in_mode=True),
        _order("landmarks.save_as", "Save &as…", "save_as"),
        LINE,
        _order("landmarks.import", "I&mport landmarks…", "import_file", "Ctrl+I"),
        _order("landmarks.export", "&Export landmarks…", "export_file", "Ctrl+E"),
    ),
)
"""The landmarks mode."""
