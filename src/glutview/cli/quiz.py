"""`glutview quiz`: questions made from the atlas, with answers and sources."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import fill

from glutview.atlas.load import load_atlas
from glutview.teaching.question import Question
from glutview.teaching.quiz import questions

_WIDTH = 100
_KEYS = ("question", "choices", "answer", "explanation", "source")


def quiz(*, kind: str, count: int, seed: int, as_json: bool, annotations: Path | None) -> int:
    """Print questions of a kind, as JSON or as text to be read. The exit code.

    Raises:
        GlutviewError: the kind, the count or the annotations file is unsound, or there is nothing to ask.
    """
    asked = questions(load_atlas(annotations), kind, count, seed)
    if as_json:
        rows = [{key: getattr(question, key) for key in _KEYS} for question in asked]
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    print("\n\n".join(_text(number, question) for number, question in enumerate(asked, 1)))
    return 0


def _text(number: int, question: Question) -> str:
    lines = [_wrapped(f"{number}. {question.question}", "   ")]
    lines += [
        _wrapped(f"   {letter}) {choice}", "      ")
        for letter, choice in zip("abcdefgh", question.choices, strict=False)
    ]
    lines += [
        _wrapped(f"   Answer: {question.answer}", "     "),
        _wrapped(f"   {question.explanation}", "   "),
        _wrapped(f"   Source: {question.source}", "     "),
    ]
    return "\n".join(lines)


def _wrapped(text: str, indent: str) -> str:
    return fill(text, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
