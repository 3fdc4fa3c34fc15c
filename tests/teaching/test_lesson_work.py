"""A lesson under work: drafts, positions, and that undo ends where it should."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.biomech.pose import Pose
from glutview.errors import GlutviewError
from glutview.export.film_plan import lesson_film
from glutview.state.clips import at_moment
from glutview.state.undo_stack import UndoStack
from glutview.state.view_state import CameraState, ViewState
from glutview.teaching.lesson import Lesson, Play, Step
from glutview.teaching.lesson_editor import LessonEditor
from glutview.teaching.lesson_showing import arrival, default_title, is_away, playable
from glutview.teaching.lesson_view import retaken, snapshot
from glutview.teaching.lesson_work import LessonWork
from tests.biomech.ranges import RANGE
from tests.teaching.lessons import ATLAS

CAMERA = CameraState(azimuth_deg=12.345678, elevation_deg=5, distance_mm=700.123456, focal_mm=(1.23456, 2, 3))


def _work(*titles: str) -> LessonWork:
    return LessonWork(LessonEditor(Lesson(title="Hip", steps=tuple(Step(title=title) for title in titles))))


def _titles(work: LessonWork) -> list[str]:
    return [step.title for step in work.lesson.steps]


def test_one_begins_at_the_first_step_if_there_is_one() -> None:
    assert _work("A", "B").position == 0
    assert _work().position is None
    assert _work().step is None


def test_going_beyond_the_ends_stays_there() -> None:
    work = _work("A", "B", "C")
    work.go(7)
    assert work.position == 2
    work.go(-1)
    assert work.position == 0


def test_a_new_step_stands_after_the_present_one_and_one_is_there() -> None:
    work = _work("A", "B")
    work.add(Step(title="New"))
    assert _titles(work) == ["A", "New", "B"]
    assert work.position == 1


def test_one_stays_at_ones_step_while_others_are_moved() -> None:
    work = _work("A", "B", "C")
    work.go(1)
    work.move(0, 2)
    assert _titles(work) == ["B", "C", "A"]
    assert work.step is not None
    assert work.step.title == "B"
    work.move(0, 1)
    assert (_titles(work), work.position) == (["C", "B", "A"], 1)


def test_after_the_last_step_is_removed_there_is_no_position() -> None:
    work = _work("A")
    work.remove()
    assert work.position is None
    work.remove()
    work.undo()
    assert work.position == 0


def test_a_note_is_one_edit_when_it_is_left() -> None:
    work = _work("A", "B")
    steps = []
    work.stepped.connect(lambda: steps.append(1))
    for text in ("S", "So", "Som", "Some"):
        work.write_note(text)
    assert (work.note, steps, work.unsaved) == ("Some", [], True)
    work.go(1)
    assert work.note == ""
    assert steps == [1]
    assert work.lesson.steps[0].note == "Some"
    work.undo()
    assert (work.position, work.note) == (0, "")


def test_a_note_written_and_taken_back_is_no_edit() -> None:
    work = _work("A")
    work.write_note("x")
    work.write_note("")
    work.settle()
    assert work.undo_message == ""
    assert not work.unsaved


def test_a_title_that_is_taken_changes_nothing() -> None:
    work = _work("A", "B")
    with pytest.raises(GlutviewError, match="another step has this title"):
        work.rename(1, "A")
    assert _titles(work) == ["A", "B"]
    assert work.undo_message == ""


def test_an_untouched_new_lesson_is_nothing_to_lose() -> None:
    work = LessonWork(LessonEditor.new())
    unsaved = [work.unsaved]
    work.add(Step(title="A"))
    unsaved.append(work.unsaved)
    work.undo()
    unsaved.append(work.unsaved)
    assert unsaved == [False, True, False]


def test_undo_of_the_window_makes_an_edit_of_the_draft_first() -> None:
    work, stack = _work("A"), UndoStack()
    stack.add(work)
    work.add(Step(title="B"))
    work.write_note("note")
    stack.undo()
    assert (_titles(work), work.note) == (["A", "B"], "")
    stack.undo()
    assert _titles(work) == ["A"]
    stack.redo()
    stack.redo()
    assert work.note == "note"


_ACTS = st.lists(st.tuples(st.sampled_from("amrndgtuR"), st.integers(0, 5), st.integers(0, 5)), max_size=30)


@given(_ACTS)
def test_any_edits_can_all_be_undone_and_redone(acts: list[tuple[str, int, int]]) -> None:
    work, stack = _work("A", "B", "C"), UndoStack()
    stack.add(work)
    first = work.lesson
    for act, one, other in acts:
        count = len(work.lesson.steps)
        match act:
            case "a":
                work.add(Step(title=f"New {one}"))
            case "m" if count:
                work.move(one % count, other)
            case "r":
                work.remove()
            case "n":
                work.write_note("x" * one)
            case "t" if count:
                work.rename(one % count, work.editor.free_title(f"Title {other}"))
            case "g":
                work.go(one)
            case "u":
                stack.undo()
            case "R":
                stack.redo()
        assert (work.position is None) == (not work.lesson.steps)
    work.settle()
    last = work.lesson
    undone = 0
    while stack.undo_message:
        stack.undo()
        undone += 1
    assert work.lesson == first
    for _ in range(undone):
        stack.redo()
    assert work.lesson == last


# ------------------------------------------------------------------------------------------------ showing


def test_a_view_that_was_taken_is_not_away_from_its_step() -> None:
    state = ViewState(camera=CAMERA, selected="gluteus_medius_r", hidden=frozenset({"gluteus_maximus_r"}))
    step = snapshot(state, ATLAS, "A")
    assert not is_away(state, arrival(step, state, ATLAS), step, ATLAS)


def test_a_movement_that_meets_the_bones_stays_in_its_step_and_is_filmed_as_it_plays() -> None:
    play = Play(id="internal_rotation", loop=False)
    step = Step(title="A", pose={"hip_flexion_r": 110.0}, movement=play)
    state = there = arrival(step, ViewState(), ATLAS)
    played = []
    for tenth in range(41):
        state = at_moment(state, ATLAS.movements[play.id], RANGE, tenth / 10)
        played.append(state.pose)
        assert not is_away(state, there, step, ATLAS)
    assert 20 < max(pose["hip_internal_rotation_r"] for pose in played) < 35
    filmed = lesson_film(Lesson(title="x", steps=(step,)), ATLAS, CAMERA, 10, captions=False)
    assert [moment.state.pose for moment in filmed] == played


@pytest.mark.parametrize(
    "change",
    [
        {"selected": None},
        {"hidden": frozenset({"femur_l"})},
        {"xray": True},
        {"labels": True},
        {"fixed": "femur_r"},
        {"pose": Pose.of({"hip_flexion_r": 5.0})},
        {"camera": replace(CAMERA, azimuth_deg=20.0)},
    ],
)
def test_improvising_leads_away(change: dict[str, object]) -> None:
    state = ViewState(camera=CAMERA, selected="gluteus_medius_r")
    step = snapshot(state, ATLAS, "A")
    there = arrival(step, state, ATLAS)
    assert is_away(replace(there, **change), there, step, ATLAS)  # type: ignore[arg-type]


def test_a_movement_that_runs_does_not_lead_away() -> None:
    play = Play(id="abduction")
    step = snapshot(ViewState(camera=CAMERA, clip="abduction"), ATLAS, "A", play=play)
    there = arrival(step, ViewState(), ATLAS)
    assert (there.clip, there.pose["hip_abduction_r"]) == ("abduction", 0.0)
    assert not is_away(replace(there, pose=Pose.of({"hip_abduction_r": 30.0})), there, step, ATLAS)
    assert is_away(replace(there, pose=Pose.of({"hip_abduction_l": 30.0})), there, step, ATLAS)


def test_without_a_camera_every_camera_will_do() -> None:
    step = Step(title="A", selected="femur_r")
    there = arrival(step, ViewState(camera=CAMERA), ATLAS)
    assert there.camera == CAMERA
    assert not is_away(replace(there, camera=CameraState()), there, step, ATLAS)


def test_a_movement_that_the_atlas_lacks_does_not_play() -> None:
    assert playable(Step(title="A", movement=Play(id="jumping")), ATLAS) is None


def test_a_retaken_step_is_where_one_is() -> None:
    state = ViewState(camera=CAMERA, pose=Pose.of({"hip_flexion_r": 12.3456}))
    step = retaken(Step(title="A"), state, ATLAS)
    assert not is_away(state, arrival(step, state, ATLAS), step, ATLAS)


def test_new_steps_are_named_by_what_they_show() -> None:
    selected = ViewState(selected="gluteus_medius_r")
    assert default_title(selected, ATLAS, None, 3) == ATLAS.structures["gluteus_medius_r"].name
    assert default_title(selected, ATLAS, Play(id="abduction"), 3) == "Abduction"
    assert default_title(ViewState(), ATLAS, None, 3) == "Step 3"
