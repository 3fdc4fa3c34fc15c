"""A list from which one thing is picked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox


class ChoiceBox(QComboBox):
    """Tells what a person picks, not what it is set to."""

    picked = Signal(object)
    """What stands behind the words."""

    def __init__(self, name: str, rows: Sequence[tuple[str, object]]) -> None:
        """A list of (words, what stands behind them), with a name for screen readers."""
        super().__init__()
        self.setAccessibleName(name)
        for words, value in rows:
            self.addItem(words, value)
        self.activated.connect(self._tell)

    def show_value(self, value: object) -> None:
        """Show what is picked; the first, if it is not in the list."""
        self.setCurrentIndex(max(self.findData(value), 0))

    @Slot(int)
    def _tell(self, index: int) -> None:
        self.picked.emit(self.itemData(index))
