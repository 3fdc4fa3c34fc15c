"""The card of a what-if with the key to what the view draws, and the line over the view."""

from __future__ import annotations

import base64
import re

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from glutview.atlas.load import load_atlas
from glutview.state.scene_description import Loss
from glutview.state.what_ifs import what_if_line
from glutview.ui.colours import COLOURS
from glutview.ui.panels.card import Card
from glutview.ui.panels.what_if_strip import WhatIfStrip
from glutview.ui.what_if_html import what_if_html
from glutview.ui.what_if_swatch import HIGH, WIDE, drawn

ATLAS = load_atlas()
MUSCLE, ARTERY = "#a2382c", "#e6331a"
_KEY = re.compile(r"<td class='key'>([^<]*)</td><td[^>]*><img src='data:image/png;base64,([^']*)'")


def keys(what_if: str) -> dict[str, bytes]:
    """Picture by heading."""
    html = what_if_html(ATLAS, ATLAS.what_ifs[what_if], COLOURS["light"])
    return {heading: base64.b64decode(data) for heading, data in _KEY.findall(html)}


def pixels(image: QImage) -> npt.NDArray[np.uint8]:
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()


@pytest.mark.parametrize(
    ("what_if", "headings"),
    [
        ("superior_gluteal_nerve_cut_r", ["Cut", "Out of work"]),
        ("superior_gluteal_artery_blocked_l", ["Blocked", "Territory", "Ways round"]),
        ("gluteus_medius_tendon_torn_r", ["Out of work"]),
    ],
)
def test_each_row_of_the_card_shows_how_the_view_draws_it(what_if: str, headings: list[str]) -> None:
    found = keys(what_if)
    assert list(found) == headings
    assert len(set(found.values())) == len(headings)
    for picture in found.values():
        image = QImage.fromData(picture)
        assert (image.width() / WIDE, image.height() / HIGH) == (2, 2)


def test_the_card_has_room_for_the_pictures_where_they_stand(qtbot: QtBot) -> None:
    card = Card()
    qtbot.addWidget(card)
    card.resize(420, 400)
    card.show()
    html = what_if_html(ATLAS, ATLAS.what_ifs["superior_gluteal_artery_blocked_r"], COLOURS["light"])
    bare = re.sub(r"<img[^>]*/>", "", html)
    seen = []
    for one in (html, bare):
        card.set_html(one)
        seen.append(pixels(card.grab().toImage()))
    assert (seen[0] != seen[1]).any()
    dots = pixels(drawn(ATLAS.structures["gluteus_maximus_r"].colour, "territory"))
    ground = dots[0, 0, :3]
    assert (np.abs(seen[0][..., :3].astype(int) - ground).max(-1) < 4).sum() > 50
    assert card.plain_text().index("Blocked") < card.plain_text().index("Territory")


def test_what_works_no_more_is_grey_and_hatched_what_is_torn_has_a_gap() -> None:
    silent, torn = (pixels(drawn(MUSCLE, loss)).astype(int) for loss in ("silent", "torn"))
    assert np.ptp(silent[..., :3], axis=-1).max() <= 1
    assert np.ptp(silent[..., 0]) > 60
    columns = (torn[..., 0] < 30).all(0)
    assert columns.any()
    assert not (silent[..., 0] < 30).all(0).any()


def test_a_territory_keeps_its_colour_under_light_dots() -> None:
    image = pixels(drawn(MUSCLE, "territory"))
    own = (image[..., :3] == (0xA2, 0x38, 0x2C)).all(-1)
    assert 0.3 < own.mean() < 0.9
    assert image[~own][..., :3].mean() > image[own][..., :3].mean() + 40


@pytest.mark.parametrize(("loss", "dark"), [("cut", True), ("blocked", True), ("none", False)])
def test_a_strand_that_brings_nothing_is_dashed_and_a_way_round_is_whole(loss: Loss, *, dark: bool) -> None:
    image = pixels(drawn(ARTERY, loss))
    middle = image[image.shape[0] // 2]
    assert (middle[:, 3] == 255).all()
    black = (middle[:, :3] < 30).all(-1)
    assert (0.3 < black.mean() < 0.7) == dark
    assert black.any() == dark
    assert (middle[~black][:, :3] == (0xE6, 0x33, 0x1A)).all()
    # Beside it is the card.
    assert (image[0, :, 3] == 0).all()


# -------------------------------------------------------------------------------------------------- the line


@pytest.fixture
def strip(qtbot: QtBot) -> WhatIfStrip:
    strip = WhatIfStrip()
    qtbot.addWidget(strip)
    strip.show()
    return strip


def test_the_line_is_read_to_its_end_before_each_movement_has_a_button(strip: WhatIfStrip, qtbot: QtBot) -> None:
    line, names = what_if_line(ATLAS, "superior_gluteal_nerve_cut_r"), ["Trendelenburg sign", "Gait cycle"]
    strip.set_line(line, names)
    buttons = {one.text(): one for one in strip.findChildren(QPushButton)}
    (play,) = (one for one in strip.findChildren(QToolButton) if one.text() == "Play")
    needed = strip._line.fontMetrics().horizontalAdvance(line)
    seen = []
    for width in range(1500, needed + 300, -20):
        strip.resize(width, strip.sizeHint().height())
        QApplication.processEvents()
        assert strip._line.width() >= needed, width
        shown = [name for name in names if buttons[name].isVisible()]
        assert play.isVisible() == (not shown)
        assert buttons["End what if"].isVisible()
        seen.append(shown)
    assert list(map(list, dict.fromkeys(map(tuple, seen)))) == [names, []]
    # The menu plays them too.
    for number, action in enumerate(play.menu().actions()):
        assert action.text() == names[number]
        with qtbot.waitSignal(strip.movement_wanted) as told:
            action.trigger()
        assert told.args == [number]


def test_without_movements_there_is_nothing_to_play(strip: WhatIfStrip) -> None:
    strip.set_line(what_if_line(ATLAS, "superior_gluteal_artery_blocked_r"), ())
    for width in (1400, 300):
        strip.resize(width, strip.sizeHint().height())
        assert not any(one.isVisible() for one in strip.findChildren(QToolButton) if one.text() == "Play")
