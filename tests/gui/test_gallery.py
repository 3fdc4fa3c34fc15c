"""The gallery: small pictures all round a structure, in words too; a click flies there, a slideshow goes through."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from glutview.export.turntable import VIEWS, structure_turn
from glutview.ui.gallery_presenter import GalleryPresenter
from glutview.ui.panels.gallery_panel import GalleryPanel

Desk = Any
DRAWN_MS = 120_000


def opened(desk: Desk, structure: str = "gluteus_medius_r") -> GalleryPresenter:
    desk.session.presenter.select(structure)
    desk.window.orders["mode.gallery"].trigger()
    gallery = desk.session.modes.active
    assert isinstance(gallery, GalleryPresenter)
    return gallery


def panel(desk: Desk) -> GalleryPanel:
    found = desk.window.findChildren(GalleryPanel)
    assert len(found) == 1
    shown = found[0]
    assert isinstance(shown, GalleryPanel)
    return shown


def landed(desk: Desk, gallery: GalleryPresenter) -> None:
    desk.qtbot.waitUntil(lambda: not gallery.view.player.running, timeout=15_000)


def drawn(desk: Desk, gallery: GalleryPresenter) -> None:
    desk.qtbot.waitUntil(lambda: not gallery.pictures.busy, timeout=DRAWN_MS)


def test_every_view_has_its_picture_and_its_words(desk: Desk) -> None:
    gallery = opened(desk)
    listed = panel(desk).pictures
    assert listed.count() == VIEWS
    drawn(desk, gallery)
    spoken = [listed.item(i).data(Qt.ItemDataRole.AccessibleTextRole) for i in range(VIEWS)]
    assert len(set(spoken)) == VIEWS
    assert all(text.startswith(f"{i + 1} of 16: Right gluteus medius seen from") for i, text in enumerate(spoken))
    images = [listed.item(i).icon().pixmap(64, 40).toImage() for i in range(VIEWS)]
    assert all(one != other for one, other in pairwise(images))
    # Nothing of the view itself was touched.
    assert desk.session.model.state.hidden == frozenset()

    light = [gallery.pictures.ask("gluteus_medius_r", "light").images[0]]
    assert not gallery.pictures.busy or light[0] is not None, "what was drawn is kept"
    desk.shell.set_theme("dark")
    drawn(desk, gallery)
    dark = gallery.pictures.ask("gluteus_medius_r", "dark").images[0]
    assert dark is not None
    assert light[0] is not None
    assert dark.pixelColor(2, 2).lightness() < light[0].pixelColor(2, 2).lightness() - 100


def test_a_click_flies_to_what_the_picture_shows(desk: Desk) -> None:
    gallery = opened(desk)
    drawn(desk, gallery)
    listed = panel(desk).pictures
    listed.scrollToItem(listed.item(4))
    place = listed.visualItemRect(listed.item(4)).center()
    start = desk.stage.camera
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert gallery.view.player.running
    desk.qtbot.waitUntil(lambda: desk.stage.camera != start, timeout=5_000)
    landed(desk, gallery)
    wanted = structure_turn(desk.session._anatomy, "gluteus_medius_r", desk.stage.pixels)[4]
    assert wanted.camera is not None
    assert desk.stage.camera.azimuth_deg == pytest.approx(wanted.camera.azimuth_deg)
    assert desk.stage.camera.distance_mm == pytest.approx(wanted.camera.distance_mm, rel=1e-4)
    assert desk.session.model.state.hidden == wanted.hidden
    title, caption = panel(desk).words
    assert title == "Gluteus medius, right, from in front"
    assert caption
    desk.window.orders["edit.undo"].trigger()
    assert desk.session.model.state.hidden == frozenset()


def test_it_is_used_without_a_mouse(desk: Desk) -> None:
    gallery = opened(desk)
    listed = panel(desk).pictures
    listed.setFocus()
    listed.setCurrentRow(0)
    QTest.keyClick(listed, Qt.Key.Key_Right)
    QTest.keyClick(listed, Qt.Key.Key_Return)
    landed(desk, gallery)
    assert panel(desk).words[0] == "Gluteus medius, right, from lateral, 22.5 degrees to the front"
    QTest.keyClick(listed, Qt.Key.Key_PageDown)
    landed(desk, gallery)
    assert listed.currentRow() == 2
    QTest.keyClick(listed, Qt.Key.Key_Escape)
    assert desk.stage.hasFocus()
    QTest.keyClick(desk.stage, Qt.Key.Key_Escape)
    assert desk.session.modes.mode == "explore"


def test_it_follows_the_selection(desk: Desk) -> None:
    gallery = opened(desk)
    desk.session.presenter.select("femur_l")
    assert panel(desk).words[0] == "Left femur"
    gallery.choose("gluteus_minimus_r")
    assert desk.selected == "gluteus_minimus_r"
    assert panel(desk).words[0] == "Right gluteus minimus"
    assert panel(desk).pictures.item(0).text() == "From lateral"
    # A part of a muscle is shown with the whole.
    desk.session.presenter.select("gluteus_medius_anterior_part_l")
    assert panel(desk).words[0] == "Left gluteus medius"
    assert desk.selected == "gluteus_medius_anterior_part_l"


def test_a_slideshow_goes_on_pauses_and_ends_at_any_key(desk: Desk) -> None:
    gallery = opened(desk)
    gallery.view.smooth = False
    before = (desk.session.model.state.hidden, desk.stage.camera.azimuth_deg)
    gallery._hold.setInterval(150)
    desk.stage.setFocus()
    QTest.keyClick(desk.stage, Qt.Key.Key_F5)
    assert gallery.playing
    assert not desk.window.tree.isVisible()
    # On a busy machine several may be drawn before anybody looks.
    desk.qtbot.waitUntil(lambda: int(gallery.show.caption.count.split()[0]) >= 3, timeout=20_000)
    QTest.keyClick(desk.stage, Qt.Key.Key_Space)
    at = gallery.show.caption.count
    assert "paused" in gallery.show.caption.hint
    desk.qtbot.wait(500)
    assert gallery.show.caption.count == at
    gallery._hold.setInterval(60_000)
    QTest.keyClick(desk.stage, Qt.Key.Key_PageDown)
    QTest.keyClick(desk.stage, Qt.Key.Key_PageDown)
    QTest.keyClick(desk.stage, Qt.Key.Key_PageUp)
    assert int(gallery.show.caption.count.split()[0]) == int(at.split()[0]) + 1
    QTest.keyClick(desk.stage, Qt.Key.Key_Period)
    black = [gallery.show.black]
    QTest.keyClick(desk.stage, Qt.Key.Key_Period)
    assert [*black, gallery.show.black] == [True, False]
    QTest.keyClick(desk.stage, Qt.Key.Key_X)
    assert not gallery.show.on
    assert not desk.session.model.state.xray, "the key that ends the show does nothing else"
    assert desk.window.tree.isVisible()
    desk.window.orders["edit.undo"].trigger()
    assert (desk.session.model.state.hidden, desk.stage.camera.azimuth_deg) == before


def test_small_pictures_wait_while_the_model_is_turned(desk: Desk) -> None:
    gallery = opened(desk, "gluteus_maximus_l")
    desk.qtbot.waitUntil(lambda: gallery.pictures._scene is not None, timeout=20_000)
    centre = desk.stage.rect().center()
    QTest.mousePress(desk.stage, Qt.MouseButton.LeftButton, pos=centre)
    QTest.mouseMove(desk.stage, centre + QPoint(30, 0))
    done = gallery.pictures.ask("gluteus_maximus_l", "light")
    count = sum(image is not None for image in done.images)
    desk.qtbot.wait(400)
    assert sum(image is not None for image in done.images) == count < VIEWS
    QTest.mouseRelease(desk.stage, Qt.MouseButton.LeftButton, pos=centre + QPoint(30, 0))
    desk.qtbot.waitUntil(lambda: sum(image is not None for image in done.images) > count, timeout=20_000)
    desk.window.orders["mode.explore"].trigger()
    assert gallery.pictures._scene is None
    assert not gallery.pictures.busy


def test_pictures_are_those_of_the_view(desk: Desk) -> None:
    """A small picture shows what one sees after flying there."""
    gallery = opened(desk)
    gallery.view.smooth = False
    drawn(desk, gallery)
    image = gallery.pictures.ask("gluteus_medius_r", "light").images[6]
    assert image is not None
    desk.stage.resize(640, 400)
    gallery.go(6)
    desk.settle()
    seen = desk.stage.scene.draw((320, 200)).astype(int)[..., :3]
    small = np.frombuffer(image.constBits(), np.uint8).reshape(200, 320, 4)[..., :3].astype(int)
    assert np.abs(seen - small).mean() < 6
