"""The annotator's job in the real window: move a landmark and an outline, save, undo, reopen, import."""

from __future__ import annotations

import difflib
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from glutview.atlas import recovery, working_copy
from glutview.atlas.load import load_atlas
from glutview.paths import shipped_annotations
from glutview.state.points import LandmarkKey, OutlineKey
from glutview.ui.main_window import MainWindow
from glutview.ui.names_dialog import Names

Desk = Any
SPINE = LandmarkKey("posterior_superior_iliac_spine_r")
CORNER = OutlineKey("gluteus_medius_origin_r", "deep", 2)
FOLLOW_MS = 60_000


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """Where the working copy is to be; what is remembered of it is forgotten after the test."""
    path = tmp_path / "mine.yaml"
    yield path
    working_copy.forget()
    recovery.drop(path)


@pytest.fixture
def answers(place: Path) -> Iterator[dict[str, Any]]:
    """What a person answers; a test may change the answers, and finds the questions that were asked."""
    given: dict[str, Any] = {"ask_save": place, "ask_unsaved": "discard", "ask": True, "asked": []}

    def answer(name: str) -> Callable[..., Any]:
        def give(*question: Any, **_: Any) -> Any:
            given["asked"].append((name, *question))
            return given.get(name)

        return give

    names = ("ask_open", "ask_save", "ask", "ask_unsaved", "ask_choice", "ask_names")
    patches = [patch.object(MainWindow, name, side_effect=answer(name)) for name in names]
    for one in patches:
        one.start()
    yield given
    for one in patches:
        one.stop()


