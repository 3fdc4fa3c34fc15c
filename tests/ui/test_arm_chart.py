"""The chart of moment arms: its axes whole at any height, its lines as strong as the text, whose models it shows."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from glutview.atlas.load import load_atlas
from glutview.measures.published_arms import SOURCES
from glutview.ui.arm_curves import LENGTH, ArmCurves, CurveKey
from glutview.ui.arm_view import ArmView, Curve, CurveSet
from glutview.ui.catalogue import angle_rows
from glutview.ui.colours import TEXT_SIZES
from glutview.ui.panels.arm_chart import ArmChart
from glutview.ui.panels.arms_panel import ArmsPanel

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
    chart.set_curves([Curve("anterior", ANGLES, np.linspace(-20, 40, 41), 0, kept) for kept in (False, True)])
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
        widths[size] = [item.opts["pen"].widthF() for item in chart._shown]
    present, kept = widths["normal"]
    assert present > kept
    for size, points in TEXT_SIZES.items():
        assert widths[size] == pytest.approx([points / TEXT_SIZES["normal"] * wide for wide in (present, kept)])


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
