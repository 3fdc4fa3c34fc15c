"""Any sequence of edits, undo and redo ends where it should."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from glutview.atlas.history import History


class HistoryAgainstAPlainList(RuleBasedStateMachine):
    """The model: a list of all states, and a position in it."""

    def __init__(self) -> None:
        super().__init__()
        self.history: History[int] = History(0)
        self.states, self.messages, self.at = [0], [""], 0

    @rule(state=st.integers(), message=st.text(max_size=3))
    def push(self, state: int, message: str) -> None:
        self.history = self.history.push(state, message)
        self.states[self.at + 1 :] = [state]
        self.messages[self.at + 1 :] = [message]
        self.at += 1

    @rule()
    def undo(self) -> None:
        self.history = self.history.undo()
        self.at = max(self.at - 1, 0)

    @rule()
    def redo(self) -> None:
        self.history = self.history.redo()
        self.at = min(self.at + 1, len(self.states) - 1)

    @rule(state=st.integers())
    def amend(self, state: int) -> None:
        self.history = self.history.amend(state)
        self.states[self.at] = state

    @invariant()
    def both_agree(self) -> None:
        assert self.history.present == self.states[self.at]
        more = self.at + 1 < len(self.states)
        assert self.history.undo_message == (self.messages[self.at] if self.at else None)
        assert self.history.redo_message == (self.messages[self.at + 1] if more else None)


TestHistory = HistoryAgainstAPlainList.TestCase


def test_the_oldest_steps_are_forgotten() -> None:
    history: History[int] = History(0, limit=3)
    for state in range(1, 10):
        history = history.push(state, str(state))
    for _ in range(20):
        history = history.undo()
    assert history.present == 6
    assert len(history.future) == 3
