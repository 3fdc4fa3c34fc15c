"""The quiz mode: to be filled."""

from __future__ import annotations

from glutview.ui.mode import ModePresenter


class QuizPresenter(ModePresenter):
    """The quiz mode."""

    def enter(self) -> None:
        pass

    def leave(self) -> None:
        pass
