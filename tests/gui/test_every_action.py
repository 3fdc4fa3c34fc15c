"""Every row of the action table fires in the real window, from its menu entry and by its key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QMenu

from glutview.ui.actions import action_specs
from glutview.ui.main_window import MainWindow
from glutview.ui.questions import Questions

Desk = Any
SPECS = list(action_specs())


def _menu_actions(menu: QMenu) -> list[QAction]:
    found = []
    for action in menu.actions():
        inner = action.menu()
        found += _menu_actions(inner) if isinstance(inner, QMenu) else [action]
    return found


@contextmanager
def _nobody_answers(window: MainWindow) -> Iterator[None]:
    """Every question of the window is answered by thinking better of it; unsaved work may go."""
    answers: dict[str, object] = {"ask": False, "ask_unsaved": "discard"}
    with ExitStack() as stack:
        for name in (name for name in dir(Questions) if name.startswith("ask")):
            stack.enter_context(patch.object(MainWindow, name, return_value=answers.get(name)))
        yield


def _target(desk: Desk, name: str) -> object:
    return desk.session.target(name) or desk.shell


def test_every_action_is_in_a_menu_and_fires(desk: Desk, tmp_path: Path) -> None:
    window = desk.window
    # The entries of What if are the atlas's own (see test_what_if.py).
    of_table = [entry for entry in window.menuBar().actions() if entry.menu() is not desk.session.what_if.menu]
    in_menus = [a for entry in of_table for a in _menu_actions(entry.menu())]
    assert {a.objectName() for a in in_menus if not a.isSeparator()} == {spec.key for spec in SPECS}
    desk.session.presenter.select("gluteus_medius_r")
    fired = []
    with _nobody_answers(window):
        for spec in SPECS:
            if spec.key == "file.quit":
                continue
            if desk.selected is None:
                desk.session.presenter.select("gluteus_medius_r")
            target = _target(desk, spec.target)
            order = window.orders[spec.key]
            order.setEnabled(True)
            with patch.object(type(target), spec.command, autospec=True) as command:
                order.trigger()
            assert command.call_count == 1, spec.key
            order.trigger()  # and in earnest: nothing is thrown, nothing ends the program
            desk.wait_until_read()
            fired.append(spec.key)
    for dialog in window.findChildren(QDialog):
        dialog.close()
    assert set(fired) == {spec.key for spec in SPECS} - {"file.quit"}
    with _nobody_answers(window):
        window.orders["file.quit"].trigger()
    assert not window.isVisible()


def test_every_key_gives_its_order(desk: Desk) -> None:
    desk.session.presenter.select("gluteus_medius_r")
    desk.stage.setFocus()
    silent = []
    for spec in SPECS:
        order = desk.window.orders[spec.key]
        target = _target(desk, spec.target)  # an order of a mode has its key in that mode
        order.setEnabled(True)
        for sequence in order.shortcuts():
            with patch.object(type(target), spec.command, autospec=True) as command:
                desk.stage.setFocus()
                QTest.keySequence(desk.stage, sequence)
            if command.call_count != 1:
                silent.append((spec.key, sequence.toString()))
    assert silent == []


def test_letters_belong_to_the_field_that_has_the_focus(desk: Desk) -> None:
    desk.session.presenter.select("gluteus_medius_r")
    field = desk.window.tree.findChild(QLineEdit)
    field.setFocus()
    QTest.keyClicks(field, "hx1 fn")
    assert field.text() == "hx1 fn"
    state = desk.session.model.state
    assert (state.hidden, state.xray, state.selected) == (frozenset(), False, "gluteus_medius_r")


@pytest.mark.parametrize("key", [Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Period])
def test_a_clickers_keys_do_nothing_outside_a_lesson(desk: Desk, key: Qt.Key) -> None:
    state, camera = desk.session.model.state, desk.stage.camera
    desk.stage.setFocus()
    QTest.keyClick(desk.stage, key)
    assert desk.session.model.state == state
    assert desk.stage.camera == camera


def test_hiding_by_key_is_one_step(desk: Desk) -> None:
    desk.session.presenter.select("gluteus_maximus_r")
    desk.stage.setFocus()
    QTest.keyClick(desk.stage, Qt.Key.Key_H)
    assert desk.session.model.state.hidden == {"gluteus_maximus_r"}
    QTest.keyClick(desk.stage, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.session.model.state.hidden == frozenset()
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(desk.stage, Qt.Key.Key_Z, modifiers)
    assert desk.session.model.state.hidden == {"gluteus_maximus_r"}
