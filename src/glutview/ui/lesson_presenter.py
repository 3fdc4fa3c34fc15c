"""The lesson mode: to be filled."""

from __future__ import annotations

from glutview.ui.mode import ModePresenter


class LessonPresenter(ModePresenter):
    """The lesson mode."""

    def enter(self) -> None:
        pass

    def leave(self) -> None:
        pass
