"""What the window can be used for besides exploring, and what each such mode is given to work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from glutview.state.undo_stack import UndoStack
from glutview.state.view_model import ViewModel

if TYPE_CHECKING:
    from glutview.biomech.anatomy import Anatomy
    from glutview.ui.main_window import MainWindow
    from glutview.ui.movement_presenter import MovementPresenter
    from glutview.ui.player import Player
    from glutview.ui.presenter import Presenter
    from glutview.ui.settings import Settings
    from glutview.ui.stage import Stage


def _nobody(anatomy: Anatomy) -> None:
    """Whom to tell of an edited anatomy where nobody wants to know."""


@dataclass
class Desk:
    """All that a mode works with: what is open, what shows it, and who else acts on it."""

    anatomy: Anatomy
    model: ViewModel
    undo: UndoStack
    """Where a mode adds its own history."""
    window: MainWindow
    stage: Stage
    settings: Settings
    player: Player
    presenter: Presenter
    movement: MovementPresenter
    report: Callable[[str, BaseException], None]
    """Shows what went wrong, under a title, in the problem panel."""
    taken: Callable[[Anatomy], None] = _nobody
    """Told of an anatomy that was edited."""

    def take(self, anatomy: Anatomy) -> None:
        """Work on an edited anatomy, of the same structures, from now on."""
        self.anatomy = anatomy
        self.taken(anatomy)


class ModePresenter(QObject):
    """One mode: made when it is first entered, kept until the atlas is closed.

    Its public methods without arguments are the commands of its menu. While it is active its panel stands at the
    right (`window.set_panel`), and it may take the mouse (`stage.tool`).
    """

    undoes = True
    """Whether undo and redo may be used while it is active."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def enter(self) -> None:
        """Put the panel there, take the mouse."""
        raise NotImplementedError

    def leave(self) -> None:
        """Give back what `enter` took. Work that is not finished stays, for the next time."""
        raise NotImplementedError

    def may_close(self) -> bool:
        """Whether the atlas may be closed now; asks a person about work that is not saved."""
        return True

    def back(self) -> bool:
        """Step back by one (Esc): end the show, lay down the point. False if there is nothing to step back from."""
        return False

    def place(self) -> object:
        """Where one is in the mode, for :meth:`return_to`."""
        return None

    def return_to(self, place: object) -> None:
        """Be there again, as far as it still is: the atlas was read anew, and this mode entered."""

    def release(self) -> None:
        """The atlas is closed: stop listening and let go of everything."""
