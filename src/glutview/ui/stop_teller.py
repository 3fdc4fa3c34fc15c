"""Says beside the control of an angle and in the status line what stops the hips, as long as they stand so."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from glutview.biomech.stops import Stop
from glutview.state import view_edits as edits
from glutview.state.view_model import ViewModel
from glutview.state.view_state import ViewState
from glutview.ui.catalogue import AngleRow
from glutview.ui.stop_words import full_words, short_words

if TYPE_CHECKING:
    from glutview.ui.panels.movement_bar import MovementBar
    from glutview.ui.status import StatusLine


class StopTeller:
    """Whoever turns a hip shows the state by `show`; whoever sees another pose come asks to `forget`."""

    def __init__(self, model: ViewModel, bar: MovementBar, status: StatusLine, rows: Sequence[AngleRow]) -> None:
        self._model = model
        self._bar = bar
        self._status = status
        self._rows = rows
        self._told: tuple[str, str, str] | None = None
        """None: what is said is of whoever had the window before."""
        self._showing = False

    def show(
        self, state: ViewState, coordinate: str, stops: Mapping[str, Stop], turned: Collection[str] = ()
    ) -> None:
        """Show a state, and say what stops the hips in it; nothing for none.

        Args:
            state: in which they stand.
            coordinate: beside whose control it is said, without side; empty for none.
            stops: by side.
            turned: the sides that were to be turned; the chosen ones if left out.
        """
        self._showing = True
        try:
            self._model.look(state)
        finally:
            self._showing = False
        words = full_words(stops, self._rows, turned or edits.sides(state))
        self._tell(coordinate, short_words(stops), words)

    def forget(self) -> None:
        """The hips stand otherwise: nothing stops them, unless what is being shown says so."""
        if not self._showing:
            self._tell("", "", "")

    def _tell(self, coordinate: str, short: str, full: str) -> None:
        told = (coordinate, short, full)
        # Once: who listens to the window would else hear it at every moment of a movement.
        if told != self._told:
            self._told = told
            self._bar.set_stop(*told)
            self._status.set_stop(full)
