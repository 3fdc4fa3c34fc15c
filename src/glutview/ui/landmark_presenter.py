"""The landmarks mode: which point is chosen, what is done with it, and all that shows it."""

from __future__ import annotations

from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, Slot

from glutview.atlas.atlas import Atlas
from glutview.atlas.editor import AtlasEditor
from glutview.atlas.edits import remove_landmark
from glutview.atlas.landmark_edits import (
    add_named_landmark,
    place_landmark,
    rename_landmark,
    set_state,
    stated_landmark,
)
from glutview.atlas.load import read_atlas
from glutview.atlas.sides import SurfaceSpot
from glutview.errors import GlutviewError, failure
from glutview.geometry.surface_point import closest_points
from glutview.scene.picking import Hit
from glutview.state.atlas_steps import AtlasSteps
from glutview.state.point_edits import mirrored, sides_differ
from glutview.state.points import LandmarkKey, OutlineKey, PointKey, PointRow, point_rows, shaped_by
from glutview.ui.colours import COLOURS
from glutview.ui.landmark_dots import PointDots
from glutview.ui.landmark_exchange import LandmarkExchange
from glutview.ui.landmark_files import LandmarkFiles
from glutview.ui.landmark_follower import Follower
from glutview.ui.landmark_hand import Hand
from glutview.ui.landmark_tool import LandmarkTool
from glutview.ui.mode import Desk, ModePresenter
from glutview.ui.names_dialog import Names
from glutview.ui.panels.landmark_panel import LandmarkPanel

_NEAR_MM = 160.0
_HOLD_PX = 16.0



