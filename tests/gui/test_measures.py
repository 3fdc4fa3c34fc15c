"""The window of measures: what it shows, while one goes on working, and what it does when a figure is chosen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QTreeWidgetItem

from glutview.measures import rows
from glutview.measures.rows import Row
from glutview.ui.measures_dialog import MeasuresDialog
from tests.gui.conftest import Desk, button

MEASURING_MS = 60_000
GROUPS = {"volumes", "footprints", "bones"}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the figures that are measured soon."""
    every = rows.figures

    def some(sources: Any) -> Any:
        return {id: figure for id, figure in every(sources).items() if figure.group in GROUPS}

    monkeypatch.setattr(rows, "figures", some)


def opened(desk: Desk) -> MeasuresDialog:
    desk.window.orders["structures.measures"].trigger()
    dialog = desk.session.measures.dialog
    assert dialog is not None
    return dialog


def measured(desk: Desk) -> MeasuresDialog:
    dialog = opened(desk)
    desk.qtbot.waitUntil(lambda: not desk.session.measures.busy, timeout=MEASURING_MS)
    return dialog


def items(dialog: MeasuresDialog) -> Iterator[QTreeWidgetItem]:
    table = dialog.table
    for k in range(table.topLevelItemCount()):
        group = table.topLevelItem(k)
        assert group is not None
        yield from (child for i in range(group.childCount()) if (child := group.child(i)) is not None)


def item_of(dialog: MeasuresDialog, what: str) -> QTreeWidgetItem:
    return next(item for item in items(dialog) if item.text(0) == what)


@pytest.mark.usefixtures("few")
def test_every_figure_stands_there_with_mark_and_source(desk: Desk) -> None:
    dialog = measured(desk)
    found = dialog.table.rows()
    assert {row.figure.group for row in found} == GROUPS
    assert len(list(items(dialog))) == len(found)
    for item, row in zip(items(dialog), found, strict=True):
        # In words and signs, not by colour alone.
        mark = {None: "", True: "✓ kept", False: "✗ broken" if row.ours is not None else "✗ missing"}[row.within]
        assert item.text(1) == mark
        assert item.text(6) == row.short_source
        assert (item.text(2) == "not in the model") == (row.ours is None)
    heads = [label.text() for label in dialog.findChildren(QLabel)]
    assert any(f"{len(found)} figures" in text for text in heads)
    assert not button(dialog, "Cancel").isVisible()


@pytest.mark.usefixtures("few")
def test_choosing_a_figure_tells_its_source_and_selects_what_it_is_about(desk: Desk) -> None:
    dialog = measured(desk)
    desk.session.presenter.set_visible(["gluteus_medius_r"], False)
    item = item_of(dialog, "Gluteus medius on the lateral facet")
    dialog.table.scrollToItem(item)
    place = dialog.table.visualItemRect(item).center()
    QTest.mouseClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.selected == "gluteus_medius_r"
    assert "gluteus_medius_r" not in desk.session.model.state.hidden
    about = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Anatomy and dimensions of the gluteus medius tendon insertion" in about
    recalled = item_of(dialog, "Volume of gluteus maximus")
    dialog.table.setCurrentItem(recalled)
    assert desk.selected == "gluteus_maximus_r"
    about = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "recalled, not verified" in about
    assert "Handsfield" not in about


@pytest.mark.usefixtures("few")
def test_only_broken_bounds_hides_the_rest_and_brings_it_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    # The model as it is shipped keeps these bounds: one is drawn where no hip can be.
    every, broken = rows.figures, "gluteus_maximus_volume"

    def strict(sources: Any) -> Any:
        figures = every(sources)
        return figures | {broken: figures[broken].model_copy(update={"bound": (1e6, None)})}

    monkeypatch.setattr(rows, "figures", strict)
    dialog = measured(desk)
    only = dialog.findChild(QCheckBox)
    assert only is not None
    only.click()
    shown = [row for item, row in zip(items(dialog), dialog.table.rows(), strict=True) if not item.isHidden()]
    assert broken in {row.id for row in shown}
    assert {row.id for row in shown} == {row.id for row in dialog.table.rows() if row.within is False}
    assert len(shown) < len(dialog.table.rows())
    only.click()
    assert not any(item.isHidden() for item in items(dialog))


@pytest.mark.usefixtures("few")
def test_marks_take_the_colours_of_the_theme(desk: Desk) -> None:
    from glutview.ui.colours import COLOURS

    dialog = measured(desk)
    item = next(item for item in items(dialog) if item.text(1) == "✓ kept")
    for theme in ("dark", "light"):
        desk.shell.set_theme(theme)
        assert item.foreground(1).color().name() == COLOURS[theme].right


def test_cancelling_keeps_what_is_measured(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    every = rows.measured

    def slowly(subject: Any, progress: Callable[[float, str], None]) -> Iterator[Row]:
        for number, row in enumerate(every(subject, ("volumes",), progress)):
            yield row
            if number == 1:
                go_on.wait(30)

    monkeypatch.setattr(rows, "measured", slowly)
    dialog = opened(desk)
    desk.qtbot.waitUntil(lambda: len(dialog.table.rows()) >= 1, timeout=MEASURING_MS)
    # The window answers meanwhile.
    desk.session.presenter.select("femur_r")
    assert desk.selected == "femur_r"
    QTest.mouseClick(button(dialog, "Cancel"), Qt.MouseButton.LeftButton)
    go_on.set()
    desk.qtbot.waitUntil(lambda: not desk.session.measures.busy, timeout=MEASURING_MS)
    assert 1 <= len(dialog.table.rows()) < 5
    assert any("Cancelled" in label.text() for label in dialog.findChildren(QLabel))


@pytest.mark.usefixtures("few")
def test_it_is_opened_once_and_anew_after_it_was_closed(desk: Desk) -> None:
    dialog = opened(desk)
    assert opened(desk) is dialog
    desk.qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog.table, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert desk.session.measures.dialog is None
    again = measured(desk)
    QTest.mouseClick(button(again, "Close"), Qt.MouseButton.LeftButton)
    assert not again.isVisible()
    assert desk.session.measures.dialog is None


@pytest.mark.usefixtures("few")
def test_it_closes_with_its_atlas_while_it_measures(desk: Desk) -> None:
    opened(desk)
    desk.shell.open_shipped()
    desk.wait_until_read()
    assert not any(dialog.isVisible() for dialog in desk.window.findChildren(MeasuresDialog))
