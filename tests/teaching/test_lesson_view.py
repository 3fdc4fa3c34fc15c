"""What is on the screen becomes a step and comes back as it was."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from glutview.biomech.pose import COORDINATES, HIP_COORDINATES, Pose
from glutview.state.view_state import ViewState
from glutview.teaching.lesson import Lesson, Play, Step, step_data
from glutview.teaching.lesson_file import lesson_findings
from glutview.teaching.lesson_view import hidden_ids, play_of, retaken, shown, snapshot
from tests.biomech.ranges import RANGE, within_limits
from tests.teaching.lessons import ATLAS, cameras, near

_poses = (
    st.dictionaries(st.sampled_from(COORDINATES), st.floats(-20, 30).map(lambda angle: round(angle, 2)), max_size=6)
    .map(Pose.of)
    .filter(lambda pose: pose.within(RANGE) == pose)
)

states = st.builds(
    ViewState,
    selected=st.none() | st.sampled_from(list(ATLAS.structures)),
    hidden=st.frozensets(st.sampled_from(list(ATLAS.structures))),
    xray=st.booleans(),
    labels=st.booleans(),
    pose=_poses,
    fixed=st.sampled_from(["pelvis", "femur_r", "femur_l"]),
    camera=cameras,
)


@given(states)
def test_a_step_shows_again_what_was_on_the_screen(state: ViewState) -> None:
    step = snapshot(state, ATLAS, "A step")
    elsewhere = ViewState(selected="sacrum", hidden=frozenset({"coccyx"}), theme="dark", mode="lesson")
    again = shown(step, elsewhere, ATLAS)
    assert (again.theme, again.mode) == ("dark", "lesson")
    assert again.camera is not None
    assert state.camera is not None
    assert near(again.camera, state.camera)
    assert replace(again, camera=state.camera, theme="light", mode="explore") == state


def test_both_sides_are_one_word_and_few_that_are_left_are_named_instead() -> None:
    hidden = frozenset({"gluteus_maximus_r", "gluteus_maximus_l", "femur_l"})
    assert snapshot(ViewState(hidden=hidden), ATLAS, "x").hidden == ("femur_l", "gluteus_maximus")
    alone = frozenset(ATLAS.structures) - {"femur_r", "femur_l", "sacrum"}
    step = snapshot(ViewState(hidden=alone), ATLAS, "x")
    assert (step.hidden, step.only) == ((), ("femur", "sacrum"))
    assert hidden_ids(step, ATLAS) == alone


def test_a_movement_takes_its_own_angles_out_of_the_pose() -> None:
    pose = Pose().moved(hip_abduction_r=12, hip_flexion_r=20, hip_abduction_l=5)
    step = snapshot(ViewState(pose=pose), ATLAS, "x", play=Play(id="abduction", side="r"))
    assert step.pose == {"hip_flexion_r": 20.0, "hip_abduction_l": 5.0}
    state = shown(step, ViewState(), ATLAS)
    assert (state.clip, state.clip_side) == ("abduction", "r")


def test_a_movement_of_both_hips_takes_the_angles_of_both_out_of_the_pose() -> None:
    pose = Pose().moved(hip_flexion_r=12, hip_flexion_l=20, hip_internal_rotation_l=5)
    step = snapshot(ViewState(pose=pose), ATLAS, "x", play=Play(id="gait", side="l"))
    assert step.pose == {"hip_internal_rotation_l": 5.0}


def test_a_step_keeps_the_weakness_of_a_movement_that_has_one() -> None:
    state = ViewState(clip="trendelenburg", clip_amount=0.255, clip_side="l")
    play = play_of(state, ATLAS, 0.5)
    assert play == Play(id="trendelenburg", side="l", speed=0.5, amount=0.26)
    back = shown(Step(title="x", movement=play), ViewState(active=frozenset({"femur_r"})), ATLAS)
    assert (back.clip_amount, back.active) == (0.26, frozenset())
    assert shown(Step(title="x", movement=Play(id="trendelenburg")), state, ATLAS).clip_amount == 1.0
    plain = play_of(ViewState(clip="gait", clip_amount=0.5), ATLAS, 1.0)
    assert plain is not None
    assert plain.amount is None
    assert play_of(ViewState(), ATLAS, 1.0) is None


def test_nothing_that_says_nothing_is_written() -> None:
    assert step_data(snapshot(ViewState(), ATLAS, "Plain")) == {"title": "Plain"}


def test_what_the_atlas_lacks_shows_nothing_and_angles_stay_within_their_limits() -> None:
    step = Step.model_validate(
        {
            "title": "x",
            "selected": "deltoid_r",
            "hidden": ["deltoid", "femur"],
            "pose": {"hip_abduction_r": 300},
            "movement": {"id": "jumping"},
        }
    )
    state = shown(step, ViewState(clip="abduction"), ATLAS)
    assert state.selected is None
    assert state.hidden == {"femur_r", "femur_l"}
    assert state.pose["hip_abduction_r"] == ATLAS.coordinate_limits()["hip_abduction"][1]
    assert state.clip == "abduction"


@given(within_limits, st.sampled_from("rl"))
def test_a_hip_beyond_its_range_is_held_at_the_border(angles: tuple[float, float, float], side: str) -> None:
    named = {f"{name}_{side}": angle for name, angle in zip(HIP_COORDINATES, angles, strict=True)}
    step = Step.model_validate({"title": "x", "pose": named})
    pose = shown(step, ViewState(), ATLAS).pose
    assert pose.hip(side) == RANGE.nearest(angles)
    assert Pose.checked(pose, RANGE) == pose
    assert bool(RANGE.allowed(angles)) == (not any(lesson_findings(Lesson(title="x", steps=(step,)), ATLAS)))


def test_retaking_keeps_the_words() -> None:
    old = Step(title="Nerve", note="It runs there.", sources=("gray_1918",), xray=True)
    new = retaken(old, ViewState(labels=True), ATLAS)
    assert (new.title, new.note, new.sources) == (old.title, old.note, old.sources)
    assert new.labels
    assert not new.xray