class LandmarkPresenter(ModePresenter):
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
        self._tool = LandmarkTool(self)
        self._selected: PointKey | None = None
        self._rows: dict[PointKey, PointRow] = {}
        self._adding = False
        self._placing: PointKey | None = None
        self._given_up = False
        desk.undo.add(self.steps)
        self._connect()
        orders = desk.window.orders
        self.panel.set_save_action(
            orders["landmarks.save"], [orders["landmarks.import"], orders["landmarks.export"]]
        )
        muscles = self.steps.atlas.structures
        self.panel.set_outlines(
            [
                (id, f"{muscles[a.muscle].sided_name}, {a.role}")
                for id, a in self.steps.atlas.attachments.items()
            ]
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

    def may_close(self) -> bool:
        self.hand.lay_down()
        return self._given_up or self.files.may_close()

    def release(self) -> None:
        self.hand.lay_down()
        self.desk.undo.remove(self.steps)
        self.desk.window.status.cancelled.disconnect(self.follower.cancel)
        self.desk.model.changed.disconnect(self._view_changed)
        self.files.release()
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

    # ----------------------------------------------------------------------------------------------- orders

    def toggle_hold(self) -> None:
        """Pick the chosen point up, or lay it down."""
        if self.hand.held is not None:
            self.hand.lay_down()
            return
        row = self._row()
        if not self.files.own():
            return
        if row.xyz is None:
            self._aim(row.key)
        else:
            self.hand.pick_up(row.key, self._sided(row))
            self.follower.prepare(row.key)
            self.desk.stage.setFocus()

    def add(self) -> None:
        """Wait for a click on a bone, or for Enter, and put a new landmark there."""
        if self.files.own():
            self._aim(None)

    def skip(self) -> None:
        """The chosen landmark is not to be seen on this body."""
        self._set_state("skipped", "Skip")

    def take_off(self) -> None:
        """The chosen landmark is still to be placed."""
        self._set_state("missing", "Take off")

    def rename(self) -> None:
        """Ask for other names of the chosen landmark."""
        key = self._landmark()
        row = self._rows[key]
        names = self.desk.window.ask_names("Rename landmark", Names(row.name, row.latin), with_side=False)
        if names is not None and self.files.own():
            edited = rename_landmark(self.steps.atlas, key.id, names.name, names.latin)
            self.steps.edit(edited, f"Rename {row.name.lower()}")

    def mirror(self) -> None:
        """Make the other side the mirror image of the chosen point."""
        row = self._row()
        if self.files.own():
            self.hand.settle()
            edited = mirrored(self.steps.atlas, self.desk.anatomy.rest, row.key)
            self.steps.edit(edited, f"Mirror {row.full_name[:1].lower()}{row.full_name[1:]}")

    def delete(self) -> None:
        """Remove the chosen landmark, if nothing needs it."""
        key = self._landmark()
        row = self._rows[key]
        # What something else needs is refused before anything is asked.
        remove_landmark(self.steps.atlas, key.id)
        sides = " on both sides" if stated_landmark(self.steps.atlas, key.id) != key.id else ""
        if self.desk.window.ask("Delete landmark", f"Delete {row.name}{sides}?", "Delete") and self.files.own():
            self.steps.edit(remove_landmark(self.steps.atlas, key.id), f"Delete {row.name.lower()}")

    def toggle_both_sides(self) -> None:
        self.set_both_sides(not self.hand.both_sides)

    @Slot(bool)
    def set_both_sides(self, both: bool) -> None:
        """Let the other side follow as the mirror image, or let each side have its own."""
        self.hand.settle()
        self.hand.both_sides = both
        self.panel.set_both_sides(both)
        self.desk.window.set_checked("landmarks.both_sides", both)

    def save(self) -> None:
        self.hand.settle()
        self.files.save()

    def save_as(self) -> None:
        self.hand.settle()
        self.files.save_as()

    def import_file(self) -> None:
        self.hand.lay_down()
        self.exchange.begin()

    def export_file(self) -> None:
        self.hand.settle()
        self.exchange.export()

    # ------------------------------------------------------------------------------------- mouse and keys

    @property
    def in_hand(self) -> bool:
        """Whether a point is in hand."""
        return self.hand.held is not None

    @property
    def adding(self) -> bool:
        """Whether the next click puts a landmark."""
        return self._adding

    def take_hold(self, place: QPointF) -> bool:
        """Begin to drag the point in hand, if the place is near it."""
        point = self.dots.layer.pixel(self._selected) if self.hand.held and self._selected else None
        if point is None or (point - place).manhattanLength() > _HOLD_PX:
            return False
        self.hand.begin_drag(place, point)
        return True

    def drag_to(self, place: QPointF) -> None:
        self.hand.drag(place)

    def let_go(self) -> None:
        self.hand.end_drag()

    def click_at(self, place: QPointF, hit: Hit | None) -> bool:
        """Choose the point at a place, or put a new one there; False leaves the click to the view."""
        if self._adding:
            self._add_at(hit)
            return True
        found = self.dots.layer.near(place)
        if isinstance(found, LandmarkKey | OutlineKey):
            self.choose(found)
            return True
        # In hand, a click beside the point must not select something else.
        return self.hand.held is not None

    def nudge(self, right: float, up: float, mm: float) -> None:
        self.hand.nudge(right, up, mm)

    def enter_key(self) -> bool:
        """Put the new landmark, lay the point down, or pick the chosen one up."""
        if self._adding:
            middle = QPointF(self.desk.stage.width() / 2, self.desk.stage.height() / 2)
            self._add_at(self.desk.stage.hit_at(middle))
        elif self.hand.held is not None:
            self.hand.lay_down()
        elif self._selected is not None:
            self.toggle_hold()
        else:
            return False
        return True

    @Slot(str)
    def ask(self, what: str) -> None:
        """What a button or a key of the panel asks for."""
        self.desk.window.orders[f"landmarks.{what}"].trigger()

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

    def _aim(self, key: PointKey | None) -> None:
        """Wait for the place of a landmark that has none, or of a new one."""
        self.hand.lay_down()
        self._adding, self._placing = True, key
        self.dots.layer.set_aiming(True)
        self.panel.set_hint("Click where the landmark shall be; or turn the bone under the cross and press Enter.")
        self.desk.stage.setFocus()

    def _set_state(self, state: Literal["missing", "skipped"], verb: str) -> None:
        key = self._landmark()
        self.hand.lay_down()
        # What an attachment needs is refused before anything is asked.
        set_state(self.steps.atlas, stated_landmark(self.steps.atlas, key.id), state)
        if self.files.own():
            edited = set_state(self.steps.atlas, stated_landmark(self.steps.atlas, key.id), state)
            self.steps.edit(edited, f"{verb} {self._rows[key].name.lower()}")

    def stop_adding(self) -> None:
        """Put no landmark after all."""
        if self._adding:
            self._adding, self._placing = False, None
            self.dots.layer.set_aiming(False)
            self._show_all()

    def _add_at(self, hit: Hit | None) -> None:
        atlas = self.steps.atlas
        if hit is None or atlas.structures[hit.id].moves_with is None:
            self.desk.window.status.set_hover("A landmark lies on a bone, a ligament or a tract: hide what covers it")
            return
        place = self.hand.at_rest(hit.id, np.array(hit.point))
        point = closest_points(self.desk.anatomy.rest[hit.id], place[None])[0]
        spot = SurfaceSpot(hit.id, point.triangle, point.weights)
        placing = self._placing
        try:
            if isinstance(placing, LandmarkKey):
                edited = place_landmark(atlas, stated_landmark(atlas, placing.id), spot)
                id, message = placing.id, f"Place {self._rows[placing].name.lower()}"
            else:
                names = self.desk.window.ask_names("Add landmark", Names(), with_side=True)
                if names is None:
                    self.stop_adding()
                    return
                edited, id = add_named_landmark(atlas, spot, names.name, names.latin, paired=names.paired)
                message = f"Add {names.name.lower()}"
        except GlutviewError as error:
            self.stop_adding()
            self.desk.report("The landmark could not be put there", error)
            return
        self.stop_adding()
        self.steps.edit(edited, message)
        self.choose(LandmarkKey(id))

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
        self.panel.asked.connect(self.ask)
        self.panel.both_sides_chosen.connect(self.set_both_sides)
        self.hand.moved.connect(self._point_moved)
        self.hand.changed.connect(self._show_all)
        self.files.changed.connect(self._show_all)
        self.files.reload_wanted.connect(self._reload)
        self.exchange.changed.connect(self._show_all)
        self.steps.changed.connect(self._atlas_changed)
        self.steps.stepped.connect(self._show_all)
        self.desk.model.changed.connect(self._view_changed)
        self.desk.window.status.cancelled.connect(self.follower.cancel)
