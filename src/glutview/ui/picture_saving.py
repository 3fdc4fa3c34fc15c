"""Saves a picture of the view, at any size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glutview.export.memory import require_memory
from glutview.export.picture import write_png

if TYPE_CHECKING:
    from glutview.ui.main_window import MainWindow
    from glutview.ui.settings import Settings
    from glutview.ui.stage import Stage


def save_picture(window: MainWindow, stage: Stage, settings: Settings) -> None:
    """Ask where and how, and write what the view shows.

    Raises:
        GlutviewError: it is too large to be drawn, or the file cannot be written.
    """
    title = "Save picture"
    place = settings.folder / "glutview.png"
    wish = window.ask_picture(title, place, stage.pixels, labels=stage.labels.isVisible())
    if wish is None:
        return
    if wish.path.exists() and not window.ask(title, f"Replace {wish.path.name}?", "Replace"):
        return
    require_memory(wish.size)
    write_png(wish.path, stage.picture(wish.size, transparent=wish.transparent, names=wish.labels))
    settings.folder = wish.path.parent
    window.status.set_hover(f"The picture is in {wish.path}")
