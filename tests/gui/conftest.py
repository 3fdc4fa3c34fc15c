"""The real window, opened as the program opens it, on the atlas that is shipped."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from unittest.mock import patch

import numpy as np
import numpy.typing as npt
import pytest
from platformdirs import user_data_path
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from glutview.atlas import working_copy
from glutview.scene.camera import project
from glutview.ui.app import open_window
from glutview.ui.main_window import MainWindow
from glutview.ui.session import Session
from glutview.ui.shell import Shell
from glutview.ui.stage import Stage

Pixels = npt.NDArray[np.uint8]
LOADING_MS = 30_000


def recovery_folder() -> Path:
    """Where unsaved edits are kept: a folder of the tests' own."""
    return user_data_path("glutview", appauthor=False) / "recovery"


class Desk:
    """A window and the hands before it."""

    def __init__(self, qtbot: QtBot, window: MainWindow, shell: Shell) -> None:
        self.qtbot = qtbot
        self.window = window
        self.shell = shell

    @property
    def session(self) -> Session:
        session = self.shell.session
        assert session is not None, self.window.problems.text()
        return session

    @property
    def stage(self) -> Stage:
        return self.session.stage

    @property
    def selected(self) -> str | None:
        return self.session.model.state.selected

    def wait_until_read(self) -> None:
        self.qtbot.waitUntil(self._read, timeout=LOADING_MS)

    def _read(self) -> bool:
        return not self.shell.busy

    def settle(self) -> None:
        """Let the picture come to rest, at its best; on a busy machine that takes longer."""
        self.qtbot.wait(400)
        self.qtbot.waitUntil(self._at_rest, timeout=LOADING_MS)

    def _at_rest(self) -> bool:
        """Whether nothing is still to be drawn, and the name under the pointer has been asked for."""
        return not (self.stage.moving or self.stage._dirty or self.stage._ask.isActive())

    def grab(self) -> Pixels:
        """The window's view as it is seen: (h, w, 3)."""
        self.settle()
        image = self.stage.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        return lines[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()

    def place_of(self, structure: str) -> QPoint:
        """Amid the largest visible part of a structure, in the view's pixels."""
        step, (left, top, right, bottom) = 8, self._box_of(structure)
        spots = [
            QPoint(x, y)
            for y in range(step, self.stage.height(), step)
            for x in range(step, self.stage.width(), step)
            if left <= x <= right
            and top <= y <= bottom
            and self.stage.structure_at(QPoint(x, y).toPointF()) == structure
        ]
        assert spots, f"{structure} is seen nowhere"
        middle = np.mean([(p.x(), p.y()) for p in spots], axis=0)
        return min(spots, key=lambda p: (p.x() - middle[0]) ** 2 + (p.y() - middle[1]) ** 2)

    def _box_of(self, structure: str) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of where a structure would be in the view, were nothing before it."""
        scene, size = self.stage.scene, (self.stage.width(), self.stage.height())
        x, y, depth = project(scene.camera, np.array([*product(*scene._parts[structure].bounds.T)]), size).T
        # From amid its box it may be anywhere.
        return (x.min(), y.min(), x.max(), y.max()) if depth.min() > 0 else (0.0, 0.0, *size)

    def click(self, structure: str) -> None:
        """Click a structure in the picture."""
        QTest.mouseClick(self.stage, Qt.MouseButton.LeftButton, pos=self.place_of(structure))

    def press(self, text: str) -> None:
        """Press a button of the movement bar by its text."""
        QTest.mouseClick(button(self.window.bar, text), Qt.MouseButton.LeftButton)

    def vertices(self, structure: str) -> npt.NDArray[np.float32]:
        return self.stage.scene.arrays(structure)[0].copy()


def button(parent: QWidget, text: str) -> QAbstractButton:
    return next(b for b in parent.findChildren(QAbstractButton) if b.text() == text)


@pytest.fixture
def open_desk(qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[[Path | None], Desk]]:
    """Opens the window on a file, or on the shipped atlas; whatever was opened is closed after the test."""
    from PySide6.QtCore import QCoreApplication, QEvent, QSettings

    QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "glutview", "glutview").clear()
    # Nor what an earlier test worked on: its copy would be opened again, and its unsaved edits offered, in a question
    # that waits for ever.
    working_copy.forget()
    shutil.rmtree(recovery_folder(), ignore_errors=True)
    opened: list[Desk] = []
    qapp.setStyle("Fusion")

    def open_it(path: Path | None = None) -> Desk:
        window, shell = open_window(qapp, path)
        shell.set_theme("light")
        window.resize(1280, 800)
        desk = Desk(qtbot, window, shell)
        opened.append(desk)
        # A broken file may be read and refused before anyone looks: the end is waited for, not the reading.
        qtbot.waitUntil(lambda: shell.session is not None or window.problems.isVisible(), timeout=LOADING_MS)
        window.activateWindow()
        QTest.qWaitForWindowActive(window, 2000)
        return desk

    yield open_it
    for desk in opened:
        # Work that a test left unsaved may go; a question would wait for ever.
        with patch.object(MainWindow, "ask_unsaved", return_value="discard"):
            desk.window.close()
        desk.window.deleteLater()
        desk.shell.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qapp.setStyleSheet("")


@pytest.fixture
def desk(open_desk: Callable[[Path | None], Desk]) -> Desk:
    """The window on the shipped atlas, at rest."""
    desk = open_desk(None)
    desk.settle()
    assert desk.shell.session is not None
    return desk
