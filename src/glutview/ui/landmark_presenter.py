"""The landmarks mode: what is done with the chosen point, by orders, mouse and keys."""

from __future__ import annotations

from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, Slot

from glutview.atlas.edits import remove_landmark
from glutview.atlas.landmark_edits import (
    add_named_landmark,
    place_landmark,
    rename_landmark,
    set_state,
    stated_landmark,
)
from glutview.atlas.sides import SurfaceSpot
from glutview.errors import GlutviewError
from glutview.geometry.surface_point import closest_points
from glutview.scene.picking import Hit
from glutview.state.point_edits import mirrored
from glutview.state.points import LandmarkKey, OutlineKey, PointKey
from glutview.ui.landmark_choice import LandmarkChoice
from glutview.ui.landmark_tool import LandmarkTool
from glutview.ui.mode import Desk
from glutview.ui.names_dialog import Names

_HOLD_PX = 16.0


class LandmarkPresenter(LandmarkChoice):
    """Carries out every order of the menu."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._tool = LandmarkTool(self)
        self.panel.asked.connect(self.ask)
        self.panel.both_sides_chosen.connect(self.set_both_sides)

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
