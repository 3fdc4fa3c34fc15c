"""The student's orders in the quiz."""

from __future__ import annotations

from functools import partial
from typing import Final

from glutview.ui.action_spec import Menu, order_of

_order = partial(order_of, "quiz")

QUIZ_MENU: Final[Menu] = (
    "&Quiz",
    (),
)
