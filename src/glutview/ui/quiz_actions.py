"""The student's orders in the quiz."""

from __future__ import annotations

from functools import partial
from typing import Final

from glutview.ui.action_spec import LINE, Menu, order_of

_order = partial(order_of, "quiz")

QUIZ_MENU: Final[Menu] = (
    "&Quiz",
    (
        _order("quiz.begin", "&Begin a quiz of everything", "begin_all", "Ctrl+Shift+Q"),
        LINE,
        _order("quiz.next", "&Next question", "go_on", "Ctrl+Return"),
        _order("quiz.tell", "&Show the answer", "give_up", "Ctrl+Shift+A"),
        LINE,
        _order("quiz.stop", "&End the quiz", "stop"),
    ),
)
