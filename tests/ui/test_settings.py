"""What is remembered, and that nonsense in the file does no harm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QApplication

from glutview.ui.settings import PictureHabit, Settings


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, qapp: QApplication) -> Iterator[None]:
    before = Path(QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "x", "x").fileName())
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    yield
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(before.parents[1]))


def test_it_remembers(tmp_path: Path) -> None:
    first = Settings()
    first.theme, first.text_size, first.folder = "high_contrast", "projector", tmp_path
    first.smooth = False
    first.picture = PictureHabit("1280x720", transparent=True, names=False)
    first.set_layout("window", QByteArray(b"abc"))
    again = Settings()
    assert (again.theme, again.text_size, again.folder) == ("high_contrast", "projector", tmp_path)
    assert not again.smooth
    assert again.picture == PictureHabit("1280x720", transparent=True, names=False)
    assert again.layout("window") == QByteArray(b"abc")


def test_nonsense_counts_as_absent() -> None:
    broken = Settings()
    broken.theme, broken.text_size, broken.folder = "mauve", "huge", Path("/nowhere/at/all")
    again = Settings()
    assert again.theme in ("light", "dark")
    assert again.text_size == "normal"
    assert again.folder == Path.home()
    assert again.smooth
    assert again.picture == PictureHabit()
    assert again.layout("missing").isEmpty()
