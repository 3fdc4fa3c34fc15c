"""The keys of the window, wherever the focus is: a control keeps only what it needs itself."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QSlider,
    QTextBrowser,
    QTreeWidget,
    QWidget,
)

Desk = Any
Key = Qt.Key
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
FEMUR = "femur_r"
PLACES = ("structures", "card", "peel", "scrub", "angle", "speed")


def _key(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """As from the keyboard: it goes to whatever has the focus."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)


def _click(widget: QWidget, at: Any = None) -> None:
    target = getattr(widget, "viewport", lambda: widget)()
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=at or target.rect().center())


def _tree(desk: Desk) -> Any:
    return desk.window.tree.findChild(QTreeWidget)


def _click_in_tree(desk: Desk, structure: str) -> None:
    tree = _tree(desk)
    item = desk.window.tree._items[structure]
    tree.scrollToItem(item)
    _click(tree, tree.visualItemRect(item).center())
    assert desk.selected == structure
    assert tree.hasFocus()


def _focus(desk: Desk, place: str) -> None:
    window = desk.window
    widget: QWidget = {
        "structures": _tree(desk),
        "card": window.card.findChild(QTextBrowser),
        "peel": window.peel.findChild(QSlider),
        "scrub": window.bar._scrub,
        "angle": next(iter(window.bar._angles.values())).findChild(QSlider),
        "speed": window.bar._speed,
    }[place]
    widget.setFocus(Qt.FocusReason.MouseFocusReason)
    assert QApplication.focusWidget() is widget


def test_a_structure_clicked_in_the_tree_is_hidden_by_its_key(desk: Desk) -> None:
    _click_in_tree(desk, FEMUR)
    _key(Key.Key_H)
    assert desk.session.model.state.hidden == {FEMUR}
    assert desk.selected == FEMUR  # no other by its first letter
    _key(Key.Key_H, ALT)
    _key(Key.Key_H, SHIFT)
    assert FEMUR not in desk.session.model.state.hidden
    assert desk.session.model.state.hidden


def test_without_a_selection_letters_select_nothing_in_the_tree(desk: Desk) -> None:
    _tree(desk).setFocus()
    _key(Key.Key_H)
    _key(Key.Key_S)
    assert desk.selected is None


@pytest.mark.parametrize("place", PLACES)
def test_every_key_acts_wherever_the_focus_is(desk: Desk, place: str) -> None:
    desk.session.presenter.select(FEMUR)
    model = desk.session.model
    speed = desk.window.bar._speed.currentIndex()

    def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        _focus(desk, place)
        _key(key, modifiers)

    press(Key.Key_H)
    assert model.state.hidden == {FEMUR}
    press(Key.Key_H, ALT)
    assert not model.state.hidden
    press(Key.Key_X)
    assert model.state.xray
    labels = model.state.labels
    press(Key.Key_L)
    assert model.state.labels != labels
    for number in (Key.Key_2, Key.Key_1):
        before = desk.stage.camera
        press(number)
        assert desk.stage.camera != before
    press(Key.Key_N)
    assert desk.selected not in (None, FEMUR)
    press(Key.Key_N, SHIFT)
    assert desk.selected == FEMUR
    before = model.state
    press(Key.Key_BracketRight)
    assert model.state != before
    press(Key.Key_Escape)
    assert desk.selected is None
    assert desk.window.bar._speed.currentIndex() == speed


@pytest.mark.parametrize("place", ["search", "angle", "title", "note", "step"])
def test_where_a_text_is_written_letters_are_letters(desk: Desk, place: str) -> None:
    if place in ("title", "note", "step"):
        desk.session.modes.lesson()
        desk.session.modes.active.go(0)
    panel: Any = getattr(desk.session.modes.active, "_panel", None)
    desk.settle()
    if place == "step":
        desk.window.orders["lesson.rename"].trigger()
        widget: QWidget = panel.steps.findChild(QLineEdit)
    else:
        widget = {
            "search": lambda: desk.window.tree.findChild(QLineEdit),
            "angle": lambda: desk.window.bar.findChild(QAbstractSpinBox),
            "title": lambda: panel._title,
            "note": lambda: panel.note,
        }[place]()
    widget.setFocus()
    desk.session.presenter.select(FEMUR)
    state, camera = desk.session.model.state, desk.stage.camera
    for key in (Key.Key_H, Key.Key_X, Key.Key_1, Key.Key_Space, Key.Key_BracketRight, Key.Key_L, Key.Key_Backspace):
        _key(key)
    assert desk.session.model.state == state
    assert desk.stage.camera == camera
    assert not desk.session.player.playing
    mode = state.mode
    _key(Key.Key_Escape)
    assert desk.session.model.state.mode == mode
    assert desk.selected == FEMUR


def test_a_control_keeps_the_keys_that_it_needs(desk: Desk) -> None:
    tree = _tree(desk)
    _click_in_tree(desk, FEMUR)
    _key(Key.Key_Space)  # takes the tick away
    assert desk.session.model.state.hidden == {FEMUR}
    assert not desk.session.player.playing
    camera = desk.stage.camera
    _key(Key.Key_Down)
    assert desk.selected not in (None, FEMUR)
    assert desk.stage.camera == camera
    assert tree.hasFocus()
    loop = desk.window.bar._loop
    before = loop.isChecked()
    loop.setFocus()
    _key(Key.Key_Space)
    assert loop.isChecked() != before
    _key(Key.Key_Return)
    assert loop.isChecked() == before
    assert not desk.session.player.playing
    _focus(desk, "card")
    _key(Key.Key_Space)
    assert desk.session.player.playing


def test_an_open_list_keeps_all_keys(desk: Desk) -> None:
    desk.session.presenter.select(FEMUR)
    combo: QComboBox = desk.window.bar._fixed
    combo.showPopup()
    desk.qtbot.waitUntil(combo.view().isVisible)
    state = desk.session.model.state
    QTest.keyClick(combo.view(), Key.Key_H)
    QTest.keyClick(combo.view(), Key.Key_Escape)
    assert desk.session.model.state == state


def test_landmarks_are_renamed_by_key_after_a_button(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.session.modes.landmarks()
    landmarks = desk.session.modes.active
    landmarks.choose(next(iter(landmarks._rows)))
    asked: list[str] = []

    def ask_names(title: str, *_: object, **__: object) -> None:
        asked.append(title)

    monkeypatch.setattr(desk.window, "ask_names", ask_names)
    button = next(b for b in landmarks.panel.findChildren(QPushButton) if "Sho" in b.text())
    button.setFocus()
    _key(Key.Key_F2)
    assert asked == ["Rename landmark"]


@pytest.mark.parametrize("focus", ["speed", "angle", "view"])
def test_a_number_answers_the_quiz_wherever_the_focus_is(desk: Desk, focus: str) -> None:
    desk.session.modes.quiz()
    desk.session.modes.active.begin("innervation", 1)
    quiz = desk.session.modes.active.session
    camera = desk.stage.camera
    if focus == "view":
        desk.stage.setFocus()
    else:
        _focus(desk, focus)
    _key(Qt.Key(Key.Key_1 + quiz.current.choices.index(quiz.current.answer)))
    assert quiz.graded is not None
    assert quiz.graded.right
    assert desk.stage.camera == camera
