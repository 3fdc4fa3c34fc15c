"""The curves of moment arms: true, live while the hip turns, kept for comparison, saved."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDockWidget, QLabel, QSlider, QTreeWidgetItem

from glutview.biomech.pose import HIP_COORDINATES
from glutview.cli.moment_arms import moment_arms
from glutview.state.clips import active_muscles, clip_of
from glutview.ui.colours import COLOURS
from glutview.ui.lone_view import LoneView
from glutview.ui.main_window import MainWindow
from glutview.ui.panels.arm_chart import ArmChart, curve_pen
from glutview.ui.panels.arms_panel import ArmsPanel
from tests.biomech.ranges import RANGE
from tests.gui.conftest import Desk, button

FLEXION, ABDUCTION, ROTATION, LENGTH = range(4)


def opened(desk: Desk, muscle: str = "gluteus_medius_r") -> ArmsPanel:
    desk.session.presenter.select(muscle)
    desk.window.orders["movement.arms"].trigger()
    settle(desk)
    panel = desk.session.arms.panel
    assert panel is not None
    return panel


def settle(desk: Desk) -> None:
    desk.qtbot.waitUntil(lambda: not desk.session.arms.busy, timeout=20_000)


def turn(desk: Desk, coordinate: str, degrees: float) -> None:
    desk.session.movement.turn(coordinate, degrees)
    desk.session.movement.settle()
    settle(desk)


def choose(panel: ArmsPanel, name: str, text: str) -> None:
    """Choose an entry of a list as a person does: by its keys."""
    combo = next(box for box in panel.findChildren(QComboBox) if box.accessibleName() == name)
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Home)
    for _ in range(combo.findText(text)):
        QTest.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentText() == text


def listed(panel: ArmsPanel) -> dict[str, dict[str, str]]:
    """Values by set and compartment, as they are read."""
    found = {}
    for number in range(panel.curves.topLevelItemCount()):
        head = panel.curves.topLevelItem(number)
        assert isinstance(head, QTreeWidgetItem)
        lines = [head.child(k) for k in range(head.childCount())]
        found[head.text(0).replace("\n", " ")] = {line.text(0): line.text(1) for line in lines if line is not None}
    return found


def number(text: str) -> float:
    return float(text.removesuffix(" mm").replace("−", "-"))


def test_the_curves_are_those_of_the_drawn_fibres(desk: Desk) -> None:
    panel = opened(desk)
    turn(desk, "hip_flexion", 30.0)
    fibres = desk.session._anatomy.fibres("gluteus_medius_r")
    drawn = panel.chart.curves
    assert [curve.name for curve in drawn] == ["anterior", "middle", "posterior"]
    for row in (0, 17, 40):
        angle = drawn[0].angles_deg[row]
        arms = fibres.compartment_means((30.0, angle, 0.0)).arms_mm[:, ABDUCTION]
        assert [curve.values[row] for curve in drawn] == pytest.approx(list(arms))
    assert (drawn[0].angles_deg[0], drawn[0].angles_deg[-1]) == (-30, 50)
    choose(panel, "What is shown", "Length")
    lengths = fibres.compartment_means((30.0, drawn[0].angles_deg[17], 0.0)).lengths_mm
    assert [curve.values[17] for curve in panel.chart.curves] == pytest.approx(list(lengths))
    choose(panel, "Along which angle", "flexion")
    settle(desk)
    last = panel.chart.curves[0]
    assert (last.angles_deg[0], last.angles_deg[-1]) == (-20, 120)
    assert last.values[-1] == pytest.approx(fibres.compartment_means((120.0, 0.0, 0.0)).lengths_mm[0])


def test_line_and_values_follow_the_hip(desk: Desk) -> None:
    panel = opened(desk)
    fibres = desk.session._anatomy.fibres("gluteus_medius_r")
    for angle in (-12.3, 0.0, 33.3):
        desk.session.movement.turn("hip_abduction", angle)
        # At once, without waiting for anything: the curve is there already.
        assert panel.chart.cursor_deg == pytest.approx(angle)
        assert panel.curves.angle == f"at {angle:.1f}°".replace("-", "−")
        (values,) = listed(panel).values()
        arms = fibres.compartment_means((0.0, angle, 0.0)).arms_mm[:, ABDUCTION]
        assert [number(text) for text in values.values()] == pytest.approx(list(arms), abs=0.15)
    desk.session.movement.settle()


def test_the_newest_pose_is_shown_in_the_end(desk: Desk) -> None:
    panel = opened(desk)
    for flexion in range(5, 95, 5):
        desk.session.movement.turn("hip_flexion", float(flexion))
        QTest.qWait(5)
        assert len(panel.chart.curves) == 3  # those of a moment ago, until newer ones are there
    desk.session.movement.settle()
    settle(desk)
    assert list(listed(panel)) == ["Right gluteus medius at flexion 90°, internal rotation 0°"]
    fibres = desk.session._anatomy.fibres("gluteus_medius_r")
    curve = panel.chart.curves[0]
    arms = fibres.compartment_means((90.0, curve.angles_deg[9], 0.0)).arms_mm
    assert curve.values[9] == pytest.approx(arms[0, ABDUCTION])


def test_it_is_live_while_a_clip_plays(desk: Desk) -> None:
    panel = opened(desk)
    choose(panel, "Along which angle", "internal rotation")
    desk.session.movement.play_movement("abduction")
    names: set[str] = set()

    def moved() -> bool:
        names.update(listed(panel))
        return len(names) >= 4

    desk.qtbot.waitUntil(moved, timeout=20_000)
    desk.session.player.pause()
    settle(desk)
    now = desk.session.model.state.pose.hip("r")
    assert list(listed(panel)) == [f"Right gluteus medius at flexion 0°, abduction {now[1]:.0f}°"]


def test_published_models_are_shown_where_they_have_something(desk: Desk) -> None:
    panel = opened(desk)
    bands = [curve.band for curve in panel.chart.curves]
    assert all(band is not None for band in bands)
    neutral = [(band.least[4], band.greatest[4]) for band in bands if band is not None]
    assert neutral == [pytest.approx(pair, abs=0.06) for pair in ((47.8, 54.3), (43.6, 49.3), (32.1, 40.5))]
    turn(desk, "hip_flexion", 20.0)
    assert all(curve.band is None for curve in panel.chart.curves)
    turn(desk, "hip_flexion", 0.0)
    choose(panel, "What is shown", "Length")
    assert all(curve.band is None for curve in panel.chart.curves)
    choose(panel, "What is shown", "Internal rotation arm")
    assert all(curve.band is not None for curve in panel.chart.curves)
    choose(panel, "Along which angle", "flexion")
    settle(desk)
    assert all(curve.band is None for curve in panel.chart.curves)
    desk.session.presenter.select("obturator_externus_r")
    settle(desk)
    assert [curve.name for curve in panel.chart.curves] == ["whole"]


def test_curves_are_kept_for_comparison_and_removed(desk: Desk) -> None:
    panel = opened(desk, "piriformis_r")
    QTest.mouseClick(button(panel, "&Keep"), Qt.MouseButton.LeftButton)
    turn(desk, "hip_flexion", 60.0)
    QTest.mouseClick(button(panel, "&Keep"), Qt.MouseButton.LeftButton)
    desk.session.presenter.select("gluteus_minimus_r")
    settle(desk)
    names = [
        "Right gluteus minimus at flexion 60°, internal rotation 0°",
        "1: Right piriformis at flexion 0°, internal rotation 0°",
        "2: Right piriformis at flexion 60°, internal rotation 0°",
    ]
    assert list(listed(panel)) == names
    pens = {
        (pen.color().name(), tuple(pen.dashPattern()))
        for pen in (curve_pen(curve.style, "light", 1.0) for curve in panel.chart.curves)
    }
    assert len(pens) == len(panel.chart.curves) == 5
    # A part is of its muscle, a bone changes nothing.
    for id in ("gluteus_minimus_anterior_part_r", "femur_r"):
        desk.session.presenter.select(id)
        settle(desk)
        assert list(listed(panel)) == names
    assert not button(panel, "&Remove").isEnabled()
    head = panel.curves.topLevelItem(1)
    assert head is not None
    panel.curves.setCurrentItem(head)
    QTest.mouseClick(button(panel, "&Remove"), Qt.MouseButton.LeftButton)
    assert list(listed(panel)) == [names[0], names[2]]
    last = panel.curves.topLevelItem(1)
    assert last is not None
    line = last.child(0)
    assert line is not None
    panel.curves.setCurrentItem(line)
    QTest.keyClick(panel.curves, Qt.Key.Key_Delete)
    assert list(listed(panel)) == names[:1]
    for flexion in (0.0, 30.0, 60.0):
        turn(desk, "hip_flexion", flexion)
        QTest.mouseClick(button(panel, "&Keep"), Qt.MouseButton.LeftButton)
    assert [row.slot for row in panel.curves.rows] == [0, 1, 2, 3]
    assert not button(panel, "&Keep").isEnabled()


def test_what_is_kept_is_kept_once_and_saved_once(desk: Desk, tmp_path: Path) -> None:
    panel = opened(desk)
    for _ in range(3):
        QTest.mouseClick(button(panel, "&Keep"), Qt.MouseButton.LeftButton)
    assert [row.slot for row in panel.curves.rows] == [0, 1]
    assert desk.window.status._hover.text() == "These curves are kept already"
    # Along the angle that is shown these are the same curves, wherever on them the hip stands.
    turn(desk, "hip_abduction", 20.0)
    QTest.mouseClick(button(panel, "&Keep"), Qt.MouseButton.LeftButton)
    assert [row.slot for row in panel.curves.rows] == [0, 1]
    with patch.object(MainWindow, "ask_save", return_value=tmp_path / "curves.csv"):
        QTest.mouseClick(button(panel, "Save &CSV…"), Qt.MouseButton.LeftButton)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "curves.csv").read_text())))
    poses = [(row["muscle"], row["compartment"], *(row[f"{name}_deg"] for name in HIP_COORDINATES)) for row in rows]
    assert len(poses) == len(set(poses)) == 3 * np.isfinite(panel.chart.curves[0].values).sum()
    turn(desk, "hip_flexion", 40.0)
    QTest.mouseClick(button(panel, "&Keep"), Qt.MouseButton.LeftButton)
    assert [row.slot for row in panel.curves.rows] == [0, 1, 2]


@pytest.mark.parametrize(
    ("coordinate", "others", "far"),
    [
        ("hip_abduction", {}, -30.0),
        ("hip_internal_rotation", {"hip_flexion": 110.0}, 45.0),
        ("hip_internal_rotation", {"hip_abduction": -15.0}, -45.0),
    ],
)
def test_the_curves_reach_to_where_the_bones_stop_the_hip(
    desk: Desk, coordinate: str, others: dict[str, float], far: float
) -> None:
    panel, axis = opened(desk), HIP_COORDINATES.index(coordinate)
    choose(panel, "Along which angle", ("flexion", "abduction", "internal rotation")[axis])
    for other, angle in others.items():
        turn(desk, other, angle)
    turn(desk, coordinate, far)
    hip = desk.session.model.state.pose.hip("r")
    assert abs(hip[axis]) < abs(far)
    (values,) = listed(panel).values()
    arms = desk.session._anatomy.fibres("gluteus_medius_r").compartment_means(hip).arms_mm[:, ABDUCTION]
    assert [number(text) for text in values.values()] == pytest.approx(list(arms), abs=0.15)
    # And no further: at the border itself it ends.
    curve = panel.chart.curves[0]
    ends = curve.angles_deg[np.isfinite(curve.values)]
    end = float(ends[-1] if far > 0 else ends[0])
    beyond = [(*hip[:axis], end + step * np.sign(far), *hip[axis + 1 :]) for step in (0.0, 1e-4)]
    assert RANGE.allowed(beyond).tolist() == [True, False]


def test_a_clip_that_is_stopped_has_values_all_the_way(desk: Desk) -> None:
    panel = opened(desk)
    choose(panel, "Along which angle", "internal rotation")
    turn(desk, "hip_flexion", 110.0)
    desk.session.movement.play_movement("internal_rotation")
    for share in (0.2, 0.35, 0.5):
        desk.session.movement.scrub(share)
        settle(desk)
        (values,) = listed(panel).values()
        assert all(np.isfinite(number(text)) for text in values.values())


def drag(panel: ArmsPanel, *angles: float) -> None:
    """Drag the line through angles, from the first to the last."""
    chart = panel.chart
    middle = float(np.nanmedian(chart.curves[0].values)) / 2
    viewport = chart._plot.viewport()

    def spot(angle: float) -> QPoint:
        place: QPoint = viewport.mapFrom(chart, QPoint(*chart.place_of(angle, middle)))
        return place

    QTest.mouseMove(viewport, spot(angles[0] - 3))
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=spot(angles[0]))
    for angle in angles[1:]:
        QTest.mouseMove(viewport, spot(angle))
        QTest.qWait(12)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=spot(angles[-1]))


def scrubbed(desk: Desk) -> float:
    """Where the scrub bar stands, 0 to 1."""
    bar = next(s for s in desk.window.bar.findChildren(QSlider) if s.accessibleName() == "Position in the movement")
    return bar.value() / bar.maximum()


def test_dragging_the_line_leads_through_the_movement_that_has_the_angle(desk: Desk) -> None:
    panel, session = opened(desk), desk.session
    session.movement.play_movement("gait")
    session.movement.scrub(0.72)
    settle(desk)
    start = session.model.state.pose["hip_abduction_r"]
    drag(panel, start, *np.linspace(start, 3.0, 8))
    now = session.model.state
    # On from where it stood, where the angle falls: in the rise before it has been as large.
    assert 0.78 < scrubbed(desk) < 0.86
    moment = session.player.seconds
    clip = clip_of(session._atlas.movements["gait"])
    assert scrubbed(desk) == pytest.approx(moment / clip.seconds, abs=1e-3)
    assert now.pose == clip.pose_at(moment)
    assert now.pose["hip_abduction_r"] == pytest.approx(3.0, abs=0.7)
    assert now.active == active_muscles(session._atlas.movements["gait"], moment / clip.seconds, "r")
    # Where the movement never is, the hip goes on alone.
    settle(desk)
    drag(panel, now.pose["hip_abduction_r"], 6.0, 12.0, 18.0, 24.0)
    beyond = session.model.state
    assert beyond.pose["hip_abduction_r"] == pytest.approx(24.0, abs=0.7)
    assert beyond.active == frozenset()
    assert (session.player.playing, session.model.undo_message) == (False, "Abduction")


def test_dragging_the_line_turns_the_hip_and_is_one_step(desk: Desk) -> None:
    panel = opened(desk)
    chart = panel.chart
    drag(panel, 0, *range(2, 24, 2))
    turned = desk.session.model.state.pose["hip_abduction_r"]
    assert turned == pytest.approx(22, abs=1.0)
    assert desk.session.model.undo_message == "Abduction"
    desk.session.model.undo()
    assert desk.session.model.state.pose["hip_abduction_r"] == 0
    assert chart.cursor_deg == pytest.approx(0)


def test_the_left_hip_has_curves_of_its_own(desk: Desk) -> None:
    panel = opened(desk, "gluteus_medius_l")
    desk.session.movement.choose_side("l")
    turn(desk, "hip_abduction", 25.0)
    assert panel.chart.cursor_deg == pytest.approx(25)
    left = [curve.values for curve in panel.chart.curves]
    desk.session.presenter.select("gluteus_medius_r")
    settle(desk)
    assert panel.chart.cursor_deg == 0
    right = [curve.values for curve in panel.chart.curves]
    assert np.isfinite(right).sum() > 50
    np.testing.assert_allclose(left, right, atol=1e-3)


def test_the_table_is_the_commands(desk: Desk, tmp_path: Path) -> None:
    panel = opened(desk)
    turn(desk, "hip_flexion", 20.0)
    with patch.object(MainWindow, "ask_save", return_value=tmp_path / "curves"):
        QTest.mouseClick(button(panel, "Save &CSV…"), Qt.MouseButton.LeftButton)
    saved = (tmp_path / "curves.csv").read_text()
    assert len(list(csv.DictReader(io.StringIO(saved)))) == 41 * 3
    moment_arms(
        muscles="gluteus_medius_r",
        sweeps=["hip_abduction_r=-30:50:2"],
        pose="hip_flexion_r=20",
        output=str(tmp_path / "command.csv"),
        annotations=None,
    )
    assert saved == (tmp_path / "command.csv").read_text()


def test_the_picture_has_chart_and_list(desk: Desk, tmp_path: Path) -> None:
    panel = opened(desk)
    with patch.object(MainWindow, "ask_save", return_value=tmp_path / "curves.png"):
        QTest.mouseClick(button(panel, "Save P&NG…"), Qt.MouseButton.LeftButton)
    picture = QImage(str(tmp_path / "curves.png"))
    assert (picture.width(), picture.height()) == (1920, 1080)
    colours = {picture.pixelColor(x, y).name() for x in range(0, 1920, 3) for y in range(0, 1080, 3)}
    for curve in panel.chart.curves:
        assert curve_pen(curve.style, "light", 1).color().name() in colours
    assert COLOURS["light"].surface in colours
    folder = tmp_path / "locked"
    folder.write_text("no folder")
    with patch.object(MainWindow, "ask_save", return_value=folder / "curves.png"):
        QTest.mouseClick(button(panel, "Save P&NG…"), Qt.MouseButton.LeftButton)
    assert "cannot be written" in desk.window.problems.text()


def test_it_wears_the_theme_and_the_size_of_text(desk: Desk) -> None:
    panel = opened(desk)

    def colours() -> set[str]:
        image = panel.chart.grab().toImage()
        return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}

    for theme in ("dark", "high_contrast", "light"):
        desk.shell.set_theme(theme)
        desk.settle()
        wanted = {curve_pen(curve.style, theme, 1).color().name() for curve in panel.chart.curves}
        assert COLOURS[theme].surface in colours()
        assert wanted <= colours()
    room = panel.chart._plot.getAxis("bottom").height()
    desk.shell.set_text_size("projector")
    desk.settle()
    assert panel.chart._plot.getAxis("bottom").height() > 1.4 * room


def scaled(panel: ArmsPanel) -> bool:
    """Whether numbers stand beside the vertical axis."""
    return bool(panel.chart._plot.getAxis("left").style["showValues"])


@pytest.mark.parametrize("text", ["normal", "projector"])
def test_each_part_is_read_whole_beside_its_dash_whenever_the_text_grows(desk: Desk, text: str) -> None:
    desk.window.resize(1920, 1080)
    curves = opened(desk).curves
    desk.window.orders[f"view.text_{text}"].trigger()
    settle(desk)
    parts = [line.name for row in curves.rows for line in row.lines]
    assert parts == ["Anterior", "Middle", "Posterior"]
    room = curves.columnWidth(0) - curves.indentation() - curves.iconSize().width()
    assert max(curves.fontMetrics().horizontalAdvance(part) for part in parts) < room


def test_without_a_muscle_it_says_what_to_do(desk: Desk) -> None:
    desk.session.presenter.select("")
    desk.window.orders["movement.arms"].trigger()
    panel = desk.session.arms.panel
    assert panel is not None
    assert not panel.chart.curves
    assert panel.chart.hint == "Select a muscle to see its moment arms"
    assert not scaled(panel)
    assert not button(panel, "&Keep").isEnabled()
    assert not button(panel, "Save &CSV…").isEnabled()
    desk.session.presenter.select("gluteus_maximus_l")
    settle(desk)
    assert panel.chart.hint == ""
    assert scaled(panel)
    assert [curve.name for curve in panel.chart.curves] == ["superior", "inferior"]


def test_it_opens_and_closes_by_key_menu_and_its_own_button(desk: Desk) -> None:
    order = desk.window.orders["movement.arms"]
    desk.session.presenter.select("gluteus_medius_r")
    desk.stage.setFocus()
    QTest.keySequence(desk.stage, order.shortcut())
    (dock,) = desk.window.findChildren(QDockWidget)
    assert dock.isVisible()
    assert order.isChecked()
    order.trigger()
    assert not dock.isVisible()
    assert not order.isChecked()
    order.trigger()
    assert dock.isVisible()
    dock.close()
    assert not order.isChecked()
    order.trigger()
    settle(desk)
    desk.shell.open_shipped()
    desk.wait_until_read()
    assert not order.isChecked()
    desk.settle()
    charts: list[ArmChart] = desk.window.findChildren(ArmChart)
    assert not charts


def test_it_steps_aside_while_presenting(desk: Desk) -> None:
    opened(desk)
    (dock,) = desk.window.findChildren(QDockWidget)
    lone = LoneView(desk.window)
    lone.begin(QLabel("footer"))
    assert not dock.isVisible()
    lone.end()
    assert dock.isVisible()


def test_edited_muscles_are_computed_anew(desk: Desk) -> None:
    panel = opened(desk)
    before = panel.chart.curves[0].values
    anatomy = desk.session._anatomy
    mesh = anatomy.rest["gluteus_medius_r"]
    moved = mesh.with_vertices(mesh.vertices + np.array([-5.0, 0.0, 0.0]))
    desk.session.arms._desk.take(anatomy.changed(anatomy.atlas, {"gluteus_medius_r": moved}))
    settle(desk)
    # The whole muscle 5 mm farther out: so much longer is its lever, as long as nothing is deformed.
    gained = panel.chart.curves[0].values - before
    assert gained[15] == pytest.approx(5, abs=2.0)
