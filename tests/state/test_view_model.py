"""The view's history: what is a step, what is none, and that steps come and go whole."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from glutview.biomech.pose import Pose
from glutview.state import view_edits as edits
from glutview.state.view_model import ViewModel
from glutview.state.view_state import CameraState, ViewState
from tests.biomech.ranges import RANGE


def test_a_drag_is_one_step() -> None:
    model = ViewModel()
    for angle in range(1, 31):
        model.look(edits.set_angle(model.state, "hip_abduction", angle, RANGE))
    model.commit("Abduction")
    assert model.undo_message == "Abduction"
    model.undo()
    assert model.state.pose == Pose()
    assert model.undo_message == ""
    model.redo()
    assert model.state.pose["hip_abduction_r"] == 30


def test_hiding_a_group_is_one_step() -> None:
    model = ViewModel()
    model.edit(edits.set_visible(model.state, ["a_r", "a_l", "b"], visible=False), "Hide muscles")
    assert model.state.hidden == {"a_r", "a_l", "b"}
    model.undo()
    assert model.state.hidden == frozenset()


def test_looking_around_is_no_step_and_is_not_undone() -> None:
    model = ViewModel()
    model.edit(edits.set_visible(model.state, ["a"], visible=False), "Hide a")
    model.look(edits.set_camera(model.state, CameraState(azimuth_deg=40)))
    model.look(edits.select(model.state, "b"))
    model.look(edits.set_theme(model.state, "dark"))
    model.commit("nothing")
    assert model.undo_message == "Hide a"
    model.undo()
    assert model.state == ViewState(camera=CameraState(azimuth_deg=40), selected="b", theme="dark")


def test_undo_during_a_drag_takes_back_the_drag_alone() -> None:
    model = ViewModel()
    model.edit(edits.set_visible(model.state, ["a"], visible=False), "Hide a")
    model.look(edits.set_angle(model.state, "hip_flexion", 50, RANGE))
    model.undo()
    assert model.state.pose == Pose()
    assert model.state.hidden == {"a"}


def test_listeners_hear_every_change_with_what_was_before() -> None:
    model = ViewModel()
    heard: list[tuple[ViewState, ViewState]] = []
    model.changed.connect(lambda before, after: heard.append((before, after)))
    first = model.state
    model.look(edits.select(first, "a"))
    model.look(model.state)  # no change, nothing to tell
    assert heard == [(first, replace(first, selected="a"))]


@given(st.lists(st.sampled_from(["hide", "show", "pose", "camera", "undo", "redo"]), max_size=30))
def test_undoing_everything_leads_back_to_the_start(orders: list[str]) -> None:
    model = ViewModel()
    for number, order in enumerate(orders):
        state = model.state
        match order:
            case "hide":
                model.edit(edits.set_visible(state, [f"s{number % 3}"], visible=False), "Hide")
            case "show":
                model.edit(edits.show_all(state), "Show all")
            case "pose":
                model.edit(edits.set_angle(state, "hip_flexion", number, RANGE), "Pose")
            case "camera":
                model.look(edits.set_camera(state, CameraState(azimuth_deg=number)))
            case "undo":
                model.undo()
            case "redo":
                model.redo()
    camera = model.state.camera
    while model.undo_message:
        model.undo()
    assert model.state == ViewState(camera=camera)
    while model.redo_message:
        model.redo()
    assert model.redo_message == ""


def test_what_goes_on_after_its_beginning_is_one_step_with_it() -> None:
    model = ViewModel()
    model.edit(edits.set_visible(model.state, ["a"], visible=False), "Hide a")
    model.begin(edits.set_labels(model.state, True), "Begin")
    assert model.undo_message == "Begin"
    for angle in range(1, 31):
        model.look(edits.set_angle(model.state, "hip_abduction", angle, RANGE))
    model.commit("Abduction")
    assert model.undo_message == "Begin"
    # From then on steps are their own again.
    model.look(edits.set_angle(model.state, "hip_abduction", 40, RANGE))
    model.commit("Abduction")
    model.undo()
    assert (model.state.labels, model.state.pose["hip_abduction_r"]) == (True, 30)
    model.undo()
    assert (model.state.labels, model.state.pose, model.state.hidden) == (False, Pose(), frozenset("a"))
    model.redo()
    assert (model.state.labels, model.state.pose["hip_abduction_r"]) == (True, 30)


def test_undo_while_it_goes_on_takes_back_all_of_it() -> None:
    model = ViewModel()
    model.begin(edits.set_labels(model.state, True), "Begin")
    model.look(edits.set_angle(model.state, "hip_abduction", 20, RANGE))
    model.undo()
    assert model.state == ViewState()
    assert model.undo_message == ""


def test_what_is_done_meanwhile_is_a_step_of_its_own() -> None:
    model = ViewModel()
    model.begin(edits.set_labels(model.state, True), "Begin")
    model.look(edits.set_angle(model.state, "hip_abduction", 20, RANGE))
    model.edit(edits.set_visible(model.state, ["a"], visible=False), "Hide a")
    model.look(edits.set_angle(model.state, "hip_abduction", 30, RANGE))
    model.commit("Abduction")
    for message in ("Abduction", "Hide a", "Begin"):
        assert model.undo_message == message
        model.undo()
    assert model.state == ViewState()


def test_what_begins_nothing_takes_nothing_in() -> None:
    model = ViewModel()
    model.look(edits.set_angle(model.state, "hip_flexion", 5, RANGE))
    model.begin(model.state, "Nothing")
    assert model.undo_message == "Pose"
    model.look(edits.set_angle(model.state, "hip_abduction", 20, RANGE))
    model.commit("Abduction")
    assert model.undo_message == "Abduction"
