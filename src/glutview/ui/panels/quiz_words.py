"""Words of the quiz, without Qt."""

from __future__ import annotations

from typing import Final

from glutview.teaching.quiz_session import MOST_REPEATS

KIND_NAMES: Final = {
    "name": "Name it",
    "find": "Find it",
    "attachment": "Click where it attaches",
    "innervation": "Nerve supply",
    "action": "Action",
}

VERDICTS: Final = {
    "right": ("✓", "verdict_right"),
    "close": ("≈", "verdict_close"),
    "wrong": ("✗", "verdict_wrong"),
}
"""Sign and style by verdict: never the colour alone."""

START: Final = (
    "Choose what you want to be asked, and begin. "
    f"What you answer wrongly is asked again, at most {MOST_REPEATS} times; the result counts first answers."
)

HINTS: Final = {
    "name": "It is the highlighted one. Click an answer or press its number.",
    "find": "Click it in the view. Peel ( ] and [ ), hide (H) and turn as you like.",
    "attachment": "Click the place on the bone. It is measured along the bone's surface.",
    "innervation": "Click an answer or press its number.",
    "action": "Click an answer or press its number.",
}
