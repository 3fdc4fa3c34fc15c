"""Joins the panel of moment arms to what is selected and how the hips stand; computes behind the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QObject, Qt, Slot
from PySide6.QtGui import QImageWriter
from PySide6.QtWidgets import QDockWidget

from glutview.biomech.pose import HIP_COORDINATES
from glutview.errors import GlutviewError
from glutview.state.view_state import ViewState
from glutview.ui.arm_curves import CurveKey
from glutview.ui.arm_view import ArmView, CurveSet, axis_title, quantity_title, sign_words
from glutview.ui.catalogue import angle_rows
from glutview.ui.curve_store import CurveStore
from glutview.ui.mode import Desk
from glutview.whole_file import free_place, write_bytes

if TYPE_CHECKING:
    from glutview.ui.panels.arms_panel import ArmsPanel

TITLE = "Moment arms"
ORDER = "movement.arms"
MOST_KEPT = 3
"""Sets of curves beside the present one: more cannot be told apart."""
_HINT = "Select a muscle to see its moment arms"
Hip = tuple[float, float, float]


@dataclass(frozen=True)
class _Kept:
    """A muscle in a pose that a person keeps for comparison."""

    muscle: str
    hip_deg: Hip
    slot: int
    """From 1 on; tells its curves from those of others."""


class ArmsPresenter(QObject):
    """Opens the panel below the view, or closes it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._dock: QDockWidget | None = None
        self._panel: ArmsPanel | None = None
        self._kept: list[_Kept] = []
        self._muscle = ""
        self._last: CurveKey | None = None
        """The present curves that are drawn, until newer ones are there."""
        self._drawn: tuple[object, ...] = ()
        self._quantity, self._coordinate = 1, 1
        self._store = CurveStore(self)
        self._store.filled.connect(self._take_made)
        self._store.failed.connect(self._take_failure)
        desk.model.changed.connect(self._changed)

    @property
    def panel(self) -> ArmsPanel | None:
        """The panel, once it was opened."""
        return self._panel

    @property
    def busy(self) -> bool:
        """Whether curves are being computed."""
        return self._store.busy

    def toggle(self) -> None:
        """Open the panel, or close it."""
        if self._dock is None:
            self._dock = self._make()
        else:
            self._dock.setVisible(not self._dock.isVisible())
        self._show()

    def release(self) -> None:
        """The atlas is closed: so is the panel."""
        self._desk.model.changed.disconnect(self._changed)
        self._store.release()
        if self._dock is not None:
            self._dock.visibilityChanged.disconnect(self._take_visibility)
            self._desk.window.removeDockWidget(self._dock)
            self._dock.deleteLater()
            self._dock = self._panel = None
        self._desk.window.set_checked(ORDER, False)

    def anatomy_changed(self) -> None:
        """The anatomy was edited: what was computed is of the one before."""
        self._show()

    # ------------------------------------------------------------------------------------------ the panel

    def _make(self) -> QDockWidget:
        # Here and not above: the library of the chart costs memory that a window without it need not spend.
        from glutview.ui.panels.arms_panel import ArmsPanel
        from glutview.ui.panels.low_dock import LowDock

        self._panel = panel = ArmsPanel()
        names = [row.name for row in angle_rows(self._desk.anatomy.atlas)]
        panel.set_quantities([*(f"{name} arm" for name in names), "Length"])
        panel.set_coordinates([name.lower() for name in names])
        panel.set_quantity(self._quantity)
        panel.set_coordinate(self._coordinate)
        panel.set_theme(self._desk.model.state.theme)
        panel.quantity_chosen.connect(self._choose_quantity)
        panel.coordinate_chosen.connect(self._choose_coordinate)
        panel.keep_wanted.connect(self.keep)
        panel.removed.connect(self.remove)
        panel.table_wanted.connect(self._save_table)
        panel.picture_wanted.connect(self._save_picture)
        panel.chart.turned.connect(self._turn)
        panel.chart.settled.connect(self._desk.movement.settle)
        dock = LowDock(TITLE, self._desk.window)
        dock.setObjectName("moment_arms")
        dock.setAllowedAreas(Qt.DockWidgetArea.AllDockWidgetAreas)
        dock.setWidget(panel)
        self._desk.window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
        dock.show()
        dock.visibilityChanged.connect(self._take_visibility)
        self._desk.window.set_checked(ORDER, True)
        return dock

    @Slot(int)
    def _choose_quantity(self, number: int) -> None:
        self._quantity = number
        self._draw()

    @Slot(int)
    def _choose_coordinate(self, number: int) -> None:
        self._coordinate = number
        self._show()

    @Slot()
    def keep(self) -> None:
        """Keep the present curves, unless they are kept."""
        now = self._present()
        if now is None or self._store.get(now) is None or len(self._kept) >= MOST_KEPT:
            return
        if now in map(self._key, self._kept):
            self._desk.window.status.set_hover("These curves are kept already")
            return
        slot = min(set(range(1, MOST_KEPT + 1)) - {one.slot for one in self._kept})
        self._kept.append(_Kept(now.muscle, self._hip(now.muscle), slot))
        self._show()

    @Slot(int)
    def remove(self, number: int) -> None:
        """Keep a set no longer."""
        del self._kept[number]
        self._show()

    @Slot(bool)
    def _take_visibility(self, visible: bool) -> None:
        self._desk.window.set_checked(ORDER, self._dock is not None and not self._dock.isHidden())
        if visible:
            self._show()

    @Slot(float)
    def _turn(self, degrees: float) -> None:
        self._desk.movement.seek_angle(HIP_COORDINATES[self._coordinate], degrees)

    # ------------------------------------------------------------------------------------------ what is shown

    def _changed(self, before: ViewState, after: ViewState) -> None:
        if self._panel is None:
            return
        if before.theme != after.theme:
            self._panel.set_theme(after.theme)
        if (before.pose, before.selected, before.clip_side) != (after.pose, after.selected, after.clip_side):
            self._show()

    @Slot()
    def _show(self) -> None:
        """Show what is there of what is wanted, and have the rest computed."""
        panel, dock = self._panel, self._dock
        if panel is None or dock is None or dock.isHidden():
            return
        atlas, state = self._desk.anatomy.atlas, self._desk.model.state
        chosen = atlas.whole(state.selected) if state.selected else ""
        if chosen in self._desk.anatomy.muscles:
            self._muscle = chosen
        low, high = atlas.coordinate_limits()[HIP_COORDINATES[self._coordinate]]
        panel.chart.set_range(low, high)
        panel.chart.set_hint("" if self._muscle else _HINT)
        now = self._present()
        wanted = [key for key in (now, *map(self._key, self._kept)) if key is not None]
        self._store.want(self._desk.anatomy, wanted, self._last)
        self._draw()

    @Slot(object)
    def _take_made(self, keys: tuple[CurveKey, ...]) -> None:
        """Curves were made: of a hip that goes on turning they are of a moment ago, and shown all the same."""
        kept = [self._key(one) for one in self._kept]
        for key in keys:
            if key not in kept and (key.muscle, key.coordinate) == (self._muscle, self._coordinate):
                self._last = key
        self._show()

    def _present(self) -> CurveKey | None:
        return CurveKey.of(self._muscle, self._coordinate, self._hip(self._muscle)) if self._muscle else None

    def _key(self, kept: _Kept) -> CurveKey:
        return CurveKey.of(kept.muscle, self._coordinate, kept.hip_deg)

    def _side(self, muscle: str) -> str:
        return self._desk.anatomy.atlas.structures[muscle].side

    def _hip(self, muscle: str) -> Hip:
        return self._desk.model.state.pose.hip(self._side(muscle))

    @Slot(object)
    def _take_failure(self, error: BaseException) -> None:
        self._desk.report("The moment arms could not be computed", error)

    def _view(self) -> ArmView:
        """The sets of curves that are there; of the present one those of a moment ago, until newer ones are."""
        now = self._present()
        if self._store.get(now) is not None:
            self._last = now
        last, found = self._last, []
        if now is not None and last is not None and (last.muscle, last.coordinate) == (now.muscle, now.coordinate):
            found.append((last, 0))
        found += [(self._key(kept), kept.slot) for kept in self._kept]
        there = [(self._store.get(key), slot) for key, slot in found]
        sets = tuple(CurveSet(curves, slot) for curves, slot in there if curves is not None)
        atlas = self._desk.anatomy.atlas
        return ArmView(atlas, sets, self._quantity, angle_rows(atlas))

    def _draw(self) -> None:
        panel = self._panel
        if panel is None:
            return
        view, at = self._view(), 0.0
        if self._muscle:
            side, moved = self._side(self._muscle), self._desk.model.state.clip_side
            at = self._hip(self._muscle)[self._coordinate]
            panel.set_angle(at)
            panel.chart.set_turnable(moved in (side, "both"))
        drawn = (self._quantity, *((one.curves, one.slot) for one in view.sets))
        if drawn == self._drawn:
            panel.set_values(view.listed(at))
            return
        self._drawn = drawn
        panel.chart.set_axes(axis_title(view.angles[self._coordinate]), quantity_title(view.angles, self._quantity))
        panel.chart.set_curves(view.drawn())
        panel.set_sets(view.listed(at), MOST_KEPT)
        panel.set_note("; ".join(filter(None, (sign_words(view.angles, self._quantity), view.note()))))

    # ------------------------------------------------------------------------------------------------ saving

    @Slot()
    def _save_table(self) -> None:
        self._save("Save the curves", "csv", "Table (*.csv)", self._view().table().encode())

    @Slot()
    def _save_picture(self) -> None:
        if self._panel is None:
            return
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(self._panel.picture())
        self._save("Save the chart", "png", "Picture (*.png)", bytes(buffer.data().data()))

    def _save(self, title: str, ending: str, kinds: str, data: bytes) -> None:
        settings, window = self._desk.settings, self._desk.window
        path = window.ask_save(title, free_place(settings.folder / f"moment-arms.{ending}"), kinds)
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(f".{ending}")
        try:
            write_bytes(path, data)
        except GlutviewError as error:
            self._desk.report("It could not be saved", error)
            return
        settings.folder = path.parent
        window.status.set_hover(f"It is in {path}")
