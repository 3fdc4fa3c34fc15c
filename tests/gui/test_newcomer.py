"""What somebody meets who uses the modes for the first time: where the keys go, what the quiz does, what is read."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QTextBrowser, QToolBar

from glutview.ui.panels.landmark_panel import LandmarkPanel
from glutview.ui.panels.landmark_table import LandmarkTable
from glutview.ui.panels.roomy_combo import RoomyCombo

Desk = Any
Key = Qt.Key
FEMUR = "femur_r"


def _key(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def _click_mode(desk: Desk, mode: str) -> None:
    bar = desk.window.findChild(QToolBar)
    QTest.mouseClick(bar.widgetForAction(desk.window.orders[f"mode.{mode}"]), Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.session.model.state.mode == mode


def _quiz(desk: Desk, count: int = 2) -> Any:
    """A quiz of nerves under way, by its presenter."""
    if desk.session.model.state.mode != "quiz":
        desk.session.modes.quiz()
    quiz = desk.session.modes.active
    quiz.seed = 5
    quiz.begin("innervation", count)
    return quiz


def _wrong(quiz: Any) -> str:
    question = quiz.session.current
    return next(str(choice) for choice in question.choices if choice != question.answer)


# ------------------------------------------------------------------------------------------------------- focus


@pytest.mark.parametrize("place", ["card", "structures", "search"])
@pytest.mark.parametrize("mode", ["lesson", "quiz", "landmarks"])
def test_a_mode_begins_with_the_keys_in_the_view(desk: Desk, mode: str, place: str) -> None:
    desk.session.presenter.select(FEMUR)
    window = desk.window
    widgets = {"card": window.card.findChild(QTextBrowser), "search": window.tree.findChild(QLineEdit)}
    widgets.get(place, window.tree._tree).setFocus()
    _click_mode(desk, mode)
    focus = QApplication.focusWidget()
    assert focus is desk.stage or isinstance(focus, LandmarkTable)
    xray = desk.session.model.state.xray
    _key(Key.Key_X)
    assert desk.session.model.state.xray != xray
    if mode == "lesson":
        work = desk.session.modes.active.work
        assert not work.unsaved
    _click_mode(desk, "explore")
    assert desk.stage.hasFocus()


# -------------------------------------------------------------------------------------------------------- quiz


def test_a_quiz_is_gone_through_by_enter(desk: Desk) -> None:
    quiz = _quiz(desk)
    first = quiz.session.current
    quiz._answer(first.answer)
    assert isinstance(QApplication.focusWidget(), QPushButton)
    _key(Key.Key_Return)
    assert quiz.session.current != first
    assert quiz.session.graded is None


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Return])
def test_in_the_view_space_and_enter_go_on_and_play_nothing(desk: Desk, key: Qt.Key) -> None:
    quiz = _quiz(desk)
    first = quiz.session.current
    desk.stage.setFocus()
    _key(key)
    assert quiz.session.current == first
    assert not desk.session.player.playing
    quiz._answer(first.answer)
    desk.stage.setFocus()
    _key(key)
    assert quiz.session.current != first
    assert not desk.session.player.playing


def test_each_question_begins_at_neutral_and_leaving_brings_the_moment_back(desk: Desk) -> None:
    session, bar = desk.session, desk.window.bar
    session.movement.scrub(0.25)
    session.model.settle()
    before, moment, text = session.model.state.pose, session.player.seconds, bar._time.text()
    assert moment > 0
    quiz = _quiz(desk)
    neutral = session.model.state.pose
    assert neutral != before
    assert session.player.seconds == 0
    quiz._answer(quiz.session.current.answer)
    desk.press("Abduction")
    desk.qtbot.waitUntil(lambda: session.model.state.pose != neutral)
    quiz.next()
    assert session.model.state.pose == neutral
    assert not session.player.playing
    assert bar._time.text().startswith("0.0 ")
    desk.press("Internal rotation")
    desk.qtbot.waitUntil(lambda: session.model.state.pose != neutral)
    session.modes.explore()
    assert not session.player.playing
    assert session.model.state.pose == before
    assert session.player.seconds == moment
    assert bar._time.text() == text


def test_ones_own_wrong_choice_is_marked(desk: Desk) -> None:
    quiz = _quiz(desk)
    wrong = _wrong(quiz)
    buttons = {b.property("choice"): b for b in quiz._panel._group.buttons()}
    quiz._answer(wrong)
    assert "✗" in buttons[wrong].text()
    assert "✓" in buttons[quiz.session.current.answer].text()
    assert [b for b in buttons.values() if b.text()[-1] not in "✓✗"]
    desk.settle()
    colours = {b.grab().toImage().pixelColor(1, b.height() // 2).name() for b in buttons.values()}
    assert len(colours) == 3


def test_the_panel_says_that_wrong_ones_come_again(desk: Desk) -> None:
    desk.session.modes.quiz()
    panel = desk.session.modes.active._panel
    assert "again" in panel.text()
    quiz = _quiz(desk, 2)
    assert panel._number.text() == "Question 1 of 2"
    quiz._answer(_wrong(quiz))
    assert "again" in panel._remark.text()
    quiz.next()
    assert panel._number.text() == "Question 2 of 3"
    quiz._answer(quiz.session.current.answer)
    quiz.next()
    assert panel._number.text() == "Question 3 of 3, again"


# ------------------------------------------------------------------------------------------------------- texts


def test_what_to_do_in_a_new_lesson_is_read_to_its_end(desk: Desk) -> None:
    desk.session.modes.presenter("lesson").new()
    desk.settle()
    panel = desk.session.modes.active._panel
    heading: QLabel = panel._heading
    assert heading.text().endswith("Add step")
    room = heading.contentsRect()
    flags = Qt.TextFlag.TextWordWrap if heading.wordWrap() else Qt.TextFlag.TextSingleLine
    needed = heading.fontMetrics().boundingRect(0, 0, room.width(), 10_000, int(flags), heading.text())
    assert needed.width() <= room.width()
    assert needed.height() <= room.height()


def test_outlines_are_told_apart_where_one_chooses(desk: Desk) -> None:
    _click_mode(desk, "landmarks")
    panel: LandmarkPanel = desk.session.modes.active.panel
    (kinds,) = panel.findChildren(RoomyCombo)
    shown = []
    for row in range(kinds.count()):
        kinds.setCurrentIndex(row)
        shown.append(kinds.shown_text())
        assert kinds.toolTip() == kinds.currentText()
    assert len(set(shown)) == len(shown)
    kinds.showPopup()
    desk.qtbot.waitUntil(kinds.view().isVisible)
    assert kinds.view().viewport().width() >= kinds.view().sizeHintForColumn(0)
    kinds.hidePopup()
