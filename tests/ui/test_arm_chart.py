"""The chart of moment arms: its axes whole at any height, its lines as strong as the text, whose models it shows."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from glutview.atlas.load import load_atlas
from glutview.measures.published_arms import SOURCES
from glutview.ui.arm_curves import LENGTH, ArmCurves, CurveKey
from glutview.ui.arm_view import ArmView, Curve, CurveSet, SetRow
from glutview.ui.catalogue import angle_rows
from glutview.ui.colours import TEXT_SIZES
from glutview.ui.panels.arm_chart import ArmChart, curve_pen
from glutview.ui.panels.arms_panel import ArmsPanel
from glutview.ui.panels.curve_list import CurveList
from glutview.ui.panels.low_dock import LowDock

ATLAS = load_atlas()
ANGLES = np.linspace(-30.0, 50.0, 41)
TITLE = "Internal rotation arm (mm)"


def view(quantity: int = 1) -> ArmView:
    """Gluteus medius along abduction, from neutral."""
    key = CurveKey("gluteus_medius_r", 1, (0.0, 0.0, 0.0))
    curves = ArmCurves(key, ("anterior", "middle", "posterior"), ANGLES, np.full((41, 3, LENGTH + 1), 40.0))
    return ArmView(ATLAS, (CurveSet(curves, 0),), quantity, angle_rows(ATLAS))


def test_the_published_models_are_named() -> None:
    named = "Delp et al. 1990, Rajagopal et al. 2016, OpenSim project 2023"
    assert view().note() == f"pale: published models ({named}), least to greatest"
    assert view(LENGTH).note() == ""
    # An atlas of someone's own may not cite them: then how many there are is said.
    sources = {id: one for id, one in ATLAS.sources.items() if id not in SOURCES}
    atlas = replace(ATLAS, stated=ATLAS.stated.model_copy(update={"sources": sources}))
    assert replace(view(), atlas=atlas).note() == "pale: published models (3), least to greatest"


def let_go(chart: ArmChart) -> None:
    """The library's menus belong to no window: they go when nothing holds them; what it closes has no parent more."""
    chart._plot.close()
    chart._plot.deleteLater()
    gc.collect()


@pytest.fixture
def chart(qtbot: QtBot) -> Iterator[ArmChart]:
    chart = ArmChart()
    qtbot.addWidget(chart)
    chart.set_axes("Abduction (°)", TITLE)
    chart.set_range(-30, 50)
    chart.set_curves([Curve("anterior", ANGLES, np.linspace(-20, 40, 41), 0, slot) for slot in (0, 1)])
    chart.show()
    yield chart
    let_go(chart)


def test_the_title_of_the_vertical_axis_is_read_whole_at_any_height(chart: ArmChart) -> None:
    seen = []
    axis = chart._plot.getAxis("left")
    for height in range(400, 90, -5):
        chart.resize(600, height)
        QApplication.processEvents()
        seen.append(chart.vertical_title)
        label = axis.label
        assert label.toPlainText().strip() == chart.vertical_title
        box = label.mapRectToItem(axis, label.boundingRect())
        # It stands amid its axis, and does not leave the chart.
        assert box.center().y() == pytest.approx(axis.size().height() / 2, abs=3)
        place = chart._plot.mapFromScene(label.mapRectToScene(label.boundingRect())).boundingRect()
        letters = chart.fontMetrics().horizontalAdvance(chart.vertical_title)
        assert place.center().y() - letters / 2 >= 0
        assert place.center().y() + letters / 2 <= chart.height()
    assert list(dict.fromkeys(seen)) == [TITLE, "arm (mm)", "mm"]


def test_lines_grow_with_the_text(chart: ArmChart) -> None:
    widths = {}
    for size, points in TEXT_SIZES.items():
        font = chart.font()
        font.setPointSize(points)
        chart.setFont(font)
        QApplication.processEvents()
        widths[size] = [item.opts["pen"].widthF() for item in chart._shown if not isinstance(item, pg.TextItem)]
    present, kept = widths["normal"]
    assert present > kept
    for size, points in TEXT_SIZES.items():
        assert widths[size] == pytest.approx([points / TEXT_SIZES["normal"] * wide for wide in (present, kept)])


