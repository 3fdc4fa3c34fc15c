"""The lecturer's job in the real window: make a lesson, show it in class, by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QLineEdit, QTreeWidget, QWidget

from glutview.teaching.lesson import Play
from glutview.teaching.lesson_file import read_lesson
from glutview.teaching.lesson_view import camera_of
from glutview.ui.export_dialog import Wish
from glutview.ui.lesson_presenter import LessonPresenter
from glutview.ui.main_window import MainWindow
from glutview.yaml_file import parse_yaml

Desk = Any
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Lecturer:
    """Hands before the window in the lesson mode."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.window: MainWindow = desk.window
        QTest.keyClick(desk.stage, Key.Key_2, ALT)
        presenter = desk.session.modes.active
        assert isinstance(presenter, LessonPresenter)
        self.presenter = presenter
        self.panel = presenter._panel

    @property
    def titles(self) -> list[str]:
        return [step.title for step in self.presenter.work.lesson.steps]

    @property
    def listed(self) -> list[str]:
        return [self.panel.steps.item(row).text() for row in range(self.panel.steps.count())]

    @property
    def state(self) -> Any:
        return self.desk.session.model.state

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key, wherever the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def is_away(self) -> bool:
        """Whether both the view and the panel say that one has wandered off."""
        assert self.presenter.view.away == self.panel.is_away
        return self.panel.is_away

    @property
    def presenting(self) -> bool:
        return self.presenter.show.on

    def arrive(self) -> None:
        """Let a transition come to its end."""
        self.desk.qtbot.waitUntil(lambda: not self.presenter.view.player.running, timeout=15_000)

    def drag_step(self, row: int, before: int) -> None:
        """Drag a step with the mouse to the place before another (or, beyond the last, to the end)."""
        steps = self.panel.steps
        board = steps.viewport()
        start = steps.visualItemRect(steps.item(row)).center()
        last = steps.count() - 1
        rect = steps.visualItemRect(steps.item(min(before, last)))
        end = QPoint(start.x(), rect.top() + 2 if before <= last else rect.bottom() - 2)
        QTest.mousePress(board, Qt.MouseButton.LeftButton, pos=start)
        for share in (0.3, 0.7, 1.0):
            QTest.mouseMove(board, start + (end - start) * share)
        QTest.mouseRelease(board, Qt.MouseButton.LeftButton, pos=end)

    def click_step(self, row: int) -> None:
        steps = self.panel.steps
        QTest.mouseClick(
            steps.viewport(), Qt.MouseButton.LeftButton, pos=steps.visualItemRect(steps.item(row)).center()
        )

    def turn(self) -> None:
        """Turn the model with the mouse."""
        stage = self.desk.stage
        centre = stage.rect().center()
        QTest.mousePress(stage, Qt.MouseButton.LeftButton, pos=centre)
        for step in range(1, 6):
            QTest.mouseMove(stage, centre + QPoint(12 * step, 3 * step))
        QTest.mouseRelease(stage, Qt.MouseButton.LeftButton, pos=centre + QPoint(60, 15))

    def picture(self) -> npt.NDArray[np.uint8]:
        """The whole window as it is seen: (h, w, 3)."""
        self.desk.qtbot.wait(250)
        image = self.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        return lines[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


@pytest.fixture
def lecturer(desk: Desk) -> Iterator[Lecturer]:
    lecturer = Lecturer(desk)
    yield lecturer
    lecturer.presenter.show.end()


def test_the_shipped_lesson_is_listed(lecturer: Lecturer) -> None:
    assert len(lecturer.listed) >= 10
    assert lecturer.listed == lecturer.titles
    assert "ships with the program" in lecturer.panel._file.text()
    assert not lecturer.presenter.work.unsaved


def test_a_lesson_is_made_and_saved(lecturer: Lecturer, tmp_path: Path) -> None:
    desk, panel, stage = lecturer.desk, lecturer.panel, lecturer.desk.stage
    lecturer.key(Key.Key_N, CTRL)
    assert lecturer.listed == []

    # The first step: gluteus medius from behind, with maximus taken away.
    stage.setFocus()
    desk.click("gluteus_maximus_r")
    lecturer.key(Key.Key_H)
    lecturer.key(Key.Key_2)
    desk.settle()
    desk.click("gluteus_medius_r")
    lecturer.key(Key.Key_M, CTRL)
    first = lecturer.state
    # The second: the same, in abduction.
    desk.press("Abduction")
    lecturer.key(Key.Key_M, CTRL)
    assert desk.session.player.playing
    # The third: everything, named, from the side.
    QTest.keyClick(stage, Key.Key_Space)
    lecturer.key(Key.Key_0, CTRL)
    stage.setFocus()
    lecturer.key(Key.Key_H, ALT)
    lecturer.key(Key.Key_4)
    lecturer.key(Key.Key_L)
    lecturer.key(Key.Key_Escape)
    desk.settle()
    third = lecturer.state
    lecturer.key(Key.Key_M, CTRL)
    name = desk.session.presenter._atlas.structures["gluteus_medius_r"].name
    assert lecturer.titles == [name, "Abduction", "Step 3"]

    # A note, typed in its place; the full stop is a full stop.
    lecturer.key(Key.Key_J, CTRL)
    assert panel.note.hasFocus()
    QTest.keyClicks(panel.note, "Look. From the side: all of it")
    lecturer.key(Key.Key_Escape)
    assert stage.hasFocus()
    # Another order: the last step dragged to the front, and from there one down by key.
    lecturer.drag_step(2, 0)
    assert lecturer.listed == ["Step 3", name, "Abduction"]
    lecturer.key(Key.Key_Down, CTRL)
    assert lecturer.listed == [name, "Step 3", "Abduction"]
    lecturer.key(Key.Key_Up, CTRL)
    # Another title, and a second thought about it.
    lecturer.key(Key.Key_F2)
    editor = panel.steps.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "All round")
    QTest.keyClick(editor, Key.Key_Return)
    desk.qtbot.waitUntil(lambda: lecturer.titles == ["All round", name, "Abduction"], timeout=2000)
    lecturer.key(Key.Key_Z, CTRL)
    assert lecturer.titles[0] == "Step 3"
    lecturer.key(Key.Key_Z, CTRL | SHIFT)
    assert lecturer.titles[0] == "All round"

    place = tmp_path / "hip.lesson.yaml"
    with patch.object(MainWindow, "ask_save", return_value=place):
        lecturer.key(Key.Key_S, CTRL)
    assert not lecturer.presenter.work.unsaved
    reading = read_lesson(place, desk.session.modes._desk.anatomy.atlas)
    assert reading.problems == ()
    all_round, medius, abduction = reading.lesson.steps
    assert all_round.note == "Look. From the side: all of it"
    assert all_round.labels
    assert all_round.hidden == ()
    assert all_round.camera == camera_of(third.camera)
    assert medius.title == name
    assert medius.selected == "gluteus_medius_r"
    assert medius.hidden == ("gluteus_maximus_r",)
    assert medius.camera == camera_of(first.camera)
    assert abduction.movement is not None
    assert abduction.movement.id == "abduction"
    assert (tmp_path / "lesson.schema.json").exists()
    # A title that is being written is saved too.
    panel._title.setFocus()
    panel._title.selectAll()
    QTest.keyClicks(panel._title, "The right hip")
    lecturer.key(Key.Key_S, CTRL)
    assert "title: The right hip" in place.read_text(encoding="utf-8")
    # Saving again what was not changed leaves every byte.
    text = place.read_bytes()
    lecturer.key(Key.Key_S, CTRL)
    assert place.read_bytes() == text
    assert list(parse_yaml(text.decode()).data) == ["format", "title", "steps"]


