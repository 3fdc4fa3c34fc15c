"""The quiz: from the atlas alone, the same for a seed, with choices that are truly wrong, growing with the atlas."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.atlas.atlas import Atlas
from glutview.atlas.citations import cited
from glutview.atlas.load import load_atlas
from glutview.errors import GlutviewError
from glutview.paths import shipped_annotations
from glutview.teaching.blank import shuffled
from glutview.teaching.blanks import BLANKS
from glutview.teaching.question import CLICKED, KINDS, Question
from glutview.teaching.quiz import MOST_QUESTIONS, available_kinds, mixed_questions, questions

SAMPLE = Path(__file__).parents[1] / "atlas" / "sample.yaml"
ATLAS = load_atlas()
SEEDS = st.integers(-(2**70), 2**70)
MOVEMENTS = ("Flexion", "Extension", "Abduction", "Adduction", "Internal rotation", "External rotation")

# What the shipped statements say the muscles do in any way: by a part, weakly, or according to some.
DONE = {
    "gluteus_medius_r": {"Abduction", "Internal rotation", "External rotation", "Flexion", "Extension"},
    "gluteus_minimus_r": {"Abduction", "Internal rotation", "External rotation", "Flexion"},
    "gluteus_maximus_r": {"Extension", "External rotation", "Abduction", "Adduction"},
}
SUPPLIED = {
    "gluteus_medius_r": "Superior gluteal nerve",
    "gluteus_minimus_r": "Superior gluteal nerve",
    "gluteus_maximus_r": "Inferior gluteal nerve",
}

# What issue and textbook say of muscles still to come, in the words of such statements.
MORE = """
  - {about: piriformis, topic: nerve, sources: [gray_1918], confidence: verified,
     text: "Nerve to piriformis (S1, S2); the sciatic nerve is given by some."}
  - {about: piriformis, topic: action, sources: [gray_1918], confidence: verified,
     text: "Turns the thigh outward at the neutral hip; abducts it when flexed."}
  - {about: piriformis, topic: insertion, sources: [gray_1918], confidence: verified,
     text: "Upper border of the trochanter."}
