"""Searches as one types, and flies to what was chosen."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, Signal, Slot

from glutview.atlas.search import Found, search
from glutview.atlas.sided import Landmark
from glutview.geometry.surface_point import SurfacePoint, normals, positions
from glutview.state.view_state import ViewState
from glutview.ui.label_layer import Pin
from glutview.ui.mode import Desk
from glutview.ui.panels.search_results import ResultRow

_LANDMARK_VIEW_MM = 160.0
"""Height of the picture round a landmark that was flown to."""


class SearchPresenter(QObject):
    """Joins the search field to the atlas and the view."""

    what_if_found = Signal(str)
    """Id of a what-if that was chosen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._found: tuple[Found, ...] = ()
        tree = desk.window.tree
        tree.query_changed.connect(self.search)
        tree.result_chosen.connect(self.fly_to)
        tree.search_left.connect(self.leave)
        desk.model.changed.connect(self._changed)

    def release(self) -> None:
        """The atlas is closed."""
        tree = self._desk.window.tree
        tree.query_changed.disconnect(self.search)
        tree.result_chosen.disconnect(self.fly_to)
        tree.search_left.disconnect(self.leave)
        self._desk.model.changed.disconnect(self._changed)
        tree.set_results(None)

    @Slot(str)
    def search(self, query: str) -> None:
        """Show what the query may mean; the tree for a blank one."""
        self._found = search(self._desk.anatomy.atlas, query)
        rows = [ResultRow(found.name, found.kind, found.matched) for found in self._found]
        self._desk.window.tree.set_results(rows if query.strip() else None)

    @Slot(int)
    def fly_to(self, row: int) -> None:
        """Select what was found and bring it into view: a landmark itself, the statement on the card.

        A movement is played, a what-if begun.
        """
        if not 0 <= row < len(self._found):
            return
        found = self._found[row]
        desk = self._desk
        if found.kind == "movement":
            desk.movement.play_movement(found.id)
            desk.stage.setFocus()
        if found.kind == "what if":
            self.what_if_found.emit(found.id)
        if found.structure is None:
            return
        desk.presenter.show_hidden(found.structure)
        desk.presenter.select(found.structure)
        if found.kind == "landmark":
            self._fly_to_landmark(desk.anatomy.atlas.landmarks[found.id])
        else:
            desk.presenter.frame()
        if found.fact is not None:
            desk.window.card.show_statement(found.fact.text)
        desk.stage.setFocus()

    def _fly_to_landmark(self, landmark: Landmark) -> None:
        bone, stage = landmark.spot.on, self._desk.stage
        spot = [SurfacePoint(landmark.spot.triangle, landmark.spot.weights)]
        mesh = self._desk.anatomy.rest[bone]
        rest = positions(mesh, spot)[0]
        stage.approach_point(bone, rest, normals(mesh, spot)[0], _LANDMARK_VIEW_MM)
        if not self._desk.model.state.xray and stage.structure_at(QPointF(stage.rect().center())) != bone:
            # Something lies over it: a point that nobody sees is not found.
            self._desk.presenter.toggle_xray()
        stage.set_pin(Pin(landmark.line or landmark.name, bone, (float(rest[0]), float(rest[1]), float(rest[2]))))

    def _changed(self, before: ViewState, after: ViewState) -> None:
        if before.selected != after.selected:
            self._desk.stage.set_pin(None)

    @Slot()
    def leave(self) -> None:
        """Back to the view."""
        self._desk.stage.setFocus()
