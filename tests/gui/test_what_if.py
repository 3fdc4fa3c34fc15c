"""A what-if in the window: begun from menu, card, structure's menu and search; shown, played, undone, ended."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton

from glutview.atlas.load import load_atlas
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


def test_a_blocked_artery_offers_no_movement(desk: Desk) -> None:
    desk.session.what_if.begin("superior_gluteal_artery_blocked_r")
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