def test_a_lesson_is_shown_in_class(lecturer: Lecturer) -> None:
    desk, window, stage = lecturer.desk, lecturer.window, lecturer.desk.stage
    steps = lecturer.presenter.work.lesson.steps
    lecturer.key(Key.Key_F5)
    assert window.isFullScreen()
    assert not any(part.isVisible() for part in window.surroundings)
    assert stage.hasFocus()
    assert lecturer.presenter.show.caption.title == steps[0].title
    lecturer.arrive()
    opening = lecturer.picture()

    lecturer.key(Key.Key_PageDown)
    lecturer.key(Key.Key_PageDown)  # in mid-transition: on to the third
    lecturer.arrive()
    desk.settle()
    assert lecturer.presenter.show.caption.count == f"3 / {len(steps)}"
    assert lecturer.state.selected == steps[2].selected
    assert "gluteus_maximus_r" in lecturer.state.hidden
    third = lecturer.picture()
    assert (np.abs(third.astype(int) - opening).max(-1) > 12).mean() > 0.1

    # Improvise: turn, hide; the caption says how to come back.
    lecturer.turn()
    lecturer.key(Key.Key_H)
    assert lecturer.is_away()
    assert "Backspace" in lecturer.presenter.show.caption.hint
    desk.settle()
    assert (np.abs(lecturer.picture().astype(int) - third).max(-1) > 12).mean() > 0.05
    lecturer.key(Key.Key_Backspace)
    lecturer.arrive()
    desk.settle()
    assert not lecturer.is_away()
    assert (np.abs(lecturer.picture().astype(int) - third).max(-1) > 12).mean() < 0.002

    # Black, and back.
    lecturer.key(Key.Key_Period)
    assert lecturer.picture().max() == 0
    lecturer.key(Key.Key_Period)
    shown = lecturer.picture()
    assert shown[: len(shown) // 2].max() > 100
    assert shown[-20:].max() > 100
    lecturer.key(Key.Key_Period)
    assert lecturer.picture().max() == 0
    lecturer.key(Key.Key_PageDown)
    lecturer.arrive()
    assert lecturer.picture()[-20:].max() > 100
    lecturer.key(Key.Key_PageUp)
    lecturer.arrive()

    lecturer.key(Key.Key_PageUp)
    lecturer.arrive()
    assert lecturer.presenter.work.position == 1
    lecturer.key(Key.Key_End)
    lecturer.arrive()
    assert lecturer.presenter.work.position == len(steps) - 1
    lecturer.key(Key.Key_PageDown)
    assert lecturer.presenter.work.position == len(steps) - 1
    lecturer.key(Key.Key_Home)
    assert lecturer.presenter.work.position == 0

    lecturer.key(Key.Key_Escape)
    assert not window.isFullScreen()
    assert all(part.isVisible() for part in window.surroundings)
    assert desk.session.model.state.mode == "lesson"
    assert lecturer.presenter._panel.isVisible()


def test_a_show_is_one_step_of_undo(lecturer: Lecturer) -> None:
    desk, undo = lecturer.desk, lecturer.desk.session.undo
    desk.session.presenter.set_visible(["femur_l"], False)
    desk.session.presenter.select("sacrum")
    QTest.keyClick(desk.stage, Key.Key_P)
    desk.session.movement.turn("hip_abduction", 12.0)
    desk.session.movement.settle()
    before, depth = lecturer.state, undo.depth
    lecturer.key(Key.Key_F5)
    lecturer.arrive()
    for _ in lecturer.presenter.work.lesson.steps[1:]:
        lecturer.key(Key.Key_PageDown)
        lecturer.arrive()
    # Improvised, and taken back, while it is shown.
    lecturer.turn()
    shown = lecturer.state.hidden
    desk.session.presenter.set_visible(["coccyx"], False)
    lecturer.key(Key.Key_Z, CTRL)
    assert lecturer.state.hidden == shown
    desk.session.presenter.set_visible(["coccyx"], False)
    lecturer.key(Key.Key_PageUp)  # Esc comes in mid-transition
    lecturer.key(Key.Key_Escape)
    assert not lecturer.presenting
    desk.qtbot.wait(300)
    after = lecturer.state
    assert undo.depth == depth + 1
    assert undo.undo_message == f"Present '{lecturer.presenter.work.lesson.title}'"

    lecturer.key(Key.Key_Z, CTRL)
    assert replace(lecturer.state, clip=None) == replace(before, clip=None)
    assert desk.stage.camera == before.camera
    lecturer.key(Key.Key_Z, CTRL | SHIFT)
    assert lecturer.state == after
    assert desk.stage.camera == after.camera
    lecturer.key(Key.Key_Z, CTRL)
    lecturer.key(Key.Key_Z, CTRL)
    assert lecturer.state.pose["hip_abduction_r"] == 0


def test_a_show_that_plays_to_its_end_is_one_step_too(lecturer: Lecturer) -> None:
    desk, undo = lecturer.desk, lecturer.desk.session.undo
    row = next(i for i, step in enumerate(lecturer.presenter.work.lesson.steps) if step.movement is not None)
    before, depth = lecturer.state, undo.depth
    lecturer.presenter.work.go(row)
    lecturer.key(Key.Key_F5, SHIFT)
    lecturer.arrive()
    desk.qtbot.waitUntil(lambda: lecturer.state.pose["hip_abduction_r"] > 5, timeout=5000)
    lecturer.key(Key.Key_Escape)
    assert not desk.session.player.playing
    assert undo.depth <= depth + 1
    lecturer.key(Key.Key_Z, CTRL)
    assert replace(lecturer.state, clip=None) == replace(before, clip=None)


def test_a_movement_plays_when_one_comes_to_it(lecturer: Lecturer) -> None:
    desk = lecturer.desk
    row = next(i for i, step in enumerate(lecturer.presenter.work.lesson.steps) if step.movement is not None)
    lecturer.click_step(row)
    lecturer.arrive()
    assert desk.session.player.playing
    desk.qtbot.waitUntil(lambda: lecturer.state.pose["hip_abduction_r"] > 15, timeout=5000)
    assert not lecturer.is_away()
    # On to the next: it stops, and the leg goes back smoothly.
    lecturer.key(Key.Key_PageDown)
    assert not desk.session.player.playing


def test_a_hand_on_the_model_interrupts_at_once(lecturer: Lecturer) -> None:
    desk = lecturer.desk
    lecturer.key(Key.Key_PageDown)
    lecturer.arrive()
    lecturer.key(Key.Key_End)
    player = lecturer.presenter.view.player
    running = [player.running]
    desk.qtbot.wait(150)
    lecturer.turn()
    assert [*running, player.running] == [True, False]
    camera = desk.stage.camera
    desk.qtbot.wait(300)
    assert desk.stage.camera == camera
    assert lecturer.is_away()
    # The way back, by the button.
    QTest.mouseClick(lecturer.panel._return, Qt.MouseButton.LeftButton)
    lecturer.arrive()
    assert not lecturer.is_away()


def test_without_transitions_one_is_there_at_once(lecturer: Lecturer) -> None:
    lecturer.window.orders["lesson.smooth"].trigger()
    lecturer.key(Key.Key_End)
    assert not lecturer.presenter.view.player.running
    assert lecturer.state.selected == lecturer.presenter.work.lesson.steps[-1].selected


@pytest.mark.parametrize("place", ["view", "structures", "search", "steps", "note", "title", "angle"])
def test_a_clicker_works_wherever_the_focus_is(lecturer: Lecturer, place: str) -> None:
    window, panel = lecturer.window, lecturer.panel
    widget: QWidget = {
        "view": lecturer.desk.stage,
        "structures": window.tree.findChild(QTreeWidget),
        "search": window.tree.findChild(QLineEdit),
        "steps": panel.steps,
        "note": panel.note,
        "title": panel._title,
        "angle": window.bar.findChild(QDoubleSpinBox),
    }[place]
    lecturer.window.orders["lesson.smooth"].trigger()
    lecturer.presenter.go(0)
    widget.setFocus()
    assert QApplication.focusWidget() is not None
    for key, position in (
        (Key.Key_PageDown, 1),
        (Key.Key_PageDown, 2),
        (Key.Key_PageUp, 1),
    ):
        widget.setFocus()
        lecturer.key(key)
        assert lecturer.presenter.work.position == position
    widget.setFocus()
    lecturer.key(Key.Key_F5)
    presented = [lecturer.presenting]
    assert lecturer.presenter.work.position == 0
    lecturer.key(Key.Key_Escape)
    assert [*presented, lecturer.presenting] == [True, False]


def test_a_laser_pointer_follows_the_mouse(lecturer: Lecturer) -> None:
    stage = lecturer.desk.stage
    lecturer.key(Key.Key_F5)
    lecturer.arrive()
    place = QPoint(40, 60)
    before = lecturer.desk.grab()
    lecturer.key(Key.Key_L, CTRL)
    QTest.mouseMove(stage, place)
    assert stage.cursor().shape() == Qt.CursorShape.BlankCursor
    shown = lecturer.desk.grab()
    ratio = shown.shape[1] / stage.width()
    around = shown[int(56 * ratio) : int(64 * ratio), int(36 * ratio) : int(44 * ratio)].astype(int)
    assert (around[..., 0] - around[..., 1]).mean() > 80
    QTest.mouseMove(stage, QPoint(200, 60))
    assert (lecturer.desk.grab()[int(60 * ratio), int(40 * ratio)] == before[int(60 * ratio), int(40 * ratio)]).all()
    lecturer.key(Key.Key_L, CTRL)
    assert stage.cursor().shape() != Qt.CursorShape.BlankCursor


def test_nothing_under_the_pointer_is_named_in_a_show(lecturer: Lecturer) -> None:
    desk, overlay = lecturer.desk, lecturer.desk.stage.overlay
    desk.settle()
    QTest.mouseMove(desk.stage, desk.place_of("gluteus_maximus_r"))
    desk.qtbot.waitUntil(lambda: overlay._name != "", timeout=5000)
    lecturer.key(Key.Key_F5)
    lecturer.arrive()
    desk.settle()
    assert overlay._name == ""
    QTest.mouseMove(desk.stage, desk.place_of("femur_r"))
    desk.settle()
    assert overlay._name == ""
    lecturer.key(Key.Key_Escape)
    desk.settle()
    QTest.mouseMove(desk.stage, desk.place_of("femur_r") + QPoint(1, 0))
    desk.qtbot.waitUntil(lambda: overlay._name != "", timeout=5000)


def test_labels_are_large_while_presenting(lecturer: Lecturer) -> None:
    desk = lecturer.desk
    lecturer.key(Key.Key_End)
    lecturer.arrive()

    def height() -> float:
        desk.settle()
        desk.qtbot.waitUntil(lambda: not desk.stage.labels.searching, timeout=10_000)
        desk.settle()
        return float(desk.stage.labels.labels()[0].height)

    own = height()
    lecturer.key(Key.Key_F5, SHIFT)
    lecturer.arrive()
    assert height() > 1.5 * own
    lecturer.key(Key.Key_Escape)
    assert height() == pytest.approx(own)
    lecturer.key(Key.Key_B, CTRL)
    assert height() > 1.5 * own


def test_annotations_that_are_read_again_leave_the_lesson_open(lecturer: Lecturer, tmp_path: Path) -> None:
    desk = lecturer.desk
    file = tmp_path / "short.lesson.yaml"
    file.write_text(
        "format: 1\ntitle: Short\nsteps:\n  - {title: One}\n  - {title: Two, selected: femur_r}\n", encoding="utf-8"
    )
    desk.shell.open(file)
    lecturer.click_step(1)
    lecturer.arrive()
    lecturer.turn()
    before, camera = lecturer.state, desk.stage.camera
    desk.window.orders["annotations.reload"].trigger()
    desk.wait_until_read()
    presenter = desk.session.modes.active
    assert isinstance(presenter, LessonPresenter)
    assert presenter is not lecturer.presenter
    assert presenter.work.lesson.title == "Short"
    assert presenter.work.position == 1
    assert desk.session.model.state == before
    assert desk.stage.camera == camera


def test_closing_asks_about_unsaved_work(lecturer: Lecturer, tmp_path: Path) -> None:
    lecturer.key(Key.Key_J, CTRL)
    QTest.keyClicks(lecturer.panel.note, "x")
    with patch.object(MainWindow, "ask_unsaved", return_value="cancel") as asked:
        lecturer.window.close()
    assert asked.call_count == 1
    assert lecturer.window.isVisible()
    # The shipped lesson is never written: saving it asks for a place.
    place = tmp_path / "mine.lesson.yaml"
    with (
        patch.object(MainWindow, "ask_unsaved", return_value="save"),
        patch.object(MainWindow, "ask_save", return_value=place),
    ):
        lecturer.window.close()
    assert not lecturer.window.isVisible()
    assert "gluteus medius" in place.read_text(encoding="utf-8")


def test_nothing_of_a_partly_sound_lesson_is_lost_without_asking(lecturer: Lecturer, tmp_path: Path) -> None:
    file = tmp_path / "old.lesson.yaml"
    text = "format: 1\ntitle: Hip\nsteps:\n  - {title: A, mood: merry}\n  - {title: B, selected: femur_r}\n"
    file.write_text(text, encoding="utf-8")
    with patch.object(MainWindow, "ask_open", return_value=file):
        lecturer.window.orders["lesson.open"].trigger()
    assert "mood" in lecturer.window.problems.text()
    assert lecturer.window.problems.isVisible()
    assert lecturer.listed == ["A", "B"]
    lecturer.presenter.work.rename(1, "Femur")
    with patch.object(MainWindow, "ask", return_value=False) as asked:
        lecturer.window.orders["lesson.save"].trigger()
    assert asked.call_count == 1
    assert file.read_text(encoding="utf-8") == text
    with patch.object(MainWindow, "ask", return_value=True):
        lecturer.window.orders["lesson.save"].trigger()
    assert "mood" not in file.read_text(encoding="utf-8")
    assert "Femur" in file.read_text(encoding="utf-8")


def test_the_program_opens_a_lesson_that_it_is_given(
    open_desk: Callable[[Path | None], Desk], tmp_path: Path
) -> None:
    file = tmp_path / "short.lesson.yaml"
    file.write_text("format: 1\ntitle: Short\nsteps:\n  - {title: One, selected: femur_r}\n", encoding="utf-8")
    desk = open_desk(file)
    desk.wait_until_read()
    lecturer = Lecturer(desk)
    assert lecturer.listed == ["One"]
    broken = tmp_path / "broken.lesson.yaml"
    broken.write_text("- nothing\n", encoding="utf-8")
    desk.shell.open(broken)
    assert "broken.lesson.yaml could not be opened" in desk.window.problems.text()
    assert lecturer.listed == ["One"]


def test_a_picture_of_any_size_without_background(lecturer: Lecturer, tmp_path: Path) -> None:
    lecturer.key(Key.Key_End)
    lecturer.arrive()
    desk = lecturer.desk
    desk.settle()
    desk.qtbot.waitUntil(lambda: not desk.stage.labels.searching, timeout=10_000)
    pictures = {}
    for names in (True, False):
        path = tmp_path / f"{names}.png"
        wish = Wish(path, (900, 500), transparent=True, labels=names)
        with patch.object(MainWindow, "ask_picture", return_value=wish):
            lecturer.window.orders["file.save_picture"].trigger()
        desk.qtbot.waitUntil(lambda: not desk.session.presenter.pictures.running, timeout=60_000)
        image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGBA8888)
        assert (image.width(), image.height()) == (900, 500)
        pictures[names] = np.frombuffer(image.constBits(), np.uint8).reshape(500, 900, 4).copy()
    bare, named = pictures[False], pictures[True]
    assert (bare[0, :, 3] == 0).all()
    assert (bare[..., 3] == 255).mean() > 0.1
    assert (named[..., 3] > bare[..., 3]).mean() > 0.01  # labels stand beside the model


