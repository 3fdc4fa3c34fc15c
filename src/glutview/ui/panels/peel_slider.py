"""How many layers are taken off, as a slider in the toolbar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QWidget


class PeelSlider(QWidget):
    """Setters show, the signal tells."""

    depth_chosen = Signal(int)
    """So many layers shall be off."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, 1)
        self._slider.setPageStep(1)
        self._slider.setFixedWidth(9 * self.fontMetrics().averageCharWidth())
        self._slider.setAccessibleName("Peel by depth")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 0, 6, 0)
        layout.addWidget(self._slider)
        self._slider.valueChanged.connect(self.depth_chosen)
        self.set_depth(0)

    def set_layers(self, names: Sequence[str]) -> None:
        """What each layer is called, outermost first."""
        self._names = tuple(names)
        with QSignalBlocker(self._slider):
            self._slider.setRange(0, len(names))
        self.set_depth(self._slider.value())

    def set_depth(self, depth: int) -> None:
        """Show how many layers are off; tells nothing."""
        with QSignalBlocker(self._slider):
            self._slider.setValue(depth)
        left = self._names[depth:]
        outermost = f"outermost now: {left[0]}" if left else "the bones are left"
        self.setToolTip(f"Peel by depth ([ and ]): {outermost}")
        self._slider.setAccessibleDescription(outermost)
