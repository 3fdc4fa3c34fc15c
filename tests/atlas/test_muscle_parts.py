"""How parts of muscles are stated, checked, and brought to both sides."""

from __future__ import annotations

from pathlib import Path

import pytest

from glutview.atlas.load import load_atlas, read_atlas
from glutview.atlas.search import search
from glutview.errors import GlutviewError

TWO = """
parts:
  medius_front: {of: gluteus_medius, name: Front part, latin: Pars anterior, s: [0, 0.4]}
  medius_back: {of: gluteus_medius, name: Back part, latin: Pars posterior, synonyms: [hind part], s: [0.4, 1]}
"""


@pytest.fixture
def stated(sample: Path) -> Path:
    sample.write_text(sample.read_text(encoding="utf-8") + TWO, encoding="utf-8")
    return sample


def _told(path: Path, old: str, new: str) -> list[str]:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return [f"{problem.key}: {problem.what}: {problem.remedy}" for problem in read_atlas(path).problems]


def test_a_file_without_parts_is_sound(sample: Path) -> None:
    atlas = load_atlas(sample)
    assert atlas.parts == {}
    assert atlas.parts_of("gluteus_medius_r") == ()


def test_they_are_there_on_both_sides_with_what_their_muscle_has(stated: Path) -> None:
    atlas = load_atlas(stated)
    assert list(atlas.parts) == ["medius_front_r", "medius_front_l", "medius_back_r", "medius_back_l"]
    assert [part.id for part in atlas.parts_of("gluteus_medius_l")] == ["medius_front_l", "medius_back_l"]
    back = atlas.parts["medius_back_l"]
    assert (back.muscle, back.band, back.side) == ("gluteus_medius_l", (0.4, 1.0), "l")
    assert back.sided_name == "Left gluteus medius, back part"
    assert back.latin == "Musculus gluteus medius, pars posterior"
    assert back.nerves == ("superior_gluteal_nerve_l",)
    assert atlas.whole("medius_back_l") == "gluteus_medius_l"
    assert atlas.whole("sacrum") == "sacrum"
    assert atlas.selectable("medius_back_l") is back
    assert "medius_back_l" in atlas
    assert "medius_back" not in atlas
    with pytest.raises(GlutviewError, match="did you mean medius_back_r or medius_back_l"):
        atlas.selectable("medius_back")


def test_its_own_nerve_takes_the_place_of_its_muscles(stated: Path) -> None:
    text = stated.read_text(encoding="utf-8").replace("s: [0.4, 1]", "s: [0.4, 1], nerves: []")
    stated.write_text(text, encoding="utf-8")
    atlas = load_atlas(stated)
    assert atlas.parts["medius_back_r"].nerves == ()
    assert atlas.parts["medius_front_r"].nerves == ("superior_gluteal_nerve_r",)


@pytest.mark.parametrize(
    ("old", "new", "key", "what", "remedy"),
    [
        ("s: [0.4, 1]", "s: [0.3, 1]", "parts.medius_back.s[0]", "to two parts", "where the one before ends"),
        ("s: [0.4, 1]", "s: [0.5, 1]", "parts.medius_back.s[0]", "to no part", "where the one before ends"),
        ("s: [0, 0.4]", "s: [0.1, 0.4]", "parts.medius_front.s[0]", "begin at 0", "where the one before ends"),
        ("s: [0.4, 1]", "s: [0.4, 0.9]", "parts.medius_back.s[1]", "ends at 0.9", "end at 1"),
        ("s: [0.4, 1]", "s: [1, 0.4]", "parts.medius_back", "holds no fibres", "the smaller one first"),
        ("s: [0.4, 1]", "s: [0.4, 1.5]", "parts.medius_back.s[1]", "1", ""),
        ("s: [0.4, 1]", "s: [0.4]", "parts.medius_back.s[1]", "missing", ""),
        ("of: gluteus_medius, name: Back", "of: gluteus_med, name: Back", "parts.medius_back.of", "no structure", ""),
        ("of: gluteus_medius, name: Back", "of: femur, name: Back", "parts.medius_back.of", "not a muscle", "muscle"),
        ("s: [0.4, 1]", "s: [0.4, 1], nerves: [femur]", "parts.medius_back.nerves[0]", "not a nerve", "nerve"),
        ("medius_back:", "femur:", "parts.femur", "is there already", "rename"),
        ("medius_back:", "medius_back_r:", "parts.medius_back_r", "ends in `_r`", "`medius_back`"),
        ("s: [0.4, 1]", "s: [0.4, 1], colour: red", "parts.medius_back.colour", "unknown", ""),
        ("about: ischial_spine", "about: medius_bakc", "facts[1].about", "nothing is called", "`medius_back`"),
    ],
)  # fmt: skip
def test_each_mistake_is_told(stated: Path, old: str, new: str, key: str, what: str, remedy: str) -> None:
    told = _told(stated, old, new)
    assert any(line.startswith(f"{key}: ") and what in line and remedy in line for line in told), told


def test_an_unsound_part_is_not_taken_for_a_gap(stated: Path) -> None:
    told = _told(stated, "s: [0, 0.4]", "s: [0, x]")
    assert [line.partition(":")[0] for line in told] == ["parts.medius_front.s[1]"]


def test_facts_may_be_about_a_part(stated: Path) -> None:
    assert _told(stated, "about: ischial_spine", "about: medius_back") == []
    atlas = load_atlas(stated)
    assert len(atlas.facts_about("medius_back_r")) == 1
    found = next(f for f in search(atlas, atlas.facts_about("medius_back_r")[0].text) if f.kind == "fact")
    assert (found.structure, found.name.partition(":")[0]) == ("medius_back_r", "Gluteus medius, back part")


def test_shipped_parts_share_out_the_three_glutei() -> None:
    atlas = load_atlas()
    for muscle, count in (("gluteus_maximus", 2), ("gluteus_medius", 3), ("gluteus_minimus", 3)):
        for side in "rl":
            assert len(atlas.parts_of(f"{muscle}_{side}")) == count


@pytest.mark.parametrize(
    ("query", "id"),
    [
        ("gluteus medius anterior part", "gluteus_medius_anterior_part_r"),
        ("anterior part of gluteus medius", "gluteus_medius_anterior_part_r"),
        ("left gluteus medius posterior", "gluteus_medius_posterior_part_l"),
        ("Musculus gluteus minimus, pars posterior", "gluteus_minimus_posterior_part_r"),
        ("glutaeus medius anterior", "gluteus_medius_anterior_part_r"),
        ("GMed anterior", "gluteus_medius_anterior_part_r"),
        ("gmax inf", "gluteus_maximus_inferior_part_r"),
        ("gluteus_medius_middle_part_l", "gluteus_medius_middle_part_l"),
        ("posterior fibres gluteus minimus", "gluteus_minimus_posterior_part_r"),
        ("glutes medius anteriro part", "gluteus_medius_anterior_part_r"),
    ],
)
def test_a_part_is_found(query: str, id: str) -> None:
    found = search(load_atlas(), query)[0]
    assert (found.id, found.kind, found.structure) == (id, "part", id)


@pytest.mark.parametrize("query", ["gluteus medius", "gmed", "GMax", "glut min", "anterior", "superior"])
def test_whole_muscles_and_landmarks_come_before_parts(query: str) -> None:
    kinds = [found.kind for found in search(load_atlas(), query)]
    assert kinds[0] in ("structure", "landmark")
    assert "part" in kinds
