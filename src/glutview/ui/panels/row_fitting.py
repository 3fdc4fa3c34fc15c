"""Which rows of the movement bar give way in a low window, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLayout

if TYPE_CHECKING:
    from glutview.ui.panels.cycle_strip import CycleStrip
    from glutview.ui.panels.movement_note import MovementNotePanel

_FORMS = ((0, False), (1, False), (2, False), (2, True))
"""Of the strip: with ticks, without, in small letters; of the note: whether it has one line only."""


class RowFitting:
    """First the ticks go, then the strip becomes small, last the note is cut to one line: nothing is half seen."""

    def __init__(
        self, strip: CycleStrip, note: MovementNotePanel, others: tuple[QLayout, ...], outer: QLayout
    ) -> None:
        self._strip = strip
        self._note = note
        self._others = others
        self._outer = outer

    def most(self, width: int) -> int:
        """Height of the bar with everything, at this width of it."""
        return self._height(width, *_FORMS[0])

    def least(self, width: int) -> int:
        """Height of the bar when all has given way."""
        return self._height(width, *_FORMS[-1])

    def fit(self, width: int, height: int) -> None:
        """Show as much as such a bar holds."""
        form = next((form for form in _FORMS if self._height(width, *form) <= height), _FORMS[-1])
        self._strip.set_form(form[0])
        self._note.set_single(single=form[1])

    def _height(self, width: int, form: int, single: bool) -> int:
        margins = self._outer.contentsMargins()
        inner = width - margins.left() - margins.right()
        rows = [layout.minimumSize().height() for layout in self._others]
        rows += [self._strip.height_in(form), self._note.height_at(inner, single=single)]
        shown = [row for row in rows if row]
        return sum(shown) + (len(shown) - 1) * self._outer.spacing() + margins.top() + margins.bottom()
