"""What a what-if makes of the picture, for every one that is shipped, whatever else is seen."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from glutview.atlas.atlas import Atlas
from glutview.atlas.load import load_atlas
from glutview.state import view_edits as edits
from glutview.state.label_names import label_names
from glutview.state.resolve import STRANDS, resolve
from glutview.state.transition import Transition
from glutview.state.view_model import ViewModel
from glutview.state.view_state import ViewState
from glutview.state.what_ifs import BY_RULES, silenced
from glutview.teaching.movement_notes import movement_note


@cache
def atlas() -> Atlas:
    return load_atlas()


IDS = sorted(load_atlas().what_ifs)
MUSCLES = sorted(s.id for s in load_atlas().structures.values() if s.kind == "muscle")
selections = st.none() | st.sampled_from(sorted((*load_atlas().structures, *load_atlas().parts)))


@given(st.sampled_from(IDS), selections, st.sets(st.sampled_from(MUSCLES)), st.booleans())
@settings(max_examples=60, deadline=None)
def test_exactly_what_it_takes_out_is_grey_and_dark(
    id: str, selected: str | None, active: set[str], xray: bool
) -> None:
    one = atlas().what_ifs[id]
    state = ViewState(what_if=id, selected=selected, active=frozenset(active), xray=xray)
    parts = resolve(atlas(), state).parts
    bare = resolve(atlas(), replace(state, what_if=None)).parts
    lost = {part.id: part.loss for part in parts.values() if part.loss != "none"}
    if one.kind == "nerve":
        supplied = {s.id for s in atlas().structures.values() if s.kind == "muscle" and one.structure in s.nerves}
        assert lost == {**dict.fromkeys(supplied, "silent"), one.structure: "cut"}
    elif one.kind == "tendon":
        assert lost == {one.structure: "torn"}
    else:
        fed = {s.id for s in atlas().structures.values() if s.kind == "muscle" and one.structure in s.arteries}
        assert lost == {**dict.fromkeys(fed, "territory"), one.structure: "blocked"}
    dark = set(one.muscles) if one.kind != "artery" else set()
    assert silenced(atlas(), id) == dark
    assert {part.id for part in parts.values() if part.active} == active - dark
    assert {part.id for part in bare.values() if part.active} == active
    assert all(part.loss == "none" for part in bare.values())


@given(st.sampled_from(IDS))
@settings(max_examples=len(IDS), deadline=None)
def test_its_nerve_or_arteries_shine_through_and_its_muscles_are_in_sight(id: str) -> None:
    one = atlas().what_ifs[id]
    parts = resolve(atlas(), ViewState(what_if=id)).parts
    strands = {s for s in (one.structure, *one.anastomoses) if atlas().structures[s].kind in STRANDS}
    assert {part.id for part in parts.values() if part.revealed} == strands
    assert all(parts[muscle].style == "solid" for muscle in one.muscles)
    other = "l" if one.side == "r" else "r"
    assert all(part.style == "solid" and part.loss == "none" for i, part in parts.items() if i.endswith(f"_{other}"))


def test_the_picture_and_the_names_say_so() -> None:
    state = ViewState(what_if="superior_gluteal_nerve_cut_l", labels=True)
    assert resolve(atlas(), state).note == f"What if: left superior gluteal nerve cut. {BY_RULES}"
    names = label_names(atlas(), state)
    assert names["gluteus_medius_l"] == "Gluteus medius (without nerve)"
    assert names["superior_gluteal_nerve_l"] == "Superior gluteal nerve (cut)"
    assert names["gluteus_medius_r"] == "Gluteus medius"
    blocked = label_names(atlas(), replace(state, what_if="superior_gluteal_artery_blocked_r"))
    assert blocked["trochanteric_anastomosis_r"] == "Trochanteric anastomosis (way round)"
    assert blocked["gluteus_minimus_r"] == "Gluteus minimus (territory)"


def test_it_begins_on_its_side_and_is_undone() -> None:
    model = ViewModel()
    model.edit(edits.set_what_if(model.state, atlas().what_ifs["superior_gluteal_nerve_cut_l"]), "What if")
    assert (model.state.what_if, model.state.clip_side) == ("superior_gluteal_nerve_cut_l", "l")
    model.undo()
    assert (model.state.what_if, model.state.clip_side) == (None, "r")
    model.redo()
    assert model.state.what_if == "superior_gluteal_nerve_cut_l"
    assert edits.reset(model.state).what_if is None


def test_it_comes_and_goes_midway_between_two_views() -> None:
    from glutview.biomech.motion_range import MotionRange

    end = ViewState(what_if=IDS[0])
    way = Transition(ViewState(), end, 1.0, MotionRange.load(atlas().coordinate_limits()))
    assert way.state_at(0.4).what_if is None
    assert way.state_at(0.6).what_if == IDS[0]


def test_the_cycle_tells_which_muscles_are_out() -> None:
    lost = silenced(atlas(), "superior_gluteal_nerve_cut_r")
    note = movement_note(atlas(), "gait", "r", one_leads=True, lost=lost)
    assert note is not None
    assert note.cycle is not None
    names = {"Gluteus medius", "Gluteus minimus", "Tensor fasciae latae"}
    assert note.cycle.lost == {(name, "R") for name in names}
    assert names < {name for name, _ in note.cycle.muscles}
