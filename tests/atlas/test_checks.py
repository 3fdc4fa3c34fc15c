"""Each mistake between entries is found, once, and all of them together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from glutview.atlas.load import load_atlas, read_atlas
from glutview.errors import GlutviewError, Problem

Problems = Callable[[str, str], tuple[Problem, ...]]


_FEMUR = 'kind: bone, side: paired, mesh: meshes/femur.ply, colour: "#E3D8C0", moves_with: femur'
_AS_LIGAMENT = 'kind: ligament, side: paired, mesh: meshes/femur.ply, colour: "#E3D8C0", '


@pytest.mark.parametrize(
    ("old", "new", "key", "what", "remedy"),
    [
        ("on: hip_bone, at: [1,", "on: hip_bon, at: [1,", "landmarks.ischial_spine.on", "no structure", "`hip_bone`"),
        ("on: hip_bone, at: [1,", "on: hip_bone_r, at: [1,", "landmarks.ischial_spine.on", "a side", "`hip_bone`"),
        ("[ischial_spine,", "[ischial_spin,", "superficial[0]", "no landmark", "`ischial_spine`"),
        ("{on: sacrum, at: [1,", "{on: nothing, at: [1,", "superficial[2].on", "no structure", "structures"),
        ("nerves: [superior_gluteal_nerve]", "nerves: [femur]", "nerves[0]", "not a nerve", "name a nerve"),
        ("over: [hip_bone]", "over: [gluteus_medius]", "over", "lies on itself", "deeper"),
        ("roots: [L4, L5, S1]}", "moves_with: femur}", "", "", ""),
        ("sources: [gray_1918]\n", "sources: [grey_1918]\n", "joints.hip.sources[0]", "no source", "`gray_1918`"),
        ("sources: [page]", "sources: [pag]", "facts[0].dissent[0].sources[0]", "no source", "`page`"),
        ("about: ischial_spine", "about: ischial_spines", "facts[1].about", "nothing is called", "`ischial_spine`"),
        ("hip_abduction: 40}", "hip_abduction: 60}", "keyframes[1].hip_abduction", "range of motion", "-30 to 50"),
        ("hip_abduction: 40}", "hip_abductio: 4}", "keyframes[1].hip_abductio", "unknown coord", "`hip_abduction`"),
        ("  sacral_apex: {", "  sacral_apex_r: {", "landmarks.sacral_apex_r", "ends in `_r`", "`sacral_apex`"),
        ("  sacral_horn: {", "  femur: {", "landmarks.femur", "is there already", "rename"),
        (
            "latin: Os sacrum, kind: bone, side: midline",
            "latin: Os sacrum, kind: bone, side: right",
            "structures.sacrum",
            "right side alone",
            "`sacrum_r`",
        ),
        (
            "kind: bone, side: midline, mesh",
            "kind: muscle, side: midline, mesh",
            "structures.sacrum.moves_with",
            "attachments",
            "remove",
        ),
        (
            'mesh: meshes/femur.ply, colour: "#E3D8C0", moves_with: femur',
            'mesh: meshes/femur.ply, colour: "#E3D8C0"',
            "structures.femur",
            "no body",
            "moves_with",
        ),
        (
            'mesh: meshes/femur.ply, colour: "#E3D8C0", moves_with: femur',
            'mesh: meshes/femur.ply, colour: "#E3D8C0", spans: hip',
            "structures.femur.spans",
            "a bone does not move so",
            "remove",
        ),
        (
            'mesh: meshes/femur.ply, colour: "#E3D8C0", moves_with: femur',
            'mesh: meshes/femur.ply, colour: "#E3D8C0", moves_with: femur, rides_on: [gluteus_medius]',
            "structures.femur.rides_on",
            "does not move so",
            "remove",
        ),
        (
            _FEMUR,
            _AS_LIGAMENT + "moves_with: femur, spans: hip",
            "structures.femur.spans",
            "says already how it moves",
            "keep one",
        ),
        (
            _FEMUR,
            _AS_LIGAMENT + "deforms: true, spans: hip",
            "structures.femur.deforms",
            "says already how it moves",
            "keep one",
        ),
        (
            'mesh: meshes/femur.ply, colour: "#E3D8C0", moves_with: femur',
            'mesh: meshes/femur.ply, colour: "#E3D8C0", deforms: true',
            "structures.femur.deforms",
            "does not move so",
            "remove",
        ),
        (
            _FEMUR,
            _AS_LIGAMENT + "spans: knee",
            "structures.femur.spans",
            "no joint",
            "joints",
        ),
        (
            _FEMUR,
            _AS_LIGAMENT + "rides_on: [superior_gluteal_nerve]",
            "structures.femur.rides_on[0]",
            "is a nerve",
            "bone or muscle",
        ),
        ("centre_mm: [-80, 1, 2]", "centre_mm: [80, 1, 2]", "joints.hip.centre_mm", "right side", "x < 0"),
        ("parent: hip_bone", "parent: gluteus_medius", "joints.hip.parent", "not a bone", "bone"),
        ("role: insertion", "role: origin", "fibre_templates.gluteus_medius", "no insertion", "attachments"),
        (
            "side: midline, on: sacrum, at: [0",
            "side: midline, left: {at: [0, 1, 0, 0]}, on: sacrum, at: [0",
            "landmarks.sacral_apex.left",
            "not paired",
            "directly",
        ),
        ("  superior_gluteal_nerve:\n", "  femur:\n", "courses.femur", "is a bone", "nerve"),
        (
            "points: [{landmark: ischial_spine, lift_mm: 3}",
            "points: [{branch: Stem, at: 1.0}",
            "branches[0].points[0].branch",
            "no branch called `Stem`",
            "`Trunk`",
        ),
        (
            "points: [{landmark: ischial_spine, lift_mm: 3}",
            "points: [{branch: Trunk, of: femoral_artery, at: 1.0}",
            "branches[0].points[0].of",
            "no course of `femoral_artery`",
            "under `courses:`",
        ),
        (
            "points: [{landmark: ischial_spine, lift_mm: 3}",
            "points: [{branch: Trunk, at: 0.5}",
            "courses.superior_gluteal_nerve.branches[0]",
            "hangs on itself",
            "on a surface",
        ),
        (
            "{on: hip_bone, at: [2, 0.2, 0.3, 0.5]}, {muscle",
            "{branch: Trunk, at: 0.5}, {muscle",
            "branches[0].points[1]",
            "not midway",
            "split the branch",
        ),
        (
            "    branches:\n",
            "    branches:\n      - {name: Trunk, radius_mm: 1, points: [{landmark: ischial_spine},"
            " {landmark: ischial_spine, lift_mm: 9}]}\n",
            "branches[1].name",
            "another branch called `Trunk`",
            "rename",
        ),
        (
            "        radius_mm: 1.5\n",
            "        radius_mm: 1.5\n        over: [femurs]\n",
            "branches[0].over[0]",
            "no structure",
            "",
        ),
        (
            "nerves: [superior_gluteal_nerve]",
            "veins: [superior_gluteal_nerve]",
            "veins[0]",
            "is a nerve, not a vein",
            "vein",
        ),
        (
            "fibre_templates:\n  gluteus_medius:\n",
            "fibre_templates:\n  femur:\n",
            "points[2].muscle",
            "no s, t, u",
            "fibre_templates",
        ),
    ],
)
def test_a_mistake_between_entries(
    problems_after: Problems, old: str, new: str, key: str, what: str, remedy: str
) -> None:
    found = [p for p in problems_after(old, new) if p.key.endswith(key) and what in p.what]
    if not what:
        assert not problems_after(old, new), "a nerve may be carried by a body"
        return
    assert found, problems_after(old, new)
    assert remedy in found[0].remedy
    assert found[0].line > 0


def test_one_mistake_is_reported_once(problems_after: Problems) -> None:
    """An unsound landmark is still known to the attachment and the course that name it."""
    (problem,) = problems_after("at: [1, 0.2, 0.3, 0.5]}  # sharp", "at: [1, 2]}")
    assert (problem.line, problem.key) == (11, "landmarks.ischial_spine.at")


def test_all_mistakes_are_reported_sorted_by_line(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    for old, new in [
        ("It is sharp.", "It is sharp., about: x"),
        ("hip_abduction: 40", "hip_abduction: 400"),
        ("on: hip_bone, at: [1,", "on: hop_bone, at: [1,"),
        ("name: Femur", "nam: Femur"),
        ("confidence: recalled", "confidence: certain"),
    ]:
        text = text.replace(old, new)
    sample.write_text(text.replace(", about: x", ""), encoding="utf-8")
    with pytest.raises(GlutviewError) as raised:
        load_atlas(sample)
    problems = raised.value.problems
    assert [p.key for p in problems] == [
        "landmarks.ischial_spine.on",
        "structures.femur.nam",
        "structures.femur.name",
        "movements.abduction.keyframes[1].hip_abduction",
        "facts[1].confidence",
    ]
    assert [p.line for p in problems] == sorted(p.line for p in problems)


def test_a_sound_fact_behind_an_unsound_one_keeps_its_number(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8").replace("confidence: verified", "confidence: certain")
    sample.write_text(text.replace("about: ischial_spine", "about: nobody_knows"), encoding="utf-8")
    assert [p.key for p in read_atlas(sample).problems] == ["facts[0].confidence", "facts[1].about"]


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words\n", "5\n", "null\n"])
def test_a_file_without_sections(sample: Path, text: str) -> None:
    sample.write_text(text, encoding="utf-8")
    with pytest.raises(GlutviewError, match="no sections"):
        load_atlas(sample)


@pytest.mark.parametrize("text", ["{}\n", "a: 1\n", "structures: 5\nfacts: {}\nlandmarks:\n"])
def test_a_file_of_another_kind(sample: Path, text: str) -> None:
    sample.write_text(text, encoding="utf-8")
    keys = {p.key for p in read_atlas(sample).problems}
    assert {"format", "structures", "facts", "landmarks"} <= keys


def test_a_later_format_is_told_apart_from_mistakes(problems_after: Problems) -> None:
    with pytest.raises(GlutviewError) as raised:
        problems_after("format: 1", "format: 2\nnew_section: {}")
    (problem,) = raised.value.problems
    assert (problem.line, problem.key, problem.remedy) == (2, "format", "update glutview")


def test_thousands_of_problems_take_no_longer_than_one_reads(sample: Path) -> None:
    entries = "".join(f"  s{i}: {{nome: 1}}\n" for i in range(15_000))
    sample.write_text(f"format: 1\nstructures:\n{entries}", encoding="utf-8")
    problems = read_atlas(sample).problems
    assert len(problems) == 1001
    assert "problems more" in problems[-1].what
