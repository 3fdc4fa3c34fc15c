"""One person's way through a quiz: what is asked now, how it went, what comes again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from glutview.teaching.grading import Answer, Grade, not_known
from glutview.teaching.question import Question, QuizKind

AGAIN_AFTER = 3
"""Other questions that come before one that was answered wrongly is asked again, if there are as many."""
MOST_REPEATS = 2
"""How often a question comes again."""


@dataclass(frozen=True, slots=True)
class Score:
    """First answers: whoever is told the answer and then gives it has learnt it, but did not know it."""

    asked: int = 0
    right: int = 0
    close: int = 0

    @property
    def wrong(self) -> int:
        """How many were neither right nor close."""
        return self.asked - self.right - self.close


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its grade."""

    question: Question
    grade: Grade
    repeat: int
    """How often it had been asked before."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What is told at the end."""

    score: Score
    by_kind: Mapping[QuizKind, Score]
    """In the order in which the kinds were first asked."""
    learnt: tuple[Question, ...]
    """Wrong at first, right or close when asked again."""
    missed: tuple[Question, ...]
    """Wrong whenever asked."""


class QuizSession:
    """Asks questions one by one; those answered wrongly come again some questions later.

    Args:
        questions: in the order they are asked. One that is among them twice is asked twice.
        grade: how an answer is graded; `functools.partial(glutview.teaching.grading.grade, anatomy)`.

    Raises:
        ValueError: there are no questions.
    """

    def __init__(self, questions: Sequence[Question], grade: Callable[[Question, Answer], Grade]) -> None:
        if not questions:
            raise ValueError("a quiz needs questions")
        self._queue = [(question, 0) for question in questions]
        self._grade = grade
        self._planned = len(questions)
        self._answered: list[Answered] = []
        self._now: Grade | None = None

    @property
    def current(self) -> Question | None:
        """What is asked; it stays after the answer until :meth:`next`. None at the end."""
        return self._queue[0][0] if self._queue else None

    @property
    def graded(self) -> Grade | None:
        """The grade of the current question; None as long as it is not answered."""
        return self._now

    @property
    def is_repeat(self) -> bool:
        """Whether the current question was asked before and answered wrongly."""
        return bool(self._queue) and self._queue[0][1] > 0

    @property
    def comes_again(self) -> bool:
        """Whether the current question was answered wrongly and will be asked again."""
        return self._now is not None and self._now.verdict == "wrong" and self._queue[0][1] < MOST_REPEATS

    @property
    def finished(self) -> bool:
        """Whether there is nothing more to ask."""
        return not self._queue

    @property
    def planned(self) -> int:
        """How many questions there are, repeats not counted."""
        return self._planned

    @property
    def left(self) -> int:
        """How many are still to come after the current one, repeats counted."""
        return max(len(self._queue) - 1, 0)

    @property
    def answered(self) -> tuple[Answered, ...]:
        """Every answer so far, repeats among them."""
        return tuple(self._answered)

    @property
    def score(self) -> Score:
        """So far."""
        return _score(self._answered)

    def answer(self, answer: Answer) -> Grade:
        """Answer the current question.

        Raises:
            ValueError: there is none, it is answered already, or that is no answer to it.
        """
        return self._take(self._grade(self._open(), answer))

    def give_up(self) -> Grade:
        """Be told the answer of the current question, which then counts as wrong.

        Raises:
            ValueError: there is none, or it is answered already.
        """
        return self._take(not_known(self._open()))

    def next(self) -> Question | None:
        """Go on to the next question; None at the end.

        Raises:
            ValueError: the current question is not answered yet.
        """
        if not self._queue:
            return None
        if self._now is None:
            raise ValueError("the current question is not answered yet")
        again = self.comes_again
        question, repeat = self._queue.pop(0)
        if again:
            self._queue.insert(AGAIN_AFTER, (question, repeat + 1))
        self._now = None
        return self.current

    @property
    def summary(self) -> Summary:
        """How it went, at any time."""
        kinds = dict.fromkeys(done.question.kind for done in self._answered)
        of_kind = {kind: [done for done in self._answered if done.question.kind == kind] for kind in kinds}
        wrong = dict.fromkeys(done.question for done in self._answered if done.grade.verdict == "wrong")
        known = {done.question for done in self._answered if done.grade.verdict != "wrong"}
        return Summary(
            score=self.score,
            by_kind={kind: _score(answers) for kind, answers in of_kind.items()},
            learnt=tuple(question for question in wrong if question in known),
            missed=tuple(question for question in wrong if question not in known),
        )

    def _open(self) -> Question:
        question = self.current
        if question is None:
            raise ValueError("the quiz is over")
        if self._now is not None:
            raise ValueError("the question is answered already")
        return question

    def _take(self, grade: Grade) -> Grade:
        question, repeat = self._queue[0]
        self._now = grade
        self._answered.append(Answered(question, grade, repeat))
        return grade


def _score(answers: Sequence[Answered]) -> Score:
    first = [done.grade.verdict for done in answers if done.repeat == 0]
    return Score(len(first), first.count("right"), first.count("close"))
