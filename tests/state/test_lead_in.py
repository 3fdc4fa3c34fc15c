"""How a movement is led in from where the hips are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.biomech.pose import Pose
from glutview.state.lead_in import LEAD_S, LeadIn
from tests.biomech.ranges import RANGE

START, OWN = Pose.of({"hip_flexion_r": 40.0, "hip_abduction_l": 10.0}), Pose.of({"hip_flexion_r": 30.0})
LATER = Pose.of({"hip_flexion_r": 20.0})
CLIP_S = 4.0


def begun(moment_s: float = 0.0) -> LeadIn:
    return LeadIn.begun(START, Pose(), OWN, moment_s)


def test_it_begins_where_the_hips_were_and_ends_with_the_movement() -> None:
    assert begun().led(OWN, RANGE).angles == pytest.approx(START.angles)
    ended = begun().at(LEAD_S, CLIP_S, 1.0, loop=True)
    assert ended.gone == 1
    assert ended.led(LATER, RANGE) == LATER


@given(st.floats(0, 1))
def test_where_the_hips_are_already_nothing_is_changed(gone: float) -> None:
    lead = LeadIn.begun(OWN, Pose(), OWN, 0.0).at(gone * LEAD_S, CLIP_S, 1.0, loop=True)
    assert lead.led(LATER, RANGE) is LATER


@given(st.lists(st.floats(0.001, 0.1), max_size=12))
def test_what_was_off_dies_away(steps: list[float]) -> None:
    lead, moment, last = begun(3.8), 3.8, 10.0
    for step in steps:
        moment = (moment + step) % CLIP_S  # through the seam of the cycle
        lead = lead.at(moment, CLIP_S, 1.0, loop=True)
        off = lead.led(OWN, RANGE)["hip_flexion_r"] - 30.0
        assert -1e-9 <= off <= last + 1e-9
        last = off
    assert lead.gone == pytest.approx(min(1.0, sum(steps) / LEAD_S))


@given(speeds=st.lists(st.sampled_from([0.25, 0.5, 1.0, 2.0]), min_size=1, max_size=8))
def test_it_takes_its_time_by_the_clock_whatever_the_speed(speeds: list[float]) -> None:
    lead, moment = begun(), 0.0
    for speed in speeds:
        moment += 0.05 * speed
        lead = lead.at(moment, CLIP_S, speed, loop=True)
    assert lead.gone == pytest.approx(min(1.0, 0.05 * len(speeds) / LEAD_S))


def test_what_is_not_repeated_ends_with_its_own_last_pose() -> None:
    lead = begun(3.8)
    half = lead.at(3.9, CLIP_S, 1.0, loop=False)
    assert half.gone == pytest.approx(0.5)
    assert half.at(CLIP_S, CLIP_S, 1.0, loop=False).led(LATER, RANGE) == LATER
    assert lead.at(CLIP_S, CLIP_S, 1.0, loop=False).gone == 1
    # Far from its end it takes as long as any.
    assert begun().at(0.1, CLIP_S, 1.0, loop=False).gone == pytest.approx(0.1 / LEAD_S)


def test_once_halted_the_movement_is_shown_as_it_is() -> None:
    lead = begun().at(0.1, CLIP_S, 1.0, loop=True).halted()
    assert lead.led(LATER, RANGE) == LATER
    assert lead.base == Pose()
