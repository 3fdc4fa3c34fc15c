"""The lecturer's orders: making a lesson, showing it in class, filming it."""

from __future__ import annotations

from functools import partial
from typing import Final

from glutview.ui.action_spec import Menu, order_of

_order = partial(order_of, "lesson")

LESSON_MENU: Final[Menu] = (
    "&Lesson",
    (),
)
