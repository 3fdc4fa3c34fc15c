"""Searching in the real window: as one types, by keys alone, and what is chosen is seen."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

Desk = Any


def _type(desk: Desk, text: str) -> QLineEdit:
    desk.stage.setFocus()
    QTest.keyClick(desk.stage, Qt.Key.Key_Slash)
    field: QLineEdit = desk.window.tree.findChild(QLineEdit)
    assert field.hasFocus()
    QTest.keyClicks(field, text)
    return field


@pytest.mark.parametrize(
    ("typed", "selected"),
    [
        ("glutaeus med", "gluteus_medius_r"),
        ("gluteus medius left", "gluteus_medius_l"),
        ("22315", "gluteus_medius_r"),
        ("glutius minimus", "gluteus_minimus_r"),
        ("L5", "superior_gluteal_nerve_r"),
    ],
)
def test_enter_flies_to_the_best(desk: Desk, typed: str, selected: str) -> None:
    before = desk.stage.camera
    field = _type(desk, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.selected == selected
    assert desk.stage.camera != before
    assert desk.stage.hasFocus()


def test_a_landmark_is_pointed_at_from_before_it(desk: Desk) -> None:
    field = _type(desk, "ASIS")
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.settle()
    (label,) = desk.stage.labels.labels()
    middle = (desk.stage.width() / 2, desk.stage.height() / 2)
    assert label.anchor == pytest.approx(middle, abs=2)
    assert desk.stage.structure_at(desk.stage.rect().center().toPointF()) == "hip_bone_r"
    desk.session.presenter.select("")
    assert desk.stage.labels.labels() == ()


def test_what_lies_over_a_landmark_turns_to_glass(desk: Desk) -> None:
    QTest.keyClick(_type(desk, "ASIS"), Qt.Key.Key_Return)
    assert not desk.session.model.state.xray
    QTest.keyClick(_type(desk, "vastus tubercle"), Qt.Key.Key_Return)
    desk.settle()
    assert desk.selected == "femur_r"
    assert desk.session.model.state.xray
    (label,) = desk.stage.labels.labels()
    assert label.anchor == pytest.approx((desk.stage.width() / 2, desk.stage.height() / 2), abs=2)


def test_a_line_of_bone_is_named_as_one(desk: Desk) -> None:
    QTest.keyClick(_type(desk, "anterior gluteal line"), Qt.Key.Key_Return)
    desk.settle()
    assert desk.selected == "hip_bone_r"
    writing = desk.stage.labels.writing()
    assert list(writing.texts.values()) == ["Anterior gluteal line"]


def test_a_statement_is_found_on_the_card_of_its_subject(desk: Desk) -> None:
    field = _type(desk, "trendelenburg medius")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.selected is not None
    assert "Trendelenburg" in desk.window.card.plain_text()


def test_down_goes_into_the_results_and_esc_brings_the_tree_back(desk: Desk) -> None:
    field = _type(desk, "gluteus")
    QTest.keyClick(field, Qt.Key.Key_Down)
    results = desk.window.tree._results
    assert results.hasFocus()
    QTest.keyClick(results, Qt.Key.Key_Down)
    QTest.keyClick(results, Qt.Key.Key_Return)
    assert desk.selected == desk.session._search._found[1].structure
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert desk.window.tree._tree.isVisible()
    assert desk.stage.hasFocus()


def test_what_is_hidden_is_shown_again_when_it_is_flown_to(desk: Desk) -> None:
    desk.session.presenter.set_visible(["gluteus_medius_r"], False)
    field = _type(desk, "gluteus medius")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "gluteus_medius_r" not in desk.session.model.state.hidden