"""


def grown(tmp_path: Path) -> Atlas:
    """The shipped atlas with a muscle and its nerve more."""
    muscle = (
        "  piriformis:\n    {name: Piriformis, latin: Musculus piriformis, kind: muscle, side: paired,"
        ' mesh: meshes/piriformis.ply, colour: "#8a3333", nerves: [nerve_to_piriformis]}\n'
        "  nerve_to_piriformis:\n    {name: Nerve to piriformis, latin: Nervus musculi piriformis, kind: nerve,"
        ' side: paired, mesh: meshes/n.ply, colour: "#f2c40f", roots: [S1, S2]}\n'
    )
    text = shipped_annotations().read_text(encoding="utf-8")
    text = text.replace("\nstructures:\n", f"\nstructures:\n{muscle}", 1) + MORE
    path = tmp_path / "annotations.yaml"
    path.write_text(text, encoding="utf-8")
    return load_atlas(path)


@given(st.sampled_from(KINDS), st.integers(1, 60), SEEDS)
def test_a_question_holds_all_that_is_shown_and_its_answer_among_distinct_choices(
    kind: str, count: int, seed: int
) -> None:
    asked = questions(ATLAS, kind, count, seed)
    assert len(asked) == count
    for q in asked:
        assert all((q.prompt, q.question, q.answer, q.explanation, q.source, q.target))
        assert q.kind == kind
        assert q.structure in ATLAS.structures
        assert set(q.target) <= set(ATLAS.structures)
        if kind == "find":
            assert q.choices == ()
            continue
        assert len(q.choices) == len(set(q.choices)) >= 3
        assert q.answer in q.choices


@given(st.sampled_from(KINDS), SEEDS)
def test_the_same_seed_gives_the_same_questions_and_more_of_them_begin_alike(kind: str, seed: int) -> None:
    assert questions(ATLAS, kind, 25, seed)[:10] == questions(ATLAS, kind, 10, seed)


def test_seeds_differ_and_so_do_their_signs() -> None:
    drawn = [questions(ATLAS, "name", 8, seed) for seed in (0, 1, 2, -1, -2, 2**64, 2**64 + 1)]
    assert len(set(drawn)) == len(drawn)


def test_the_bytes_are_the_same_in_every_process() -> None:
    outputs = set()
    for hash_seed in ("0", "1", "4711"):
        run = subprocess.run(
            [sys.executable, "-m", "glutview", "quiz", "--kind=innervation", "--count=9", "--seed=5", "--json"],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            check=True,
        )
        outputs.add(run.stdout)
    assert len(outputs) == 1
    assert len(json.loads(outputs.pop())) == 9


def test_the_order_is_the_same_in_every_version_of_python() -> None:
    """A committed result: whoever changes it changes every quiz that a teacher has handed out."""
    assert "".join(shuffled(list("abcdefgh"), Random(7))) == "feghadbc"


@given(st.sampled_from(KINDS), SEEDS)
def test_nothing_is_asked_again_before_everything_was_asked(kind: str, seed: int) -> None:
    size = len({q.prompt + q.question + q.answer for q in questions(ATLAS, kind, 200, 0)})
    asked = [q.question + q.answer for q in questions(ATLAS, kind, 3 * size, seed)]
    for start in range(0, 3 * size, size):
        assert len(set(asked[start : start + size])) == size
    assert all(a != b for a, b in pairwise(asked))


@pytest.mark.parametrize("kind", ["name", "innervation", "action", "attachment"])
def test_the_right_answer_stands_in_every_place_about_equally_often(kind: str) -> None:
    places = Counter((len(q.choices), q.choices.index(q.answer)) for q in questions(ATLAS, kind, 900, 1))
    for size in {size for size, _ in places}:
        often = [places[size, place] for place in range(size)]
        assert min(often) > 0.7 * sum(often) / size


def test_the_answer_is_the_nerve_that_the_atlas_states() -> None:
    asked = questions(ATLAS, "innervation", 30, 2)
    assert {q.structure: q.answer for q in asked} == SUPPLIED
    assert all(sum(c == SUPPLIED[q.structure] for c in q.choices) == 1 for q in asked)
    offered = {choice for q in asked for choice in q.choices}
    assert {"Sciatic nerve", "Common fibular nerve", "Inferior gluteal nerve"} <= offered


def test_no_wrong_movement_is_one_that_the_muscle_makes_in_any_way() -> None:
    asked = questions(ATLAS, "action", 200, 2)
    answers = {(q.structure, q.answer) for q in asked}
    assert answers == {
        ("gluteus_medius_r", "Abduction"),
        ("gluteus_minimus_r", "Abduction"),
        ("gluteus_maximus_r", "Extension"),
        ("gluteus_maximus_r", "External rotation"),
    }
    for q in asked:
        for wrong in set(q.choices) - {q.answer}:
            parts = {part.capitalize() for part in wrong.split(" with ")}
            assert parts <= set(MOVEMENTS)
            assert not parts <= DONE[q.structure], f"{q.structure} does {wrong}"
            assert q.answer not in parts


@pytest.mark.parametrize("kind", KINDS)
def test_every_explanation_tells_its_source_in_short_and_in_full(kind: str) -> None:
    full = {cited(source).text.rstrip(".") for source in ATLAS.sources.values()}
    for q in questions(ATLAS, kind, 60, 3):
        assert any(text in q.source for text in full)
        assert "(" in q.explanation


def test_where_sources_disagree_the_preferred_one_is_explained_and_the_others_are_told() -> None:
    q = next(q for q in questions(ATLAS, "attachment", 6, 0) if q.attachment == "gluteus_medius_insertion_r")
    assert "Robertson et al. 2008" in q.explanation
    assert "Sources disagree: “Lateral surface of the greater trochanter," in q.explanation
    assert "Why the first is preferred" in q.explanation
    assert q.source.index("Robertson") < q.source.index("disagreeing: Kenhub")


def test_what_is_only_recalled_says_so() -> None:
    q = next(q for q in questions(ATLAS, "attachment", 6, 0) if q.attachment == "gluteus_maximus_insertion_r")
    assert "Recalled, not verified." in q.explanation


def test_a_description_does_not_tell_the_name() -> None:
    for q in questions(ATLAS, "name", 14, 0):
        assert q.answer.casefold() not in q.question.casefold()
        assert q.question.startswith(q.prompt)


def test_a_structure_stands_among_others_of_its_kind_where_there_are_enough() -> None:
    kinds = {s.name: s.kind for s in ATLAS.structures.values()}
    for q in questions(ATLAS, "name", 39, 0):
        others = {kinds.get(choice, "nerve") for choice in q.choices}
        if kinds[q.answer] in ("muscle", "bone", "nerve", "cartilage"):
            assert others == {kinds[q.answer]}
            assert q.prompt == f"What is this {kinds[q.answer]} called?"
        else:
            assert q.prompt == "What is this structure called?"


def test_sides_do_not_matter() -> None:
    found = {q.structure: set(q.target) for q in questions(ATLAS, "find", 60, 0)}
    assert found["gluteus_medius_r"] == {"gluteus_medius_r", "gluteus_medius_l"}
    assert found["sacrum"] == {"sacrum"}
    assert len(found) == len({s.stated_id for s in ATLAS.structures.values()})
    asked = {q.attachment: q for q in questions(ATLAS, "attachment", 6, 0)}
    assert set(asked["gluteus_medius_insertion_r"].target) == {"femur_r", "femur_l"}
    assert "sacrum" in asked["gluteus_maximus_origin_r"].target
    assert not any("right" in q.question.casefold() for q in asked.values())


def test_every_structure_attachment_and_supply_of_the_atlas_is_asked_about() -> None:
    stated = {s.stated_id for s in ATLAS.structures.values()}
    assert {ATLAS.structures[b.structure].stated_id for b in BLANKS["name"](ATLAS)} == stated
    pairs = {(ATLAS.structures[a.muscle].stated_id, a.role) for a in ATLAS.attachments.values()}
    assert len(list(BLANKS["attachment"](ATLAS))) == len(pairs)
    supplies = {(s.stated_id, n[:-2]) for s in ATLAS.structures.values() for n in s.nerves}
    assert len(list(BLANKS["innervation"](ATLAS))) == len(supplies)


def test_a_new_muscle_is_asked_about_at_once(tmp_path: Path) -> None:
    atlas = grown(tmp_path)

    def of(kind: str) -> list[Question]:
        return [q for q in questions(atlas, kind, 120, 0) if q.structure == "piriformis_r"]

    for q in of("innervation"):
        assert q.answer == "Nerve to piriformis"
        assert "Sciatic nerve" not in q.choices, "some give it"
        assert "S1 and S2" in q.explanation or "(S1, S2)" in q.explanation
    assert {q.answer for q in of("action")} == {"External rotation", "Abduction"}
    for q in of("action"):
        assert not {"External rotation", "Abduction"} & (set(q.choices) - {q.answer})
        assert "Flexion" not in q.choices, "the statement speaks of the flexed hip"
    assert {q.answer for q in of("name")} == {"Piriformis"}
    others = [q for q in questions(atlas, "innervation", 120, 0) if q.structure != "piriformis_r"]
    assert any("Nerve to piriformis" in q.choices for q in others)
    assert of("find")


@pytest.mark.parametrize(
    ("kind", "count", "words"),
    [
        ("names", 1, ("--kind", "'names'", "name, find, attachment, innervation, action")),
        ("", 1, ("--kind",)),
        ("Name", 1, ("--kind",)),
        ("name", 0, ("--count", "0 questions", f"1 to {MOST_QUESTIONS}")),
        ("name", -3, ("--count",)),
        ("name", MOST_QUESTIONS + 1, ("--count", str(MOST_QUESTIONS))),
    ],
)
def test_a_bad_order_is_refused_with_a_remedy(kind: str, count: int, words: tuple[str, ...]) -> None:
    with pytest.raises(GlutviewError) as refusal:
        questions(ATLAS, kind, count, 0)
    assert all(word in str(refusal.value) for word in words)


@pytest.mark.parametrize("kind", KINDS)
def test_an_atlas_without_sourced_statements_says_what_is_missing(kind: str) -> None:
    with pytest.raises(GlutviewError) as refusal:
        questions(load_atlas(SAMPLE), kind, 1, 0)
    assert f"there is nothing in it to ask about {kind}" in str(refusal.value)
    assert str(SAMPLE) in str(refusal.value)
    assert "facts" in str(refusal.value)


def test_kinds_are_mixed_by_turns() -> None:
    asked = mixed_questions(ATLAS, 25, 4)
    assert asked == mixed_questions(ATLAS, 25, 4)
    for start in range(0, 25, 5):
        assert {q.kind for q in asked[start : start + 5]} == set(KINDS)
    clicked = mixed_questions(ATLAS, 7, 4, CLICKED)
    assert {q.kind for q in clicked} == set(CLICKED)


def test_mixing_leaves_out_what_cannot_be_asked_but_not_everything(tmp_path: Path) -> None:
    path = tmp_path / "annotations.yaml"
    fact = "{about: femur, topic: relation, text: It bears the body., sources: [gray_1918], confidence: verified}"
    path.write_text(f"{SAMPLE.read_text(encoding='utf-8')}  - {fact}\n", encoding="utf-8")
    atlas = load_atlas(path)
    assert available_kinds(atlas) == ("name", "find")
    assert {q.kind for q in mixed_questions(atlas, 9, 0)} == {"name", "find"}
    with pytest.raises(GlutviewError, match="innervation"):
        mixed_questions(atlas, 3, 0, ["innervation", "action"])
