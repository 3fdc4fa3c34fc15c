"""What a film shows, before anything is drawn."""

from __future__ import annotations

from itertools import pairwise

import pytest

from glutview.atlas.load import load_atlas
from glutview.biomech.motion_range import MotionRange
from glutview.biomech.pose import Pose
from glutview.errors import GlutviewError
from glutview.export.film_plan import (
    lesson_film,
    movement_film,
    reading_seconds,
    turntable_film,
    turntable_states,
)
from glutview.state.view_state import CameraState, ViewState
from glutview.teaching.lesson import Lesson, Play, Step
from glutview.teaching.lesson_file import read_lesson, shipped_lessons

ATLAS = load_atlas()
FPS = 10


def _azimuths(states: list[ViewState]) -> list[float]:
    return [state.camera.azimuth_deg for state in states if state.camera]


def test_a_turn_goes_once_round_in_equal_steps() -> None:
    start = ViewState(camera=CameraState(azimuth_deg=-123, elevation_deg=9))
    seen = _azimuths(list(turntable_states(start, 16)))
    assert seen[0] == -123
    assert all((b - a) % 360 == pytest.approx(22.5) for a, b in pairwise([*seen, seen[0]]))
    assert all(-180 <= azimuth < 180 for azimuth in seen)
    assert len(turntable_film(start, FPS)) == 80
    with pytest.raises(ValueError, match="camera"):
        turntable_states(ViewState(), 4)


def test_a_movement_is_shown_from_start_to_end() -> None:
    moments = movement_film(ATLAS, "abduction", ViewState(pose=Pose().moved(hip_flexion_l=10)), FPS)
    angles = [moment.state.pose["hip_abduction_r"] for moment in moments]
    assert len(angles) == FPS * ATLAS.movements["abduction"].seconds
    assert (angles[0], max(angles)) == (0, 40)
    assert all(moment.state.pose["hip_flexion_l"] == 10 for moment in moments)
    with pytest.raises(GlutviewError, match=r"--movement: there is no movement 'walking': give one of abduction"):
        movement_film(ATLAS, "walking", ViewState(), FPS)


def test_a_film_holds_still_what_the_movement_does_and_lights_the_muscles() -> None:
    sign = movement_film(ATLAS, "trendelenburg", ViewState(), FPS, side="l")
    assert {moment.state.fixed for moment in sign} == {"femur_l"}
    assert min(moment.state.pose["hip_abduction_l"] for moment in sign) == pytest.approx(-15)
    gait = movement_film(ATLAS, "gait", ViewState(), FPS)
    active = {muscle for moment in gait for muscle in moment.state.active}
    muscles = ("gluteus_medius", "gluteus_minimus", "gluteus_maximus", "tensor_fasciae_latae")
    assert active == {f"{muscle}_{side}" for muscle in muscles for side in "rl"}
    # Shown again and again it goes on without a jump: the next frame after the last is the first.
    step = max(abs(b.state.pose[n] - a.state.pose[n]) for a, b in pairwise(gait) for n in a.state.pose)
    assert all(abs(gait[0].state.pose[n] - gait[-1].state.pose[n]) <= step for n in gait[0].state.pose)


def test_a_film_says_what_must_be_said_of_a_movement() -> None:
    (words,) = {(moment.title, moment.note) for moment in movement_film(ATLAS, "gait", ViewState(), FPS)}
    assert words[0] == "Gait cycle"
    assert words[1].startswith("Children, means ± 1 SD")
    (words,) = {(moment.title, moment.note) for moment in movement_film(ATLAS, "clamshell", ViewState(), FPS)}
    assert words[1].startswith("Illustration")
    (plain,) = {(moment.title, moment.note) for moment in movement_film(ATLAS, "abduction", ViewState(), FPS)}
    bare = movement_film(ATLAS, "gait", ViewState(), FPS, captions=False)
    assert plain == ("", "") == (bare[0].title, bare[0].note)


