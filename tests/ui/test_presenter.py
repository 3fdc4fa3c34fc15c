"""The presenters, before any window exists: their views are mocks that know only the views' own names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast
from unittest.mock import MagicMock

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from glutview.atlas.atlas import Atlas
from glutview.atlas.load import load_atlas
from glutview.biomech.pose import HIP_COORDINATES, Pose
from glutview.errors import GlutviewError
from glutview.state.undo_stack import UndoStack
from glutview.state.view_model import ViewModel
from glutview.state.view_state import CameraState
from glutview.ui.export_dialog import Wish
from glutview.ui.main_window import MainWindow
from glutview.ui.mode import Desk as ModeDesk
from glutview.ui.modes import Modes
from glutview.ui.movement_presenter import MovementPresenter
from glutview.ui.panels.card import Card
from glutview.ui.panels.movement_bar import MovementBar
from glutview.ui.panels.structure_tree import StructureTree
from glutview.ui.player import Player
from glutview.ui.presenter import Presenter, Views
from glutview.ui.settings import PictureHabit, Settings
from glutview.ui.stage import Stage
from tests.biomech.ranges import RANGE

MEDIUS = "gluteus_medius_r"


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_atlas()


class Desk:
    """Presenters with mocks for views."""

    def __init__(self, atlas: Atlas, folder: Path) -> None:
        self.model = ViewModel()
        self.window = MagicMock(spec=MainWindow)
        self.window.status = MagicMock()
        self.window.peel = MagicMock()
        self.tree = MagicMock(spec=StructureTree)
        self.card = MagicMock(spec=Card)
        self.stage = MagicMock(spec=Stage)
        self.stage.labels = MagicMock()
        self.bar = MagicMock(spec=MovementBar)
        self.settings = MagicMock(spec=Settings)
        self.settings.folder = folder
        self.now = 0.0
        self.player = Player(clock=self._clock)
        views = Views(self.window, self.tree, self.card, self.stage)
        self.presenter = Presenter(self.model, atlas, views, cast(Settings, self.settings), self.player)
        self.movement = MovementPresenter(self.model, atlas, self.bar, self.window, self.player)
        self.undo = UndoStack()
        self.undo.add(self.model)
        self.modes = Modes(
            ModeDesk(
                MagicMock(atlas=atlas),
                self.model,
                self.undo,
                self.window,
                self.stage,
                cast(Settings, self.settings),
                self.player,
                self.presenter,
                self.movement,
                MagicMock(),
            )
        )

    def _clock(self) -> float:
        return self.now

    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        self.player.tick()


@pytest.fixture
def desk(atlas: Atlas, qapp: QApplication, tmp_path: Path) -> Desk:
    return Desk(atlas, tmp_path)


def test_selecting_shows_the_same_thing_everywhere(desk: Desk) -> None:
    desk.presenter.select(MEDIUS)
    assert desk.model.state.selected == MEDIUS
    desk.tree.set_selected.assert_called_with(MEDIUS)
    assert "Right gluteus medius" in desk.card.set_html.call_args.args[0]
    shown = desk.stage.show_scene.call_args.args[0]
    assert [part.id for part in shown.parts.values() if part.highlighted] == [MEDIUS]
    assert {footprint.role for footprint in shown.footprints} == {"origin", "insertion"}


def test_a_click_on_nothing_deselects(desk: Desk) -> None:
    desk.presenter.select(MEDIUS)
    desk.presenter.select("")
    assert desk.model.state.selected is None
    desk.tree.set_selected.assert_called_with(None)
    desk.window.set_enabled.assert_any_call("view.hide", False)


def test_selecting_is_no_step_of_the_history(desk: Desk) -> None:
    desk.presenter.select(MEDIUS)
    assert desk.model.undo_message == ""


def test_hiding_a_group_is_one_step_that_undo_takes_back(desk: Desk) -> None:
    desk.presenter.set_visible(["gluteus_maximus_r", "gluteus_maximus_l"], False)
    assert desk.model.undo_message == "Hide gluteus maximus"
    desk.tree.set_hidden.assert_called_with({"gluteus_maximus_r", "gluteus_maximus_l"})
    desk.modes.undo()
    desk.tree.set_hidden.assert_called_with(frozenset())
    desk.window.set_step.assert_called_with("", "Hide gluteus maximus")
    desk.modes.redo()
    assert desk.model.state.hidden == {"gluteus_maximus_r", "gluteus_maximus_l"}


def test_isolate_and_show_all(desk: Desk, atlas: Atlas) -> None:
    desk.presenter.select(MEDIUS)
    desk.presenter.isolate()
    assert desk.model.state.hidden == set(atlas.structures) - {MEDIUS}
    desk.presenter.show_all()
    assert desk.model.state.hidden == frozenset()


def test_hide_without_a_selection_does_nothing(desk: Desk) -> None:
    desk.presenter.hide()
    desk.presenter.isolate()
    assert desk.model.undo_message == ""


def test_the_name_under_the_pointer_in_both_languages(desk: Desk) -> None:
    desk.presenter.point_at("femur_l")
    desk.stage.set_name.assert_called_with("Left femur", "Femur")
    assert "Left femur" in desk.window.status.set_hover.call_args.args[0]
    desk.presenter.point_at("")
    desk.window.status.set_hover.assert_called_with("")


def test_next_and_previous_go_round_the_tree(desk: Desk, atlas: Atlas) -> None:
    seen = []
    for _ in atlas.structures:
        desk.presenter.select_next()
        seen.append(desk.model.state.selected)
    assert sorted(filter(None, seen)) == sorted(atlas.structures)
    desk.presenter.select_next()
    assert desk.model.state.selected == seen[0]
    desk.presenter.select_previous()
    assert desk.model.state.selected == seen[-1]


def test_the_other_side(desk: Desk) -> None:
    desk.presenter.select(MEDIUS)
    desk.presenter.select_other_side()
    assert desk.model.state.selected == "gluteus_medius_l"
    desk.presenter.select("sacrum")
    desk.presenter.select_other_side()
    assert desk.model.state.selected == "sacrum"


def test_the_camera_never_makes_a_step_nor_a_new_scene(desk: Desk) -> None:
    scene = desk.stage.show_scene.call_args.args[0]
    desk.stage.camera = CameraState(azimuth_deg=33)
    desk.presenter._camera_moved()
    assert desk.model.state.camera == CameraState(azimuth_deg=33)
    assert desk.model.undo_message == ""
    assert desk.stage.show_scene.call_args.args[0] == scene


def bands(count: int, closed: list[bool]) -> Iterator[npt.NDArray[np.uint8]]:
    """Bands of a picture, two rows each."""
    try:
        for _ in range(count):
            yield np.zeros((2, 5, 4), np.uint8)
    finally:
        closed.append(True)


def test_saving_a_picture_writes_what_the_view_shows(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.window.ask_picture.return_value = Wish(tmp_path / "hip.png", (5, 4), transparent=True, labels=True)
    desk.stage.still.return_value = bands(2, [])
    desk.presenter.save_picture()
    desk.stage.still.assert_called_with((5, 4), transparent=True, names=True)
    with pytest.raises(GlutviewError, match="another one is being saved"):
        desk.presenter.save_picture()
    assert not (tmp_path / "hip.png").exists(), "nothing is drawn before the order is done"
    qtbot.waitUntil(lambda: not desk.presenter.pictures.running)
    assert (tmp_path / "hip.png").read_bytes().startswith(b"\x89PNG")
    told = [call.args for call in desk.window.status.set_progress.call_args_list]
    assert told == [("Saving hip.png…", 0), ("Saving hip.png…", 0.5), ("Saving hip.png…", 1), ("",)]


@pytest.mark.parametrize("end", ["cancel", "release"])
def test_a_picture_that_is_given_up_leaves_what_was_there(desk: Desk, qtbot: QtBot, tmp_path: Path, end: str) -> None:
    there, closed = tmp_path / "hip.png", list[bool]()
    there.write_text("old")
    desk.window.ask_picture.return_value = Wish(there, (5, 4000))
    desk.stage.still.return_value = bands(2000, closed)
    desk.presenter.save_picture()
    qtbot.waitUntil(lambda: desk.window.status.set_progress.call_count > 3)
    getattr(desk.presenter.pictures, end)()
    assert closed == [True]
    assert there.read_text() == "old"
    assert list(tmp_path.iterdir()) == [there]
    assert not desk.presenter.pictures.running


def test_a_picture_is_asked_for_as_the_last_one_was_saved(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "glutview.png").write_text("old")
    (tmp_path / "glutview-2.png").write_text("old")
    desk.settings.folder = tmp_path
    desk.settings.picture = PictureHabit("twice", names=False)
    desk.stage.labels.isVisible.return_value = False
    desk.window.ask_picture.return_value = Wish(tmp_path / "a.png", (5, 4), transparent=True, sizing="1280x720")
    desk.stage.still.return_value = bands(2, [])
    desk.presenter.save_picture()
    asked = desk.window.ask_picture.call_args
    assert asked.args[1] == tmp_path / "glutview-3.png"
    assert asked.kwargs["habit"] == PictureHabit("twice", names=False)
    # There were no names to be left out: what was said about them holds.
    assert desk.settings.picture == PictureHabit("1280x720", transparent=True, names=False)
    desk.presenter.pictures.cancel()


def test_a_picture_that_fails_on_the_way_is_told_of(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    def broken() -> Iterator[npt.NDArray[np.uint8]]:
        yield np.zeros((2, 5, 4), np.uint8)
        raise OSError(28, "No space left on device")

    told: list[tuple[str, str]] = []
    desk.presenter.pictures.report = lambda title, error: told.append((title, str(error)))
    desk.window.ask_picture.return_value = Wish(tmp_path / "hip.png", (5, 4))
    desk.stage.still.return_value = broken()
    desk.presenter.save_picture()
    qtbot.waitUntil(lambda: not desk.presenter.pictures.running)
    assert [title for title, _ in told] == ["The picture could not be saved"]
    assert "No space left" in told[0][1]
    assert list(tmp_path.iterdir()) == []


def test_a_picture_that_cannot_be_written_is_an_error_with_a_remedy(desk: Desk, tmp_path: Path) -> None:
    desk.window.ask_picture.return_value = Wish(tmp_path / "missing" / "hip.png", (5, 4))
    desk.stage.still.return_value = bands(2, [])
    with pytest.raises(GlutviewError, match="cannot be written"):
        desk.presenter.save_picture()
    assert not desk.presenter.pictures.running


def test_abduction_plays_and_is_one_step(desk: Desk) -> None:
    desk.movement.choose_abduction()
    desk.pass_time(2.0)
    assert desk.model.state.pose["hip_abduction_r"] == pytest.approx(40)
    assert desk.model.state.pose["hip_abduction_l"] == 0
    assert desk.stage.show_scene.call_args.args[0].pose == desk.model.state.pose
    desk.bar.set_angles.assert_called_with(
        {"hip_flexion": 0, "hip_abduction": pytest.approx(40), "hip_internal_rotation": 0}
    )
    desk.movement.toggle_play()
    assert desk.model.undo_message == "Abduction"
    desk.modes.undo()
    assert desk.model.state.pose == Pose()


def test_internal_rotation_of_both_hips(desk: Desk) -> None:
    desk.movement.side_both()
    desk.movement.choose_internal_rotation()
    desk.pass_time(2.0)
    desk.movement.toggle_play()
    for side in "rl":
        assert desk.model.state.pose[f"hip_internal_rotation_{side}"] == pytest.approx(35)


def test_undo_while_playing_stops_and_goes_back(desk: Desk) -> None:
    desk.movement.choose_abduction()
    desk.pass_time(1.0)
    desk.modes.undo()
    assert not desk.player.playing
    assert desk.model.state.pose == Pose()


def test_a_slider_drag_is_one_step_and_stops_the_player(desk: Desk) -> None:
    desk.movement.choose_abduction()
    desk.pass_time(1.0)
    for degrees in (5.0, 10.0, 15.0):
        desk.movement.turn("hip_flexion", degrees)
    desk.movement.settle()
    assert not desk.player.playing
    assert desk.model.undo_message == "Flexion"
    desk.modes.undo()
    assert desk.model.undo_message == "Abduction"
    assert desk.model.state.pose["hip_flexion_r"] == 0


def test_a_stop_is_told_until_the_joint_moves_freely(desk: Desk) -> None:
    desk.movement.turn("hip_flexion", 200)
    words = "Stopped at 120°, the limit of flexion"
    desk.window.status.set_stop.assert_called_with(words)
    desk.bar.set_stop.assert_called_with("hip_flexion", "at the limit", words)
    desk.movement.turn("hip_flexion", 200)
    desk.window.status.set_stop.assert_called_with(words)
    desk.movement.turn("hip_flexion", 100)
    desk.window.status.set_stop.assert_called_with("")
    desk.movement.turn("hip_internal_rotation", 45)
    assert "femoral neck" in desk.window.status.set_stop.call_args.args[0]
    desk.movement.reset_pose()
    desk.window.status.set_stop.assert_called_with("")
    desk.bar.set_stop.assert_called_with("", "", "")


def test_spans_are_shown_once_there_is_a_picture_and_follow_the_pose(desk: Desk) -> None:
    desk.movement.turn("hip_abduction", 10)
    desk.bar.set_spans.assert_not_called()
    desk.movement.show_spans()
    desk.movement.turn("hip_flexion", 100)
    spans = desk.bar.set_spans.call_args.args[0]
    assert spans == {name: RANGE.span((100, 10, 0), name) for name in HIP_COORDINATES}
    assert spans["hip_internal_rotation"][1] < 45


def test_scrubbing_goes_to_a_moment(desk: Desk) -> None:
    desk.movement.scrub(0.5)
    assert desk.model.state.pose["hip_abduction_r"] == pytest.approx(40)
    desk.bar.set_time.assert_called_with(2.0, 4.0)


def test_weakness_changes_the_pose_and_is_one_step(desk: Desk) -> None:
    desk.movement.choose_trendelenburg()
    desk.player.pause()
    assert desk.model.state.fixed == "femur_r"
    desk.movement.scrub(0.5)
    desk.model.settle()
    assert desk.model.state.pose["hip_abduction_r"] == pytest.approx(-15)
    desk.bar.set_amount.assert_called_with(1.0)
    for amount in (0.8, 0.5, 0.0):
        desk.movement.set_amount(amount)
    desk.movement.end_amount()
    assert desk.model.state.pose["hip_abduction_r"] == pytest.approx(-4)
    desk.bar.set_amount.assert_called_with(0.0)
    desk.modes.undo()
    assert desk.model.state.pose["hip_abduction_r"] == pytest.approx(-15)


def test_weakness_set_at_the_start_shows_the_middle_where_it_is_seen(desk: Desk) -> None:
    desk.movement.choose_trendelenburg()
    desk.player.pause()
    desk.movement.scrub(0.0)
    desk.movement.set_amount(0.5)
    assert desk.player.seconds == pytest.approx(2.5)
    assert desk.model.state.pose["hip_abduction_r"] == pytest.approx(-9.5)


def test_the_gait_moves_both_hips_and_lights_the_muscles(desk: Desk) -> None:
    desk.movement.side_left()
    desk.movement.choose_gait()
    desk.pass_time(0.48)  # 12 % of the cycle
    state = desk.model.state
    assert state.pose["hip_flexion_l"] == pytest.approx(31.5, abs=0.1)
    assert state.pose["hip_flexion_r"] == pytest.approx(3.0, abs=0.1)
    assert state.pose["hip_internal_rotation_l"] == state.pose["hip_internal_rotation_r"] == 0
    assert state.active == {"gluteus_medius_l", "gluteus_minimus_l", "gluteus_maximus_l"}
    desk.bar.set_active.assert_called_with("left gluteus maximus, medius, minimus")
    hips, shares = zip(*desk.bar.set_shares.call_args.args[0].items(), strict=True)
    assert hips == ("L", "R")
    assert shares == pytest.approx((0.12, 0.62))
    shown = desk.stage.show_scene.call_args.args[0]
    assert {part.id for part in shown.parts.values() if part.active} == state.active


def test_now_the_left_goes_on_with_the_left_alone(desk: Desk) -> None:
    desk.movement.choose_abduction()
    desk.pass_time(1.0)
    right = desk.model.state.pose["hip_abduction_r"]
    assert right > 10
    desk.movement.side_left()
    assert desk.player.playing
    assert desk.model.state.pose["hip_abduction_r"] == 0
    assert desk.model.state.pose["hip_abduction_l"] == pytest.approx(right, abs=1e-6)


def test_who_poses_a_hip_has_left_the_cycle(desk: Desk) -> None:
    desk.movement.choose_gait()
    desk.pass_time(0.5)
    assert set(desk.bar.set_shares.call_args.args[0]) == {"R", "L"}
    desk.movement.turn("hip_flexion", 80.0)
    desk.bar.set_shares.assert_called_with({})
    desk.movement.scrub(0.25)
    assert desk.bar.set_shares.call_args.args[0]["R"] == pytest.approx(0.25)
    desk.movement.reset_pose()
    desk.bar.set_shares.assert_called_with({})


def test_a_new_movement_begins_without_what_the_last_one_turned(desk: Desk) -> None:
    desk.movement.turn("hip_internal_rotation", 10.0)
    desk.movement.settle()
    desk.movement.choose_gait()
    desk.pass_time(0.5)
    desk.movement.choose_abduction()
    pose = desk.model.state.pose
    assert [pose[name] for name in ("hip_flexion_r", "hip_flexion_l", "hip_abduction_l")] == [0, 0, 0]
    # What a person turned by hand stays.
    assert pose["hip_internal_rotation_r"] == 10
    assert desk.model.state.active == frozenset()


def test_a_movement_that_tells_the_hips_apart_takes_one_of_both(desk: Desk) -> None:
    desk.movement.side_both()
    desk.movement.choose_gait()
    assert desk.model.state.clip_side == "r"
    assert desk.bar.set_note.call_args.args[0].one_leads


def test_the_list_is_opened_by_its_order(desk: Desk) -> None:
    desk.movement.open_list()
    desk.bar.open_movements.assert_called_once()


def test_the_fixed_femur_is_that_of_the_chosen_side(desk: Desk) -> None:
    seen = []
    for order in ("side_left", "fix_femur", "side_right", "fix_pelvis"):
        getattr(desk.movement, order)()
        seen.append(desk.model.state.fixed)
    assert seen == ["pelvis", "femur_l", "femur_r", "pelvis"]


def test_neutral_resets_both_hips_in_one_step(desk: Desk) -> None:
    desk.movement.side_both()
    desk.movement.turn("hip_flexion", 60)
    desk.movement.settle()
    desk.movement.reset_pose()
    assert desk.model.state.pose == Pose()
    assert desk.model.undo_message == "Reset to neutral"


def test_a_released_presenter_listens_no_more(desk: Desk) -> None:
    desk.presenter.release()
    desk.movement.release()
    desk.tree.set_selected.reset_mock()
    desk.presenter.select(MEDIUS)
    desk.tree.set_selected.assert_not_called()


def test_peeling_takes_off_one_layer_a_step_and_is_seen_in_the_tree(desk: Desk) -> None:
    desk.presenter.peel_deeper()
    desk.presenter.peel_deeper()
    assert desk.model.undo_message.startswith("Peel to gluteus medius")
    assert {"gluteus_maximus_r", "gluteus_maximus_l"} <= desk.model.state.hidden
    assert desk.tree.set_hidden.call_args.args[0] == desk.model.state.hidden
    desk.window.peel.set_depth.assert_called_with(2)
    desk.presenter.cover_again()
    assert "gluteus_maximus_r" not in desk.model.state.hidden
    desk.modes.undo()
    desk.modes.undo()
    desk.modes.undo()
    assert desk.model.state.hidden == frozenset()


def test_peeling_ends_at_the_bones_and_leaves_what_was_hidden_by_hand(desk: Desk) -> None:
    desk.presenter.set_visible(["femur_r"], False)
    desk.presenter.peel(99)
    left = set(desk.presenter._atlas.structures) - desk.model.state.hidden
    assert {desk.presenter._atlas.structures[id].kind for id in left} == {"bone", "cartilage"}
    desk.presenter.peel(0)
    assert desk.model.state.hidden == {"femur_r"}


def test_labels_name_what_is_seen_the_selection_first(desk: Desk) -> None:
    desk.presenter.select(MEDIUS)
    desk.presenter.toggle_labels()
    names, selected = desk.stage.set_labels.call_args.args
    assert selected == MEDIUS
    assert next(iter(names)) == MEDIUS
    assert {"superior_gluteal_nerve_r", "superior_gluteal_artery_r"} == set(list(names)[1:3])
    assert "gluteus_maximus_r" not in names  # it has turned to glass
    desk.presenter.set_visible(["femur_r"], False)
    assert "femur_r" not in desk.stage.set_labels.call_args.args[0]
    desk.presenter.toggle_labels()
    assert desk.stage.set_labels.call_args.args[0] == {}
