"""Broken files in the window: a list of problems to read, and the program goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from glutview.errors import failure
from glutview.paths import shipped_annotations
from glutview.ui.export_dialog import Wish
from glutview.ui.leg_presenter import LegPresenter
from glutview.ui.modes import Modes
from glutview.ui.movement_presenter import MovementPresenter
from glutview.ui.panels.quality_meter import QualityMeter
from tests.knee import KNEE

Desk = Any

_WITH_KNEE = f"\njoints:\n{KNEE.format('knee_flexion')}"
BROKEN: dict[str, Callable[[str], bytes]] = {
    "empty": lambda text: b"",
    "not YAML": lambda text: b"a: [1, 2\nb: }",
    "no annotations": lambda text: b"- just\n- a list\n",
    "Latin-1": lambda text: text.replace("Gluteus medius", "Glut\xe4us", 1).encode("latin-1", "replace"),
    "an unknown key": lambda text: text.replace("kind: muscle", "kind: muscle, colour_of_eyes: blue", 1).encode(),
    "a tag": lambda text: b"!!python/object/apply:os.system ['true']\n",
    "a missing mesh": lambda text: text.replace("meshes/femur.ply", "meshes/fermur.ply").encode(),
    "a joint that nothing turns": lambda text: text.replace("\njoints:\n", _WITH_KNEE).encode(),
    "a path outside": lambda text: text.replace("meshes/femur.ply", "../../femur.ply").encode(),
}


def _broken(kind: str, folder: Path) -> Path:
    path = folder / "broken.yaml"
    path.write_bytes(BROKEN[kind](shipped_annotations().read_text(encoding="utf-8")))
    return path


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_beside_an_open_atlas(desk: Desk, tmp_path: Path, kind: str) -> None:
    path = _broken(kind, tmp_path)
    session = desk.session
    with patch.object(type(desk.window), "ask_open", return_value=path):
        desk.window.orders["file.open"].trigger()
    desk.wait_until_read()
    problems = desk.window.problems
    assert problems.isVisible()
    text = problems.text()
    assert "broken.yaml" in text
    assert "Traceback" not in text
    assert "mistake in glutview" not in text
    # The atlas that was open is still open, and can be worked with.
    assert desk.shell.session is session
    problems.closed.emit()
    assert desk.stage.isVisible()
    desk.session.presenter.select("gluteus_medius_r")
    assert "Gluteus medius" in desk.window.card.plain_text().replace("gluteus", "Gluteus")
    # The problems can be read again.
    desk.window.orders["help.problems"].trigger()
    assert problems.isVisible()
    assert problems.text() == text


def _once(kind: type, error: Exception) -> Any:
    """Lets a part of the window fail the next time it is made, and no more."""
    made = vars(kind)["__init__"]
    failed: list[object] = []

    def begin(self: object, *arguments: object) -> None:
        made(self, *arguments)
        if not failed:
            failed.append(self)
            raise error

    return patch.object(kind, "__init__", begin)


WRONG = failure("movements", "a clip that cannot be played", "correct it", key="nod")


@pytest.mark.parametrize(
    ("kind", "error", "same"),
    [
        (MovementPresenter, WRONG, False),
        (MovementPresenter, WRONG, True),
        (Modes, RuntimeError("a mistake of ours"), True),
        (LegPresenter, WRONG, False),
    ],
)
def test_an_atlas_that_cannot_be_shown_leaves_the_one_before(
    desk: Desk, tmp_path: Path, kind: type, error: Exception, same: bool
) -> None:
    other = tmp_path / "other.yaml"
    other.write_bytes(shipped_annotations().read_bytes())
    window, session = desk.window, desk.session
    session.presenter.select("gluteus_medius_r")
    session.movement.turn("hip_abduction", 20.0)
    session.movement.settle()
    desk.window.orders["mode.quiz"].trigger()
    title, menus = window.windowTitle(), [action.text() for action in window.menuBar().actions()]
    state = desk.session.model.state
    with _once(kind, error):
        desk.shell.open(shipped_annotations() if same else other)
        desk.wait_until_read()
    # What went wrong is there to be read.
    assert window.problems.isVisible()
    assert str(error) in window.problems.text()
    assert "could not be shown" in window.problems.text()
    # What was open is open: there is one session alone, with its menus, as it was left.
    assert window.windowTitle() == title
    assert [action.text() for action in window.menuBar().actions()] == menus
    again = desk.session.model.state
    assert (again.selected, again.pose, again.mode) == (state.selected, state.pose, "quiz")
    window.problems.closed.emit()
    assert desk.stage.isVisible()
    window.orders["mode.explore"].trigger()
    assert desk.session.model.state.mode == "explore"
    # It can be worked with, and the meter measures what is in view.
    desk.session.movement.turn("hip_abduction", 30.0)
    assert desk.session.model.state.pose["hip_abduction_r"] == 30.0
    assert window.status.findChild(QualityMeter).isVisible()
    desk.qtbot.waitUntil(lambda: not desk.session.quality.busy, timeout=60_000)
    # And another file can be opened.
    desk.shell.open(other)
    desk.wait_until_read()
    assert "other.yaml" in window.windowTitle()


def test_starting_with_an_atlas_that_cannot_be_shown_leaves_a_window_that_can_open_another(
    open_desk: Callable[[Path | None], Desk],
) -> None:
    with _once(MovementPresenter, WRONG):
        desk = open_desk(None)
        desk.wait_until_read()
    assert desk.shell.session is None
    assert str(WRONG) in desk.window.problems.text()
    assert not desk.window.orders["view.hide"].isEnabled()
    desk.window.orders["annotations.shipped"].trigger()
    desk.wait_until_read()
    desk.settle()
    assert desk.stage.frames > 0
    assert desk.window.orders["view.labels"].isEnabled()


def test_starting_with_a_broken_file_leaves_a_window_that_can_open_another(
    open_desk: Callable[[Path | None], Desk], tmp_path: Path
) -> None:
    desk = open_desk(_broken("an unknown key", tmp_path))
    assert desk.shell.session is None
    assert "colour_of_eyes" in desk.window.problems.text()
    assert not desk.window.orders["view.hide"].isEnabled()
    desk.window.orders["annotations.shipped"].trigger()
    desk.wait_until_read()
    desk.settle()
    assert desk.stage.isVisible()
    assert desk.stage.frames > 0


def test_an_order_that_fails_tells_why(desk: Desk, tmp_path: Path) -> None:
    wish = Wish(tmp_path / "no folder" / "hip.png", (64, 48))
    with patch.object(type(desk.window), "ask_picture", return_value=wish):
        desk.window.orders["file.save_picture"].trigger()
    assert "Save picture failed" in desk.window.problems.text()
    assert "cannot be written" in desk.window.problems.text()


def test_the_working_copy_is_made_compared_reopened_and_reset(
    desk: Desk, open_desk: Callable[[Path | None], Desk], tmp_path: Path
) -> None:
    copy = tmp_path / "mine.yaml"
    assert not desk.window.orders["annotations.reset"].isEnabled()
    with patch.object(type(desk.window), "ask_save", return_value=copy):
        desk.window.orders["annotations.copy"].trigger()
    desk.wait_until_read()
    assert "mine.yaml" in desk.window.windowTitle()
    assert "(shipped)" not in desk.window.windowTitle()

    text = copy.read_text(encoding="utf-8")
    copy.write_text(text.replace("name: Sacrum,", "name: Holy bone,", 1), encoding="utf-8")
    desk.window.orders["annotations.reload"].trigger()
    desk.wait_until_read()
    with patch.object(type(desk.window), "show_text") as shown:
        desk.window.orders["annotations.compare"].trigger()
    assert "sacrum" in shown.call_args.args[1]
    assert "Holy bone" in shown.call_args.args[1]

    # The next start opens it again.
    again = open_desk(None)
    assert "mine.yaml" in again.window.windowTitle()

    with patch.object(type(desk.window), "ask", return_value=True):
        desk.window.orders["annotations.reset"].trigger()
    desk.wait_until_read()
    assert copy.read_text(encoding="utf-8") == text
    backups = [p for p in tmp_path.glob("*.yaml") if "Holy bone" in p.read_text(encoding="utf-8")]
    assert len(backups) == 1
    desk.window.orders["annotations.shipped"].trigger()
    desk.wait_until_read()
    assert "(shipped)" in desk.window.windowTitle()


def test_a_reading_can_be_cancelled(desk: Desk) -> None:
    session = desk.session
    desk.window.orders["annotations.reload"].trigger()
    assert desk.shell.busy
    desk.window.status.cancelled.emit()
    assert not desk.shell.busy
    desk.qtbot.wait(1500)
    assert desk.shell.session is session
    desk.stage.setFocus()
    QTest.keyClick(desk.stage, Qt.Key.Key_1)
    assert desk.stage.camera.azimuth_deg == 0


def test_a_working_copy_that_is_gone_is_told_of_and_the_shipped_atlas_opens(
    open_desk: Callable[[Path | None], Desk], tmp_path: Path
) -> None:
    from glutview.atlas.working_copy import create, forget

    create(tmp_path / "mine.yaml").unlink()
    try:
        desk = open_desk(None)
        assert "(shipped)" in desk.window.windowTitle()
        assert "no longer there" in desk.window.problems.text()
    finally:
        forget()
