"""The control of an angle: its number with a true minus, and what its two ends are called in any width."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from glutview.ui.catalogue import AngleRow
from glutview.ui.panels.angle_box import AngleBox
from glutview.ui.panels.angle_control import AngleControl

ROTATION = AngleRow("hip_internal_rotation", "Internal rotation", "External rotation", -45, 45)
ABDUCTION = AngleRow("hip_abduction", "Abduction", "Adduction", -30, 50)


@pytest.fixture
def box(qtbot: QtBot) -> AngleBox:
    box = AngleBox()
    qtbot.addWidget(box)
    box.setRange(-30, 50)
    box.setKeyboardTracking(False)
    box.show()
    return box


def test_it_shows_a_true_minus_and_takes_a_hyphen(box: AngleBox) -> None:
    box.setValue(-3.3)
    assert box.text() == "−3.3°"
    box.selectAll()
    QTest.keyClicks(box, "-12.5")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert (box.value(), box.text()) == (-12.5, "−12.5°")


def test_what_it_shows_can_be_edited_and_typed_again(box: AngleBox) -> None:
    box.setValue(-20)
    field = box.lineEdit()
    field.setCursorPosition(2)
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (box.value(), box.text()) == (0, "0.0°")
    box.selectAll()
    field.insert("−7")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert box.value() == -7
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert box.text() == "−6.0°"


def test_what_is_no_angle_within_its_range_is_not_taken(box: AngleBox) -> None:
    box.setValue(5)
    box.selectAll()
    QTest.keyClicks(box, "x-31")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert -30 <= box.value() <= 50
    box.selectAll()
    QTest.keyClicks(box, "-")
    assert not box.hasAcceptableInput()


def test_it_is_wide_enough_for_its_longest_number(box: AngleBox) -> None:
    for size in (10, 18):
        font = box.font()
        font.setPointSize(size)
        box.setFont(font)
        box.setValue(-30)
        box.resize(box.sizeHint())
        needed = box.fontMetrics().horizontalAdvance(box.text())
        assert box.lineEdit().width() >= needed
        assert box.sizeHint().width() < needed + 60


def ends(control: AngleControl, width: int) -> list[str]:
    """What is read over the slider, from left to right."""
    control.resize(width, control.sizeHint().height())
    QApplication.processEvents()
    labels = [one for one in control.findChildren(QLabel) if one.isVisible()]
    for label in labels:
        assert label.width() >= label.fontMetrics().horizontalAdvance(label.text())
    return [one.text() for one in sorted(labels, key=lambda one: one.x())]


@pytest.mark.parametrize(
    ("row", "forms"),
    [
        (
            ROTATION,
            [
                ["External rotation", "Internal rotation"],
                ["External", "Internal rotation"],
                ["External", "Internal"],
                ["Internal rotation"],
            ],
        ),
        (ABDUCTION, [["Adduction", "Abduction"], ["Abduction"]]),
    ],
)
def test_both_ends_have_a_name_as_long_as_short_ones_have_room(
    qtbot: QtBot, row: AngleRow, forms: list[list[str]]
) -> None:
    control = AngleControl(row)
    qtbot.addWidget(control)
    control.show()
    least = control.minimumSizeHint().width()
    seen = [ends(control, width) for width in range(500, least - 1, -2)]
    told = [list(names) for names in dict.fromkeys(map(tuple, seen))]
    assert told == [form for form in forms if form in told]
    # Before an end goes without a name its name is shortened; the angle itself always has one.
    assert told[: len(forms) - 1] == forms[:-1]


def test_the_stop_stands_between_the_names_or_instead_of_the_far_one(qtbot: QtBot) -> None:
    control = AngleControl(ROTATION)
    qtbot.addWidget(control)
    control.show()
    control.set_stop("at the ischium", "Stopped by the ischium")
    assert ends(control, 600) == ["External rotation", "at the ischium", "Internal rotation"]
    assert ends(control, control.minimumSizeHint().width() + 60)[-1] == "Internal rotation"
    control.set_stop("", "")
    assert ends(control, 600) == ["External rotation", "Internal rotation"]
