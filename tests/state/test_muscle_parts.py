"""A selected part of a muscle shows what its muscle does, and of the muscle its own fibres."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glutview.atlas.atlas import Atlas
from glutview.atlas.load import load_atlas
from glutview.state.diff import diff
from glutview.state.label_names import label_names
from glutview.state.resolve import resolve, see_through, supply_of
from glutview.state.scene_description import WHOLE
from glutview.state.view_state import ViewState

ATLAS = load_atlas()
PARTS = list(ATLAS.parts)


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return ATLAS


@pytest.mark.parametrize("id", PARTS)
def test_it_shows_what_its_muscle_shows_but_of_its_own_fibres(atlas: Atlas, id: str) -> None:
    part = atlas.parts[id]
    whole, own = resolve(atlas, ViewState(selected=part.muscle)), resolve(atlas, ViewState(selected=id))
    assert own.parts[part.muscle] == replace(whole.parts[part.muscle], band=part.band)
    others = [name for name in whole.parts if name != part.muscle]
    assert [own.parts[name] for name in others] == [whole.parts[name] for name in others]
    assert own.footprints == tuple(replace(footprint, band=part.band) for footprint in whole.footprints)
    assert all(footprint.band == WHOLE for footprint in whole.footprints)
    assert see_through(atlas, id) == see_through(atlas, part.muscle)
    assert supply_of(atlas, id) == {*part.nerves, *part.arteries, *part.veins}


def test_from_part_to_part_only_the_muscle_and_its_footprints_change(atlas: Atlas) -> None:
    first, second, *_ = atlas.parts_of("gluteus_medius_r")
    changes = diff(resolve(atlas, ViewState(selected=first.id)), resolve(atlas, ViewState(selected=second.id)))
    assert [part.id for part in changes.parts] == ["gluteus_medius_r"]
    assert changes.footprints is not None
    assert {footprint.band for footprint in changes.footprints} == {second.band}
    assert (changes.pose, changes.theme, changes.removed) == (None, None, ())


def test_alone_its_muscle_stays_solid_and_xray_does_not_dim_it(atlas: Atlas) -> None:
    part = "gluteus_minimus_anterior_part_r"
    alone = frozenset(set(atlas.structures) - {"gluteus_minimus_r"})
    drawn = resolve(atlas, ViewState(selected=part, hidden=alone)).parts["gluteus_minimus_r"]
    assert (drawn.style, drawn.band) == ("solid", atlas.parts[part].band)
    hidden = alone - {"gluteus_maximus_r"}
    drawn = resolve(atlas, ViewState(selected=part, hidden=hidden, xray=True)).parts["gluteus_minimus_r"]
    assert drawn.style == "solid"


def test_seen_whole_it_hides_what_belongs_to_its_muscle(atlas: Atlas) -> None:
    description = resolve(atlas, ViewState(selected="gluteus_medius_middle_part_l", whole=True))
    assert description.footprints == ()
    assert description.parts["gluteus_medius_l"].style == "solid"
    assert description.parts["gluteus_medius_l"].band == atlas.parts["gluteus_medius_middle_part_l"].band


@pytest.mark.parametrize("id", PARTS)
def test_its_name_stands_for_its_muscles_and_nothing_else_is_named_anew(atlas: Atlas, id: str) -> None:
    part = atlas.parts[id]
    whole = label_names(atlas, ViewState(selected=part.muscle, labels=True))
    assert label_names(atlas, ViewState(selected=id, labels=True)) == {**whole, part.muscle: part.name}
    hidden = label_names(atlas, ViewState(selected=id, labels=True, hidden=frozenset({part.muscle})))
    assert part.muscle not in hidden


def test_sides_mirror_each_other(atlas: Atlas) -> None:
    for part in atlas.parts.values():
        if part.side == "r":
            left = atlas.parts[f"{part.stated_id}_l"]
            assert (left.band, left.name, left.latin) == (part.band, part.name, part.latin)
            assert left.muscle == f"{part.muscle[:-2]}_l"
            assert [nerve[:-2] for nerve in left.nerves] == [nerve[:-2] for nerve in part.nerves]
            assert (part.sided_name[:5], left.sided_name[:4]) == ("Right", "Left")