def test_a_step_films_the_weakness_that_it_states() -> None:
    for amount, drop in ((0.0, -4), (0.5, -9.5), (None, -15)):
        play = Play(id="trendelenburg", loop=False, amount=amount)
        lesson = Lesson(title="x", steps=(Step(title="x", movement=play, fixed="femur_r"),))
        moments = lesson_film(lesson, ATLAS, CameraState(), 10, captions=False)
        assert min(moment.state.pose["hip_abduction_r"] for moment in moments) == pytest.approx(drop)


def test_the_shipped_lesson_is_filmed_whole_without_a_jump() -> None:
    lesson = read_lesson(shipped_lessons()[0], ATLAS).lesson
    moments = lesson_film(lesson, ATLAS, CameraState(), FPS)
    titles = list(dict.fromkeys(moment.title for moment in moments if moment.title))
    assert titles == [step.title for step in lesson.steps]
    limit = MotionRange.load(ATLAS.coordinate_limits())
    for before, after in pairwise(moments):
        a, b = before.state, after.state
        assert a.camera is not None
        assert b.camera is not None
        assert abs((b.camera.azimuth_deg - a.camera.azimuth_deg + 180) % 360 - 180) < 15
        assert max(abs(x - y) for x, y in zip(a.pose.angles, b.pose.angles, strict=True)) < 8
        assert Pose.checked(b.pose, limit) == b.pose
    for step in lesson.steps:
        held = [moment for moment in moments if moment.title == step.title]
        assert len(held) >= FPS * reading_seconds(step) - 1
        assert {moment.note for moment in held} == {step.note}


def test_a_still_step_is_one_state_and_a_movement_ends_where_it_rests() -> None:
    still = Step(title="Still")
    once = Step(title="Once", movement=Play(id="abduction", speed=2, loop=False))
    round_ = Step(title="Round", note="word " * 30, movement=Play(id="abduction", side="l"))
    moments = lesson_film(Lesson(title="x", steps=(still, once, round_)), ATLAS, CameraState(), FPS)

    def poses(title: str) -> list[Pose]:
        return [moment.state.pose for moment in moments if moment.title == title]

    assert len({id(moment.state) for moment in moments if moment.title == "Still"}) == 1
    assert max(pose["hip_abduction_r"] for pose in poses("Once")) == 40
    assert poses("Once")[-1] == Pose()
    # Four whole rounds of four seconds, for a note of thirty words.
    assert len(poses("Round")) == 16 * FPS + 1
    assert poses("Round")[-1]["hip_abduction_l"] == pytest.approx(0, abs=1e-9)


def test_without_captions_nothing_is_read_and_a_movement_runs_once() -> None:
    play = Play(id="abduction", side="both", speed=2)
    step = Step(title="x", note="word " * 30, movement=play, fixed="femur_r", hidden=("sacrum",), xray=True)
    lesson = Lesson(title="x", steps=(step,))
    moments = lesson_film(lesson, ATLAS, CameraState(), FPS, theme="dark", captions=False)
    assert len(moments) == 2 * FPS + 1
    assert {(moment.title, moment.note) for moment in moments} == {("", "")}
    assert {moment.state.theme for moment in moments} == {"dark"}
    still = Lesson(title="x", steps=(Step(title="x", note="word " * 30),))
    assert len(lesson_film(still, ATLAS, CameraState(), FPS, captions=False)) == 3 * FPS


def test_reading_takes_its_time_within_bounds() -> None:
    assert reading_seconds(Step(title="A")) == 3
    assert 12 < reading_seconds(Step(title="A", note="word " * 30)) < 15
    assert reading_seconds(Step(title="A", note="word " * 900)) == 30


def test_a_lesson_without_steps_is_no_film() -> None:
    with pytest.raises(GlutviewError, match="no steps"):
        lesson_film(Lesson(title="x"), ATLAS, CameraState(), FPS)
