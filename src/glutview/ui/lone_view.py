"""The view alone on the whole screen, and everything back in its place afterwards."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Qt
from PySide6.QtWidgets import QLayout, QWidget

from glutview.ui.main_window import MainWindow


class LoneView:
    """Hides what stands round the view; remembers what was hidden before."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._hidden: tuple[QWidget, ...] = ()
        self._margins = QMargins()
        self._spacing = 0
        self._footer: QWidget | None = None
        self._was_full = False
        self.on = False

    def begin(self, footer: QWidget) -> None:
        """Nothing but the view, on the whole screen, and below it what is given."""
        if self.on:
            return
        self.on = True
        window = self._window
        self._was_full = bool(window.windowState() & Qt.WindowState.WindowFullScreen)
        self._hidden = tuple(part for part in window.surroundings if part.isVisibleTo(window))
        for part in self._hidden:
            part.hide()
        self._margins, self._spacing = _layout(window).contentsMargins(), _layout(window).spacing()
        _layout(window).setContentsMargins(0, 0, 0, 0)
        _layout(window).setSpacing(0)
        _layout(window).addWidget(footer)
        self._footer = footer
        # Not showFullScreen and showNormal, which would forget that the window filled the screen before.
        window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)

    def end(self) -> None:
        """As it was."""
        if not self.on:
            return
        self.on = False
        window = self._window
        _layout(window).setContentsMargins(self._margins)
        _layout(window).setSpacing(self._spacing)
        if self._footer is not None:
            self._footer.hide()
            _layout(window).removeWidget(self._footer)
        self._footer = None
        for part in self._hidden:
            part.show()
        self._hidden = ()
        if not self._was_full:
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)


def _layout(window: MainWindow) -> QLayout:
    centre = window.centralWidget()
    layout = centre.layout() if centre is not None else None
    assert layout is not None
    return layout
