"""Draws the small pictures of the gallery, one after the other, whenever the view itself wants nothing.

A scene of their own draws them: nothing of what the view shows is touched. What was drawn is kept, of each theme its
own, till the annotations change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from glutview.biomech.anatomy import Anatomy
from glutview.export.turntable import picture_of, show, structure_turn
from glutview.scene.scene import Scene
from glutview.state.palette import Theme
from glutview.state.view_state import ViewState
from glutview.teaching.turn_words import TurnPicture
from glutview.ui.memory import give_back_spare
from glutview.ui.mode import Desk

SIZE: Final = (320, 200)
"""Of a small picture, pixels: sharp at twice the size at which a panel shows it."""
_WAIT_MS: Final = 40
_KEPT: Final = 30
"""Structures whose pictures are kept, 4 MB each; those looked at longest ago go first."""


@dataclass
class Drawn:
    """What has been drawn of a structure so far; None where nothing has."""

    states: tuple[ViewState, ...]
    words: list[TurnPicture | None]
    images: list[QImage | None]


class GalleryPictures(QObject):
    """One structure is drawn at a time, the last that was asked for."""

    drawn = Signal(int)
    """A picture of the structure asked for is there, with its words."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._anatomy: Anatomy | None = None
        self._kept: dict[tuple[str, Theme], Drawn] = {}
        self._wanted: Drawn | None = None
        self._scene: Scene | None = None
        self._next = QTimer(self)
        self._next.setInterval(_WAIT_MS)
        self._next.timeout.connect(self._step)

    @property
    def busy(self) -> bool:
        """Whether there is still something to draw."""
        return self._next.isActive()

    def ask(self, id: str, theme: Theme) -> Drawn:
        """What there is of a structure; the rest is drawn from now on, and nothing else any more."""
        if self._desk.anatomy is not self._anatomy:
            self.forget()
            self._anatomy = self._desk.anatomy
        key = (id, theme)
        drawn = self._kept.pop(key, None)
        if drawn is None:
            states = structure_turn(self._anatomy, id, SIZE, theme)
            drawn = Drawn(states, [None] * len(states), [None] * len(states))
        self._kept[key] = self._wanted = drawn
        while len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]
        self._next.start()
        return drawn

    def rest(self) -> None:
        """Draw nothing more for now, and give back what draws."""
        self._next.stop()
        self._wanted = None
        if self._scene is not None:
            self._scene.close()
            self._scene = None
            give_back_spare()

    def forget(self) -> None:
        """What was drawn is no longer so."""
        self.rest()
        self._kept.clear()

    @Slot()
    def _step(self) -> None:
        """A step of work, unless somebody turns the model just now."""
        drawn, stage = self._wanted, self._desk.stage
        if drawn is None or self._anatomy is None:
            self._next.stop()
            return
        if stage.held or stage.moving or self._desk.player.playing:
            return
        if self._scene is None:
            self._scene = Scene(self._anatomy, stage.scene.quality)
            return
        number = next((i for i, image in enumerate(drawn.images) if image is None), None)
        if number is None:
            self._next.stop()
            give_back_spare()
        elif drawn.words[number] is None:
            drawn.words[number] = picture_of(self._anatomy, self._scene, drawn.states[number])
        else:
            drawn.images[number] = self._image(drawn.states[number])
            self.drawn.emit(number)

    def _image(self, state: ViewState) -> QImage:
        assert self._scene is not None
        assert self._anatomy is not None
        # Another structure may have been drawn since the words were made.
        show(self._anatomy, self._scene, state)
        pixels = np.ascontiguousarray(self._scene.render_image(SIZE))
        height, width, _ = pixels.shape
        return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBX8888).copy()
