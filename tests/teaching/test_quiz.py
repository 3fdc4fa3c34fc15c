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
from glutview.teaching.question import CLICKED, KINDS, Question, QuizKind
from glutview.teaching.quiz import MOST_QUESTIONS, available_kinds, mixed_questions, questions

SAMPLE = Path(__file__).parents[1] / "atlas" / "sample.yaml"
ATLAS = load_atlas()
SEEDS = st.integers(-(2**70), 2**70)
MOVEMENTS = ("Flexion", "Extension", "Abduction", "Adduction", "Internal rotation", "External rotation")

# What the shipped statements say the muscles do in any way: by a part, weakly, in some pose, or according to some.
DONE = {
    "gluteus_medius_r": {"Abduction", "Internal rotation", "External rotation", "Flexion", "Extension"},
    "gluteus_minimus_r": {"Abduction", "Internal rotation", "External rotation", "Flexion", "Extension"},
    "gluteus_maximus_r": {"Extension", "External rotation", "Internal rotation", "Abduction", "Adduction"},
    "tensor_fasciae_latae_r": {"Flexion", "Abduction", "Internal rotation", "External rotation"},
    "piriformis_r": {"External rotation", "Abduction", "Internal rotation", "Extension"},
    "gemellus_superior_r": {"External rotation", "Abduction", "Extension"},
    "obturator_internus_r": {"External rotation", "Abduction", "Extension", "Adduction"},
    "gemellus_inferior_r": {"External rotation", "Abduction", "Extension", "Adduction"},
    "obturator_externus_r": {"External rotation", "Flexion", "Adduction"},
    "quadratus_femoris_r": {"External rotation", "Adduction", "Extension"},
}
# Of these, what is said plainly and of the whole muscle.
PLAINLY_DONE = {
    ("gluteus_medius_r", "Abduction"),
    ("gluteus_minimus_r", "Abduction"),
    ("gluteus_maximus_r", "Extension"),
    ("gluteus_maximus_r", "External rotation"),
    ("tensor_fasciae_latae_r", "Flexion"),
    ("tensor_fasciae_latae_r", "Abduction"),
    ("piriformis_r", "External rotation"),
    ("gemellus_superior_r", "External rotation"),
    ("obturator_internus_r", "External rotation"),
    ("gemellus_inferior_r", "External rotation"),
    ("obturator_externus_r", "External rotation"),
    ("quadratus_femoris_r", "External rotation"),
    ("quadratus_femoris_r", "Adduction"),
}
SUPPLIED = {
    "gluteus_medius_r": "Superior gluteal nerve",
    "gluteus_minimus_r": "Superior gluteal nerve",
    "gluteus_maximus_r": "Inferior gluteal nerve",
    "tensor_fasciae_latae_r": "Superior gluteal nerve",
    "piriformis_r": "Nerve to piriformis",
    "gemellus_superior_r": "Nerve to obturator internus",
    "obturator_internus_r": "Nerve to obturator internus",
    "gemellus_inferior_r": "Nerve to quadratus femoris",
    "obturator_externus_r": "Obturator nerve",
    "quadratus_femoris_r": "Nerve to quadratus femoris",
}
# Nerves that the shipped statements let share in the supply, in some people or according to some.
AT_TIMES = {
    ("gemellus_superior_r", "Nerve to quadratus femoris"),
    ("piriformis_r", "Superior gluteal nerve"),
    ("piriformis_r", "Inferior gluteal nerve"),
}

# What textbooks say of a muscle still to come, in the words of such statements.
NEW, NEW_NERVE = "pectineus", "femoral_nerve"
MORE = """
  - {about: pectineus, topic: nerve, sources: [gray_1918], confidence: verified,
     text: "Femoral nerve (L2, L3); the obturator nerve is given by some."}
  - {about: pectineus, topic: action, sources: [gray_1918], confidence: verified,
     text: "Adducts the thigh; flexes it when the hip is extended."}
  - {about: pectineus, topic: insertion, sources: [gray_1918], confidence: verified,
     text: "A rough line from the lesser trochanter down to the linea aspera."}
"""


def every(atlas: Atlas, kind: QuizKind, rounds: int = 1) -> tuple[Question, ...]:
    """Whatever can be asked of a kind, each at least once a round."""
    return questions(atlas, kind, rounds * len(list(BLANKS[kind](atlas))), 0)


