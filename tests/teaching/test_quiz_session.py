"""A quiz session: the way through the questions, the score of first answers, wrong ones again."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.atlas.load import load_atlas
from glutview.teaching.grading import Answer, Grade, Verdict, grade_choice
from glutview.teaching.question import Question
from glutview.teaching.quiz import mixed_questions, questions
from glutview.teaching.quiz_session import AGAIN_AFTER, MOST_REPEATS, QuizSession, Score

ATLAS = load_atlas()
ASKED = questions(ATLAS, "name", 6, 0)


@dataclass
class Scripted:
    """Grades as it was told to, whatever the answer."""

    verdicts: list[Verdict]
    seen: list[Question] = field(default_factory=list)

    def __call__(self, question: Question, answer: Answer) -> Grade:
        self.seen.append(question)
        verdict = self.verdicts.pop(0) if self.verdicts else "right"
        return Grade(verdict, str(answer), question.answer, question.explanation, question.source)


def through(session: QuizSession) -> None:
    while not session.finished:
        session.answer("x")
        session.next()


def grade_shown(session: QuizSession) -> Grade | None:
    return session.graded


def question_shown(session: QuizSession) -> Question | None:
    return session.current


def by_choice(question: Question, answer: Answer) -> Grade:
    assert isinstance(answer, str)
    return grade_choice(question, answer)


def test_right_answers_lead_straight_through() -> None:
    session = QuizSession(ASKED, by_choice)
    for number, question in enumerate(ASKED):
        assert question_shown(session) == question
        assert session.left == len(ASKED) - number - 1
        assert grade_shown(session) is None
        done = session.answer(question.answer)
        assert grade_shown(session) == done
        assert question_shown(session) == question, "it stays to be read"
        session.next()
    assert session.finished
    assert question_shown(session) is None
    assert session.next() is None
    assert session.summary.score == Score(asked=6, right=6, close=0)
    assert session.summary.learnt == session.summary.missed == ()


def test_a_wrong_one_comes_again_after_some_others_and_does_not_count_again() -> None:
    script = Scripted(["wrong"])
    session = QuizSession(ASKED, script)
    through(session)
    assert script.seen == [*ASKED[: AGAIN_AFTER + 1], ASKED[0], *ASKED[AGAIN_AFTER + 1 :]]
    assert session.score == Score(asked=6, right=5)
    assert session.score.wrong == 1
    assert session.summary.learnt == (ASKED[0],)
    assert [done.repeat for done in session.answered].count(1) == 1


def test_what_is_wrong_again_and_again_is_missed_and_ends() -> None:
    session = QuizSession(ASKED[:1], Scripted(["wrong"] * 20))
    through(session)
    assert len(session.answered) == 1 + MOST_REPEATS
    assert session.summary.missed == ASKED[:1]
    assert session.score == Score(asked=1)


def test_close_is_not_asked_again_and_is_told_apart() -> None:
    session = QuizSession(ASKED[:2], Scripted(["close", "right"]))
    through(session)
    assert session.score == Score(asked=2, right=1, close=1)
    assert session.score.wrong == 0


def test_giving_up_shows_the_answer_and_counts_as_wrong() -> None:
    session = QuizSession(ASKED, by_choice)
    given_up = session.give_up()
    assert given_up.answer == ASKED[0].answer
    assert session.score == Score(asked=1)
    session.next()
    assert session.left >= AGAIN_AFTER


def test_a_repeat_is_told_as_one() -> None:
    session = QuizSession(ASKED[:1], Scripted(["wrong", "right"]))
    repeats = [session.is_repeat]
    session.answer("x")
    session.next()
    repeats.append(session.is_repeat)
    assert repeats == [False, True]
    assert session.current == ASKED[0]
    assert session.planned == 1


def test_the_order_of_things_is_kept() -> None:
    session = QuizSession(ASKED[:1], by_choice)
    with pytest.raises(ValueError, match="not answered yet"):
        session.next()
    with pytest.raises(ValueError, match="choices"):
        session.answer("no such choice")
    assert grade_shown(session) is None, "what is no answer leaves the question open"
    session.answer(ASKED[0].answer)
    with pytest.raises(ValueError, match="answered already"):
        session.answer(ASKED[0].answer)
    with pytest.raises(ValueError, match="answered already"):
        session.give_up()
    session.next()
    with pytest.raises(ValueError, match="over"):
        session.answer("x")
    with pytest.raises(ValueError, match="needs questions"):
        QuizSession([], by_choice)


@given(st.lists(st.sampled_from(["right", "close", "wrong"]), max_size=60), st.integers(1, 12))
def test_however_it_goes_everything_is_asked_and_it_ends(verdicts: list[Verdict], count: int) -> None:
    asked = mixed_questions(ATLAS, count, 1)
    script = Scripted(list(verdicts))
    session = QuizSession(asked, script)
    through(session)
    summary = session.summary
    first = [done.question for done in session.answered if done.repeat == 0]
    assert first == list(asked)
    assert summary.score.asked == count == sum(score.asked for score in summary.by_kind.values())
    assert summary.score.right + summary.score.close + summary.score.wrong == count
    assert len(session.answered) <= count * (1 + MOST_REPEATS)
    assert not set(summary.learnt) & set(summary.missed)
