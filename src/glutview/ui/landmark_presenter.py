"""The landmarks mode: to be filled."""

from __future__ import annotations

from glutview.ui.mode import ModePresenter


class LandmarkPresenter(ModePresenter):
    """The landmarks mode."""

    def enter(self) -> None:
        pass

    def leave(self) -> None:
        pass
