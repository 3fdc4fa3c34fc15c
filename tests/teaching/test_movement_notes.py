"""What the bar says of a movement: that it is an illustration, whom it was measured on, by which method."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glutview.atlas.load import load_atlas
from glutview.biomech.clip import ClipSide
from glutview.teaching.lesson import Play, Step
from glutview.teaching.movement_notes import (
    GROUPS,
    MovementNote,
    active_words,
    movement_note,
    movement_rows,
    told_note,
)

ATLAS = load_atlas()


def note(movement: str, side: ClipSide = "r") -> MovementNote:
    found = movement_note(ATLAS, movement, side, one_leads=False)
    assert found is not None
    return found


def test_movements_stand_under_their_headings_each_once() -> None:
    rows = movement_rows(ATLAS)
    assert sorted(row.id for row in rows) == sorted(ATLAS.movements)
    order = list(dict.fromkeys(row.group for row in rows))
    assert order == list(GROUPS.values())
    assert [row.group for row in rows] == sorted((row.group for row in rows), key=order.index)
    assert {row.id for row in rows if row.quick} == {"abduction", "internal_rotation", "trendelenburg", "gait"}


@pytest.mark.parametrize("movement", [id for id, spec in ATLAS.movements.items() if spec.illustration])
def test_an_illustration_says_so_first(movement: str) -> None:
    assert note(movement).line.startswith("Illustration: ")


@pytest.mark.parametrize("movement", [id for id, spec in ATLAS.movements.items() if not spec.illustration])
def test_what_is_measured_names_who_measured_it(movement: str) -> None:
    assert not note(movement).line.startswith("Illustration")
    assert any(word in note(movement).line for word in ("Wilson", "Kouyoumdjian", "Pinzone", "Youdas"))


def test_of_a_plain_movement_the_source_alone_is_said() -> None:
    assert note("abduction").line == "Source: Wilson and Furukawa 2014"


def test_the_gait_says_whose_the_angles_are_and_whose_the_on_times_and_how_sure() -> None:
    sources = "(angles: Pinzone et al. 2014; on-times: pyCGM2 project, recalled, not verified)"
    assert note("gait").line.endswith(sources)
    # Verified on-times would be told without those words; without any, the angles' source is the only one.
    gait = ATLAS.movements["gait"]
    sure = tuple(on.model_copy(update={"confidence": "verified"}) for on in gait.on_times)
    changed = {
        "sure": gait.model_copy(update={"on_times": sure}),
        "alone": gait.model_copy(update={"on_times": ()}),
    }
    atlas = replace(ATLAS, stated=ATLAS.stated.model_copy(update={"movements": changed}))
    told = {id: movement_note(atlas, id, "r", one_leads=True) for id in changed}
    assert told["sure"] is not None
    assert told["sure"].line.endswith("(angles: Pinzone et al. 2014; on-times: pyCGM2 project)")
    assert told["alone"] is not None
    assert told["alone"].line.endswith("6 to 7°. (Pinzone et al. 2014)")


def test_the_gait_says_on_whom_and_what_is_left_out() -> None:
    line = note("gait").line
    assert "Children" in line
    assert "± 1 SD" in line
    assert "Rotation stays 0" in line
    assert "Typically developing children" in note("gait").full
    assert "Normative muscle activation" in note("gait").full


def test_the_sign_is_told_for_the_side_and_has_no_threshold() -> None:
    assert "standing on the right leg, the pelvis drops on the left" in note("trendelenburg").line
    assert "standing on the left leg, the pelvis drops on the right" in note("trendelenburg", "l").line
    assert "no threshold in degrees" in note("trendelenburg").line
    parameter = note("trendelenburg").parameter
    assert parameter is not None
    assert (parameter.name, parameter.low, parameter.high) == ("Weakness", "healthy", "weak")


@pytest.mark.parametrize(("side", "this", "other"), [("r", "right", "left"), ("l", "left", "right")])
def test_the_words_on_the_sign_follow_its_weakness(side: ClipSide, this: str, other: str) -> None:
    told = note("trendelenburg", side)
    healthy, weak = told.words(0.0), told.words(0.01)
    assert healthy[0].startswith(f"Illustration: standing on the {this} leg, the pelvis stays nearly level")
    assert "drops" not in healthy[0]
    assert f"the pelvis drops on the {other}" in weak[0]
    assert weak == told.words(1.0) == (told.line, told.full)
    # All there is to say says the same.
    for line, full in (healthy, weak):
        assert full.startswith(f"Trendelenburg sign. {line}")


def test_without_a_parameter_the_words_never_change() -> None:
    for movement, spec in ATLAS.movements.items():
        if spec.parameter is None:
            assert note(movement).words(0.0) == note(movement).words(1.0)


def test_figures_carry_spread_method_and_source() -> None:
    assert note("side_lying_raise").figures == (
        "Gluteus medius, % of maximum (MVIC): 81 ± 42 (surface; Distefano et al. 2009); "
        "99.9 ± 17 (surface, at 10RM, the ten-repetition maximum; MacAskill et al. 2014); "
        "posterior part 43 (fine wire; Moore et al. 2019)."
    )
    assert note("bulgarian_split_squat").figures == "Gluteus medius, % of maximum (MVIC): no figure found."
    assert "57 ± 32 (surface; Bolgla and Uhl 2005, recalled, not verified)" in note("hip_hike").figures


@pytest.mark.parametrize("movement", [id for id, spec in ATLAS.movements.items() if spec.group == "exercise"])
def test_every_exercise_has_figures_or_says_that_there_are_none(movement: str) -> None:
    assert ATLAS.movements[movement].activation
    assert "MVIC" in note(movement).figures


def test_a_cycle_has_its_muscles_and_its_curves() -> None:
    cycle = note("gait").cycle
    assert cycle is not None
    assert cycle.muscles[0] == ("Gluteus medius", ((0.0, 0.4), (0.96, 1.0)))
    flexion, abduction = cycle.curves
    assert (flexion.name, abduction.name) == ("flexion", "abduction")
    assert len(flexion.at) == len(flexion.degrees) == len(flexion.sd) == 50
    assert note("abduction").cycle is None


def test_a_table_with_spread_has_its_curves_without_any_muscle() -> None:
    gait = ATLAS.movements["gait"]
    assert gait.table is not None
    without_spread = gait.table.model_copy(update={"sd": {}})
    changed = {
        "spread": gait.model_copy(update={"on_times": ()}),
        "angles": gait.model_copy(update={"on_times": (), "table": without_spread}),
    }
    atlas = replace(ATLAS, stated=ATLAS.stated.model_copy(update={"movements": changed}))
    spread, angles = (movement_note(atlas, id, "r", one_leads=True) for id in changed)
    full = note("gait").cycle
    assert spread is not None
    assert spread.cycle is not None
    assert full is not None
    assert (spread.cycle.muscles, spread.cycle.curves) == ((), full.curves)
    assert angles is not None
    assert angles.cycle is None


def test_active_muscles_are_named_by_side() -> None:
    ids = ["gluteus_minimus_r", "gluteus_medius_r", "tensor_fasciae_latae_l"]
    assert active_words(ATLAS, ids) == "right gluteus medius, minimus; left tensor fasciae latae"
    assert active_words(ATLAS, []) == ""


def test_a_step_says_what_must_be_said_of_its_movement_once() -> None:
    plain = Step(title="A", note="See.", movement=Play(id="abduction"))
    gait = Step(title="B", note="Walking.", movement=Play(id="gait"))
    assert told_note(ATLAS, plain) == told_note(ATLAS, Step(title="C", note="See.")) == "See."
    told = told_note(ATLAS, gait)
    assert told == f"Walking.\n{note('gait').line}"
    assert told_note(ATLAS, gait, told) == told
    assert told_note(ATLAS, Step(title="D", movement=Play(id="gait"))) == note("gait").line
    assert told_note(ATLAS, Step(title="E", note="x", movement=Play(id="ballet"))) == "x"


def test_a_step_says_of_a_movement_what_it_is_at_the_steps_amount() -> None:
    for amount, line in ((0.0, note("trendelenburg").low[0]), (0.5, note("trendelenburg").line)):
        step = Step(title="A", movement=Play(id="trendelenburg", amount=amount))
        assert told_note(ATLAS, step) == line
    assert told_note(ATLAS, Step(title="A", movement=Play(id="trendelenburg"))) == note("trendelenburg").line


def test_of_no_movement_there_is_nothing_to_say() -> None:
    assert movement_note(ATLAS, None, "r", one_leads=False) is None
    assert movement_note(ATLAS, "ballet", "r", one_leads=False) is None
