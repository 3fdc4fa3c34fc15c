"""What is drawn for a state: no GPU, no window."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from glutview.atlas.atlas import Atlas
from glutview.biomech.pose import Pose
from glutview.state.diff import SceneChanges, diff
from glutview.state.palette import BACKGROUNDS, INSERTION, KIND_COLOURS, NERVE, ORIGIN, rgb
from glutview.state.resolve import covering, resolve, see_through, supply_of
from glutview.state.scene_description import SceneDescription
from glutview.state.view_state import ViewState


def _tiny() -> Any:
    place = Path(__file__).parents[1] / "scene" / "tiny.py"
    spec = importlib.util.spec_from_file_location("tiny_anatomy", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    found: Atlas = _tiny().TinyAnatomy().atlas
    return found


def styles(description: SceneDescription) -> dict[str, str]:
    return {id: part.style for id, part in description.parts.items()}


def test_at_first_everything_is_solid_and_shown(atlas: Atlas) -> None:
    description = resolve(atlas, ViewState())
    assert set(description.parts) == set(atlas.structures)
    assert all(part.visible and part.style == "solid" for part in description.parts.values())
    assert not any(part.highlighted or part.revealed for part in description.parts.values())
    assert description.footprints == ()


def test_a_deep_muscle_turns_to_glass_with_all_that_lies_over_it(atlas: Atlas) -> None:
    description = resolve(atlas, ViewState(selected="gluteus_minimus_r"))
    glass = {id for id, style in styles(description).items() if style == "glass"}
    assert glass == {"gluteus_minimus_r", "gluteus_medius_r"}
    assert description.parts["gluteus_minimus_r"].highlighted
    assert not description.parts["gluteus_medius_r"].highlighted


def test_a_muscle_through_which_there_is_nothing_to_see_stays_solid(atlas: Atlas) -> None:
    alone = frozenset(set(atlas.structures) - {"gluteus_minimus_r"})
    description = resolve(atlas, ViewState(selected="gluteus_minimus_r", hidden=alone))
    assert styles(description)["gluteus_minimus_r"] == "solid"
    for shown in ("hip_bone_r", "superior_gluteal_nerve_r"):
        description = resolve(atlas, ViewState(selected="gluteus_minimus_r", hidden=alone - {shown}))
        assert styles(description)["gluteus_minimus_r"] == "glass"


def test_a_muscle_that_is_to_be_seen_whole_hides_what_belongs_to_it(atlas: Atlas) -> None:
    description = resolve(atlas, ViewState(selected="gluteus_minimus_r", whole=True))
    strands = supply_of(atlas, "gluteus_minimus_r")
    assert {id for id, style in styles(description).items() if style == "glass"} == {"gluteus_medius_r", *strands}
    assert description.parts["gluteus_minimus_r"].highlighted
    assert description.footprints == ()
    assert not any(part.revealed for part in description.parts.values())


def test_a_nerve_is_whole_as_it_is(atlas: Atlas) -> None:
    nerve = "superior_gluteal_nerve_r"
    assert resolve(atlas, ViewState(selected=nerve, whole=True)) == resolve(atlas, ViewState(selected=nerve))


def test_what_lies_beneath_stays_solid(atlas: Atlas) -> None:
    description = resolve(atlas, ViewState(selected="gluteus_medius_r"))
    assert styles(description)["gluteus_minimus_r"] == "solid"
    assert covering(atlas, "gluteus_medius_r") == frozenset()
    assert covering(atlas, "gluteus_minimus_r") == {"gluteus_medius_r"}
    assert covering(atlas, "hip_bone_r") == {"gluteus_minimus_r", "gluteus_medius_r"}


def test_selection_reveals_footprints_nerve_and_artery_of_its_side(atlas: Atlas) -> None:
    description = resolve(atlas, ViewState(selected="gluteus_medius_l"))
    shown = {(f.attachment_id, f.bone_id, f.role) for f in description.footprints}
    assert shown == {
        ("gluteus_medius_origin_l", "hip_bone_l", "origin"),
        ("gluteus_medius_insertion_l", "femur_l", "insertion"),
    }
    revealed = {id for id, part in description.parts.items() if part.revealed}
    assert revealed == {"superior_gluteal_nerve_l", "superior_gluteal_artery_l"}


def test_a_nerve_makes_what_covers_its_muscles_glass_and_stays_solid(atlas: Atlas) -> None:
    description = resolve(atlas, ViewState(selected="superior_gluteal_nerve_r"))
    assert styles(description)["superior_gluteal_nerve_r"] == "solid"
    assert see_through(atlas, "superior_gluteal_nerve_r") == {"gluteus_medius_r", "gluteus_minimus_r"}
    # The artery beside it steps back; that of the other side has nothing to do with it.
    assert styles(description)["superior_gluteal_artery_r"] == "glass"
    assert styles(description)["superior_gluteal_artery_l"] == "solid"


def test_a_bone_shows_all_that_is_fixed_to_it(atlas: Atlas) -> None:
    description = resolve(atlas, ViewState(selected="femur_r"))
    assert [f.attachment_id for f in description.footprints] == [
        "gluteus_medius_insertion_r",
        "gluteus_minimus_insertion_r",
    ]
    assert set(styles(description).values()) == {"solid"}


def test_hidden_stays_hidden(atlas: Atlas) -> None:
    hidden = frozenset({"gluteus_medius_r", "superior_gluteal_nerve_r"})
    description = resolve(atlas, ViewState(selected="gluteus_medius_r", hidden=hidden))
    assert {id for id, part in description.parts.items() if not part.visible} == hidden


def test_xray_makes_all_but_the_selection_glass(atlas: Atlas) -> None:
    description = resolve(atlas, ViewState(selected="femur_r", xray=True))
    assert {id for id, style in styles(description).items() if style == "solid"} == {"femur_r"}


def test_an_id_that_is_not_there_selects_nothing(atlas: Atlas) -> None:
    description = resolve(atlas, ViewState(selected="no_such_thing"))
    assert replace(description, footprints=()) == resolve(atlas, ViewState())
    assert supply_of(atlas, None) == see_through(atlas, None) == frozenset()


def test_bearers_are_the_structures_of_the_points(atlas: Atlas) -> None:
    assert atlas.attachments["gluteus_medius_origin_r"].bearers == ("hip_bone_r",)


def test_nothing_changed_is_nothing_to_draw(atlas: Atlas) -> None:
    state = ViewState(selected="gluteus_medius_r")
    changes = diff(resolve(atlas, state), resolve(atlas, state))
    assert changes == SceneChanges()
    assert not changes


def test_first_description_is_drawn_whole(atlas: Atlas) -> None:
    description = resolve(atlas, ViewState())
    changes = diff(None, description)
    assert set(changes.parts) == set(description.parts.values())
    assert (changes.pose, changes.fixed, changes.theme) == (Pose(), "pelvis", "light")


def test_only_what_differs_is_drawn(atlas: Atlas) -> None:
    plain = resolve(atlas, ViewState())
    hidden = diff(plain, resolve(atlas, ViewState(hidden=frozenset({"femur_l"}))))
    assert [part.id for part in hidden.parts] == ["femur_l"]
    assert (hidden.pose, hidden.theme, hidden.footprints) == (None, None, None)
    posed = diff(plain, resolve(atlas, ViewState(pose=Pose().moved(hip_flexion_r=10))))
    assert posed == SceneChanges(pose=Pose().moved(hip_flexion_r=10), fixed="pelvis")
    fixed = diff(plain, resolve(atlas, ViewState(fixed="femur_l")))
    assert fixed == SceneChanges(pose=Pose(), fixed="femur_l")
    assert diff(plain, resolve(atlas, ViewState(theme="dark"))) == SceneChanges(theme="dark")


def test_footprints_vanish_with_the_selection(atlas: Atlas) -> None:
    changes = diff(resolve(atlas, ViewState(selected="gluteus_medius_r")), resolve(atlas, ViewState()))
    assert changes.footprints == ()
    assert {part.id for part in changes.parts} == {
        "gluteus_medius_r",
        "superior_gluteal_nerve_r",
        "superior_gluteal_artery_r",
    }


def test_structures_of_another_atlas_are_removed(atlas: Atlas) -> None:
    description = resolve(atlas, ViewState())
    fewer = replace(description, parts={id: p for id, p in description.parts.items() if id != "femur_r"})
    assert diff(description, fewer).removed == ("femur_r",)


def test_footprint_colours_differ_for_every_eye() -> None:
    # Red against blue survives the common colour blindnesses: they differ in blue, which those eyes keep.
    assert abs(rgb(ORIGIN)[2] - rgb(INSERTION)[2]) > 0.5
    assert rgb("#ff8000") == pytest.approx((1.0, 0.502, 0.0), abs=1e-3)
    assert KIND_COLOURS["nerve"] == NERVE
    assert set(BACKGROUNDS) == {"light", "dark", "high_contrast"}
