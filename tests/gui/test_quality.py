"""The quality meter: what it tells of the pose in view, when it measures, and that nothing waits for it."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from glutview.biomech.anatomy import Anatomy
from glutview.biomech.hip_joint import Side
from glutview.biomech.pose import Pose
from glutview.biomech.pose_bounds import BOUNDS
from glutview.biomech.pose_quality import MuscleQuality, PoseQuality
from glutview.ui.colours import COLOURS, TEXT_SIZES
from glutview.ui.panels.quality_meter import QualityMeter
from tests.gui.conftest import Desk

MEASURING_MS = 20_000


def meter(desk: Desk) -> QualityMeter:
    return desk.window.status.findChild(QualityMeter)  # type: ignore[return-value]


def turn(desk: Desk, coordinate: str, degrees: float) -> None:
    desk.session.movement.turn(coordinate, degrees)
    desk.session.movement.settle()


def settle(desk: Desk) -> None:
    desk.qtbot.waitUntil(lambda: not desk.session.quality.busy, timeout=MEASURING_MS)
    QTest.qWait(50)  # till it is laid out


def texts(desk: Desk) -> list[str]:
    return [label.text() for label in meter(desk).findChildren(QLabel) if label.isVisible()]


def test_nothing_is_measured_before_a_pose_that_is_not_neutral(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Side] = []
    known = Anatomy.quality

    def quality(anatomy: Anatomy, side: Side) -> PoseQuality:
        asked.append(side)
        return known(anatomy, side)

    monkeypatch.setattr(Anatomy, "quality", quality)
    assert not meter(desk).isVisible()
    QTest.qWait(600)
    assert (asked, desk.session.quality.busy) == ([], False)
    turn(desk, "hip_flexion", 20.0)
    assert meter(desk).isVisible()
    settle(desk)
    assert asked == ["r", "l"]
    turn(desk, "hip_flexion", 25.0)
    settle(desk)
    assert asked == ["r", "l"]  # made once


def test_it_tells_what_the_drawn_muscles_do(desk: Desk) -> None:
    turn(desk, "hip_flexion", 60.0)
    settle(desk)
    side = desk.session.model.state.clip_side
    assert side == "r"
    both = [*quality(desk, "r", (60.0, 0.0, 0.0)), *quality(desk, "l", (0.0, 0.0, 0.0))]
    shown = texts(desk)
    assert len(shown) == 4
    for text, name, quantity, unit in zip(
        shown,
        ("Footprints", "Volume", "In bone", "Between layers"),
        ("drift_mm", "volume_percent", "bone_mm", "layer_mm"),
        ("mm", "%", "mm", "mm"),
        strict=True,
    ):
        worst = max(one.value(quantity) for one in both)  # type: ignore[arg-type]
        broken = not BOUNDS[quantity].kept(worst)  # type: ignore[index]
        said = f"{'▲ ' if broken else ''}{name} {worst:.{3 if quantity == 'drift_mm' else 1}f} {unit}"
        assert text in (said, f"{said} (≤ {BOUNDS[quantity].most:g})")  # type: ignore[index]


def quality(desk: Desk, side: Side, angles: tuple[float, float, float]) -> list[MuscleQuality]:
    return list(desk.session._anatomy.quality(side).of(angles))


def test_the_newest_pose_is_told_in_the_end_and_the_old_one_never_as_new(desk: Desk) -> None:
    for flexion in range(5, 60, 5):
        desk.session.movement.turn("hip_flexion", float(flexion))
        assert all(text.endswith("…") for text in texts(desk))
        QTest.qWait(40)
    desk.session.movement.settle()
    settle(desk)
    worst = max(one.bone_mm for one in quality(desk, "r", (55.0, 0.0, 0.0)))
    assert f"In bone {worst:.1f} mm" in " ".join(texts(desk))
    turn(desk, "hip_flexion", 20.0)
    assert all(text.endswith("…") for text in texts(desk))


def test_nothing_is_measured_while_a_movement_plays(desk: Desk) -> None:
    desk.session.movement.run("abduction", 1.0, loop=True)
    desk.qtbot.waitUntil(lambda: desk.session.model.state.pose != Pose())
    for _ in range(10):
        QTest.qWait(100)
        assert not desk.session.quality._work.busy
        assert all(text.endswith("…") for text in texts(desk))
    desk.session.movement.toggle_play()
    settle(desk)
    assert not any(text.endswith("…") for text in texts(desk))


def test_it_is_switched_off_and_on_and_remembered(desk: Desk) -> None:
    order = desk.window.orders["movement.quality"]
    assert order.isChecked()
    turn(desk, "hip_flexion", 30.0)
    order.trigger()
    assert not order.isChecked()
    assert not meter(desk).isVisible()
    turn(desk, "hip_flexion", 40.0)
    QTest.qWait(600)
    assert not desk.session.quality.busy
    desk.shell.open_shipped()
    desk.wait_until_read()
    assert not order.isChecked()
    # Switched on at neutral it tells of neutral.
    desk.session.movement.reset_pose()
    order.trigger()
    assert order.isChecked()
    settle(desk)
    assert [text.split(" (")[0] for text in texts(desk)[:2]] == ["Footprints 0.000 mm", "Volume 0.0 %"]


def test_an_edited_muscle_is_measured_anew(desk: Desk) -> None:
    turn(desk, "hip_flexion", 30.0)
    settle(desk)
    anatomy = desk.session._anatomy
    mesh = anatomy.rest["gluteus_minimus_r"]
    # Sunk as a whole, a centimetre medially and down into the ilium.
    sunk = mesh.with_vertices(mesh.vertices + np.array([10.0, 0.0, 0.0]))
    desk.session.modes._desk.take(anatomy.changed(anatomy.atlas, {"gluteus_minimus_r": sunk}))
    assert all(text.endswith("…") for text in texts(desk))
    settle(desk)
    label = next(one for one in meter(desk).findChildren(QLabel) if one.accessibleName() == "In bone")
    assert label.text().startswith("▲ In bone")
    assert float(label.text().split()[3]) > 4


def test_it_never_holds_the_window_up(desk: Desk) -> None:
    turn(desk, "hip_flexion", 30.0)
    desk.qtbot.waitUntil(lambda: desk.session.quality._work.busy, timeout=MEASURING_MS)
    desk.session.presenter.select("femur_r")
    assert desk.selected == "femur_r"
    assert desk.session.quality.busy
    desk.shell.open_shipped()  # and the atlas may be closed meanwhile
    desk.wait_until_read()
    assert not meter(desk).isVisible() or desk.session.model.state.pose != Pose()


@pytest.mark.parametrize("width", [1280, 1600])
def test_it_fits_into_the_window_in_every_theme_and_size(desk: Desk, width: int) -> None:
    desk.window.resize(width, 800)
    desk.session.movement.turn("hip_flexion", 300.0)  # with the words on what stops it beside
    desk.session.movement.settle()
    settle(desk)
    shown, line = meter(desk), desk.window.status
    for theme, size in product(COLOURS, TEXT_SIZES):
        desk.shell.set_theme(theme)
        desk.shell.set_text_size(size)
        QTest.qWait(100)
        assert desk.window.width() == width
        assert texts(desk)
        assert line.rect().contains(shown.geometry())
        for label in shown.findChildren(QLabel):
            if label.isVisible():
                assert label.width() >= label.sizeHint().width(), (theme, size)
                assert shown.rect().contains(label.geometry()), (theme, size)
                assert label.accessibleName()
                assert label.accessibleDescription() == label.toolTip() != ""
    assert shown.accessibleName() == "How well the muscles hold in this pose"
    assert not shown.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_amber_is_the_colour_of_what_is_beyond_its_bound_alone(desk: Desk) -> None:
    turn(desk, "hip_flexion", 30.0)
    settle(desk)
    for theme, colours in COLOURS.items():
        desk.shell.set_theme(theme)
        QTest.qWait(100)
        for label in meter(desk).findChildren(QLabel):
            broken = label.text().startswith("▲")
            colour = label.palette().color(label.foregroundRole()).name()
            assert (colour == colours.warning) == broken, (theme, label.text())
