"""The panels as widgets: what they show, what they tell, and that showing tells nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSlider,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from glutview.teaching.movement_notes import MovementRow
from glutview.ui.catalogue import AngleRow, TreeRow
from glutview.ui.panels.card import Card
from glutview.ui.panels.movement_bar import MovementBar
from glutview.ui.panels.problems import ProblemPanel
from glutview.ui.panels.search_results import ResultRow, SearchResults
from glutview.ui.panels.structure_tree import StructureTree

ROWS = [
    TreeRow("femur_r", "Bones", "Femur", "Femur", "r", "#e0d0b0"),
    TreeRow("sacrum", "Bones", "Sacrum", "Os sacrum", "", "#e0d0b0"),
    TreeRow("gluteus_medius_r", "Muscles", "Gluteus medius", "Musculus gluteus medius", "r", "#a03020"),
    TreeRow("gluteus_medius_l", "Muscles", "Gluteus medius", "Musculus gluteus medius", "l", "#a03020"),
]
ANGLES = [
    AngleRow("hip_flexion", "Flexion", "Extension", -20, 120),
    AngleRow("hip_abduction", "Abduction", "Adduction", -30, 50),
]
MOVEMENTS = [
    MovementRow("abduction", "Abduction", "Joint movements", quick=True, found_by="abduction"),
    MovementRow("internal_rotation", "Internal rotation", "Joint movements", quick=True, found_by="rotation"),
    MovementRow("clamshell", "Clamshell", "Exercises", found_by="clamshell clam"),
]


_Widget = TypeVar("_Widget", bound=QWidget)


def _child(parent: QWidget, kind: type[_Widget]) -> _Widget:
    found = parent.findChild(kind)
    assert isinstance(found, kind)
    return found


def _heading(item: QTreeWidgetItem) -> str:
    """The group a row stands in; empty for a group."""
    parent: QTreeWidgetItem | None = item.parent()
    return "" if parent is None else parent.text(0)


@pytest.fixture
def tree(qtbot: QtBot) -> StructureTree:
    tree = StructureTree()
    qtbot.addWidget(tree)
    tree.set_structures(ROWS)
    tree.resize(300, 400)
    tree.show()
    return tree


@pytest.fixture
def bar(qtbot: QtBot) -> MovementBar:
    bar = MovementBar()
    qtbot.addWidget(bar)
    bar.set_movements(MOVEMENTS)
    bar.set_coordinates(ANGLES)
    bar.resize(1200, 120)
    bar.show()
    return bar


def _items(tree: StructureTree) -> Iterator[QTreeWidgetItem]:
    widget = _child(tree, QTreeWidget)
    for place in range(widget.topLevelItemCount()):
        group = widget.topLevelItem(place)
        assert group is not None
        yield group
        for row in range(group.childCount()):
            child = group.child(row)
            assert child is not None
            yield child


def _item(tree: StructureTree, text: str, side: str = "") -> QTreeWidgetItem:
    return next(item for item in _items(tree) if item.text(0) == text and (not side or item.text(1) == side))


def test_structures_stand_under_their_system(tree: StructureTree) -> None:
    assert [item.text(0) for item in _items(tree) if not _heading(item)] == ["Bones", "Muscles"]
    assert _heading(_item(tree, "Sacrum")) == "Bones"


def test_a_click_on_a_row_selects(tree: StructureTree, qtbot: QtBot) -> None:
    widget = _child(tree, QTreeWidget)
    place = widget.visualItemRect(_item(tree, "Gluteus medius", "L")).center()
    with qtbot.waitSignal(tree.selected) as told:
        QTest.mouseClick(widget.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == ["gluteus_medius_l"]


def test_showing_a_selection_tells_nothing(tree: StructureTree, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(tree.selected):
        tree.set_selected("femur_r")
    assert [item.text(0) for item in _child(tree, QTreeWidget).selectedItems()] == ["Femur"]
    tree.set_selected(None)
    assert _child(tree, QTreeWidget).selectedItems() == []
    # What was deselected can be selected again by a click.
    widget = _child(tree, QTreeWidget)
    with qtbot.waitSignal(tree.selected):
        QTest.mouseClick(
            widget.viewport(),
            Qt.MouseButton.LeftButton,
            pos=widget.visualItemRect(_item(tree, "Femur")).center(),
        )


def test_a_groups_box_speaks_once_for_all(tree: StructureTree, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tree.visibility_changed) as told:
        _item(tree, "Muscles").setCheckState(0, Qt.CheckState.Unchecked)
    assert told.args == [["gluteus_medius_r", "gluteus_medius_l"], False]


def test_hidden_structures_are_seen_in_the_tree(tree: StructureTree, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(tree.visibility_changed):
        tree.set_hidden({"gluteus_medius_l"})
    assert _item(tree, "Gluteus medius", "L").checkState(0) == Qt.CheckState.Unchecked
    assert _item(tree, "Gluteus medius", "R").checkState(0) == Qt.CheckState.Checked
    assert _item(tree, "Gluteus medius", "L").font(0).italic()
    assert _item(tree, "Muscles").checkState(0) == Qt.CheckState.PartiallyChecked
    assert _item(tree, "Bones").checkState(0) == Qt.CheckState.Checked
    tree.set_hidden({"gluteus_medius_l", "gluteus_medius_r"})
    assert _item(tree, "Muscles").checkState(0) == Qt.CheckState.Unchecked


def test_the_search_field_tells_what_is_typed_and_shows_what_was_found(tree: StructureTree, qtbot: QtBot) -> None:
    told: list[str] = []
    chosen: list[int] = []
    tree.query_changed.connect(told.append)
    tree.result_chosen.connect(chosen.append)
    field, results = _child(tree, QLineEdit), _child(tree, SearchResults)
    QTest.keyClicks(field, "as")
    assert told == ["a", "as"]
    tree.set_results([ResultRow("Femur", "structure", "English: Femur"), ResultRow("ASIS", "landmark", "synonym")])
    assert results.isVisibleTo(tree)
    assert not _child(tree, QTreeWidget).isVisibleTo(tree)
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(results, Qt.Key.Key_Down)
    QTest.keyClick(results, Qt.Key.Key_Return)
    assert chosen == [0, 1]
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    tree.set_results(None)
    assert _child(tree, QTreeWidget).isVisibleTo(tree)


def test_no_result_cannot_be_chosen(tree: StructureTree) -> None:
    chosen: list[int] = []
    tree.result_chosen.connect(chosen.append)
    tree.set_results([])
    results = _child(tree, SearchResults)
    assert results.item(0).text() == "Nothing found"
    QTest.keyClick(results, Qt.Key.Key_Return)
    place = results.visualItemRect(results.item(0)).center()
    QTest.mouseClick(results.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.keyClick(_child(tree, QLineEdit), Qt.Key.Key_Return)
    assert chosen == []


def test_a_screen_reader_hears_the_side(tree: StructureTree) -> None:
    spoken = _item(tree, "Gluteus medius", "L").data(0, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Gluteus medius, left"


def _slider(bar: MovementBar, name: str) -> QSlider:
    return next(s for s in bar.findChildren(QSlider) if s.accessibleName().startswith(name))


def _number(bar: MovementBar, name: str) -> QDoubleSpinBox:
    return next(s for s in bar.findChildren(QDoubleSpinBox) if s.accessibleName().startswith(name))


def test_a_drag_of_an_angle_tells_many_values_and_one_end(bar: MovementBar, qtbot: QtBot) -> None:
    told: list[float] = []
    bar.angle_changed.connect(lambda _key, degrees: told.append(degrees))
    slider = _slider(bar, "Abduction")
    with qtbot.waitSignals([bar.angle_committed], timeout=1000):
        middle = slider.height() // 2
        start = slider.width() * 30 // 80
        QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(start, middle))
        for x in range(start, start + 90, 15):
            QTest.mouseMove(slider, QPoint(x, middle))
            QApplication.processEvents()
        QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(start + 90, middle))
    assert len(told) > 2
    assert told == sorted(told)


def test_a_typed_angle_is_one_step(bar: MovementBar, qtbot: QtBot) -> None:
    number = _number(bar, "Flexion")
    number.setFocus()
    number.selectAll()
    told: list[tuple[str, float]] = []
    bar.angle_changed.connect(lambda key, degrees: told.append((key, degrees)))
    with qtbot.waitSignal(bar.angle_committed):
        QTest.keyClicks(number, "45")
        QTest.keyClick(number, Qt.Key.Key_Return)
    assert told == [("hip_flexion", 45.0)]


def test_angles_beyond_the_limits_cannot_be_entered(bar: MovementBar) -> None:
    assert (_number(bar, "Abduction").minimum(), _number(bar, "Abduction").maximum()) == (-30, 50)
    assert (_slider(bar, "Flexion").minimum(), _slider(bar, "Flexion").maximum()) == (-20, 120)


def test_what_is_beyond_the_span_is_told_but_not_shown(bar: MovementBar) -> None:
    bar.set_spans({"hip_flexion": (-20, 60.3), "hip_abduction": None})
    told: list[tuple[str, float]] = []
    bar.angle_changed.connect(lambda *what: told.append(what))
    slider, number = _slider(bar, "Flexion"), _number(bar, "Flexion")
    slider.setSliderDown(True)
    slider.setSliderPosition(75)
    assert (slider.value(), number.value()) == (60, 60.3)
    slider.setSliderPosition(50)
    slider.setSliderDown(False)
    assert slider.value() == 50
    number.setValue(110)
    assert (slider.value(), number.value()) == (60, 60.3)
    assert told == [("hip_flexion", 75.0), ("hip_flexion", 50.0), ("hip_flexion", 110.0)]


def test_a_stop_is_shown_beside_its_angle_alone_and_read_out(bar: MovementBar) -> None:
    full = "Stopped by the ischium: the lesser trochanter is 2 mm from it"
    bar.set_stop("hip_abduction", "at the ischium", full)
    shown = [label.text() for label in bar.findChildren(QLabel, "stop") if label.isVisibleTo(bar)]
    assert shown == ["at the ischium"]
    for name, words in (("Abduction", full), ("Flexion", "")):
        for control in (_slider(bar, name), _number(bar, name)):
            assert control.accessibleDescription() == control.toolTip() == words
    bar.set_stop("", "", "")
    assert not any(label.isVisibleTo(bar) for label in bar.findChildren(QLabel, "stop"))


@pytest.mark.parametrize("width", [430, 700, 1000, 1900])
def test_a_stop_never_overlaps_or_cuts_off_the_name_of_its_angle(bar: MovementBar, width: int) -> None:
    bar.set_stop("hip_abduction", "at the acetabular rim", "Stopped")
    bar.resize(width, bar.sizeHint().height())
    bar.show()
    QApplication.processEvents()
    control = bar._angles["hip_abduction"]
    labels = sorted((x for x in control.findChildren(QLabel) if x.isVisible()), key=lambda label: label.x())
    assert "Abduction" in [label.text() for label in labels]
    for label in labels:
        if label.objectName() != "stop":
            assert label.width() >= label.sizeHint().width()
    for left, right in pairwise(labels):
        assert left.geometry().right() < right.geometry().left()


def test_showing_angles_and_time_tells_nothing(bar: MovementBar, qtbot: QtBot) -> None:
    with (
        qtbot.assertNotEmitted(bar.angle_changed),
        qtbot.assertNotEmitted(bar.scrubbed),
        qtbot.assertNotEmitted(bar.movement_chosen),
        qtbot.assertNotEmitted(bar.side_chosen),
    ):
        bar.set_angles({"hip_flexion": 33.3, "hip_abduction": -12})
        bar.set_time(1.0, 4.0)
        bar.set_movement("internal_rotation")
        bar.set_side("both")
    assert _number(bar, "Flexion").value() == pytest.approx(33.3)
    assert _slider(bar, "Position").value() == 250


def test_a_press_on_a_movement_tells_it(bar: MovementBar, qtbot: QtBot) -> None:
    button = next(b for b in bar.findChildren(QAbstractButton) if b.text() == "Internal rotation")
    with qtbot.waitSignal(bar.movement_chosen) as told:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told.args == ["internal_rotation"]


def test_every_control_of_the_bar_has_a_name_for_screen_readers(bar: MovementBar) -> None:
    controls = [*bar.findChildren(QAbstractButton), *bar.findChildren(QSlider), *bar.findChildren(QDoubleSpinBox)]
    assert [type(c).__name__ for c in controls if not c.accessibleName()] == []


def test_links_of_the_card_select_open_or_scroll(qtbot: QtBot) -> None:
    card = Card()
    qtbot.addWidget(card)
    card.set_html("<a href='structure:femur_r'>femur</a>" + "<p>x</p>" * 200 + "<a name='source-1'></a>end")
    card.resize(200, 100)
    card.show()
    text = _child(card, QTextBrowser)
    with qtbot.waitSignal(card.structure_chosen) as told:
        text.anchorClicked.emit(QUrl("structure:femur_r"))
    assert told.args == ["femur_r"]
    with qtbot.waitSignal(card.page_chosen) as page:
        text.anchorClicked.emit(QUrl("https://doi.org/10.1/x"))
    assert page.args == ["https://doi.org/10.1/x"]
    text.anchorClicked.emit(QUrl("#source-1"))
    assert text.verticalScrollBar().value() > 0


def test_problems_can_be_read_and_copied(qtbot: QtBot) -> None:
    panel = ProblemPanel()
    qtbot.addWidget(panel)
    panel.set_problems("x.yaml could not be opened", ["x.yaml:3: key: wrong: do this", "x.yaml:9: other"])
    assert _child(panel, QPlainTextEdit).isReadOnly()
    next(b for b in panel.findChildren(QAbstractButton) if b.text() == "Copy").click()
    copied = QApplication.clipboard().text()
    assert "x.yaml:3: key: wrong: do this" in copied
    assert "x.yaml could not be opened" in copied
