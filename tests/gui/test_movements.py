"""The movements in the real window: chosen, played, lit, undone, found."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QSlider

from tests.gui.conftest import Desk


def _label(desk: Desk, name: str) -> QLabel:
    return next(label for label in desk.window.bar.findChildren(QLabel) if label.accessibleName() == name)


def _listed(desk: Desk, typed: str) -> None:
    """Choose from the list of all movements, by key alone."""
    desk.window.orders["movement.list"].trigger()
    field = desk.window.bar.findChildren(QLineEdit)
    (search,) = [one for one in field if one.accessibleName() == "Search movements"]
    desk.qtbot.waitUntil(search.isVisible)
    QTest.keyClicks(search, typed)
    QTest.keyClick(search, Qt.Key.Key_Return)


def test_the_gait_lights_the_muscles_that_work_and_goes_on_without_a_jump(desk: Desk) -> None:
    session = desk.session
    before = desk.grab().astype(int)
    desk.press("Gait cycle")
    seen: list[tuple[float, float]] = []
    session.model.changed.connect(lambda old, new: seen.append((session.player.seconds, new.pose["hip_flexion_r"])))
    desk.qtbot.waitUntil(lambda: len(seen) > 3 and seen[-1][0] < seen[-2][0], timeout=20_000)
    QTest.keyClick(desk.stage, Qt.Key.Key_Space)
    # At the fastest the hip bends by some 50 degrees a second: no step is larger, nor that across the seam.
    for (a, first), (b, second) in pairwise(seen):
        assert abs(second - first) < 60 * ((b - a) % 4.0) + 0.5
    session.movement.scrub(0.12)
    assert {"gluteus_medius_r", "gluteus_minimus_r", "gluteus_maximus_r"} == session.model.state.active
    lit = desk.grab().astype(int)
    session.movement.scrub(0.42)
    assert "gluteus_medius_r" not in session.model.state.active
    # Orange is brighter in red than any resting muscle.
    bright = [(picture[..., 0] > 235) & (picture[..., 2] < 120) for picture in (before, lit, desk.grab())]
    assert bright[1].sum() > 4 * max(bright[0].sum(), bright[2].sum(), 200)
    assert "Children" in _label(desk, "About the movement").text()
    # Undo goes back to where it was paused, then to before it was played.
    session.undo.undo()
    session.undo.undo()
    assert session.model.state.active == frozenset()
    assert not any(session.model.state.pose.values())


@pytest.mark.parametrize("side", ["Right", "Left"])
def test_the_pelvis_drops_on_the_free_side_as_weakness_grows(desk: Desk, side: str) -> None:
    session, free = desk.session, "l" if side == "Right" else "r"
    desk.press(side)
    desk.press("Trendelenburg sign")
    QTest.keyClick(desk.stage, Qt.Key.Key_Space)
    session.movement.scrub(0.5)
    slider = next(s for s in desk.window.bar.findChildren(QSlider) if s.accessibleName().startswith("Weakness"))
    assert slider.isVisible()
    heights = {}
    for amount in (100, 0):
        slider.setValue(amount)
        desk.settle()
        crest = session.stage.scene._parts[f"hip_bone_{free}"]
        heights[amount] = float(crest.bounds[:, 2].max())
        words = _label(desk, "About the movement").accessibleDescription()
        assert words.startswith(f"Illustration: standing on the {side.lower()} leg, the pelvis ")
        # It says what is seen.
        assert ("stays nearly level" in words, " drops on the " in words) == (amount == 0, amount > 0)
    # 11 degrees about a hip that is some 16 cm away.
    assert heights[0] - heights[100] > 15
    assert session.model.state.fixed == f"femur_{'r' if side == 'Right' else 'l'}"


def test_an_exercise_is_found_by_typing_and_says_its_figures(desk: Desk) -> None:
    _listed(desk, "side-lying")
    desk.qtbot.waitUntil(lambda: desk.session.model.state.pose["hip_abduction_r"] > 5, timeout=10_000)
    QTest.keyClick(desk.stage, Qt.Key.Key_Space)
    figures = _label(desk, "Activation of muscles")
    assert figures.isVisible()
    assert "81 ± 42 (surface; Distefano et al. 2009)" in figures.text()
    assert figures.text() in figures.toolTip()


def test_the_search_plays_a_movement(desk: Desk) -> None:
    tree = desk.window.tree
    tree.query_changed.emit("clamshell")
    tree.result_chosen.emit(0)
    assert desk.session.model.state.clip == "clamshell"
    assert desk.session.player.playing


def _wholly_read(desk: Desk) -> bool:
    """Whether the texts of the bar that are shown have the height their lines need."""
    told = (_label(desk, "About the movement"), _label(desk, "Activation of muscles"))
    return all(text.height() >= text.heightForWidth(text.width()) for text in told if text.isVisible())


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
@pytest.mark.parametrize("text", ["text_normal", "text_projector"])
def test_whatever_is_chosen_all_of_the_bar_is_seen(desk: Desk, size: tuple[int, int], text: str) -> None:
    getattr(desk.shell, text)()
    desk.window.resize(*size)
    for movement in ("abduction", "trendelenburg", "gait", "side_lying_raise", "clamshell"):
        desk.session.movement.play_movement(movement)
        desk.session.player.pause()
        desk.qtbot.wait(150)
        assert (desk.window.width(), desk.window.height()) == size
        bar = desk.window.bar
        desk.qtbot.waitUntil(lambda: _wholly_read(desk))
        assert bar.geometry().right() <= desk.window.width()
        assert desk.stage.height() >= 200, movement
    assert np.isfinite(desk.stage.height())