def with_facts(tmp_path: Path, facts: str, structures: str = "") -> Atlas:
    """The shipped atlas with more structures and statements."""
    text = shipped_annotations().read_text(encoding="utf-8")
    assert NEW not in ATLAS.stated.structures, "choose a muscle here that the atlas still lacks"
    text = text.replace("\nstructures:\n", f"\nstructures:\n{structures}", 1) + facts
    path = tmp_path / "annotations.yaml"
    path.write_text(text, encoding="utf-8")
    return load_atlas(path)


def grown(tmp_path: Path) -> Atlas:
    """The shipped atlas with a muscle and its nerve more."""
    muscle = (
        f"  {NEW}:\n    {{name: Pectineus, latin: Musculus pectineus, kind: muscle, side: paired,"
        f' mesh: meshes/pectineus.ply, colour: "#8a3333", nerves: [{NEW_NERVE}]}}\n'
        f"  {NEW_NERVE}:\n    {{name: Femoral nerve, latin: Nervus femoralis, kind: nerve,"
        ' side: paired, mesh: meshes/n.ply, colour: "#f2c40f", roots: [L2, L3]}\n'
    )
    return with_facts(tmp_path, MORE, muscle)


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
    places = Counter((len(q.choices), q.choices.index(q.answer)) for q in questions(ATLAS, kind, MOST_QUESTIONS, 1))
    for size in {size for size, _ in places}:
        often = [places[size, place] for place in range(size)]
        assert min(often) > 0.7 * sum(often) / size


def test_the_answer_is_the_nerve_that_the_atlas_states() -> None:
    asked = every(ATLAS, "innervation", rounds=40)
    stated = {s.id: {ATLAS.structures[id].name for id in s.nerves} for s in ATLAS.structures.values() if s.nerves}
    answers = {(q.structure, q.answer) for q in asked}
    assert answers == {(id, nerve) for id, nerves in stated.items() if not id.endswith("_l") for nerve in nerves}
    assert SUPPLIED.items() <= answers
    assert not {(q.structure, c) for q in asked for c in q.choices} & AT_TIMES
    assert not any(stated[q.structure] & (set(q.choices) - {q.answer}) for q in asked)
    offered = {choice for q in asked for choice in q.choices}
    assert {"Sciatic nerve", "Superior gluteal nerve", "Inferior gluteal nerve"} <= offered


def test_nerves_that_are_only_named_stand_in_where_few_are_shown(tmp_path: Path) -> None:
    muscle = '{name: M, latin: M, kind: muscle, side: paired, mesh: meshes/m.ply, colour: "#8a3333", nerves: [n]}'
    nerve = '{name: Obturator nerve, latin: N, kind: nerve, side: paired, mesh: meshes/n.ply, colour: "#f2c40f"}'
    text = SAMPLE.read_text(encoding="utf-8")
    text = text.replace("\nstructures:\n", f"\nstructures:\n  m: {muscle}\n  n: {nerve}\n", 1)
    says = '"Obturator nerve; some name the sciatic nerve beside it."'
    others = '"Beside the pudendal nerve and the femoral nerve, of which the second sacral nerve is a root."'
    for about, topic, said in (("m", "nerve", says), ("femur", "relation", others)):
        text += f"  - {{about: {about}, topic: {topic}, text: {said}, sources: [gray_1918], confidence: verified}}\n"
    path = tmp_path / "annotations.yaml"
    path.write_text(text, encoding="utf-8")
    asked = questions(load_atlas(path), "innervation", 40, 0)
    of_m = [q for q in asked if q.structure == "m_r"]
    assert of_m
    assert {q.answer for q in of_m} == {"Obturator nerve"}
    offered = {choice for q in of_m for choice in q.choices}
    assert offered == {"Obturator nerve", "Superior gluteal nerve", "Pudendal nerve", "Femoral nerve"}


def test_no_wrong_movement_is_one_that_the_muscle_makes_in_any_way() -> None:
    asked = [q for q in every(ATLAS, "action", rounds=40) if q.structure in DONE]
    assert {(q.structure, q.answer) for q in asked} == PLAINLY_DONE
    for q in asked:
        for wrong in set(q.choices) - {q.answer}:
            parts = {part.capitalize() for part in wrong.split(" with ")}
            assert parts <= set(MOVEMENTS)
            assert not parts <= DONE[q.structure], f"{q.structure} does {wrong}"
            assert q.answer not in parts


def test_a_weaker_movement_alone_is_never_a_wrong_answer() -> None:
    offered = {(q.structure, choice) for q in every(ATLAS, "action", rounds=40) for choice in q.choices}
    plain = {(muscle, movement) for muscle, movements in DONE.items() for movement in movements}
    assert offered & plain == PLAINLY_DONE


