"""A large picture is saved while the window goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from glutview.ui.export_dialog import Wish
from glutview.ui.main_window import MainWindow

Desk = Any
SIZE = (1500, 1000)


def order(desk: Desk, wish: Wish) -> None:
    with patch.object(MainWindow, "ask_picture", return_value=wish):
        desk.window.orders["file.save_picture"].trigger()


def pixels(path: Path) -> npt.NDArray[np.uint8]:
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGBA8888)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()


def _seen(picture: npt.NDArray[np.int_]) -> tuple[npt.NDArray[np.int_], npt.NDArray[np.int_]]:
    """What a picture without background adds to black, and how much it covers."""
    return picture[..., :3] * picture[..., 3:] // 255, picture[..., 3:]


def test_a_picture_shows_one_moment_whatever_is_done_meanwhile(desk: Desk, tmp_path: Path) -> None:
    window, session = desk.window, desk.session
    session.presenter.select("gluteus_medius_r")
    session.presenter.toggle_xray()
    session.presenter.toggle_labels()
    desk.settle()
    desk.qtbot.waitUntil(lambda: not desk.stage.labels.searching, timeout=10_000)
    expected = np.concatenate([band.copy() for band in desk.stage.still(SIZE, names=True)])

    path = tmp_path / "hip.png"
    order(desk, Wish(path, SIZE, labels=True))
    saving = session.presenter.pictures
    assert saving.running
    desk.qtbot.waitUntil(lambda: window.status._bar.value() > 10, timeout=30_000)
    assert window.status._cancel.isVisible()
    assert "hip.png" in window.status._doing.text()
    # Between bands the window answers: turn, select, hide, move.
    frames = desk.stage.frames
    centre = desk.stage.rect().center()
    QTest.mousePress(desk.stage, Qt.MouseButton.LeftButton, pos=centre)
    for step in range(1, 4):
        QTest.mouseMove(desk.stage, centre + QPoint(40 * step, 0))
        desk.qtbot.wait(30)
    QTest.mouseRelease(desk.stage, Qt.MouseButton.LeftButton, pos=centre + QPoint(120, 0))
    session.presenter.select("femur_l")
    session.presenter.toggle_labels()
    session.presenter.set_visible(["gluteus_maximus_r"], False)
    session.movement.turn("hip_abduction", 30.0)
    desk.qtbot.waitUntil(lambda: desk.stage.frames > frames + 1, timeout=10_000)
    assert saving.running, "otherwise nothing was tried"
    assert not path.exists()
    desk.qtbot.waitUntil(lambda: not saving.running, timeout=60_000)

    np.testing.assert_array_equal(pixels(path), expected)
    assert list(tmp_path.iterdir()) == [path]
    assert not window.status._cancel.isVisible()
    assert "hip.png" in window.status._hover.text()


def test_it_is_the_picture_that_is_drawn_in_one_piece(desk: Desk) -> None:
    session = desk.session
    session.presenter.select("gluteus_medius_r")
    session.presenter.toggle_xray()
    desk.settle()
    banded = np.concatenate([band.copy() for band in desk.stage.still(SIZE, transparent=True)]).astype(int)
    whole = desk.stage.scene.render_image(SIZE, transparent=True).astype(int)
    # The colour of what is almost clear is known roughly: it counts as much as it is seen.
    away = [np.abs(one - other) for one, other in zip(_seen(banded), _seen(whole), strict=True)]
    assert max((part.max(2) > 8).mean(1).max() for part in away) < 0.02


@pytest.mark.parametrize("how", ["cancel", "quit"])
def test_a_picture_that_is_given_up_leaves_no_file(
    open_desk: Callable[[Path | None], Desk], tmp_path: Path, how: str
) -> None:
    desk = open_desk(None)
    desk.settle()
    order(desk, Wish(tmp_path / "hip.png", (6000, 4000)))
    saving = desk.session.presenter.pictures
    desk.qtbot.waitUntil(lambda: desk.window.status._bar.value() > 3, timeout=30_000)
    assert saving.running
    if how == "cancel":
        QTest.mouseClick(desk.window.status._cancel, Qt.MouseButton.LeftButton)
        assert not desk.window.status._cancel.isVisible()
        assert "cancelled" in desk.window.status._hover.text()
    else:
        desk.window.close()
        assert not desk.window.isVisible()
    assert not saving.running
    assert list(tmp_path.iterdir()) == []
