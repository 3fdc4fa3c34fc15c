"""The parts of the lesson mode, each by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QPalette, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from glutview.atlas.load import load_atlas
from glutview.biomech.pose import Pose
from glutview.errors import GlutviewError
from glutview.state.transition import Transition
from glutview.state.view_state import CameraState, ViewState
from glutview.teaching.lesson import Lesson, Play, Step
from glutview.teaching.lesson_editor import LessonEditor
from glutview.teaching.lesson_work import LessonWork
from glutview.ui.caption_bar import Caption, CaptionBar
from glutview.ui.export_dialog import ExportDialog, Wish
from glutview.ui.filming import Filming
from glutview.ui.laser_layer import LaserLayer
from glutview.ui.lesson_words import away_from, captions, file_line, heading, step_rows
from glutview.ui.panels.note_field import NoteField
from glutview.ui.panels.step_list import StepList, StepRow
from glutview.ui.settings import PictureHabit
from glutview.ui.transition_player import TransitionPlayer
from tests.biomech.ranges import RANGE

ROWS = [StepRow(title, "", moves=False) for title in "ABCD"]


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def _way(seconds: float) -> Transition:
    start = ViewState(camera=CameraState(azimuth_deg=0))
    return Transition(start, replace(start, camera=CameraState(azimuth_deg=90), pose=Pose()), seconds, RANGE)


def test_a_transition_passes_stations_and_arrives(qtbot: QtBot) -> None:
    clock = Clock()
    player = TransitionPlayer(clock=clock)
    stations: list[float] = []
    arrived: list[ViewState] = []
    player.moved.connect(lambda state: stations.append(state.camera.azimuth_deg))
    player.arrived.connect(arrived.append)
    way = _way(1.0)
    player.play(way)
    for now in (0.1, 0.3, 0.5, 0.7, 0.9):
        clock.now = now
        player.tick()
    assert stations == sorted(stations)
    assert 0 < stations[0] < 45 < stations[-1] < 90
    clock.now = 1.01
    player.tick()
    assert arrived == [way.end]
    assert not player.running


def test_a_busy_moment_skips_nothing_of_the_way(qtbot: QtBot) -> None:
    clock = Clock()
    player = TransitionPlayer(clock=clock)
    with qtbot.assertNotEmitted(player.arrived):
        player.play(_way(1.0))
        clock.now = 5.0
        player.tick()
    assert player.running
    player.stop()


def test_a_way_without_length_is_gone_at_once(qtbot: QtBot) -> None:
    player = TransitionPlayer()
    with qtbot.waitSignal(player.arrived):
        player.play(_way(0.0))
    assert not player.running


def test_what_was_stopped_does_not_arrive(qtbot: QtBot) -> None:
    clock = Clock()
    player = TransitionPlayer(clock=clock)
    player.play(_way(0.1))
    player.stop()
    clock.now = 1.0
    with qtbot.assertNotEmitted(player.arrived):
        player.tick()


# ----------------------------------------------------------------------------------------------- step list


@pytest.fixture
def steps(qtbot: QtBot) -> StepList:
    steps = StepList()
    qtbot.addWidget(steps)
    steps.resize(240, 400)
    steps.set_rows(ROWS, 1)
    steps.show()
    return steps


def _drag(steps: StepList, row: int, place: QPoint) -> None:
    board = steps.viewport()
    start = steps.visualItemRect(steps.item(row)).center()
    QTest.mousePress(board, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.4, 1.0):
        QTest.mouseMove(board, start + (place - start) * share)
    QTest.mouseRelease(board, Qt.MouseButton.LeftButton, pos=place)


@pytest.mark.parametrize(
    ("row", "gap", "to"),
    [(0, 2, 1), (0, 4, 3), (3, 0, 0), (2, 1, 1)],
)
def test_dragging_a_step_tells_where_it_goes(qtbot: QtBot, steps: StepList, row: int, gap: int, to: int) -> None:
    beyond = gap == len(ROWS)
    rect = steps.visualItemRect(steps.item(min(gap, len(ROWS) - 1)))
    place = rect.bottomLeft() + QPoint(30, 10) if beyond else rect.topLeft() + QPoint(30, 2)
    with qtbot.waitSignal(steps.moved) as told, qtbot.assertNotEmitted(steps.chosen):
        _drag(steps, row, place)
    assert told.args == [row, to]


def test_a_drag_that_ends_where_it_began_is_a_click(qtbot: QtBot, steps: StepList) -> None:
    rect = steps.visualItemRect(steps.item(1))
    with qtbot.waitSignal(steps.chosen) as told, qtbot.assertNotEmitted(steps.moved):
        _drag(steps, 1, rect.topLeft() + QPoint(30, 2))
    assert told.args == [1]


def test_keys_go_through_the_steps(qtbot: QtBot, steps: StepList) -> None:
    with qtbot.waitSignal(steps.chosen) as told:
        QTest.keyClick(steps, Qt.Key.Key_Down)
    assert told.args == [2]
    with qtbot.waitSignal(steps.chosen) as told:
        QTest.keyClick(steps, Qt.Key.Key_Space)
    assert told.args == [2]
    with qtbot.waitSignal(steps.removed):
        QTest.keyClick(steps, Qt.Key.Key_Delete)
    with qtbot.waitSignal(steps.left):
        QTest.keyClick(steps, Qt.Key.Key_Escape)


def test_showing_steps_tells_nothing(qtbot: QtBot, steps: StepList) -> None:
    with qtbot.assertNotEmitted(steps.renamed), qtbot.assertNotEmitted(steps.chosen):
        steps.set_rows([*ROWS, StepRow("E", "note", moves=True)], 4)
    assert steps.currentRow() == 4
    spoken = steps.item(4).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "5 of 5: E, with a movement"


def test_a_title_is_written_in_its_place(qtbot: QtBot, steps: StepList) -> None:
    steps.begin_renaming(2)
    editor = steps.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.setText("New")
    with qtbot.waitSignal(steps.renamed) as told:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert told.args == [2, "New"]


# --------------------------------------------------------------------------------------------------- note


@pytest.mark.parametrize("key", [Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_F5])
def test_the_note_leaves_a_clickers_keys_to_the_window(qtbot: QtBot, key: Qt.Key) -> None:
    note = NoteField()
    qtbot.addWidget(note)
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    note.event(event)
    assert not event.isAccepted()


def test_undo_in_the_note_is_its_own_until_there_is_nothing_left(qtbot: QtBot) -> None:
    note = NoteField()
    qtbot.addWidget(note)
    note.set_text("As it was")

    def takes_undo() -> bool:
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        event.ignore()
        note.event(event)
        return event.isAccepted()

    taken = [takes_undo()]
    QTest.keyClicks(note, "x")
    taken.append(takes_undo())
    assert taken == [False, True]


def test_the_same_text_leaves_the_cursor(qtbot: QtBot) -> None:
    note = NoteField()
    qtbot.addWidget(note)
    with qtbot.assertNotEmitted(note.written):
        note.set_text("Some words")
    note.moveCursor(QTextCursor.MoveOperation.End)
    note.set_text("Some words")
    assert note.textCursor().position() == len("Some words")


# ------------------------------------------------------------------------------------------------ caption


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (800, 600)])
@pytest.mark.parametrize("words", [1, 40, 400])
def test_the_caption_leaves_most_of_the_screen_to_the_view(qtbot: QtBot, size: tuple[int, int], words: int) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(*size)
    bar = CaptionBar(window)
    bar.resize(size[0], 10)
    long = Caption("A title of some length", "word " * words, "2 / 3", 0.5)
    bar.set_caption(Caption("Short", "", "1 / 3"), [Caption("Short", "", "1 / 3"), long])
    height = bar.height()
    assert 20 < height <= 0.27 * size[1]
    bar.set_caption(long, [Caption("Short", "", "1 / 3"), long])
    assert bar.height() == height
    assert bar.accessibleName() == "2 / 3 A title of some length"


def test_the_words_of_a_lesson() -> None:
    steps = (Step(title="A", note="First\nthing"), Step(title="B", movement=Play(id="gait")))
    atlas = load_atlas()
    work = LessonWork(LessonEditor(Lesson(title="Hip", steps=steps)))
    assert heading(work) == "1 · A"
    assert [row.moves for row in step_rows(work)] == [False, True]
    first, second = captions(work, atlas)
    assert first == Caption("A", "First thing", "1 / 2", 0.5)
    assert (second.title, second.count, second.progress) == ("B", "2 / 2", 1.0)
    # A class does not see the movement bar: what must be said of the movement stands in the caption.
    assert second.note.startswith("Children, means ± 1 SD")
    assert "Backspace" in away_from(first).hint
    assert file_line(work) == "No file yet"
    work.write_note("draft")
    assert captions(work, atlas)[0].note == "draft"
    assert file_line(work) == "No file yet · not saved"


# -------------------------------------------------------------------------------------------------- laser


def _pointing(qtbot: QtBot, view: QWidget) -> LaserLayer:
    """A laser that points at (100, 100) of a view of 400x300."""
    view.resize(400, 300)
    view.show()
    laser = LaserLayer(view)
    laser.set_on(True)
    QTest.mouseMove(view, QPoint(100, 100))
    qtbot.waitUntil(lambda: laser.place is not None)
    return laser


def test_the_dot_goes_out_with_the_mouse(qtbot: QtBot) -> None:
    view = QWidget()
    qtbot.addWidget(view)
    view.setMouseTracking(True)
    laser = _pointing(qtbot, view)
    lit = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32).pixelColor(104, 100)
    assert lit.red() > 200 > lit.green() + 100
    view.event(QEvent(QEvent.Type.Leave))
    laser.eventFilter(view, QEvent(QEvent.Type.Leave))
    assert laser.place is None


def test_the_dot_stands_out_from_muscle_and_grows_with_the_text(qtbot: QtBot) -> None:
    view = QWidget()
    qtbot.addWidget(view)
    view.setMouseTracking(True)
    red = view.palette()
    red.setColor(QPalette.ColorRole.Window, "#a8322d")
    view.setPalette(red)
    view.setAutoFillBackground(True)
    laser = _pointing(qtbot, view)
    radius = laser.radius
    seen = view.grab().toImage()
    ratio = seen.width() / view.width()
    rim = seen.pixelColor(round(ratio * (100 + 1.2 * radius)), round(ratio * 100))
    halo = seen.pixelColor(round(ratio * (100 + 1.9 * radius)), round(ratio * 100))
    muscle = seen.pixelColor(round(ratio * 300), round(ratio * 100))
    assert min(rim.red(), rim.green(), rim.blue()) > 200
    assert halo.green() > muscle.green() + 40
    laser.set_scale(1.8)
    assert laser.radius > 1.3 * radius
    laser.set_scale(1.0)
    large = view.font()
    large.setPointSize(30)
    view.setFont(large)
    assert laser.radius > 1.5 * radius


# ------------------------------------------------------------------------------------------------- export


def test_a_picture_is_wished_for(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ExportDialog("Save picture", "picture", tmp_path / "hip", (801, 601), parent, labels=True)
    assert dialog.wish() == Wish(tmp_path / "hip.png", (801, 601), transparent=False, labels=True)
    dialog._presets.setCurrentIndex(1)
    dialog._take_preset(1)
    dialog._transparent.setChecked(True)
    assert dialog.wish().size == (1602, 1202)
    assert dialog.wish().transparent
    dialog._width.setValue(333)
    assert dialog._presets.currentText() == "Other size"


def test_a_film_has_even_sides(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ExportDialog("Film", "film", tmp_path / "hip.gif", (1280, 720), parent)
    dialog._width.setValue(641)
    wish = dialog.wish()
    assert (wish.path.name, wish.size, wish.fps) == ("hip.gif", (640, 360), 12)


def test_a_gif_is_small_unless_somebody_chose(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ExportDialog("Film", "film", tmp_path / "hip.mp4", (1280, 720), parent, remark="No names.")
    assert "No names." in [label.text() for label in dialog.findChildren(QLabel)]
    for name, size, fps in (("a.mp4", (1280, 720), 25), ("a.gif", (640, 360), 12), ("b.mp4", (1280, 720), 25)):
        dialog._path.setText(name)
        assert (dialog.wish().size, dialog.wish().fps) == (size, fps)
    dialog._width.setValue(800)
    dialog._path.setText("a.gif")
    assert (dialog.wish().size, dialog.wish().fps) == ((800, 720), 25)


@pytest.mark.parametrize(
    ("size", "words", "pixels"),
    [
        ("screen", "As on the screen (801 × 601)", (801, 601)),
        ("twice", "Twice the screen (1602 × 1202)", (1602, 1202)),
        ("1920x1080", "Full HD (1920 × 1080)", (1920, 1080)),
        ("333x222", "Other size", (333, 222)),
        ("mauve", "As on the screen (801 × 601)", (801, 601)),
    ],
)
def test_a_picture_is_wished_for_as_the_last_one(
    qtbot: QtBot, tmp_path: Path, size: str, words: str, pixels: tuple[int, int]
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    habit = PictureHabit(size, transparent=True, names=False)
    dialog = ExportDialog("P", "picture", tmp_path / "a.png", (801, 601), parent, labels=True, habit=habit)
    assert dialog._presets.currentText() == words
    wish = dialog.wish()
    assert (wish.size, wish.transparent, wish.labels) == (pixels, True, False)
    assert wish.sizing == (size if size != "mauve" else "screen")
    assert "scale bar" in dialog._transparent.text()


def test_another_name_can_be_given_instead_of_replacing(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    (tmp_path / "hip.png").write_text("old")
    dialog = ExportDialog("P", "picture", tmp_path / "hip", (801, 601), parent)
    dialog.show()
    asked: list[str] = []

    def answer(yes: bool) -> None:
        box = dialog.findChild(QMessageBox)
        assert box is not None
        asked.append(box.text())
        buttons = {button.text().replace("&", ""): button for button in box.buttons()}
        buttons["Replace" if yes else "Cancel"].click()

    QTimer.singleShot(100, lambda: answer(False))
    dialog._buttons.button(QDialogButtonBox.StandardButton.Save).click()
    assert dialog.isVisible()
    qtbot.wait(1)
    QTimer.singleShot(100, lambda: answer(True))
    dialog._buttons.button(QDialogButtonBox.StandardButton.Save).click()
    assert not dialog.isVisible()
    assert asked == ["Replace hip.png?"] * 2


def test_a_film_that_cannot_be_made_tells_why(qtbot: QtBot, tmp_path: Path) -> None:
    filming = Filming()
    with qtbot.waitSignal(filming.failed, timeout=60_000) as told:
        filming.start(["--movement", "no_such_movement", "--size", "64x48"], tmp_path / "a.mp4")
    error = told.args[0] if told.args else None
    assert isinstance(error, GlutviewError)
    assert "no_such_movement" in str(error)
    assert not filming.running


def test_a_film_that_is_ended_by_force_leaves_nothing_half_written(qtbot: QtBot, tmp_path: Path) -> None:
    filming, film = Filming(), tmp_path / "a.mp4"
    filming.start(["--movement", "abduction", "--size", "640x480"], film)
    qtbot.waitUntil(lambda: any(tmp_path.iterdir()), timeout=60_000)
    process = filming._process
    assert process is not None
    filming._unwanted = True
    with qtbot.waitSignal(filming.cancelled, timeout=30_000):
        process.kill()
    assert list(tmp_path.iterdir()) == []
