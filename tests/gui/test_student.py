"""A student's job in the real window, by mouse and keyboard: take apart, look up, be asked, learn what was wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton, QSpinBox

from glutview.teaching import quiz
from glutview.teaching.blank import Blank
from glutview.teaching.blanks import BLANKS
from glutview.teaching.question import QuizKind
from glutview.ui.panels.quiz_panel import QuizPanel

Desk = Any
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def _panel(desk: Desk) -> QuizPanel:
    panel: QuizPanel = desk.window.findChild(QuizPanel)
    return panel


def _press(panel: QuizPanel, text: str) -> None:
    button = next(b for b in panel.findChildren(QPushButton) if b.text().startswith(text) and b.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _begin(desk: Desk, kind: str, count: int, seed: int = 5) -> QuizPanel:
    QTest.keyClick(desk.window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert desk.session.model.state.mode == "quiz"
    panel = _panel(desk)
    desk.session.modes.active.seed = seed
    (chooser,), (number,) = panel.findChildren(QComboBox), panel.findChildren(QSpinBox)
    chooser.setCurrentIndex(chooser.findData(kind))
    number.setValue(count)
    _press(panel, "Begin")
    desk.settle()
    return panel


def _ask_only(monkeypatch: pytest.MonkeyPatch, kind: QuizKind, asked: Callable[[Blank], bool]) -> None:
    """Let a quiz have nothing else to ask than what is meant."""
    every = BLANKS[kind]
    monkeypatch.setattr(quiz, "BLANKS", {**BLANKS, kind: lambda atlas: filter(asked, every(atlas))})


def _quiz(desk: Desk) -> Any:
    return desk.session.modes.active.session


def test_hide_isolate_xray_peel_and_show_all_are_one_step_each(desk: Desk) -> None:
    desk.click("gluteus_medius_r")
    everything = set(desk.session.model.state.hidden)
    view = desk.stage
    view.setFocus()
    pictures = [desk.grab()]
    for key, modifier in (
        (Qt.Key.Key_H, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_H, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_X, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_BracketRight, Qt.KeyboardModifier.NoModifier),
    ):
        QTest.keyClick(view, key, modifier)
        pictures.append(desk.grab())
        assert (pictures[-1] != pictures[-2]).any()
    for before in reversed(pictures[:-1]):
        QTest.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert (desk.grab() != before).any(-1).mean() < 0.001
    assert desk.session.model.state.hidden == everything
    assert not desk.window.orders["edit.undo"].isEnabled()


def test_the_same_orders_stand_in_the_context_menu(desk: Desk) -> None:
    place = desk.place_of("gluteus_maximus_r")
    QTest.mouseClick(desk.stage, Qt.MouseButton.RightButton, pos=place)
    offered = {action.objectName() for action in desk.window.popup.actions()}
    desk.window.popup.close()
    assert {"view.hide", "view.isolate", "view.show_all", "view.xray", "view.peel"} <= offered


@pytest.mark.parametrize("kind", ["innervation", "action", "name"])
def test_choices_are_answered_by_number_or_click_and_explained(desk: Desk, kind: str) -> None:
    panel = _begin(desk, kind, 2)
    assert not desk.window.tree.isVisible()  # it would give the answer away
    question = _quiz(desk).current
    right = question.choices.index(question.answer)
    desk.stage.setFocus()
    QTest.keyClicks(desk.stage, str(right + 1))
    assert _quiz(desk).graded.right
    text = panel.text()
    assert question.explanation[:60] in text.replace("\n", " ")
    assert question.source.split(".")[0] in text
    _press(panel, "Next")
    question = _quiz(desk).current
    wrong = next(choice for choice in question.choices if choice != question.answer)
    _press(panel, f"{question.choices.index(wrong) + 1}   ")
    assert not _quiz(desk).graded.right
    assert question.answer in panel.text()
    # What was wrong is asked again.
    _press(panel, "Next")
    assert _quiz(desk).current == question
    assert _quiz(desk).is_repeat
    QTest.keyClicks(panel, str(question.choices.index(question.answer) + 1))
    _press(panel, "Result")
    assert "1 of 2 right" in panel.text()


def test_find_it_is_answered_in_the_view_and_names_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _ask_only(monkeypatch, "find", lambda blank: blank.structure == "gluteus_medius_r")
    _begin(desk, "find", 3)
    desk.settle()
    place = desk.place_of("gluteus_medius_r")
    QTest.mouseMove(desk.stage, place)
    QTest.qWait(50)
    assert desk.stage.overlay._name == ""
    QTest.mouseClick(desk.stage, Qt.MouseButton.LeftButton, pos=place)
    assert _quiz(desk).graded.right
    assert desk.selected == "gluteus_medius_r"


def test_a_clear_sheet_is_found_by_a_click_on_it_though_muscle_is_seen_through_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ask_only(monkeypatch, "find", lambda blank: blank.structure == "gluteal_aponeurosis_r")
    _begin(desk, "find", 2)
    place = desk.place_of("gluteus_medius_r")
    assert desk.stage.scene.hits((place.x(), place.y()), desk.stage.pixels)[1].id == "gluteal_aponeurosis_r"
    QTest.mouseClick(desk.stage, Qt.MouseButton.LeftButton, pos=place)
    assert _quiz(desk).graded.right
    assert desk.selected == "gluteal_aponeurosis_r"


def test_what_was_named_before_a_quiz_is_named_no_longer(desk: Desk) -> None:
    QTest.mouseMove(desk.stage, desk.place_of("gluteus_medius_r"))
    desk.qtbot.waitUntil(lambda: desk.stage.overlay._name != "", timeout=5_000)
    _begin(desk, "name", 3)
    desk.settle()
    desk.qtbot.waitUntil(lambda: desk.stage.overlay._name == "", timeout=5_000)
    assert "medius" not in desk.window.status._hover.text()


def test_an_insertion_is_graded_in_millimetres_along_the_bone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _ask_only(monkeypatch, "attachment", lambda blank: blank.attachment == "gluteus_medius_insertion_r")
    panel = _begin(desk, "attachment", 6)
    assert _quiz(desk).current.attachment == "gluteus_medius_insertion_r"
    desk.settle()
    assert "gluteus_medius_r" in desk.session.model.state.hidden
    femur = desk.place_of("femur_r")
    QTest.mouseClick(desk.stage, Qt.MouseButton.LeftButton, pos=femur)
    desk.qtbot.waitUntil(lambda: _quiz(desk).graded is not None, timeout=30_000)
    grade = _quiz(desk).graded
    assert grade.distance_mm is not None
    assert f"{grade.distance_mm:.1f} mm" in panel.text() or grade.distance_mm == 0
    # The footprint and the click are shown beside each other.
    desk.settle()
    assert desk.selected == "gluteus_medius_r"
    assert [label.key for label in desk.stage.labels.labels()] == ["pin:"]


def test_leaving_brings_back_what_was_seen_and_leaves_no_steps(desk: Desk) -> None:
    desk.session.presenter.set_visible(["gluteus_maximus_r"], False)
    desk.session.presenter.select("gluteus_medius_r")
    before = desk.session.model.state
    _begin(desk, "find", 3)
    assert desk.session.model.state.hidden == frozenset()
    QTest.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)  # nothing to undo in a quiz
    assert desk.session.model.state.hidden == frozenset()
    QTest.keyClick(desk.window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    after = desk.session.model.state
    assert (after.hidden, after.selected, after.mode) == (before.hidden, before.selected, "explore")
    assert desk.window.tree.isVisible()
    QTest.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.session.model.state.hidden == frozenset()


def test_a_click_past_the_model_is_wrong_but_breaks_nothing(desk: Desk) -> None:
    panel = _begin(desk, "find", 1)
    QTest.mouseClick(desk.stage, Qt.MouseButton.LeftButton, pos=QPoint(3, desk.stage.height() // 2))
    assert "Nothing lies there" in panel.text()
