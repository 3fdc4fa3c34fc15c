"""Whoever cannot use a mouse, or cannot see: every control is reached by Tab and has a name to be read aloud."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLabel, QLineEdit, QWidget

Desk = Any
MODES = ("explore", "lesson", "quiz", "landmarks")


def _enter(desk: Desk, mode: str) -> None:
    QTest.keyClick(desk.window, Qt.Key(Qt.Key.Key_1 + MODES.index(mode)), Qt.KeyboardModifier.AltModifier)
    desk.settle()
    assert desk.session.model.state.mode == mode


def _controls(desk: Desk) -> list[QWidget]:
    """All that takes the focus by Tab and is seen."""
    return [
        w
        for w in desk.window.findChildren(QWidget)
        if w.isVisible() and w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus and _is_whole(w)
    ]


def _is_whole(widget: QWidget) -> bool:
    """Not a part of another control: a spin box's line, a scroll area's viewport."""
    parent = widget.parentWidget()
    return not isinstance(parent, (QAbstractSpinBox, QComboBox)) and widget.objectName() != "qt_scrollarea_viewport"


def _spoken(desk: Desk, widget: QWidget) -> str:
    """What a screen reader says of a control."""
    text = widget.text() if isinstance(widget, (QAbstractButton, QLabel)) else ""
    buddies = [label.text() for label in desk.window.findChildren(QLabel) if label.buddy() is widget]
    return widget.accessibleName() or text or next(iter(buddies), "")


@pytest.mark.parametrize("mode", MODES)
def test_every_control_has_a_name(desk: Desk, mode: str) -> None:
    _enter(desk, mode)
    controls = _controls(desk)
    assert len(controls) > 5
    nameless = [f"{type(w).__name__} in {type(w.parentWidget()).__name__}" for w in controls if not _spoken(desk, w)]
    assert nameless == []


@pytest.mark.parametrize("mode", MODES)
def test_tab_goes_through_the_panel_and_back_to_the_view(desk: Desk, mode: str) -> None:
    _enter(desk, mode)
    desk.stage.setFocus()
    reached: list[QWidget] = []
    for _ in range(200):
        focus = desk.window.focusWidget()
        assert focus is not None
        if reached and focus is reached[0]:
            break
        reached.append(focus)
        # A text keeps Tab for itself; Ctrl+Tab leaves it, as everywhere.
        before = focus
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        if desk.window.focusWidget() is before:
            QTest.keyClick(focus, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    else:
        pytest.fail("Tab never comes back to the view")
    panel = desk.window._side.currentWidget()
    assert any(panel is w or panel.isAncestorOf(w) for w in reached)


def test_the_search_field_and_the_tree_are_reached_by_keys(desk: Desk) -> None:
    desk.stage.setFocus()
    QTest.keyClick(desk.stage, Qt.Key.Key_Slash)
    assert isinstance(desk.window.focusWidget(), QLineEdit)
