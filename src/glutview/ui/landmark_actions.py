"""The annotator's orders: moving points on the bones, reading and writing landmark files."""

from __future__ import annotations

from functools import partial
from typing import Final

from glutview.ui.action_spec import Menu, order_of

_order = partial(order_of, "landmarks")

LANDMARK_MENU: Final[Menu] = (
    "Lan&dmarks",
    (),
)
