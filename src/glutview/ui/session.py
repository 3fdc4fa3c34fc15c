"""One open atlas: its state, its view and its presenters, made together and ended together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from glutview.atlas.atlas import Atlas
from glutview.atlas.load import load_atlas
from glutview.atlas.recovery import recovery_file
from glutview.atlas.working_copy import Difference, differences, is_shipped
from glutview.state import view_edits as edits
from glutview.state.palette import Theme
from glutview.state.undo_stack import UndoStack
from glutview.state.view_model import ViewModel
from glutview.state.view_state import ViewState
from glutview.ui.action_presenter import ActionPresenter
from glutview.ui.action_spec import Target
from glutview.ui.arms_presenter import ArmsPresenter
from glutview.ui.leg_presenter import LegPresenter
from glutview.ui.measures_presenter import MeasuresPresenter
from glutview.ui.mode import Desk
from glutview.ui.modes import Modes
from glutview.ui.movement_presenter import MovementPresenter
from glutview.ui.place import Place, come_back, fitting, leave
from glutview.ui.player import Player
from glutview.ui.presenter import Presenter, Views
from glutview.ui.quality_presenter import QualityPresenter
from glutview.ui.search_presenter import SearchPresenter
from glutview.ui.settings import Settings
from glutview.ui.stage import Stage
from glutview.ui.what_if_presenter import WhatIfPresenter

if TYPE_CHECKING:
    from glutview.biomech.anatomy import Anatomy
from glutview.ui.main_window import MainWindow

_THEMES: dict[str, Theme] = {"light": "light", "dark": "dark", "high_contrast": "high_contrast"}


class Session:
    """Making one can fail, and then nothing of the window has changed; `start` puts it there."""

    def __init__(
        self, anatomy: Anatomy, window: MainWindow, settings: Settings, report: Callable[[str, BaseException], None]
    ) -> None:
        self._anatomy = anatomy
        self._atlas: Atlas = anatomy.atlas
        self._report = report
        self._window = window
        self._settings = settings
        self.model = ViewModel(ViewState(theme=_THEMES[settings.theme]))
        self.stage = Stage(anatomy)
        self.player = Player()
        self._presenter: Presenter | None = None
        self._movement: MovementPresenter | None = None
        self._modes: Modes | None = None
        self._search: SearchPresenter | None = None
        self._measures: MeasuresPresenter | None = None
        self._arms: ArmsPresenter | None = None
        self._action: ActionPresenter | None = None
        self._what_if: WhatIfPresenter | None = None
        self._quality: QualityPresenter | None = None
        self._leg: LegPresenter | None = None
        self._place: Place | None = None
        """Where a person was when the same file was open before."""
        self.undo = UndoStack()
        self.undo.add(self.model)

    def take_over(self, last: Session) -> None:
        """End another one; if it is of the same file, show what it showed once this one starts."""
        if last.path == self.path:
            self._place = leave(last)
            self.model.show_for_now(fitting(self._place.state, self._atlas))
        last.close()

    def start(self) -> None:
        """Put the view into the window and join everything."""
        window = self._window
        views = Views(window, window.tree, window.card, self.stage)
        self._presenter = Presenter(self.model, self._atlas, views, self._settings, self.player)
        self._presenter.pictures.report = self._report
        self._movement = MovementPresenter(self.model, self._atlas, window.bar, window, self.player)
        self.stage.painted.connect(self._movement.show_spans, Qt.ConnectionType.SingleShotConnection)
        window.set_view(self.stage)
        desk = Desk(
            self._anatomy,
            self.model,
            self.undo,
            window,
            self.stage,
            self._settings,
            self.player,
            self._presenter,
            self._movement,
            self._report,
            self.take,
        )
        self._modes = Modes(desk)
        self._search = SearchPresenter(desk)
        self._measures = MeasuresPresenter(desk)
        self._arms = ArmsPresenter(desk)
        self._action = ActionPresenter(desk)
        self._what_if = WhatIfPresenter(desk)
        self._search.what_if_found.connect(self._what_if.begin)
        self._quality = QualityPresenter(desk)
        self._leg = LegPresenter(desk)
        self.stage.look_opening()
        if self._place is not None:
            come_back(self, self._place)

    @property
    def presenter(self) -> Presenter:
        """Who carries out orders about structures and the view."""
        assert self._presenter is not None
        return self._presenter

    @property
    def movement(self) -> MovementPresenter:
        """Who carries out orders about movement."""
        assert self._movement is not None
        return self._movement

    @property
    def modes(self) -> Modes:
        """Who changes between the modes."""
        assert self._modes is not None
        return self._modes

    @property
    def measures(self) -> MeasuresPresenter:
        """Who measures the model against the literature."""
        assert self._measures is not None
        return self._measures

    @property
    def arms(self) -> ArmsPresenter:
        """Who shows the curves of moment arms."""
        assert self._arms is not None
        return self._arms

    @property
    def action(self) -> ActionPresenter:
        """Who colours the muscles by their moment arms."""
        assert self._action is not None
        return self._action

    @property
    def what_if(self) -> WhatIfPresenter:
        """Who lets something be lost."""
        assert self._what_if is not None
        return self._what_if

    def back(self) -> None:
        """From a part to its muscle, from anything else to nothing, and then out of a what-if."""
        if self.model.state.selected is None:
            self.what_if.end()
        else:
            self.presenter.back()

    @property
    def quality(self) -> QualityPresenter:
        """Who measures how well the muscles hold in the pose in view."""
        assert self._quality is not None
        return self._quality

    @property
    def leg(self) -> LegPresenter:
        """Who moves legs by hand."""
        assert self._leg is not None
        return self._leg

    def target(self, name: Target) -> QObject | None:
        """Who carries out the orders of a target; None for what is not the session's affair."""
        if name in ("lesson", "quiz", "landmarks", "gallery"):
            return self.modes.presenter(name)
        own: dict[Target, QObject] = {
            "presenter": self.presenter,
            "movement": self.movement,
            "arms": self.arms,
            "action": self.action,
            "quality": self.quality,
            "leg": self.leg,
            "modes": self.modes,
            "measures": self.measures,
        }
        return own.get(name)

    @property
    def path(self) -> Path:
        """The annotations file that is open."""
        return self._atlas.path

    @property
    def shipped(self) -> bool:
        """Whether that is the shipped one."""
        return is_shipped(self.path)

    @property
    def title(self) -> str:
        """What the window is called."""
        return f"{self.path.name} (shipped)" if self.shipped else self.path.name

    def differences(self) -> list[Difference]:
        """Where the open file differs from the shipped one."""
        return differences(self._atlas, load_atlas())

    def take(self, anatomy: Anatomy) -> None:
        """Show an edited anatomy, of the same structures, from now on."""
        self._anatomy, self._atlas = anatomy, anatomy.atlas
        self.stage.anatomy = anatomy
        self.presenter.set_atlas(anatomy.atlas)
        self.arms.anatomy_changed()
        self.quality.anatomy_changed()
        self._window.set_file(self.title)
        for key in ("annotations.compare", "annotations.reset"):
            self._window.set_enabled(key, not self.shipped)

    def offer_kept(self) -> None:
        """If an earlier session left unsaved edits of this file behind, go where they are offered."""
        if not self.shipped and recovery_file(self.path).exists():
            self.modes.landmarks()

    def set_theme(self, theme: str) -> None:
        """Draw the view in the colours of a theme."""
        self.model.look(edits.set_theme(self.model.state, _THEMES[theme]))

    def close(self) -> None:
        """Stop playing, stop listening, give back what the graphics system holds."""
        for part in (
            self._leg,
            self._what_if,
            self._quality,
            self._action,
            self._arms,
            self._measures,
            self._search,
            self._modes,
            self._movement,
            self._presenter,
        ):
            if part is not None:
                part.release()
                part.deleteLater()
        self.player.deleteLater()
        self.stage.release()