def test_what_a_part_of_a_muscle_does_is_no_wrong_answer_for_the_whole(tmp_path: Path) -> None:
    def wrong(atlas: Atlas) -> set[str]:
        asked = [q for q in every(atlas, "action", rounds=40) if q.structure == "gluteus_maximus_r"]
        return {choice for q in asked for choice in set(q.choices) - {q.answer}}

    fact = "{about: gluteus_maximus_superior_part, topic: action, text: Its front fibres flex the hip.,"
    said = with_facts(tmp_path, f"  - {fact} sources: [gray_1918], confidence: recalled}}\n")
    assert "Flexion" in wrong(ATLAS)
    assert "Flexion" not in wrong(said)


@pytest.mark.parametrize("kind", KINDS)
def test_every_explanation_tells_its_source_in_short_and_in_full(kind: str) -> None:
    full = {cited(source).text.rstrip(".") for source in ATLAS.sources.values()}
    for q in questions(ATLAS, kind, 60, 3):
        assert any(text in q.source for text in full)
        assert "(" in q.explanation


def test_where_sources_disagree_the_preferred_one_is_explained_and_the_others_are_told() -> None:
    q = next(q for q in every(ATLAS, "attachment") if q.attachment == "gluteus_medius_insertion_r")
    assert "Robertson et al. 2008" in q.explanation
    assert "Sources disagree: “Lateral surface of the greater trochanter," in q.explanation
    assert "Why the first is preferred" in q.explanation
    assert q.source.index("Robertson") < q.source.index("disagreeing: Kenhub")


def test_what_is_only_recalled_says_so() -> None:
    told = set()
    for q in every(ATLAS, "attachment"):
        role = ATLAS.attachments[q.attachment or ""].role
        confidence = {f.confidence for f in ATLAS.facts_about(q.structure) if f.topic == role and f.sources}
        if len(confidence) == 1:
            assert ("Recalled, not verified." in q.explanation) == (confidence == {"recalled"})
            told |= confidence
    assert told == {"recalled", "verified"}


def test_a_description_does_not_tell_the_name() -> None:
    for q in every(ATLAS, "name"):
        assert q.answer.casefold() not in q.question.casefold()
        assert q.question.startswith(q.prompt)


def test_a_structure_stands_among_others_of_its_kind_where_there_are_enough() -> None:
    kinds = {s.name: s.kind for s in ATLAS.structures.values()}
    often = Counter(kinds.values())
    alone = set()
    for q in every(ATLAS, "name", rounds=3):
        kind = kinds[q.answer]
        others = [kinds.get(choice, "nerve") for choice in q.choices]
        if often[kind] >= 3:
            assert set(others) == {kind}
            assert q.prompt == f"What is this {kind} called?"
        else:
            assert others.count(kind) == often[kind]
            assert q.prompt == "What is this structure called?"
            alone.add(kind)
    assert {"tract", "fascia"} <= alone
    assert {"muscle", "bone", "nerve", "cartilage", "ligament", "bursa", "artery"} <= set(often) - alone


def test_sides_do_not_matter() -> None:
    found = {q.structure: set(q.target) for q in every(ATLAS, "find")}
    assert found["gluteus_medius_r"] == {"gluteus_medius_r", "gluteus_medius_l"}
    assert found["sacrum"] == {"sacrum"}
    assert len(found) == len({s.stated_id for s in ATLAS.structures.values()})
    asked = {q.attachment: q for q in every(ATLAS, "attachment")}
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

    def of(kind: QuizKind) -> list[Question]:
        return [q for q in every(atlas, kind, rounds=12) if q.structure == f"{NEW}_r"]

    assert len(of("innervation")) == 12
    for q in of("innervation"):
        assert q.answer == "Femoral nerve"
        assert "Obturator nerve" not in q.choices, "some give it"
        assert "L2 and L3" in q.explanation or "(L2, L3)" in q.explanation
    assert {q.answer for q in of("action")} == {"Adduction", "Flexion"}
    for q in of("action"):
        assert not {"Adduction", "Flexion"} & (set(q.choices) - {q.answer})
        assert "Extension" not in q.choices, "the statement speaks of the extended hip"
    assert {q.answer for q in of("name")} == {"Pectineus"}
    others = [q for q in every(atlas, "innervation", rounds=12) if q.structure != f"{NEW}_r"]
    assert any("Femoral nerve" in q.choices for q in others)
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