class Annotator:
    """The hands before the window, in the landmarks mode."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.stage, self.window, self.qtbot = desk.stage, desk.window, desk.qtbot
        QTest.keyClick(self.stage, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
        self.mode = desk.session.modes.presenter("landmarks")

    @property
    def table(self) -> Any:
        return self.mode.panel.table

    def type_filter(self, text: str) -> None:
        field = self.mode.panel.findChildren(QLineEdit)[0]
        field.clear()
        QTest.keyClicks(field, text)

    def choose(self, words: str, key: object) -> None:
        """Find a row by typing and go to it by key."""
        self.type_filter(words)
        self.table.setFocus()
        shown = self.table.shown()
        assert key in shown
        self.table.setCurrentIndex(self.table.model().index(0, 0))
        for _ in range(shown.index(key)):
            QTest.keyClick(self.table, Qt.Key.Key_Down)
        assert self.mode.selected == key

    def press(self, text: str) -> None:
        buttons = [b for b in self.mode.panel.findChildren(QAbstractButton) if b.isVisible()]
        found = next(b for b in buttons if b.text().replace("&", "") == text)
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)

    def pixel(self, key: object) -> QPoint:
        self.desk.settle()
        place = self.mode.dots.layer.pixel(key)
        assert place is not None
        return QPointF(place).toPoint()

    def drag(self, start: QPoint, by: tuple[int, int], steps: int = 5) -> None:
        QTest.mousePress(self.stage, Qt.MouseButton.LeftButton, pos=start)
        for step in range(1, steps + 1):
            QTest.mouseMove(self.stage, start + QPoint(by[0] * step // steps, by[1] * step // steps))
            self.qtbot.wait(20)
        QTest.mouseRelease(self.stage, Qt.MouseButton.LeftButton, pos=start + QPoint(*by))

    def xyz(self, key: object) -> np.ndarray[Any, np.dtype[np.float64]]:
        return np.array(self.mode._rows[key].xyz)

    def wait_until_followed(self) -> None:
        self.qtbot.waitUntil(lambda: not self.mode.follower.busy, timeout=FOLLOW_MS)

    def undo(self) -> None:
        QTest.keyClick(self.stage, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    def save(self) -> None:
        QTest.keyClick(self.stage, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def changed_lines(before: str, after: str) -> list[str]:
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


def test_a_landmark_is_corrected_from_start_to_end(
    answers: dict[str, Any], open_desk: Callable[[Path | None], Desk], place: Path
) -> None:
    desk = open_desk(None)
    one, shipped = Annotator(desk), shipped_annotations().read_text(encoding="utf-8")
    one.choose("posterior superior right", SPINE)
    QTest.keyClick(one.table, Qt.Key.Key_Return)  # fly there
    start, camera = one.xyz(SPINE), desk.stage.camera

    # Locked: neither a click nor a drag on it moves it; the drag turns the model.
    one.drag(one.pixel(SPINE), (40, 0))
    QTest.mouseClick(one.stage, Qt.MouseButton.LeftButton, pos=one.pixel(SPINE))
    assert (one.xyz(SPINE) == start).all()
    assert desk.stage.camera != camera
    assert not answers["asked"]

    QTest.keyClick(one.stage, Qt.Key.Key_P)
    assert [name for name, *_ in answers["asked"]] == ["ask_save"]
    assert place.read_text(encoding="utf-8") == shipped
    assert desk.window.windowTitle().startswith("mine.yaml")

    camera = desk.stage.camera
    one.drag(one.pixel(SPINE), (-25, 30))
    assert desk.stage.camera == camera, "the camera never turns with a point in hand"
    dragged = one.xyz(SPINE)
    away = np.linalg.norm(dragged - start)
    assert 3 < away < 20
    assert desk.session.undo.undo_message == "Move right posterior superior iliac spine"

    for _ in range(3):
        QTest.keyClick(one.stage, Qt.Key.Key_Right)
    QTest.keyClick(one.stage, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    one.mode.hand.settle()
    nudged = one.xyz(SPINE)
    assert 0.8 < np.linalg.norm(nudged - dragged) < 1.1  # 0.3 mm and 1 mm at a right angle, on a bent surface
    QTest.keyClick(one.stage, Qt.Key.Key_Return)
    assert one.mode.hand.held is None

    # The drag is one step, the run of nudges another; both sides follow.
    one.undo()
    np.testing.assert_allclose(one.xyz(SPINE), dragged, atol=1e-9)
    QTest.keyClick(one.stage, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    np.testing.assert_allclose(one.xyz(SPINE), nudged, atol=1e-9)
    left = one.xyz(LandmarkKey("posterior_superior_iliac_spine_l"))
    np.testing.assert_allclose(left * [-1, 1, 1], nudged, atol=1e-3)

    one.save()
    saved = place.read_text(encoding="utf-8")
    lines = changed_lines(shipped, saved)
    assert len(lines) == 2
    assert all("posterior_superior_iliac_spine:" in line for line in lines)
    assert place.with_name("mine.yaml.bak").read_text(encoding="utf-8") == shipped
    spot = load_atlas(place).landmarks[SPINE.id].spot
    assert spot == one.mode.steps.atlas.landmarks[SPINE.id].spot

    # Undo survives saving; saved again, the file is what it was.
    one.undo()
    one.undo()
    np.testing.assert_allclose(one.xyz(SPINE), start, atol=1e-9)
    one.save()
    assert place.read_text(encoding="utf-8") == shipped

    QTest.keyClick(one.stage, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    one.save()
    desk.window.close()
    assert not desk.window.isVisible()

    again = open_desk(None)  # the working copy is remembered
    assert again.session.path == place
    reopened = Annotator(again)
    np.testing.assert_allclose(reopened.xyz(SPINE), dragged, atol=0.01)


def test_a_moved_outline_takes_footprint_and_muscle_along(answers: dict[str, Any], desk: Desk, place: Path) -> None:
    one = Annotator(desk)
    desk.session.presenter.set_visible(["gluteus_maximus_r"], False)
    one.mode.panel._kinds.setCurrentIndex(one.mode.panel._kinds.findData("gluteus_medius_origin_r"))
    one.choose("deep", CORNER)
    one.press("Show")
    one.press("Pick up")
    before, shape = desk.grab(), desk.vertices("gluteus_medius_r")
    one.qtbot.waitUntil(lambda: not one.mode.follower.warming, timeout=FOLLOW_MS)
    for _ in range(9):
        QTest.keyClick(one.stage, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    one.mode.hand.settle()
    one.qtbot.waitUntil(lambda: one.mode.follower.seconds[0] > 0, timeout=FOLLOW_MS)
    first = desk.vertices("gluteus_medius_r")
    assert np.linalg.norm(first - shape, axis=1).max() > 2, "the end is drawn along at once"
    one.wait_until_followed()
    at_once, grown = one.mode.follower.seconds
    print(f"footprints after {at_once:.2f} s, muscles after {grown:.2f} s")
    after = desk.vertices("gluteus_medius_r")
    moved = np.linalg.norm(after - shape, axis=1)
    assert moved.max() > 2
    assert np.median(moved) < 2, "far from the edit little moves"
    assert (np.abs(desk.grab().astype(int) - before).max(-1) > 12).sum() > 300, "the footprint is drawn anew"
    assert "until they are built anew" in desk.window.status._hover.text()
    one.undo()
    one.wait_until_followed()
    np.testing.assert_allclose(desk.vertices("gluteus_medius_r"), shape, atol=1e-3)


def test_landmarks_are_added_renamed_mirrored_and_deleted(answers: dict[str, Any], desk: Desk, place: Path) -> None:
    one = Annotator(desk)
    answers["ask_names"] = Names("Crest point", "Punctum cristae", True)
    one.press("Add…")
    one.stage.setFocus()
    desk.session.presenter.set_visible([i for i in one.mode.steps.atlas.structures if "gluteus" in i], False)
    desk.settle()
    QTest.mouseClick(one.stage, Qt.MouseButton.LeftButton, pos=desk.place_of("hip_bone_r"))
    added = LandmarkKey("crest_point_r")
    assert one.mode.selected == added
    assert LandmarkKey("crest_point_l") in one.mode._rows
    answers["ask_names"] = Names("Top of the crest", "", True)
    one.table.setFocus()
    QTest.keyClick(one.table, Qt.Key.Key_F2)
    assert one.mode._rows[added].name == "Top of the crest"

    one.mode.set_both_sides(False)
    one.press("Pick up")
    QTest.keyClick(one.stage, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(one.stage, Qt.Key.Key_Escape)
    other = LandmarkKey("crest_point_l")
    assert np.linalg.norm(one.xyz(other) * [-1, 1, 1] - one.xyz(added)) > 0.5
    one.press("Mirror")
    np.testing.assert_allclose(one.xyz(other) * [-1, 1, 1], one.xyz(added), atol=1e-3)
    one.table.setFocus()
    QTest.keyClick(one.table, Qt.Key.Key_Delete)
    assert added not in one.mode._rows

    # What an attachment needs stays, and the reason is told.
    one.mode.choose(LandmarkKey("outer_lip_of_iliac_crest_3_r"))
    one.press("Delete…")
    assert "outer_lip_of_iliac_crest_3" in desk.window.problems.text()
    assert LandmarkKey("outer_lip_of_iliac_crest_3_r") in one.mode._rows


def test_a_landmark_is_skipped_and_placed_again(answers: dict[str, Any], desk: Desk, place: Path) -> None:
    one = Annotator(desk)
    key = LandmarkKey("pubic_tubercle_r")
    one.choose("pubic right", key)
    desk.window.orders["landmarks.skip"].trigger()
    assert one.mode._rows[key].state == "skipped"
    assert one.mode._rows[key].xyz is None
    one.save()
    line = next(line for line in place.read_text(encoding="utf-8").splitlines() if "  pubic_tubercle:" in line)
    assert line.endswith("side: paired, on: hip_bone, state: skipped}")
    one.type_filter("skipped")
    assert one.table.shown() == [key, LandmarkKey("pubic_tubercle_l")]
    one.press("Place")
    desk.session.presenter.set_visible([i for i in one.mode.steps.atlas.structures if "gluteus" in i], False)
    desk.settle()
    QTest.mouseClick(one.stage, Qt.MouseButton.LeftButton, pos=desk.place_of("hip_bone_r"))
    assert one.mode._rows[key].state == "placed"
    # What shapes a muscle keeps its place.
    one.mode.choose(LandmarkKey("outer_lip_of_iliac_crest_3_r"))
    desk.window.orders["landmarks.take_off"].trigger()
    assert one.mode._rows[LandmarkKey("outer_lip_of_iliac_crest_3_r")].state == "placed"
    assert "it has no place" in desk.window.problems.text()


def test_an_import_is_seen_before_it_counts(answers: dict[str, Any], desk: Desk, place: Path, tmp_path: Path) -> None:
    one = Annotator(desk)
    start = one.xyz(SPINE)
    x, y, z = start + np.array([0.0, 0.0, 4.0])
    file = tmp_path / "points.fcsv"
    # RAS, as 3D Slicer writes it: x and y have the other sign.
    file.write_text(
        "# Markups fiducial file version = 4.11\n# CoordinateSystem = RAS\n"
        "# columns = id,x,y,z,ow,ox,oy,oz,vis,sel,lock,label,desc,associatedNodeID\n"
        f"1,{-x},{-y},{z},0,0,0,1,1,1,0,posterior_superior_iliac_spine_r,,\n"
        f"2,{-x},{-y},{z - 20},0,0,0,1,1,1,0,Somewhere,,\n",
        encoding="utf-8",
    )
    answers["ask_open"] = file
    QTest.keyClick(one.stage, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    panel = one.mode.exchange.panel
    assert panel.isVisible()
    assert "RAS" in panel._how.text()
    assert "CoordinateSystem" in panel._how.text()
    shown = [dot.rest for dot in one.mode.exchange.dots()]
    np.testing.assert_allclose(shown[0], (x, y, z), atol=1e-6)
    assert panel._summary.text() == "1 known, 1 unknown"
    assert (one.xyz(SPINE) == start).all(), "nothing is changed yet"
    one.press("Accept")
    assert not one.mode.exchange.under_way
    assert np.linalg.norm(one.xyz(SPINE) - (x, y, z)) < 4
    assert np.linalg.norm(one.xyz(SPINE) - start) > 1
    assert desk.session.undo.undo_message == "Import points.fcsv"
    one.undo()
    assert (one.xyz(SPINE) == start).all()

    answers["ask_save"] = tmp_path / "out.mrk.json"
    QTest.keyClick(one.stage, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    text = (tmp_path / "out.mrk.json").read_text(encoding="utf-8")
    assert '"coordinateSystem": "LPS"' in text
    assert "posterior_superior_iliac_spine_l" in text


def test_an_import_takes_states_and_takes_nothing_off_unasked(
    answers: dict[str, Any], desk: Desk, place: Path, tmp_path: Path
) -> None:
    one = Annotator(desk)
    tubercle, spine = LandmarkKey("pubic_tubercle_r"), LandmarkKey("ischial_spine_r")
    one.choose("pubic right", tubercle)
    desk.window.orders["landmarks.take_off"].trigger()
    file = tmp_path / "points.csv"
    file.write_text(
        "name,x,y,z,axes,units,state\npubic_tubercle_r,,,,LPS,mm,skipped\nischial_spine_r,,,,LPS,mm,skipped\n"
        "outer_lip_of_iliac_crest_3_r,,,,LPS,mm,missing\n",
        encoding="utf-8",
    )
    answers["ask_open"] = file
    panel = one.mode.exchange.panel

    def told() -> list[str]:
        return [panel._table.item(row, 2).text() for row in range(3)]

    QTest.keyClick(one.stage, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert told() == ["becomes skipped", "stays placed", "stays as it is"]
    assert "needs its place" in panel._table.item(2, 2).toolTip()
    assert panel._states.text().endswith("(1)")
    assert panel._states.isChecked()
    assert panel._take_off.text().endswith("(1)")
    assert not panel._take_off.isChecked()
    one.press("Accept")
    assert one.mode._rows[tubercle].state == "skipped"
    assert one.mode._rows[spine].state == "placed"
    assert desk.session.undo.undo_message == "Import points.csv"
    one.undo()
    assert one.mode._rows[tubercle].state == "missing"

    QTest.keyClick(one.stage, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    panel._take_off.setFocus()
    QTest.keyClick(panel._take_off, Qt.Key.Key_Space)
    panel._states.setFocus()
    QTest.keyClick(panel._states, Qt.Key.Key_Space)
    assert told() == ["stays as it is", "becomes skipped", "stays as it is"]
    one.press("Accept")
    assert one.mode._rows[tubercle].state == "missing"
    assert one.mode._rows[spine].state == "skipped"
    one.undo()
    assert one.mode._rows[spine].state == "placed"


def test_a_file_that_changes_meanwhile_is_noticed(answers: dict[str, Any], desk: Desk, place: Path) -> None:
    one = Annotator(desk)
    one.choose("ischial spine right", LandmarkKey("ischial_spine_r"))
    one.press("Pick up")
    QTest.keyClick(one.stage, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(one.stage, Qt.Key.Key_Return)
    theirs = place.read_text(encoding="utf-8") + "# theirs\n"
    place.write_text(theirs, encoding="utf-8")
    answers["asked"].clear()
    one.mode.files.look_at_disk()
    one.mode.files.look_at_disk()
    assert [name for name, *_ in answers["asked"]] == ["ask_choice"], "asked once for one change"
    one.save()
    assert place.read_text(encoding="utf-8") == theirs, "never overwritten in silence"
    answers["ask_choice"] = "overwrite"
    one.save()
    after = place.read_text(encoding="utf-8")
    assert after.endswith("# theirs\n")
    assert len(changed_lines(theirs, after)) == 2


def test_a_file_that_is_read_again_is_shown_as_it_was(answers: dict[str, Any], desk: Desk, place: Path) -> None:
    one = Annotator(desk)
    one.choose("posterior superior right", SPINE)
    one.press("Pick up")  # makes the working copy
    QTest.keyClick(one.stage, Qt.Key.Key_Return)
    one.mode.choose(CORNER)
    session = desk.session
    session.presenter.set_visible(["gluteus_maximus_r"], False)
    session.movement.choose_internal_rotation()
    session.player.pause()
    session.movement.turn("hip_flexion", 20.0)
    session.movement.settle()
    session.presenter.select("sacrum")
    one.mode.fly()
    session.presenter.turn_left()
    before, camera = session.model.state, desk.stage.camera

    place.write_text(place.read_text(encoding="utf-8") + "# theirs\n", encoding="utf-8")
    answers["ask_choice"] = "reload"
    one.mode.files.look_at_disk()
    desk.wait_until_read()
    assert desk.session is not session
    again = desk.session.modes.presenter("landmarks")
    assert again is not one.mode
    assert again.panel.isVisible()
    assert again.selected == CORNER
    assert desk.session.model.state == before
    assert desk.stage.camera == camera
    assert desk.session.undo.undo_message == ""
    assert again.files.unsaved is False

    # What is no longer there is forgotten, and nothing else.
    again.choose(SPINE)
    text = place.read_text(encoding="utf-8")
    spine = next(line for line in text.splitlines() if "  posterior_superior_iliac_spine:" in line)
    place.write_text(text.replace(spine, spine.replace("at:", "state: missing}  #")), encoding="utf-8")
    desk.window.orders["annotations.reload"].trigger()
    desk.wait_until_read()
    assert desk.session.model.state.mode == "landmarks", desk.window.problems.text()
    assert desk.stage.camera == camera


def test_closing_asks_and_a_crash_loses_nothing(
    answers: dict[str, Any], open_desk: Callable[[Path | None], Desk], place: Path
) -> None:
    desk = open_desk(None)
    one = Annotator(desk)
    one.choose("ischial spine right", LandmarkKey("ischial_spine_r"))
    one.press("Pick up")
    QTest.keyClick(one.stage, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(one.stage, Qt.Key.Key_Return)
    edited = one.xyz(LandmarkKey("ischial_spine_r"))
    answers["ask_unsaved"] = "cancel"
    desk.window.close()
    assert desk.window.isVisible()
    one.mode.files.keep()
    # A crash: the window goes without a word, the recovery file stays.
    one.mode._given_up = True
    desk.window.close()
    answers["ask_choice"] = "recover"
    again = open_desk(None)
    again.qtbot.waitUntil(lambda: again.session.model.state.mode == "landmarks", timeout=5000)
    two = Annotator(again)
    np.testing.assert_allclose(two.xyz(LandmarkKey("ischial_spine_r")), edited, atol=0.01)
    assert again.session.undo.undo_message == "Recover unsaved edits"
    two.save()
    np.testing.assert_allclose(
        load_atlas(place).landmarks["ischial_spine_r"].spot.weights,
        two.mode.steps.atlas.landmarks["ischial_spine_r"].spot.weights,
    )


def test_the_window_closes_at_once_while_a_muscle_grows(answers: dict[str, Any], desk: Desk, place: Path) -> None:
    one, gate, begun = Annotator(desk), threading.Event(), threading.Event()

    def grow(progress: Callable[[float], None], *_: object) -> None:
        begun.set()
        gate.wait(20)
        progress(0.1)

    one.mode.choose(CORNER)
    one.press("Pick up")
    with patch.object(type(one.mode.follower._following), "later", side_effect=lambda *a: grow(a[-1])):
        QTest.keyClick(one.stage, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        one.mode.hand.settle()
        one.qtbot.waitUntil(begun.is_set, timeout=FOLLOW_MS)
        start = time.monotonic()
        desk.window.close()
        assert not desk.window.isVisible()
        assert time.monotonic() - start < 10, "it waited for the thread"
        gate.set()
        one.qtbot.wait(100)


def test_points_behind_a_bone_are_dimmed(desk: Desk) -> None:
    one = Annotator(desk)
    QTest.keyClick(one.stage, Qt.Key.Key_4)  # from the right
    desk.settle()
    layer = one.mode.dots.layer
    one.qtbot.waitUntil(lambda: not layer._judging.isActive(), timeout=5000)
    assert not layer.is_covered(LandmarkKey("iliac_tubercle_r"))
    assert layer.is_covered(LandmarkKey("iliac_tubercle_l"))


def test_the_mode_works_by_keys_alone_and_says_its_names(answers: dict[str, Any], desk: Desk, place: Path) -> None:
    one = Annotator(desk)
    assert one.table.hasFocus()
    QTest.keyClick(one.table, Qt.Key.Key_Down)
    assert one.mode.selected is not None
    QTest.keyClick(one.table, Qt.Key.Key_Space)
    assert one.mode.hand.held is not None
    assert one.stage.hasFocus()
    start = one.xyz(one.mode.selected)
    QTest.keyClick(one.stage, Qt.Key.Key_Right)
    one.mode.hand.settle()
    assert 0.05 < np.linalg.norm(one.xyz(one.mode.selected) - start) < 0.11
    QTest.keyClick(one.stage, Qt.Key.Key_Escape)
    QTest.keyClick(one.stage, Qt.Key.Key_Right)  # turns the model again
    answers["ask_names"] = Names("Under the cross", "", True)
    QTest.keyClick(one.stage, Qt.Key.Key_Insert)
    # A landmark lies on bone: nothing else may lie before it.
    soft = [s.id for s in one.mode.steps.atlas.structures.values() if s.kind != "bone"]
    desk.session.presenter.set_visible(soft, False)
    hit = desk.stage.hit_at(QPointF(one.stage.width() / 2, one.stage.height() / 2))
    assert hit is not None
    QTest.keyClick(one.stage, Qt.Key.Key_Return)
    assert any(key.id.startswith("under_the_cross") for key in one.mode._rows if hasattr(key, "id"))
    unnamed = [
        child
        for child in (*one.mode.panel.findChildren(QLineEdit), *one.mode.panel.findChildren(type(one.table)))
        if not child.accessibleName() and child.isVisible()
    ]
    assert unnamed == []
