"""Which point is chosen in the landmarks mode, and all that shows it; what is done with it: `landmark_presenter`."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Slot

from glutview.atlas.atlas import Atlas
from glutview.atlas.editor import AtlasEditor
from glutview.atlas.load import read_atlas
from glutview.errors import failure
from glutview.state.atlas_steps import AtlasSteps
from glutview.state.point_edits import sides_differ
from glutview.state.points import LandmarkKey, OutlineKey, PointKey, PointRow, point_rows, shaped_by
from glutview.ui.colours import COLOURS
from glutview.ui.landmark_dots import PointDots
from glutview.ui.landmark_exchange import LandmarkExchange
from glutview.ui.landmark_files import LandmarkFiles
from glutview.ui.landmark_follower import Follower
from glutview.ui.landmark_hand import Hand
from glutview.ui.latest import Latest
from glutview.ui.mode import Desk, ModePresenter
from glutview.ui.panels.landmark_panel import LandmarkPanel
from glutview.ui.tool import Tool

_NEAR_MM = 160.0


class LandmarkChoice(ModePresenter):
    """Joins the atlas under edit to the table, to the points over the view, and to the hand that moves them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.steps = AtlasSteps(AtlasEditor(read_atlas(desk.anatomy.atlas.path)))
        self.files = LandmarkFiles(desk, self.steps)
        self.hand = Hand(desk, self.steps)
        self.follower = Follower(desk)
        self.exchange = LandmarkExchange(desk, self.steps, self.files)
        self.panel = LandmarkPanel()
        self.dots = PointDots(desk.stage)
        self._tool: Tool | None = None
        self._selected: PointKey | None = None
        self._rows: dict[PointKey, PointRow] = {}
        self._adding = False
        self._placing: PointKey | None = None
        self._given_up = False
        desk.undo.add(self.steps)
        self._connect()
        orders = desk.window.orders
        self.panel.set_save_action(orders["landmarks.save"], [orders["landmarks.import"], orders["landmarks.export"]])
        muscles = self.steps.atlas.structures
        self.panel.set_outlines(
            [(id, f"{muscles[a.muscle].sided_name}, {a.role}") for id, a in self.steps.atlas.attachments.items()]
        )
        self.panel.set_both_sides(True)
        desk.window.set_checked("landmarks.both_sides", True)
        self._list_rows()
        self.files.offer_kept()

    # --------------------------------------------------------------------------------------------- the mode

    def enter(self) -> None:
        self.desk.player.pause()
        self.desk.window.set_panel(self.panel)
        self.desk.window.fit_panels()
        self.desk.stage.tool = self._tool
        self.dots.layer.show()
        self._show_all()
        self.panel.focus_table()

    def leave(self) -> None:
        self.stop_adding()
        self.hand.lay_down()
        self.dots.layer.hide()
        self.desk.stage.tool = None

    def back(self) -> bool:
        if self.exchange.under_way:
            self.exchange.end()
        elif self._adding:
            self.stop_adding()
        elif self.hand.dragging:
            self.hand.cancel_drag()
        elif self.hand.held is not None:
            self.hand.lay_down()
        else:
            return False
        return True

    def place(self) -> object:
        return self._selected

    def return_to(self, place: object) -> None:
        if isinstance(place, LandmarkKey | OutlineKey):
            self.choose(place)

    def may_close(self) -> bool:
        self.hand.lay_down()
        return self._given_up or self.files.may_close()

    def release(self) -> None:
        self.hand.lay_down()
        self.desk.undo.remove(self.steps)
        self.desk.window.status.cancelled.disconnect(self.follower.cancel)
        self.desk.model.changed.disconnect(self._view_changed)
        self.files.release()
        # A muscle that grows takes its time to hear that nobody wants it any more.
        for work in self.follower.findChildren(Latest):
            work.let_go()
        self.follower.release()
        self.panel.deleteLater()
        self.exchange.panel.deleteLater()
        self.dots.layer.deleteLater()

    # ------------------------------------------------------------------------------------------- the choice

    @property
    def selected(self) -> PointKey | None:
        """The point that is chosen."""
        return self._selected

    @Slot(object)
    def choose(self, key: PointKey | None) -> None:
        """Choose a point; what was in hand is laid down."""
        if key == self._selected:
            return
        self.hand.lay_down()
        self._selected = key if key in self._rows else None
        if self._selected is not None:
            self.panel.show_kind(self._rows[self._selected])
            shaped = shaped_by(self.steps.atlas, self._selected)
            # Its muscle is selected, so that the footprint which the point shapes is seen.
            if shaped:
                self.desk.presenter.select(self.steps.atlas.attachments[shaped[0]].muscle)
        self._show_all()

    def next_point(self) -> None:
        self._step(1)

    def previous_point(self) -> None:
        self._step(-1)

    def fly(self) -> None:
        """Look straight at the chosen point."""
        row = self._row()
        if row.xyz is None:
            return
        dot = self.dots.dot_of(row.key)
        self.desk.stage.approach_point(row.on, np.array(row.xyz), np.array(dot.normal), _NEAR_MM)
        self.desk.stage.setFocus()

    def stop_adding(self) -> None:
        """Put no landmark after all."""
        if self._adding:
            self._adding, self._placing = False, None
            self.dots.layer.set_aiming(False)
            self._show_all()

    # --------------------------------------------------------------------------------------------- showing

    def _atlas_changed(self, before: Atlas, after: Atlas) -> None:
        self._list_rows()
        self.hand.refresh()
        row = self._rows.get(self._selected) if self._selected is not None else None
        self.follower.follow(after, row.side if row is not None else "r")
        self.files.note_edit()
        self._show_all()

    def _view_changed(self, *_: object) -> None:
        self.dots.layer.update()
        colours = COLOURS[self.desk.model.state.theme]
        self.dots.layer.set_colours(colours.text, colours.surface, colours.accent)

    def _list_rows(self) -> None:
        rows = point_rows(self.steps.atlas, self.desk.anatomy.rest)
        self._rows = {row.key: row for row in rows}
        if self._selected not in self._rows:
            self._selected = None
        self.panel.set_rows(rows)
        self.dots.set_rows(rows, self.steps.atlas, self.desk.anatomy.rest)

    @Slot()
    def _show_all(self) -> None:
        self._view_changed()
        row = self._rows.get(self._selected) if self._selected is not None else None
        held = self.hand.held is not None
        self.panel.set_page(self.exchange.panel if self.exchange.under_way else None)
        apart = row is not None and sides_differ(self.steps.atlas, row.key)
        self.panel.set_selected(row, held=held, apart=apart)
        if self.exchange.under_way:
            self.dots.show_import(self.exchange.dots(), self.exchange.chosen, self.exchange.label)
        else:
            self.dots.show(row, self.steps.atlas, self._label(row), held=held)
        editor = self.steps.editor
        unsaved = self.files.unsaved
        state = "shipped, read-only" if editor.needs_working_copy else "edited" if unsaved else "saved"
        self.panel.set_file(f"{editor.path.name} · {state}", unsaved=unsaved)

    @Slot()
    def _point_moved(self) -> None:
        held = self.hand.held
        if held is not None:
            self.dots.show_moved(held.key, held.on, self.hand.position())

    @Slot()
    def _reload(self) -> None:
        self._given_up = True
        self.desk.window.orders["annotations.reload"].trigger()

    # ----------------------------------------------------------------------------------------------- inner

    def _step(self, by: int) -> None:
        key = self.panel.step(by)
        if key is not None:
            self.choose(key)

    def _row(self) -> PointRow:
        row = self._rows.get(self._selected) if self._selected is not None else None
        if row is None:
            raise failure("landmarks", "no point is chosen", "choose one in the table, or click it in the view")
        return row

    def _landmark(self) -> LandmarkKey:
        key = self._row().key
        if not isinstance(key, LandmarkKey):
            what = "this is a point of an outline"
            raise failure("landmarks", what, "choose a landmark, or move the point")
        return key

    def _sided(self, row: PointRow) -> str:
        found = self.steps.atlas.landmarks.get(row.key.id) if isinstance(row.key, LandmarkKey) else None
        return found.sided_name if found else row.full_name

    def _label(self, row: PointRow | None) -> str:
        return "" if row is None else self._sided(row)

    def _connect(self) -> None:
        self.panel.chosen.connect(self.choose)
        self.hand.moved.connect(self._point_moved)
        self.hand.changed.connect(self._show_all)
        self.files.changed.connect(self._show_all)
        self.files.reload_wanted.connect(self._reload)
        self.exchange.changed.connect(self._show_all)
        self.steps.changed.connect(self._atlas_changed)
        self.steps.stepped.connect(self._show_all)
        self.desk.model.changed.connect(self._view_changed)
        self.desk.window.status.cancelled.connect(self.follower.cancel)
