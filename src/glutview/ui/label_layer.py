"""Names over the view, with leaders to what they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Final

import numpy as np
from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent

from glutview.scene.camera import project
from glutview.scene.labels import STUB, Label, Place, Room, lay_out, one_of_each
from glutview.ui.glass_sheet import WrittenSheet
from glutview.ui.label_writing import Writing
from glutview.ui.scene_widget import SceneWidget

_MARGIN = 14.0
_SLICE_S = 0.008


@dataclass(frozen=True)
class Pin:
    """A place to point at: a landmark that was searched for, say."""

    name: str
    structure: str
    """The rigid structure that it lies on."""
    rest: tuple[float, float, float]
    """Where it is at rest, mm."""


_PIN: Final = "pin:"
"""Key of the pin's label; no id has a colon."""


class LabelLayer(WrittenSheet):
    """Follows the model while it moves; when it stands still, each label looks for what is seen of its structure."""

    def __init__(self, view: SceneWidget) -> None:
        super().__init__(view)
        self._view = view
        self._names: dict[str, str] = {}
        self._selected = ""
        self._anchors: dict[str, int] = {}
        self._carriers: dict[str, str] = {}
        self._pin: Pin | None = None
        self._found: Iterator[tuple[str, int | None]] = iter(())
        self._search = QTimer(self)
        self._search.setSingleShot(True)
        self._search.setInterval(0)
        self._search.timeout.connect(self._search_on)
        view.painted.connect(self._follow)
        self.hide()

    def set_names(self, names: Mapping[str, str], selected: str | None) -> None:
        """Name these structures where they are seen, the most important first; nothing for none."""
        changed = dict(names) != self._names
        self._names, self._selected = dict(names), selected or ""
        self.setVisible(bool(names) or self._pin is not None)
        if changed:
            self._begin_search()
        self.update()

    def set_pin(self, pin: Pin | None) -> None:
        """Point at one place and name it, or no longer."""
        self._pin = pin
        self.setVisible(bool(self._names) or pin is not None)
        self.update()

    @property
    def searching(self) -> bool:
        """Whether it is still being found out what is seen."""
        return self._search.isActive()

    def labels(self, size: tuple[int, int] | None = None) -> tuple[Label, ...]:
        """As they stand now, in the widget's own pixels, or in a picture of another size."""
        size = size or self._size()
        seen = self._seen(size)
        anchors: dict[str, Place] = {}
        named: set[str] = set()
        for key in seen:
            name = self._shown()[key]
            carrier = self._carriers.get(name, key)
            if name not in named and (key == carrier or carrier not in seen):
                anchors[key] = seen[key]
                named.add(name)
        return lay_out(anchors, self._widths(anchors), 1.5 * self._metrics("").height(), self._room(size))

    def writing(self, size: tuple[int, int] | None = None) -> Writing:
        """As they stand now, to be painted onto the widget, or into a picture of another size."""
        labels = self.labels(size)
        fonts = {label.key: self._font(label.key) for label in labels}
        return Writing(labels, self._shown(), fonts, self._ink, self._paper)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.writing().paint(painter)
        painter.end()

    def _shown(self) -> dict[str, str]:
        return ({_PIN: self._pin.name} if self._pin is not None else {}) | self._names

    def _font(self, key: str) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(self._scale * font.pointSizeF())
        font.setBold(key in (self._selected, _PIN))
        return font

    def _metrics(self, key: str) -> QFontMetricsF:
        return QFontMetricsF(self._font(key))

    def _width(self, key: str) -> float:
        return self._metrics(key).horizontalAdvance(self._shown()[key]) + 0.9 * self._metrics("").height()

    def _widths(self, keys: Iterable[str]) -> dict[str, float]:
        return {key: self._width(key) for key in keys}

    def _room(self, size: tuple[int, int]) -> Room:
        # Above stands the name under the pointer, below the orientation figure and the scale bar.
        own = self.fontMetrics().height()
        return Room(_MARGIN, _MARGIN + 2.2 * own, size[0] - _MARGIN, size[1] - _MARGIN - 6.6 * own)

    def _seen(self, size: tuple[int, int]) -> dict[str, Place]:
        """What the names point at, pixels, as far as it lies in the picture; the most important first."""
        scene = self._view.scene
        places = scene.anchor_pixels(self._anchors, size)
        if self._pin is not None:
            x, y, _ = project(scene.camera, scene.place(self._pin.structure, np.array([self._pin.rest])), size)[0]
            places[_PIN] = (float(x), float(y))
        inside = {
            key: place for key, place in places.items() if 0 <= place[0] <= size[0] and 0 <= place[1] <= size[1]
        }
        return {key: inside[key] for key in self._shown() if key in inside}

    def _settle_pairs(self) -> None:
        """Of a pair that has one name, which carries it: at rest, or names would leap while the model turns."""
        self._carriers = {}
        # With something selected the first that is seen carries it, as what belongs to the selection comes first.
        if not self._selected:
            size = self._size()
            seen, shown = self._seen(size), self._shown()
            chosen = one_of_each(shown, seen, self._widths(seen), self._room(size))
            self._carriers = {shown[key]: key for key in chosen}

    def _size(self) -> tuple[int, int]:
        return max(1, self.width()), max(1, self.height())

    @Slot()
    def _follow(self) -> None:
        if self.isHidden():
            return
        self.update()
        if self._view.moving:
            self._search.stop()
        else:
            self._begin_search()

    def _begin_search(self) -> None:
        aside = {key: _MARGIN + self._width(key) + STUB for key in self._names}
        self._found = self._view.scene.anchors(self._size(), aside)
        self._search.start()

    @Slot()
    def _search_on(self) -> None:
        """Look for a few milliseconds: whoever takes hold of the model must not wait."""
        until = perf_counter() + _SLICE_S
        for id, vertex in self._found:
            if vertex is None:
                self._anchors.pop(id, None)
            else:
                self._anchors[id] = vertex
            if perf_counter() > until:
                self._search.start()
                return
        self._settle_pairs()
        self.update()
