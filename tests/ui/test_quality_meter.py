"""The meter as a widget: what gives way first, and that a number is read to the last."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from glutview.atlas.load import load_atlas
from glutview.ui.panels.quality_meter import HEADING, QualityMeter
from glutview.ui.quality_words import readings
from tests.biomech.test_pose_quality import sound

ATLAS = load_atlas()
GOOD = replace(sound("gluteus_medius"), bone_mm=1.2, bone="hip_bone", volume_percent=0.4, layer_mm=0.5)
BAD = replace(GOOD, bone_mm=2.0)


@pytest.fixture
def meter(qtbot: QtBot) -> QualityMeter:
    meter = QualityMeter()
    qtbot.addWidget(meter)
    meter.show()
    return meter


def forms(meter: QualityMeter) -> list[list[str]]:
    """What is read, from the widest meter to the narrowest."""
    seen = []
    for room in range(1400, 0, -3):
        meter.set_room(room)
        meter.resize(meter.sizeHint())
        QApplication.processEvents()
        labels = sorted((one for one in meter.findChildren(QLabel) if one.isVisible()), key=lambda one: one.x())
        for label in labels:
            assert label.width() >= label.sizeHint().width()
            assert meter.rect().contains(label.geometry())
        assert meter.width() <= max(room, meter.minimumSizeHint().width())
        seen.append(tuple(label.text() for label in labels))
    return [list(form) for form in dict.fromkeys(seen)]


def test_the_heading_goes_first_then_the_bounds_then_all_but_the_worst(meter: QualityMeter) -> None:
    meter.set_readings(readings(ATLAS, [("r", GOOD)]))
    plain = ["Footprints 0.000 mm", "Volume 0.4 %", "In bone 1.2 mm", "Between layers 0.5 mm"]
    bounded = [
        f"{text} {bound}" for text, bound in zip(plain, ("(≤ 0.001)", "(≤ 3)", "(≤ 1.5)", "(≤ 3)"), strict=True)
    ]
    assert forms(meter) == [
        [HEADING, *bounded],
        bounded,
        plain,
        ["✓ Within bounds: in bone 1.2 mm (≤ 1.5)"],
        ["✓ Within bounds"],
    ]


def test_what_is_beyond_its_bound_is_told_with_its_number(meter: QualityMeter) -> None:
    meter.set_readings(readings(ATLAS, [("r", BAD)]))
    assert forms(meter)[-2:] == [
        ["▲ 1 of 4 beyond bounds: in bone 2.0 mm (≤ 1.5)"],
        ["▲ 1 of 4 beyond bounds"],
    ]


def test_what_was_not_measured_yet_has_no_number(meter: QualityMeter) -> None:
    meter.set_readings(readings(ATLAS, [("r", BAD)]))
    meter.set_pending()
    found = forms(meter)
    assert found == [["Footprints …", "Volume …", "In bone …", "Between layers …"], ["…"]]
