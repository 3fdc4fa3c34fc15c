"""A question before its choices are drawn: the right answer, and everything that is truly wrong."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TypeVar

from glutview.teaching.question import Question, QuizKind

T = TypeVar("T")

MOST_WRONG = 3
"""Wrong choices beside the right one, where there are as many."""
FEWEST_WRONG = 2
"""With fewer, a question is not asked."""


@dataclass(frozen=True, slots=True)
class Blank:
    """What can be asked, as :class:`Question`, without choices yet."""

    kind: QuizKind
    prompt: str
    question: str
    answer: str
    explanation: str
    source: str
    structure: str
    target: tuple[str, ...]
    attachment: str | None = None
    wrong: tuple[str, ...] = ()
    """Wrong answers to choose from."""
    spare: tuple[str, ...] = ()
    """Wrong answers, farther off, of which some are taken where there are fewer than `fill` of the others."""
    fill: int = MOST_WRONG

    def filled(self, random: Random) -> Question:
        """The question with choices drawn and shuffled."""
        wrong = drawn(self.wrong, MOST_WRONG, random)
        wrong += drawn(self.spare, self.fill - len(wrong), random)
        choices = shuffled([self.answer, *wrong], random) if wrong else []
        return Question(
            kind=self.kind,
            prompt=self.prompt,
            question=self.question,
            choices=tuple(choices),
            answer=self.answer,
            explanation=self.explanation,
            source=self.source,
            structure=self.structure,
            target=self.target,
            attachment=self.attachment,
        )


def drawn(items: tuple[T, ...], count: int, random: Random) -> list[T]:
    """Some of the items, in random order."""
    return shuffled(items, random)[: max(count, 0)]


def shuffled(items: tuple[T, ...] | list[T], random: Random) -> list[T]:
    """The items in random order (Fisher and Yates)."""
    # Python promises that random() gives the same numbers for ever, but not that shuffle() uses them alike.
    order = list(items)
    for last in range(len(order) - 1, 0, -1):
        chosen = int(random.random() * (last + 1))
        order[last], order[chosen] = order[chosen], order[last]
    return order