def test_kept_curves_bear_the_number_of_their_set_each_elsewhere(chart: ArmChart) -> None:
    arms = np.where(ANGLES > 30, np.nan, np.linspace(-20, 40, 41))
    chart.set_curves([Curve("whole", ANGLES, arms, style, slot) for style, slot in ((0, 0), (3, 1), (6, 2), (9, 3))])
    marks = [item for item in chart._shown if isinstance(item, pg.TextItem)]
    assert [mark.toPlainText() for mark in marks] == ["1", "2", "3"]
    assert [QColor(mark.color) for mark in marks] == [curve_pen(style, "light", 1.0).color() for style in (3, 6, 9)]
    for mark in marks:
        on_it = np.isclose(ANGLES, mark.pos().x())
        assert arms[on_it] == pytest.approx(mark.pos().y())
    assert np.diff([mark.pos().x() for mark in marks]).min() > 8
    # What is nowhere in the range bears none.
    chart.set_curves([Curve("whole", ANGLES, np.full(41, np.nan), 3, 1)])
    assert not any(isinstance(item, pg.TextItem) for item in chart._shown)


@pytest.mark.parametrize("text", list(TEXT_SIZES))
def test_the_name_of_a_set_of_curves_is_never_cut_off(qtbot: QtBot, text: str) -> None:
    curves = CurveList()
    qtbot.addWidget(curves)
    font = curves.font()
    font.setPointSize(TEXT_SIZES[text])
    curves.setFont(font)
    curves.set_rows([SetRow("1: Right gluteus minimus", ("internal rotation −29°", "abduction 48°"), (), 1)], "light")
    curves.show()
    lines = []
    for wide in (curves.minimumSizeHint().width(), 3 * curves.minimumSizeHint().width()):
        curves.resize(wide, 300)
        QTest.qWait(20)
        head = curves.topLevelItem(0)
        assert head is not None
        shown = head.text(0).split("\n")
        assert " ".join(shown) == "1: Right gluteus minimus at internal rotation −29°, abduction 48°"
        assert all(curves.fontMetrics().horizontalAdvance(line) < curves.viewport().width() for line in shown)
        assert curves.visualItemRect(head).height() >= len(shown) * curves.fontMetrics().height()
        lines.append(len(shown))
    assert lines == [3, 2]


@pytest.mark.parametrize("text", list(TEXT_SIZES))
def test_a_dock_leaves_the_view_most_of_the_room_and_its_title_grows_with_the_text(qtbot: QtBot, text: str) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(QWidget())
    window.resize(1200, 900)
    dock = LowDock("Moment arms", window)
    panel = ArmsPanel()
    dock.setWidget(panel)
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    window.show()
    font = window.font()
    font.setPointSize(TEXT_SIZES[text])
    # As the program does it: of the window's font alone Qt's own title would know nothing.
    for part in (window, *window.findChildren(QWidget)):
        part.setFont(font)
    QTest.qWait(100)
    assert dock.height() <= max(0.3 * window.height(), dock.minimumSizeHint().height()) + 2
    assert dock.height() < 0.5 * window.height()
    title = dock.titleBarWidget()
    (label,) = title.findChildren(QLabel)
    assert label.text() == "Moment arms"
    assert label.height() >= label.fontMetrics().height()
    for button in title.findChildren(QToolButton):
        assert button.iconSize().height() == pytest.approx(0.8 * label.fontMetrics().height(), abs=1)
    close = title.findChild(QToolButton, "dock_close")
    assert close is not None
    close.click()
    assert dock.isHidden()
    let_go(panel.chart)


def test_the_numbers_at_the_axes_have_a_true_minus(chart: ArmChart) -> None:
    for side in ("left", "bottom"):
        assert chart._plot.getAxis(side).tickStrings([-20.0, 0.0, 20.0], 1.0, 20.0) == ["−20", "0", "20"]


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[ArmsPanel]:
    host = QWidget()
    qtbot.addWidget(host)
    panel = ArmsPanel(host)
    panel.set_quantities([TITLE])
    panel.set_coordinates(["internal rotation"])
    host.resize(2000, 400)
    host.show()
    yield panel
    let_go(panel.chart)


def test_a_long_note_has_a_row_of_its_own_in_a_narrow_panel(panel: ArmsPanel) -> None:
    text = f"+ abduction, − adduction; {view().note()}"
    panel.set_note(text)
    (note,) = (one for one in panel.findChildren(QLabel) if one.text() == text)
    keep = panel._keep
    for width, beside in ((1900, True), (800, False), (1900, True)):
        panel.resize(width, 400)
        for _ in range(3):
            QApplication.processEvents()
        assert (note.geometry().right() < keep.x() and note.y() <= keep.geometry().center().y()) == beside
        assert (note.y() >= keep.geometry().bottom()) != beside
        assert note.height() >= note.heightForWidth(note.width())
        assert note.height() < 4 * note.fontMetrics().height()
    # A short one stays where it is.
    panel.set_note("+ abduction")
    panel.resize(1000, 400)
    for _ in range(3):
        QApplication.processEvents()
    assert note.geometry().right() < keep.x()
