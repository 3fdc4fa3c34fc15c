"""Which hip moves: right, left or both."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QToolButton, QWidget

_SIDES = (("r", "Right"), ("l", "Left"), ("both", "Both"))


class SideButtons(QWidget):
    """Setters show, the signal tells."""

    chosen = Signal(str)
    """"r", "l" or "both"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for key, name in _SIDES:
            button = QToolButton()
            button.setText(name)
            button.setCheckable(True)
            button.setProperty("side", key)
            button.setAccessibleName(f"Move {'both hips' if key == 'both' else f'the {name.lower()} hip'}")
            self._buttons[key] = button
            group.addButton(button)
            layout.addWidget(button)
        group.buttonClicked.connect(self._tell)
        self.set_side("r")

    def set_side(self, side: str) -> None:
        """Show which hip moves: "r", "l" or "both"."""
        self._buttons[side].setChecked(True)

    def allow_both(self, allowed: bool) -> None:
        """Let both hips be chosen, or not."""
        self._buttons["both"].setEnabled(allowed)
        self._buttons["both"].setToolTip("" if allowed else "This movement tells the hips apart: choose one")

    @Slot(QAbstractButton)
    def _tell(self, button: QAbstractButton) -> None:
        self.chosen.emit(button.property("side"))
