"""What a what-if may say, what it takes out, and what is told of it when it is wrong: line, key and remedy."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from glutview.atlas.atlas import Atlas
from glutview.atlas.load import load_atlas, read_atlas
from glutview.atlas.sided import WhatIf
from glutview.errors import Problem

BEFORE = "\nfacts:\n"
CUT = """
what_if:
  nerve_cut:
    name: Nerve cut
    kind: nerve
    of: superior_gluteal_nerve
    movements: [{movement: sway, amount: 0.5}, {movement: abduction}]
    told:
      - {text: The muscle is lost., sources: [gray_1918], confidence: verified}
    not_claimed: [How far the pelvis drops.]
"""
TORN = """
  tendon_torn:
    {name: Tendon torn, kind: tendon, of: gluteus_medius, not_claimed: [Much.],
     told: [{text: It is off the bone., sources: [page], confidence: recalled}]}
"""
SWAY = """
  sway:
    {name: Sway, seconds: 2, keyframes: [{at: 0}, {at: 1}], sources: [page],
     parameter: {name: Weakness, low: none, high: all, keyframes: [{at: 0}, {at: 1, hip_abduction: -5}]}}
"""
Problems = Callable[[str, str], tuple[Problem, ...]]


@pytest.fixture
def with_what_ifs(sample: Path) -> Path:
    text = sample.read_text(encoding="utf-8")
    sample.write_text(text.replace(BEFORE, SWAY + CUT + TORN + BEFORE), encoding="utf-8")
    return sample


@pytest.fixture
def problems_with(with_what_ifs: Path) -> Problems:
    def read(old: str, new: str) -> tuple[Problem, ...]:
        text = with_what_ifs.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        with_what_ifs.write_text(text.replace(old, new), encoding="utf-8")
        return read_atlas(with_what_ifs).problems

    return read


def test_both_sides_follow_from_what_the_muscles_state(with_what_ifs: Path) -> None:
    what_ifs = load_atlas(with_what_ifs).what_ifs
    assert list(what_ifs) == ["nerve_cut_r", "nerve_cut_l", "tendon_torn_r", "tendon_torn_l"]
    for id, one in what_ifs.items():
        assert one.muscles == (f"gluteus_medius_{id[-1]}",)
        assert one.sided_name.startswith("Right" if id.endswith("_r") else "Left")


def test_a_file_may_state_none(atlas: Atlas) -> None:
    assert atlas.what_ifs == {}


@pytest.mark.parametrize(
    ("old", "new", "key", "what", "remedy"),
    [
        ("of: superior_gluteal_nerve\n", "of: superior_gluteal_nerv\n", "nerve_cut.of", "no structure", "`superior"),
        ("of: superior_gluteal_nerve\n", "of: superior_gluteal_nerve_r\n", "nerve_cut.of", "a side", "both sides"),
        ("of: superior_gluteal_nerve\n", "of: femur\n", "nerve_cut.of", "is a bone, not a nerve", "name a nerve"),
        ("kind: nerve\n    of", "kind: artery\n    of", "nerve_cut", "no effect", "remove `movements:`"),
        ("kind: nerve\n    of", "kind: bone\n    of", "nerve_cut.kind", "'bone'", "'tendon'"),
        ("kind: tendon, of: gluteus_medius", "kind: tendon, of: hip_bone", "torn.of", "not a muscle", "a muscle"),
        ("nerves: [superior_gluteal_nerve], ", "", "nerve_cut.of", "no muscle has", "`nerves:`"),
        ("movement: sway", "movement: swa", "nerve_cut.movements[0].movement", "no movement", "`sway`"),
        ("amount: 0.5", "amount: 1.5", "nerve_cut.movements[0].amount", "greater than 1", ""),
        ("{movement: abduction}", "{movement: abduction, amount: 1}", "[1].amount", "no parameter", "remove"),
        ("lost., sources: [gray_1918], ", "lost., ", "nerve_cut.told[0]", "verified statement without", "`sources:`"),
        ("bone., sources: [page], ", "bone., ", "tendon_torn", "without source", "`sources:`"),
        ("bone., sources: [page]", "bone., sources: [pag]", "tendon_torn.told[0].sources[0]", "no source", "`page`"),
        ("not_claimed: [Much.]", "not_claimed: []", "tendon_torn", "leaves open", "no source"),
        ("{text: It is off the bone., sources: [page], confidence: recalled}", "", "", "tells nothing", "`told:`"),
        ("not_claimed: [Much.]", "anastomoses: [femur], not_claimed: [Much.]", "torn", "no anastomoses", "artery"),
        ("  tendon_torn:", "  tendon_torn_r:", "what_if.tendon_torn_r", "ends in `_r`", "`tendon_torn`"),
        ("  tendon_torn:", "  gluteus_medius:", "what_if.gluteus_medius", "is there already", "rename"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_line_key_and_remedy(
    problems_with: Problems, old: str, new: str, key: str, what: str, remedy: str
) -> None:
    problem, *same = problems_with(old, new)
    assert all(other.line == problem.line for other in same), (problem, same)
    assert problem.line is not None
    assert problem.key is not None
    assert key in problem.key
    assert what in problem.what
    assert remedy in problem.remedy


def _shipped() -> Atlas:
    return load_atlas()


@pytest.mark.parametrize("one", _shipped().what_ifs.values(), ids=lambda one: one.id)
def test_each_takes_out_what_its_kind_says_on_its_own_side(one: WhatIf) -> None:
    atlas = _shipped()
    muscles = [s for s in atlas.structures.values() if s.kind == "muscle"]
    expected = {
        "nerve": {m.id for m in muscles if m.nerves == (one.structure,)},
        "artery": {m.id for m in muscles if one.structure in m.arteries},
        "tendon": {one.structure},
    }[one.kind]
    assert set(one.muscles) == expected
    assert expected
    assert {atlas.structures[id].side for id in (*one.muscles, *one.anastomoses, one.structure)} == {one.side}


def test_no_shipped_artery_claims_a_movement_and_every_statement_has_a_source() -> None:
    for one in _shipped().what_ifs.values():
        assert not (one.kind == "artery" and one.spec.movements)
        assert all(told.sources for told in one.spec.told)


def test_the_shipped_nerves_take_out_what_they_supply() -> None:
    what_ifs = _shipped().what_ifs
    for side in "rl":
        superior = what_ifs[f"superior_gluteal_nerve_cut_{side}"].muscles
        assert set(superior) == {f"{m}_{side}" for m in ("gluteus_medius", "gluteus_minimus", "tensor_fasciae_latae")}
        assert what_ifs[f"inferior_gluteal_nerve_cut_{side}"].muscles == (f"gluteus_maximus_{side}",)


def test_what_can_be_lost_of_a_structure() -> None:
    atlas = _shipped()

    def names(id: str) -> set[str]:
        return {re.sub("_[rl]$", "", one.id) for one in atlas.what_ifs_of(id)}

    assert names("superior_gluteal_nerve_r") == {"superior_gluteal_nerve_cut"}
    medius = {"superior_gluteal_nerve_cut", "superior_gluteal_artery_blocked", "gluteus_medius_tendon_torn"}
    assert names("gluteus_medius_l") == names("gluteus_medius_anterior_part_l") == medius
    assert {one.side for one in atlas.what_ifs_of("gluteus_medius_l")} == {"l"}
    assert names("femur_r") == names("nothing") == set()
