"""A what-if in the window: begun from menu, card, structure's menu and search; shown, played, undone, ended."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton

from glutview.atlas.load import load_atlas
from glutview.biomech.clip import ClipSide
from glutview.biomech.pose import Pose
from glutview.state import view_edits as edits
from tests.gui.conftest import Desk, button

NERVE = "superior_gluteal_nerve_cut_r"
LINE = "What if: right superior gluteal nerve cut. By rules, not by simulation."


def in_force(desk: Desk) -> str | None:
    return desk.session.model.state.what_if


def line(desk: Desk) -> str:
    strip = desk.session.what_if.strip
    return strip.line if strip.isVisible() else ""


def colour_of(desk: Desk, structure: str) -> float:
    """How far from grey a structure is, amid where it is seen."""
    picture, place = desk.grab().astype(float), desk.place_of(structure)
    around = picture[place.y() - 15 : place.y() + 16, place.x() - 15 : place.x() + 16]
    return float(np.median(np.ptp(around, axis=2)))


def escape(desk: Desk) -> None:
    QTest.keyClick(desk.stage, Qt.Key.Key_Escape)


def test_from_the_menu_it_is_said_shown_undone_and_ended(desk: Desk) -> None:
    desk.stage.look("right")
    before = colour_of(desk, "gluteus_medius_r")
    sides = {one.title(): one for one in desk.session.what_if.menu.findChildren(QMenu)}
    assert list(sides) == ["&Right", "&Left"]
    entries = {entry.text(): entry for entry in sides["&Right"].actions()}
    assert len(entries) == len(load_atlas().stated.what_if)
    assert line(desk) == ""
    entries["Superior gluteal nerve cut"].trigger()
    assert in_force(desk) == NERVE
    assert line(desk) == LINE
    desk.session.player.pause()
    desk.session.movement.scrub(0.0)
    card = desk.window.card.plain_text()
    assert "By rules, not by simulation." in card
    assert "Hardcastle" in card
    assert "Not claimed" in card
    assert colour_of(desk, "gluteus_medius_r") < 0.5 * before
    desk.window.orders["edit.undo"].trigger()
    assert (in_force(desk), line(desk)) == (None, "")
    desk.window.orders["edit.redo"].trigger()
    assert in_force(desk) == NERVE
    QTest.mouseClick(button(desk.session.what_if.strip, "End what if"), Qt.MouseButton.LeftButton)
    assert (in_force(desk), line(desk)) == (None, "")
    assert "What if" not in desk.window.card.plain_text()


def test_stance_drops_by_what_is_stated_and_gait_leaves_the_lost_muscles_dark(desk: Desk) -> None:
    desk.session.what_if.begin("superior_gluteal_nerve_cut_l")
    desk.session.movement.set_amount(0.0)
    QTest.mouseClick(button(desk.session.what_if.strip, "Trendelenburg sign"), Qt.MouseButton.LeftButton)
    state = desk.session.model.state
    assert (state.clip, state.clip_side, state.clip_amount, state.fixed) == ("trendelenburg", "l", 1.0, "femur_l")
    desk.session.movement.scrub(0.5)
    assert abs(desk.session.model.state.pose["hip_abduction_l"] + 15) < 1e-6
    QTest.mouseClick(button(desk.session.what_if.strip, "Gait cycle"), Qt.MouseButton.LeftButton)
    desk.session.movement.scrub(0.12)
    state = desk.session.model.state
    assert state.clip == "gait"
    assert {"gluteus_medius_l", "gluteus_maximus_l"} <= state.active
    drawn = desk.stage.scene.description
    assert drawn is not None
    lit = {part.id for part in drawn.parts.values() if part.active}
    assert lit == state.active - set(load_atlas().what_ifs["superior_gluteal_nerve_cut_l"].muscles)
    assert "gluteus_maximus_l" in lit


def playing(desk: Desk) -> tuple[str | None, ClipSide, bool]:
    state = desk.session.model.state
    return state.clip, state.clip_side, desk.session.player.playing


@pytest.mark.parametrize("side", ["r", "l"])
def test_it_plays_at_once_what_it_states_first_on_its_side(desk: Desk, side: ClipSide) -> None:
    desk.session.movement.set_amount(0.0)
    desk.session.what_if.begin(f"superior_gluteal_nerve_cut_{side}")
    assert playing(desk) == ("trendelenburg", side, True)
    assert (desk.session.model.state.clip_amount, desk.session.model.state.fixed) == (1.0, f"femur_{side}")
    # The stance drops, without anything pressed.
    model = desk.session.model
    desk.qtbot.waitUntil(lambda: model.state.pose[f"hip_abduction_{side}"] < -10, timeout=10_000)
    texts = [one.text() for one in desk.session.what_if.strip.findChildren(QPushButton)]
    assert sorted(texts) == ["End what if", "Gait cycle", "Trendelenburg sign"]
    desk.session.what_if.begin(f"inferior_gluteal_nerve_cut_{side}")
    assert playing(desk) == ("gait", side, True)
    desk.qtbot.waitUntil(lambda: len(model.state.active) > 0, timeout=10_000)


@pytest.mark.parametrize("paused", [True, False])
def test_what_it_plays_is_undone_with_it(desk: Desk, paused: bool) -> None:
    session, model = desk.session, desk.session.model
    session.movement.turn("hip_flexion", 30)
    session.movement.settle()
    session.what_if.begin(NERVE)
    desk.qtbot.waitUntil(lambda: model.state.pose["hip_abduction_r"] < -5, timeout=10_000)
    if paused:
        QTest.keyClick(desk.stage, Qt.Key.Key_Space)
    assert desk.window.orders["edit.undo"].text() == "&Undo What if right superior gluteal nerve cut"
    desk.window.orders["edit.undo"].trigger()
    assert (in_force(desk), model.state.pose, model.state.fixed) == (None, Pose.of({"hip_flexion_r": 30}), "pelvis")
    assert (session.player.playing, session.undo.undo_message) == (False, "Flexion")
    desk.window.orders["edit.redo"].trigger()
    assert (in_force(desk), model.state.fixed) == (NERVE, "femur_r")
    assert model.state.pose["hip_abduction_r"] < -5


def test_a_movement_chosen_after_it_is_a_step_of_its_own(desk: Desk) -> None:
    session, model = desk.session, desk.session.model
    session.what_if.begin(NERVE)
    QTest.mouseClick(button(session.what_if.strip, "Gait cycle"), Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(lambda: model.state.pose["hip_flexion_r"] > 5, timeout=10_000)
    session.modes.undo()
    assert (in_force(desk), model.state.pose["hip_flexion_r"]) == (NERVE, 0)
    session.modes.undo()
    assert (in_force(desk), session.undo.undo_message) == (None, "")


def test_a_blocked_artery_offers_no_movement_and_changes_no_pose(desk: Desk) -> None:
    desk.session.movement.turn("hip_flexion", 30)
    desk.session.movement.settle()
    before = desk.session.model.state
    desk.session.what_if.begin("superior_gluteal_artery_blocked_r")
    assert desk.session.model.state == edits.set_what_if(
        before, load_atlas().what_ifs["superior_gluteal_artery_blocked_r"]
    )
    assert not desk.session.player.playing
    # What is turned then is no part of it.
    desk.session.movement.turn("hip_flexion", 50)
    desk.session.movement.settle()
    desk.session.modes.undo()
    assert in_force(desk) == "superior_gluteal_artery_blocked_r"
    texts = [one.text() for one in desk.session.what_if.strip.findChildren(QPushButton)]
    assert texts == ["End what if"]
    assert "Ways round" in desk.window.card.plain_text()


def test_from_card_and_structure_menu_and_escape_leads_back(desk: Desk) -> None:
    desk.session.presenter.select("gluteus_medius_r")
    desk.window.card._text.anchorClicked.emit(QUrl("what-if:gluteus_medius_tendon_torn_r"))
    assert in_force(desk) == "gluteus_medius_tendon_torn_r"
    assert desk.selected is None
    desk.session.presenter.open_menu("superior_gluteal_nerve_r", desk.stage.mapToGlobal(QPoint(20, 20)))
    offered = {entry.text(): entry for entry in desk.window.popup.actions()}
    offered["What if: right superior gluteal nerve cut"].trigger()
    desk.window.popup.close()
    assert playing(desk) == ("trendelenburg", "r", True)
    assert in_force(desk) == NERVE
    desk.session.presenter.select("gluteus_medius_r")
    assert "without nerve" in desk.window.card.plain_text()
    escape(desk)
    assert (desk.selected, in_force(desk)) == (None, NERVE)
    escape(desk)
    assert in_force(desk) is None


def test_the_search_finds_it_on_either_side(desk: Desk) -> None:
    desk.session._search.search("superior gluteal nerve cut left")  # type: ignore[union-attr]
    desk.session._search.fly_to(0)  # type: ignore[union-attr]
    assert in_force(desk) == "superior_gluteal_nerve_cut_l"
    assert playing(desk) == ("trendelenburg", "l", True)


def test_a_question_is_asked_without_it_and_another_file_begins_anew(desk: Desk) -> None:
    desk.session.what_if.begin(NERVE)
    desk.session.modes.quiz()
    desk.session.modes.active.begin("innervation", 3)  # type: ignore[union-attr]
    assert (in_force(desk), line(desk)) == (None, "")
    desk.session.modes.explore()
    assert in_force(desk) == NERVE
    desk.shell.reload()
    desk.wait_until_read()
    assert in_force(desk) == NERVE
    assert line(desk) == LINE
    titles = [entry.text() for entry in desk.window.menuBar().actions()]
    assert titles.count("&What if") == 1
