"""Measures the model when somebody asks for it, behind the window, and shows what comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from glutview.state.view_state import ViewState
from glutview.ui.latest import Latest
from glutview.ui.mode import Desk

if TYPE_CHECKING:
    from glutview.biomech.anatomy import Anatomy
    from glutview.measures.rows import Row
    from glutview.ui.measures_dialog import MeasuresDialog


@dataclass(eq=False)
class _Measuring:
    """One run; what it has found so far may be read meanwhile."""

    anatomy: Anatomy
    rows: list[Row] = field(default_factory=list)

    def __call__(self, tell: Callable[[float], None]) -> None:
        from glutview.measures.rows import measured
        from glutview.measures.subject import Subject

        for row in measured(Subject(self.anatomy), progress=lambda share, what: tell(share)):
            self.rows.append(row)


class MeasuresPresenter(QObject):
    """Opens the window of measures; there is one at most."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._dialog: MeasuresDialog | None = None
        self._measuring: _Measuring | None = None
        self._shown = 0
        self._work = Latest(self)
        self._work.progress.connect(self._take_progress)
        self._work.done.connect(self._take_done)
        self._work.failed.connect(self._take_failure)
        desk.model.changed.connect(self._changed)

    @property
    def busy(self) -> bool:
        """Whether something is being measured."""
        return self._work.busy

    @property
    def dialog(self) -> MeasuresDialog | None:
        """The window, while it is open."""
        return self._dialog

    def open(self) -> None:
        """Measure the anatomy as it is now, and show it; a window that is open comes to the front."""
        from glutview.ui.measures_dialog import MeasuresDialog

        if self._dialog is None:
            self._dialog = dialog = MeasuresDialog(self._desk.window)
            dialog.chosen.connect(self._take_choice)
            dialog.cancelled.connect(self._cancel)
            dialog.closed.connect(self._forget)
            self._measuring = _Measuring(self._desk.anatomy)
            self._shown = 0
            self._dress()
            dialog.set_progress(0.0)
            self._work.start(self._measuring)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def release(self) -> None:
        """The atlas is closed: so is the window."""
        self._desk.model.changed.disconnect(self._changed)
        self._work.let_go()
        if self._dialog is not None:
            self._dialog.close()

    @Slot(float)
    def _take_progress(self, share: float) -> None:
        if self._dialog is not None:
            self._dialog.set_progress(share)
            self._show_new()

    @Slot(object)
    def _take_done(self, _nothing: object) -> None:
        if self._dialog is not None:
            self._show_new()
            self._dialog.set_done()

    @Slot(object)
    def _take_failure(self, error: BaseException) -> None:
        if self._dialog is not None:
            self._dialog.close()
        self._desk.report("The model could not be measured", error)

    @Slot()
    def _cancel(self) -> None:
        self._work.cancel()
        if self._dialog is not None:
            self._dialog.set_done("Cancelled: these are the figures measured so far.")

    @Slot()
    def _forget(self) -> None:
        self._work.let_go()
        self._dialog = None

    @Slot(object)
    def _take_choice(self, row: Row) -> None:
        structures = self._desk.anatomy.atlas.structures
        for stated in row.figure.of:
            for id in (f"{stated}_r", stated):
                if id in structures:
                    self._desk.presenter.show_hidden(id)
                    self._desk.presenter.select(id)
                    return

    def _show_new(self) -> None:
        if self._dialog is None or self._measuring is None:
            return
        rows = self._measuring.rows[self._shown :]
        self._shown += len(rows)
        self._dialog.add_rows(rows)

    def _changed(self, before: ViewState, after: ViewState) -> None:
        if before.theme != after.theme:
            self._dress()

    def _dress(self) -> None:
        if self._dialog is not None:
            self._dialog.table.set_theme(self._desk.model.state.theme)