def test_a_movement_is_filmed_as_the_view_shows_it(lecturer: Lecturer, tmp_path: Path) -> None:
    desk, window, films = lecturer.desk, lecturer.window, lecturer.presenter._films
    session = desk.session
    session.presenter.select("gluteus_medius_l")
    session.presenter.set_visible(["gluteus_maximus_l", "sacrum"], False)
    session.presenter.toggle_xray()
    session.presenter.toggle_labels()
    window.orders["view.dark"].trigger()
    session.movement.choose_side("l")
    session.movement.fix("femur")
    session.movement.set_speed(2.0)
    lecturer.turn()
    desk.settle()
    state, films_started = lecturer.state, list[list[str]]()
    assert state.theme == "dark"
    path = tmp_path / "abduction.mp4"
    wish = Wish(path, (64, 48), fps=4)
    start = films.filming.start

    def started(arguments: list[str], output: Path) -> None:
        films_started.append([*arguments, Path(arguments[0]).read_text(encoding="utf-8")])
        start(arguments, output)

    with (
        patch.object(MainWindow, "ask_film", return_value=wish) as asked,
        patch.object(films.filming, "start", side_effect=started),
    ):
        window.orders["lesson.film_movement"].trigger()
    assert "no names" in asked.call_args.kwargs["remark"]
    (arguments,) = films_started
    assert "--no-captions" in arguments
    assert arguments[arguments.index("--theme") + 1] == state.theme
    copy = Path(arguments[0])
    reading = read_lesson(copy, desk.session.modes._desk.anatomy.atlas)
    assert reading.problems == ()
    (step,) = reading.lesson.steps
    assert (step.selected, step.xray, step.fixed) == ("gluteus_medius_l", True, "femur_l")
    assert step.hidden == ("gluteus_maximus_l", "sacrum")
    assert step.camera == camera_of(state.camera)
    assert step.movement == Play(id=state.clip, side="l", speed=2.0)
    desk.qtbot.waitUntil(lambda: not films.filming.running, timeout=90_000)
    assert path.exists(), window.problems.text()
    assert not copy.parent.exists()


def test_a_film_is_made_beside_the_window_and_can_be_cancelled(lecturer: Lecturer, tmp_path: Path) -> None:
    desk, window = lecturer.desk, lecturer.window
    films = lecturer.presenter._films
    path = tmp_path / "abduction.gif"
    with patch.object(MainWindow, "ask_film", return_value=Wish(path, (64, 48), fps=4)):
        window.orders["lesson.film_movement"].trigger()
    assert films.filming.running
    assert "Filming" in window.status._doing.text()
    desk.qtbot.waitUntil(lambda: not films.filming.running, timeout=90_000)
    assert path.read_bytes().startswith(b"GIF8"), window.problems.text()

    other = tmp_path / "lesson.gif"
    with patch.object(MainWindow, "ask_film", return_value=Wish(other, (320, 200), fps=10)):
        window.orders["lesson.film"].trigger()
    desk.qtbot.wait(4000)
    QTest.mouseClick(window.status._cancel, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(lambda: not films.filming.running, timeout=30_000)
    assert window.status._doing.text() == ""
    assert list(tmp_path.iterdir()) == [path]
    assert films._folder is None
