"""What the window remembers from one time to the next."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtGui import QGuiApplication

from glutview.ui.colours import COLOURS, TEXT_SIZES


@dataclass(frozen=True)
class PictureHabit:
    """How somebody saved the last picture."""

    size: str = "screen"
    """"screen", "twice" the screen, or WIDTHxHEIGHT in pixels."""
    transparent: bool = False
    names: bool = True
    """Whether the names come along, where the view carries any."""


class Settings:
    """Typed access to the user's settings file. A value that makes no sense counts as absent."""

    def __init__(self) -> None:
        self._store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "glutview", "glutview")

    @property
    def theme(self) -> str:
        """Key of COLOURS; the system's choice of light or dark until the user makes one."""
        theme = str(self._store.value("theme", ""))
        if theme in COLOURS:
            return theme
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    @theme.setter
    def theme(self, theme: str) -> None:
        self._store.setValue("theme", theme)

    @property
    def text_size(self) -> str:
        """Key of TEXT_SIZES."""
        size = str(self._store.value("text_size", ""))
        return size if size in TEXT_SIZES else "normal"

    @text_size.setter
    def text_size(self, size: str) -> None:
        self._store.setValue("text_size", size)

    @property
    def smooth(self) -> bool:
        """Whether a lesson's view moves from step to step, or jumps."""
        return str(self._store.value("smooth", "true")) != "false"

    @smooth.setter
    def smooth(self, smooth: bool) -> None:
        self._store.setValue("smooth", "true" if smooth else "false")

    @property
    def quality_meter(self) -> bool:
        """Whether the status line tells how well the muscles hold in a pose."""
        return str(self._store.value("quality_meter", "true")) != "false"

    @quality_meter.setter
    def quality_meter(self, shown: bool) -> None:
        self._store.setValue("quality_meter", "true" if shown else "false")

    @property
    def picture(self) -> PictureHabit:
        """How the last picture was saved."""
        size = str(self._store.value("picture/size", "screen"))
        transparent = str(self._store.value("picture/transparent", "false")) == "true"
        return PictureHabit(size, transparent, str(self._store.value("picture/names", "true")) != "false")

    @picture.setter
    def picture(self, habit: PictureHabit) -> None:
        self._store.setValue("picture/size", habit.size)
        self._store.setValue("picture/transparent", "true" if habit.transparent else "false")
        self._store.setValue("picture/names", "true" if habit.names else "false")

    @property
    def folder(self) -> Path:
        """Where the last file was opened or saved."""
        folder = Path(str(self._store.value("folder", "")))
        return folder if folder.is_absolute() and folder.is_dir() else Path.home()

    @folder.setter
    def folder(self, folder: Path) -> None:
        self._store.setValue("folder", str(folder))

    def layout(self, name: str) -> QByteArray:
        """Saved geometry of a window or splitter; empty if there is none."""
        value = self._store.value(f"layout/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_layout(self, name: str, value: QByteArray) -> None:
        """Remember a geometry."""
        self._store.setValue(f"layout/{name}", value)
