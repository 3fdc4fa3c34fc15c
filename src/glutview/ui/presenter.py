"""Joins the view state to the views: what a person does becomes an edit, what changed is shown.

Knows the views only by their setters and signals, so that it is tested without a window.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from glutview.atlas.atlas import Atlas
from glutview.atlas.sides import other_side
from glutview.state import view_edits as edits
from glutview.state.label_names import label_names, named_by
from glutview.state.layers import layers
from glutview.state.resolve import resolve
from glutview.state.view_model import ViewModel
from glutview.state.view_state import ViewState
from glutview.ui.card_choice import card_changed, card_of
from glutview.ui.catalogue import hover_names, tree_rows
from glutview.ui.colours import COLOURS
from glutview.ui.picture_saving import PictureSaving
from glutview.ui.player import Player

if TYPE_CHECKING:
    from glutview.ui.main_window import MainWindow
    from glutview.ui.panels.card import Card
    from glutview.ui.panels.structure_tree import StructureTree
    from glutview.ui.settings import Settings
    from glutview.ui.stage import Stage

_TURN_DEG = 10.0
_CONTEXT_MENU = [
    "view.frame",
    "view.hide",
    "view.isolate",
    "view.show_all",
    "",
    "view.peel",
    "view.cover",
    "view.xray",
    "view.labels",
    "",
    "structures.other_side",
]
_NEED_SELECTION = ("view.hide", "view.isolate", "structures.other_side")


@dataclass(frozen=True)
class Views:
    """What the presenter shows things in."""

    window: MainWindow
    tree: StructureTree
    card: Card
    stage: Stage


class Presenter(QObject):
    """Selection, visibility and the camera. Movement has a presenter of its own."""

    def __init__(self, model: ViewModel, atlas: Atlas, views: Views, settings: Settings, player: Player) -> None:
        super().__init__()
        self._model = model
        self._atlas = atlas
        self._views = views
        self._player = player
        self._layers = layers(atlas)
        self._order = [row.id for row in tree_rows(atlas) if not row.part_of]
        self.pictures = PictureSaving(views.window, views.stage, settings, self)
        self._connect()
        views.tree.set_structures(tree_rows(atlas))
        views.window.peel.set_layers([name for name, _ in self._layers])
        self._show(None, model.state)

    def release(self) -> None:
        """Stop listening to the model; the views go on to somebody else or away."""
        self.pictures.release()
        self._model.changed.disconnect(self._changed)
        self._views.window.peel.depth_chosen.disconnect(self.peel)

    def set_atlas(self, atlas: Atlas) -> None:
        """Show an edited atlas, of the same structures."""
        self._atlas = atlas
        self._views.stage.show_scene(resolve(atlas, self._model.state))

    # ------------------------------------------------------------------------------------- from the model

    def _changed(self, before: ViewState, after: ViewState) -> None:
        self._show(before, after)

    def _show(self, before: ViewState | None, state: ViewState) -> None:
        """Show a state; of what was shown `before`, only what differs."""
        window, tree, card, stage = self._views.window, self._views.tree, self._views.card, self._views.stage
        if before is None or before.selected != state.selected:
            tree.set_selected(state.selected)
            for key in _NEED_SELECTION:
                window.set_enabled(key, state.selected is not None)
        if card_changed(before, state):
            colours = COLOURS[state.theme]
            html = card_of(self._atlas, state, colours)
            card.set_html(html, keep_place=before is not None and before.theme != state.theme)
            stage.set_colours(colours.text, colours.surface)
        if before is None or before.hidden != state.hidden:
            tree.set_hidden(state.hidden)
            depth = edits.peel_depth(state, self._layers)
            window.peel.set_depth(depth)
            window.set_enabled("view.peel", depth < len(self._layers))
            window.set_enabled("view.cover", depth > 0)
        if before is None or before.xray != state.xray:
            window.set_checked("view.xray", state.xray)
        if before is None or before.labels != state.labels:
            window.set_checked("view.labels", state.labels)
        if before is None or named_by(before) != named_by(state):
            stage.set_labels(label_names(self._atlas, state), self._whole(state))
        moving = before is not None and before.pose != state.pose
        stage.show_scene(resolve(self._atlas, state), moving=moving)

    # ------------------------------------------------------------------------------------- from the views

    @Slot(str)
    def select(self, structure: str) -> None:
        """Select a structure, or nothing for an empty id."""
        self._model.look(edits.select(self._model.state, structure or None))

    @Slot(list, bool)
    def set_visible(self, structures: list[str], visible: bool) -> None:
        """Show or hide structures: one step."""
        names = list(dict.fromkeys(self._atlas.structures[id].name for id in structures))
        word = "Show" if visible else "Hide"
        what = names[0].lower() if len(names) == 1 else f"{len(structures)} structures"
        self._model.edit(edits.set_visible(self._model.state, structures, visible), f"{word} {what}")

    def show_hidden(self, structure: str) -> None:
        """Show a structure again that somebody asks for by name; of a part, its muscle."""
        if (whole := self._atlas.whole(structure)) in self._model.state.hidden:
            self.set_visible([whole], True)

    @Slot(str)
    def point_at(self, structure: str) -> None:
        """Name what lies under the pointer."""
        name, latin = hover_names(self._atlas, structure or None, self._model.state.what_if)
        self._views.stage.set_name(name, latin)
        self._views.window.status.set_hover(f"{name}  ·  {latin}" if name else "")

    @Slot(str)
    def approach(self, structure: str) -> None:
        """Select a structure and bring it into view."""
        self.select(structure)
        self.frame()

    @Slot(str, QPoint)
    def open_menu(self, structure: str, place: QPoint) -> None:
        """Offer what can be done with a structure."""
        # A selected part stays so when its muscle is asked about.
        if structure and structure != self._whole(self._model.state):
            self.select(structure)
        self._views.window.popup_menu(_CONTEXT_MENU, place)

    @Slot()
    def _camera_moved(self) -> None:
        self._model.look(edits.set_camera(self._model.state, self._views.stage.camera))

    @Slot(str)
    def open_page(self, address: str) -> None:
        """Open a publication in the web browser."""
        QDesktopServices.openUrl(QUrl(address))

    # ------------------------------------------------------------------------------------------- commands

    def find(self) -> None:
        self._views.tree.set_focus_on_search()

    def hide(self) -> None:
        """Hide the selection; of a part, its whole muscle."""
        if selected := self._whole(self._model.state):
            self.set_visible([selected], False)

    def isolate(self) -> None:
        """Show the selection alone."""
        selected = self._whole(self._model.state)
        if selected:
            state = edits.isolate(self._model.state, {selected}, self._atlas.structures)
            self._model.edit(state, f"Isolate {self._atlas.structures[selected].name.lower()}")

    def show_all(self) -> None:
        self._model.edit(edits.show_all(self._model.state), "Show all")

    def toggle_xray(self) -> None:
        self._model.edit(edits.set_xray(self._model.state, not self._model.state.xray), "X-ray")

    def peel_deeper(self) -> None:
        """Take off the outermost layer that is left."""
        self.peel(edits.peel_depth(self._model.state, self._layers) + 1)

    def cover_again(self) -> None:
        """Put back the layer that was taken off last."""
        self.peel(edits.peel_depth(self._model.state, self._layers) - 1)

    @Slot(int)
    def peel(self, depth: int) -> None:
        """Take off so many layers."""
        state = edits.peel(self._model.state, self._layers, depth)
        names = [name for name, _ in self._layers]
        shown = max(min(depth, len(names)), 0)
        self._model.edit(state, f"Peel to {names[shown]}" if shown < len(names) else "Peel to the bones")

    def toggle_labels(self) -> None:
        self._model.edit(edits.set_labels(self._model.state, not self._model.state.labels), "Labels")

    def reset(self) -> None:
        """The opening arrangement, seen from where the window opens."""
        self._player.pause()
        self._model.edit(edits.reset(self._model.state), "Reset view")
        self._views.stage.look_opening()

    def back(self) -> None:
        """From a part to its muscle, from anything else to nothing."""
        part = self._atlas.parts.get(self._model.state.selected or "")
        self.select(part.muscle if part else "")

    def frame(self) -> None:
        selected = self._whole(self._model.state)
        self._views.stage.frame((selected,) if selected else ())

    def look_anterior(self) -> None:
        self._views.stage.look("anterior")

    def look_posterior(self) -> None:
        self._views.stage.look("posterior")

    def look_left(self) -> None:
        self._views.stage.look("left")

    def look_right(self) -> None:
        self._views.stage.look("right")

    def look_superior(self) -> None:
        self._views.stage.look("superior")

    def look_inferior(self) -> None:
        self._views.stage.look("inferior")

    def turn_left(self) -> None:
        self._views.stage.turn(-_TURN_DEG, 0.0)

    def turn_right(self) -> None:
        self._views.stage.turn(_TURN_DEG, 0.0)

    def turn_up(self) -> None:
        self._views.stage.turn(0.0, _TURN_DEG)

    def turn_down(self) -> None:
        self._views.stage.turn(0.0, -_TURN_DEG)

    def select_next(self) -> None:
        self._select_by(1)

    def select_previous(self) -> None:
        self._select_by(-1)

    def select_other_side(self) -> None:
        selected = self._model.state.selected
        if selected and (other := other_side(selected)) in self._atlas:
            self.select(other)

    def save_picture(self) -> None:
        """Ask for a file and write the view into it, at the size asked for."""
        self.pictures.begin()

    def _whole(self, state: ViewState) -> str | None:
        """What is selected, or the muscle of which a part is."""
        return self._atlas.whole(state.selected) if state.selected else None

    def _select_by(self, step: int) -> None:
        selected = self._whole(self._model.state)
        if selected is None:
            self.select(self._order[0 if step > 0 else -1])
        else:
            self.select(self._order[(self._order.index(selected) + step) % len(self._order)])

    def _connect(self) -> None:
        tree, card, stage = self._views.tree, self._views.card, self._views.stage
        tree.selected.connect(self.select)
        tree.visibility_changed.connect(self.set_visible)
        tree.activated.connect(self.approach)
        tree.menu_requested.connect(self.open_menu)
        card.structure_chosen.connect(self.select)
        card.page_chosen.connect(self.open_page)
        stage.clicked.connect(self.select)
        stage.hovered.connect(self.point_at)
        stage.menu_requested.connect(self.open_menu)
        stage.camera_changed.connect(self._camera_moved)
        self._views.window.peel.depth_chosen.connect(self.peel)
        self._model.changed.connect(self._changed)
