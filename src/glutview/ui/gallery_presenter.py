"""The gallery: views round a structure as small pictures; a click flies there, a slideshow goes through them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer, Slot

from glutview.export.turntable import structure_turn
from glutview.state import view_edits as edits
from glutview.state.view_state import ViewState
from glutview.teaching.lesson import Step
from glutview.teaching.lesson_view import camera_of
from glutview.teaching.turn_words import TurnPicture, turn_step
from glutview.ui.caption_bar import Caption
from glutview.ui.catalogue import tree_rows
from glutview.ui.gallery_pictures import Drawn, GalleryPictures
from glutview.ui.gallery_tool import GalleryTool
from glutview.ui.mode import Desk, ModePresenter
from glutview.ui.one_step import OneStep
from glutview.ui.panels.gallery_panel import GalleryPanel, PictureRow
from glutview.ui.presenting import Presenting
from glutview.ui.step_view import StepView

_FIRST: Final = "gluteus_medius_r"
_HELD_MS: Final = 5000
"""How long the slideshow stays at a view: as long as its caption takes to read."""


class GalleryPresenter(ModePresenter):
    """Follows the selection: of whatever is selected the views are shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view = StepView(desk, self)
        self.view.smooth = desk.settings.smooth
        self.show = Presenting(desk, self)
        self.pictures = GalleryPictures(desk, self)
        self._panel = GalleryPanel(desk.window.orders)
        self._tool = GalleryTool(self)
        self._shown = OneStep(desk)
        self._id = ""
        self._drawn: Drawn | None = None
        self._at: int | None = None
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.setInterval(_HELD_MS)
        self._hold.timeout.connect(self._go_on)
        self._panel.set_structures([(row.id, _named(row.name, row.side)) for row in tree_rows(desk.anatomy.atlas)])
        self._panel.chosen.connect(self.choose)
        self._panel.pictures.gone_to.connect(self.go)
        self._panel.pictures.left.connect(self._back_to_view)
        self.pictures.drawn.connect(self._take_picture)
        self.view.player.arrived.connect(self._arrived)
        self.show.changed.connect(self._show_toggles)
        desk.undo.add(self._shown)

    # ----------------------------------------------------------------------------------------------- mode

    def enter(self) -> None:
        desk = self.desk
        desk.window.set_panel(self._panel)
        desk.window.fit_panels()
        desk.stage.tool = self._tool
        desk.model.changed.connect(self._changed)
        selected = desk.model.state.selected
        self._take(self._whole(selected) if selected else self._id or self._first())
        self._show_toggles()

    def leave(self) -> None:
        self.end_show()
        self.view.forget()
        self.desk.model.changed.disconnect(self._changed)
        self.pictures.rest()

    def back(self) -> bool:
        if self.show.on:
            self.end_show()
            return True
        return False

    def release(self) -> None:
        self._hold.stop()
        if self.desk.model.state.mode == "gallery":
            self.desk.model.changed.disconnect(self._changed)
        self.pictures.forget()
        self.desk.undo.remove(self._shown)
        self.show.release()
        self.view.release()
        self._panel.deleteLater()

    @property
    def playing(self) -> bool:
        """Whether the slideshow is on, running or paused."""
        return self.show.on

    # ------------------------------------------------------------------------------------------- commands

    def open_selected(self) -> None:
        """Show the views round the selection."""
        self._panel.pictures.setFocus()

    def play(self) -> None:
        """Show the views one after the other on the whole screen, from the first on."""
        self._start(0)

    def next(self) -> None:
        if self._drawn is not None:
            self.go(0 if self._at is None else min(self._at + 1, len(self._drawn.states) - 1))

    def previous(self) -> None:
        if self._at is not None:
            self.go(max(self._at - 1, 0))

    def toggle_black(self) -> None:
        self.show.set_black(not self.show.black)

    def toggle_pause(self) -> None:
        """Stay at the present view, or go on from it."""
        if self._hold.isActive():
            self._hold.stop()
        else:
            self._go_on()
        self._tell_caption()

    def end_show(self) -> None:
        """Back to the window. However many views were shown, undo takes the view back to what it was before."""
        self._hold.stop()
        if self.show.on:
            self.view.finish()
            self._hold.stop()
            self.show.end()
            self._shown.end(f"Slideshow of {self._name().lower()}")

    @Slot(int)
    def go(self, number: int) -> None:
        """Fly to one of the views."""
        if self._drawn is None:
            return
        self._hold.stop()
        self.show.set_black(False)
        self._at = number
        self._panel.pictures.set_current(number)
        self._tell_words()
        self.view.go(self._fitted(number))

    @Slot(str)
    def choose(self, structure: str) -> None:
        """Select a structure, and show the views round it."""
        self.desk.model.look(edits.select(self.desk.model.state, structure))

    # ---------------------------------------------------------------------------------------------- inner

    def _start(self, number: int) -> None:
        if not self.show.on:
            self.desk.player.pause()
            self._shown.begin()
        self.show.begin()
        self.go(number)

    @Slot()
    def _go_on(self) -> None:
        """The slideshow goes to the next view; after the last it ends."""
        if self._drawn is not None and self._at is not None and self._at + 1 < len(self._drawn.states):
            self.go(self._at + 1)
        else:
            self.end_show()

    @Slot(ViewState)
    def _arrived(self, _state: ViewState) -> None:
        if self.show.on:
            self._hold.start()
            self._tell_caption()

    def _changed(self, before: ViewState, after: ViewState) -> None:
        if after.selected is not None and self._whole(after.selected) != self._id:
            self._take(self._whole(after.selected))
        elif after.theme != before.theme:
            self._take(self._id)

    def _take(self, structure: str) -> None:
        """Show the views round a structure; where one is, if one is at one of them already."""
        if structure != self._id:
            self._at = None
        self._id = structure
        self._drawn = self.pictures.ask(structure, self.desk.model.state.theme)
        self._panel.set_structure(structure)
        self._panel.pictures.set_rows([self._row(i) for i in range(len(self._drawn.states))], self._at)
        self._tell_words()

    @Slot(int)
    def _take_picture(self, number: int) -> None:
        self._panel.pictures.set_row(number, self._row(number))
        if number == (self._at or 0):
            self._tell_words()

    def _row(self, number: int) -> PictureRow:
        assert self._drawn is not None
        step, words = self._step(number), self._words(number)
        short = step.title.rpartition("from ")[2]
        alt = words.alt if words else ""
        return PictureRow(f"From {short}", step.title, step.note, alt, self._drawn.images[number])

    def _step(self, number: int) -> Step:
        """A view as a step; without a note until it is known what is seen there."""
        assert self._drawn is not None
        words = self._words(number)
        return words.step if words else turn_step(self.desk.anatomy.atlas, self._drawn.states[number])

    def _fitted(self, number: int) -> Step:
        """A view as a step, as far away as the view's own shape asks for."""
        camera = structure_turn(self.desk.anatomy, self._id, self.desk.stage.pixels)[number].camera
        step = self._step(number)
        return step if camera is None else step.changed(camera=camera_of(camera).model_dump())

    def _words(self, number: int) -> TurnPicture | None:
        return self._drawn.words[number] if self._drawn else None

    def _tell_words(self) -> None:
        if self._at is None:
            count = len(self._drawn.states) if self._drawn else 0
            hint = f"{count} views all round. Enter or a click flies there; F5 shows them one after the other."
            self._panel.set_words(self._name(), hint)
        else:
            step = self._step(self._at)
            self._panel.set_words(step.title, step.note)
        self._tell_caption()

    def _tell_caption(self) -> None:
        if self._drawn is None or self._at is None or not self.show.on:
            return
        every = [self._caption(i) for i in range(len(self._drawn.states))]
        self.show.set_caption(every[self._at], every)

    def _caption(self, number: int) -> Caption:
        assert self._drawn is not None
        step, count = self._step(number), len(self._drawn.states)
        waiting = self._hold.isActive() or self.view.player.running
        hint = "" if waiting or number != self._at else "paused: Space goes on"
        return Caption(step.title, step.note, f"{number + 1} / {count}", (number + 1) / count, hint)

    def _name(self) -> str:
        return self.desk.anatomy.atlas.selectable(self._id).sided_name

    def _whole(self, selected: str) -> str:
        """What is shown from all sides: of a part its muscle."""
        return self.desk.anatomy.atlas.whole(selected)

    def _first(self) -> str:
        structures = self.desk.anatomy.atlas.structures
        return _FIRST if _FIRST in structures else next(iter(structures))

    @Slot()
    def _back_to_view(self) -> None:
        self.desk.stage.setFocus()

    @Slot()
    def _show_toggles(self) -> None:
        self.desk.window.set_checked("gallery.black", self.show.black)
        # Elsewhere a full stop is a full stop.
        self.desk.window.set_enabled("gallery.black", self.show.on)


def _named(name: str, side: str) -> str:
    return name + {"r": ", right", "l": ", left", "": ""}[side]
