"""What the quiz reads in statements: movements, nerves, names."""

from __future__ import annotations

import pytest

from glutview.atlas.load import load_atlas
from glutview.teaching.movement_words import Movements
from glutview.teaching.naming import Mentions, akin, listed, same, spoken, subjects
from glutview.teaching.nerve_names import named_nerves, nerves_in, shown_nerves

ATLAS = load_atlas()
MOVEMENTS = Movements(ATLAS)


def test_the_movements_are_those_of_the_joints_with_their_opposites() -> None:
    assert MOVEMENTS.all == (
        "Flexion", "Extension", "Abduction", "Adduction", "Internal rotation", "External rotation",
    )  # fmt: skip
    assert MOVEMENTS.opposites["Adduction"] == "Abduction"


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("The whole muscle abducts the thigh; with the foot on the ground it holds the pelvis.", {"Abduction"}),
        ("Flexes and abducts the hip, and turns the thigh inward.", {"Flexion", "Abduction", "Internal rotation"}),
        ("Rotates the thigh outward.", {"External rotation"}),
        ("Laterally rotates the thigh.", {"External rotation"}),
        ("Extends the hip, as in rising from a chair or straightening the trunk.", {"Extension"}),
        ("The upper part abducts a little, the lower part adducts.", set()),
        ("It may flex and assists extension.", set()),
        ("Flexes, and rotates inward or outward.", set()),
        ("It extends the knee.", set()),
        ("It does not abduct; it never adducts.", set()),
        ("Adducts.", {"Adduction"}),
    ],
)
def test_what_a_muscle_makes_is_read_narrowly(text: str, made: set[str]) -> None:
    assert set(MOVEMENTS.made(text)) == made


@pytest.mark.parametrize(
    ("text", "mentioned"),
    [
        ("The upper part abducts a little, the lower part adducts.", {"Abduction", "Adduction"}),
        ("Laterally rotates the thigh.", {"External rotation"}),
        ("It \"serves to rotate\", with no direction given.", {"Internal rotation", "External rotation"}),
        ("Turns the thigh outward; when the hip is flexed, inward.",
         {"Internal rotation", "External rotation", "Flexion"}),
        ("Its lever arm is on the side of extension; it steadies the extended knee.", {"Extension"}),
        ("Medial rotator and flexor of the thigh.", {"Internal rotation", "Flexion"}),
        ("It returns blood from the lateral side.", set()),
    ],
)  # fmt: skip
def test_what_is_mentioned_is_read_widely(text: str, mentioned: set[str]) -> None:
    assert MOVEMENTS.mentioned(text) == mentioned


@pytest.mark.parametrize(
    ("text", "nerves"),
    [
        ("beside the superior gluteal nerve and the sciatic nerve", ["Superior gluteal nerve", "Sciatic nerve"]),
        ("together with the common fibular nerve.", ["Common fibular nerve"]),
        ("Loss of its nerve; that nerve; the main nerve; all gluteal nerves", []),
        ("a peripheral nerve, and the lateral femoral cutaneous nerves", []),
        ("Obturator nerve (L3, L4)", ["Obturator nerve"]),
        ("The second sacral nerve alone, part of the fourth lumbar nerve; the dorsal nerve of penis", []),
    ],
)
def test_nerves_are_read_from_statements(text: str, nerves: list[str]) -> None:
    assert nerves_in(text) == nerves


def test_nerves_that_are_only_named_are_none_of_those_shown() -> None:
    shown, named = shown_nerves(ATLAS), named_nerves(ATLAS)
    kinds = {s.name: s.kind for s in ATLAS.structures.values()}
    assert {"Superior gluteal nerve", "Inferior gluteal nerve", "Sciatic nerve", "Nerve to piriformis"} <= set(shown)
    assert {kinds[name] for name in shown} == {"nerve"}
    assert len(shown) == len(set(shown))
    assert "Sacral plexus" not in shown
    assert {"Common fibular nerve", "Tibial nerve"} <= set(named)
    assert not {name.casefold() for name in named} & {name.casefold() for name in kinds}
    assert not {"Sacral nerve", "Lumbar nerve", "Dorsal nerve"} & set(named), "roots and halves of names"


def test_a_structure_is_found_by_its_names_and_by_the_word_that_only_it_has() -> None:
    mentions = Mentions(ATLAS)
    by_id = {s.stated_id: s for s in subjects(ATLAS)}
    assert mentions.named("together with Medius.", by_id["gluteus_medius"])
    assert mentions.named("the Musculus glutaeus medius", by_id["gluteus_medius"])
    assert not mentions.named("the gluteus", by_id["gluteus_medius"])
    assert not mentions.named("intermedius", by_id["gluteus_medius"])
    assert not mentions.named("beside medius", by_id["subgluteus_medius_bursa"])
    assert mentions.named("between quadratus and gemelli", by_id["quadratus_femoris"])
    assert not mentions.named("rectus femoris", by_id["quadratus_femoris"])
    assert not mentions.named("the greater sciatic foramen", by_id["sciatic_nerve"])
    assert not mentions.named("its posterior part", by_id["posterior_femoral_cutaneous_nerve"])
    assert not mentions.named("a nerve, a bone", by_id["superior_gluteal_nerve"])
    assert not mentions.named("this one bone", by_id["hip_bone"])


def test_subjects_are_the_right_ones_in_the_order_of_the_file() -> None:
    ids = [s.id for s in subjects(ATLAS)]
    assert len(ids) == len(ATLAS.stated.structures)
    assert [s.stated_id for s in subjects(ATLAS)] == list(ATLAS.stated.structures)
    assert not any(id.endswith("_l") for id in ids)
    assert same(ATLAS, ATLAS.structures["femur_l"]) == ("femur_r", "femur_l")


def test_names_in_a_sentence() -> None:
    assert spoken("Gluteus medius") == "gluteus medius"
    assert spoken("L5 vertebra") == "L5 vertebra"
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert akin("Gluteus medius", "Gluteus medius, anterior part")
    assert not akin("Gluteus medius", "Gluteus minimus")
