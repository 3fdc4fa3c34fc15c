"""Search: what students type is found, best first."""

from __future__ import annotations

import re
from functools import cache, partial
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from glutview.atlas.atlas import Atlas
from glutview.atlas.load import load_atlas
from glutview.atlas.search import Found, search
from glutview.atlas.search.index import Index
from glutview.atlas.sided import Landmark, Structure
from tests.effort import at_most

MEDIUS = ["gluteus_medius_r", "gluteus_medius_l"]
SGN = ["superior_gluteal_nerve_r", "superior_gluteal_nerve_l"]
ASIS = ["anterior_superior_iliac_spine_r", "anterior_superior_iliac_spine_l"]
HIP_BONE = ["hip_bone_r", "hip_bone_l"]
SAMPLE = Path(__file__).with_name("sample.yaml")
# Calls that a key stroke may take: 49,466 at most of the shipped atlas, a hundredth of a second.
_A_STROKE = 80_000


@cache
def _shipped() -> Atlas:
    return load_atlas()


def _ids(query: str, limit: int | None = 2) -> list[str]:
    return [found.id for found in search(_shipped(), query, limit)]


def _named() -> list[Structure | Landmark]:
    return [*_shipped().structures.values(), *_shipped().landmarks.values()]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Gluteus medius", MEDIUS),
        ("glut med", MEDIUS),
        ("medius", MEDIUS),
        ("medius gluteus", MEDIUS),
        ("gluteus medius muscle", MEDIUS),
        ("gluteal medius", MEDIUS),
        ("glutius medius", MEDIUS),
        ("gluetus mediu", MEDIUS),
        ("gluteusmedius", MEDIUS),
        ("glut eus medius", MEDIUS),
        ("GMed", MEDIUS),
        ("superior gluteal nerve", SGN),
        ("SGN", SGN),
        ("ASIS", ASIS),
        ("SIAS", ASIS),
        ("spina iliaca", ASIS),
        ("spina iliaca anterior superior", ASIS),
        ("antirior superior illiac spine", ASIS),
        ("hip bone", HIP_BONE),
        ("innominate", HIP_BONE),
        ("os coxae", HIP_BONE),
        ("Trochanter major", ["tip_of_greater_trochanter_r", "tip_of_greater_trochanter_l"]),
        ("trocanter minor", ["lesser_trochanter_r", "lesser_trochanter_l"]),
        ("ITB", ["iliotibial_tract_r", "iliotibial_tract_l"]),
        ("ilio-tibial band", ["iliotibial_tract_r", "iliotibial_tract_l"]),
        ("Maissiat's band", ["iliotibial_tract_r", "iliotibial_tract_l"]),
    ],
)
def test_what_students_type(query: str, first: list[str]) -> None:
    assert _ids(query) == first


@pytest.mark.parametrize(
    "query",
    ["Musculus gluteus medius", "musculus glutaeus medius", "M. GLUTÆUS MEDIUS", "m. glutäus medius", "m glut med"],
)
def test_latin_in_its_spellings(query: str) -> None:
    assert _ids(query) == MEDIUS
    assert search(_shipped(), query)[0].matched.startswith("Latin: Musculus ")


def test_latin_while_it_is_typed() -> None:
    latin = "glutaeus medius"
    for end in range(1, len(latin) + 1):
        assert "gluteus_medius_r" in _ids(latin[:end], None), latin[:end]
    assert set(_ids("n. glutaeus superior")) == set(SGN)
    assert set(_ids("a. glutea superior")) == {"superior_gluteal_artery_r", "superior_gluteal_artery_l"}
    assert set(_ids("lig. sacrotuberale")) == {"sacrotuberous_ligament_r", "sacrotuberous_ligament_l"}


@pytest.mark.parametrize("query", ["FMA22315", "FMA:22315", "fma 22315", "fma_22315", "FMAID: 22315", "22315"])
def test_fma_ids_find_both_sides(query: str) -> None:
    assert [(f.id, f.matched, f.score) for f in search(_shipped(), query)] == [(i, "FMA 22315", 1.0) for i in MEDIUS]


@pytest.mark.parametrize("query", ["2599", "TA2 2599", "TA2:2599", "ta2-2599"])
def test_ta2_ids_find_both_sides(query: str) -> None:
    assert [(f.id, f.matched) for f in search(_shipped(), query)] == [(i, "TA2 2599") for i in MEDIUS]


def test_an_id_is_never_taken_for_a_misspelt_other() -> None:
    for query in ("FMA 22316", "22316", "TA2 2597", "gluteus medius 22314", "FMA 9"):
        assert "gluteus_medius_r" not in _ids(query, None), query
    assert search(_shipped(), "FMA 99999") == ()


def test_ids_of_the_atlas() -> None:
    assert _ids("gluteus_medius_l", None) == ["gluteus_medius_l"]
    assert _ids("gluteus_medius", None) == MEDIUS
    assert _ids("GLUTEUS_MEDIUS_R ", None) == ["gluteus_medius_r"]
    assert _ids("gluteus_medius.clinic.1", None) == ["gluteus_medius.clinic.1"]
    assert _ids("gluteus_med") == MEDIUS
    assert _ids("glut med", None)[:2] == MEDIUS


@pytest.mark.parametrize("side", ["left", "l", "L", "sinister", "sin.", "lt", "Left"])
def test_side_words_leave_out_the_other_side(side: str) -> None:
    for query in (f"gluteus medius {side}", f"{side} gluteus medius"):
        found = search(_shipped(), query, None)
        assert found[0].id == "gluteus_medius_l"
        assert not [f.id for f in found if f.id.endswith("_r")]
    assert _ids("gluteus medius dexter")[0] == "gluteus_medius_r"
    assert _ids(f"sacrum {side}")[0] == "sacrum"


def test_a_side_alone_finds_that_side() -> None:
    ids = _ids("left", None)
    assert "gluteus_medius_l" in ids
    assert all(id.endswith("_l") for id in ids if "." not in id)


def test_a_fact_shows_the_side_that_was_asked_for() -> None:
    assert search(_shipped(), "trendelenburg")[1].structure == "gluteus_medius_r"
    assert search(_shipped(), "trendelenburg left")[1].structure == "gluteus_medius_l"


def test_a_root_finds_nerves_that_span_it_and_their_muscles() -> None:
    found = [f for f in search(_shipped(), "L5") if f.kind == "structure"]
    assert [f.id for f in found[:4]] == [*SGN, "inferior_gluteal_nerve_r", "inferior_gluteal_nerve_l"]
    glutei = {f"gluteus_{which}_{side}" for which in ("maximus", "medius", "minimus") for side in "rl"}
    assert {f.id for f in found[4:]} >= {*glutei, "sciatic_nerve_r", "sciatic_nerve_l"}
    assert "pudendal_nerve_r" not in {f.id for f in found}
    assert (found[0].matched, found[2].matched) == ("roots L4-S1", "roots L5-S2")
    assert "gluteus_maximus_r" not in _ids("L4", None)
    assert "gluteus_medius_r" not in _ids("S2", None)
    assert any(f.kind == "fact" and "L5" in f.matched for f in search(_shipped(), "L5"))


@pytest.mark.parametrize("query", ["L4-S1", "l4–s1", "L4 to S1", "L4, L5, S1", "L 4 - S 1", "L4 L5 S1"])
def test_a_span_of_roots(query: str) -> None:
    found = search(_shipped(), query)
    assert [(f.id, f.matched, f.score) for f in found[:2]] == [(id, "roots L4-S1", 1.0) for id in SGN]
    ids = {f.id for f in found if f.kind == "structure"}
    assert ids >= {*SGN, *MEDIUS, "gluteus_minimus_r", "gluteus_minimus_l", "sciatic_nerve_r"}
    assert not ids & {"inferior_gluteal_nerve_r", "gluteus_maximus_r", "pudendal_nerve_r"}


def test_what_is_spanned_need_not_be_stated(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(SAMPLE.read_text(encoding="utf-8").replace("[L4, L5, S1]", "[L4, S1]"), encoding="utf-8")
    found = search(load_atlas(file), "L5")
    assert [f.id for f in found] == [*SGN, *MEDIUS]
    assert found[2].matched == "roots L4-S1, superior gluteal nerve"


def test_facts() -> None:
    movement, sign, *others = search(_shipped(), "trendelenburg")
    assert (movement.kind, movement.id, movement.structure) == ("movement", "trendelenburg", None)
    assert (sign.kind, sign.name, sign.structure) == ("fact", "Gluteus medius: clinic", "gluteus_medius_r")
    assert sign.matched.startswith("Trendelenburg sign")
    assert sign.fact in _shipped().facts
    assert all("trendelenburg" in other.matched.casefold() for other in others)
    assert _ids("trendelenberg")[0] == movement.id
    assert any("abductor" in f.matched for f in search(_shipped(), "abducter"))
    assert _ids("gluteus medius insertion")[0] == "gluteus_medius.insertion.1"
    assert _ids("which nerve supplies the gluteus medius?")[0] == "gluteus_medius.nerve.1"
    assert _ids("robertson")[0].startswith("gluteus_medius.")


def test_what_others_say_is_told_from_what_is_stated() -> None:
    found = search(_shipped(), "lower third covered")
    assert [f.matched for f in found] == ["others say: Its lower third is covered."]
    told = [f.matched.startswith("others say") for f in search(_shipped(), "greater trochanter") if f.kind == "fact"]
    assert True in told
    assert not told[0]


def test_facts_of_the_bare_name_are_not_listed() -> None:
    about = {f.id for f in search(_shipped(), "sacrotuberous ligament", None) if f.kind == "fact"}
    stated = {i for i in about if i.startswith("sacrotuberous_ligament.")}
    facts = _shipped().facts_about("sacrotuberous_ligament")
    assert len(stated) <= sum("sacrotuberous" in fact.text.lower() for fact in facts)


def test_facts_about_joints_and_movements(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    more = (
        "  - {about: hip, topic: figure, text: It bears thrice the weight., confidence: recalled}\n"
        "  - {about: abduction, topic: name, text: From Latin abducere., confidence: recalled}\n"
    )
    file.write_text(SAMPLE.read_text(encoding="utf-8") + more, encoding="utf-8")
    atlas = load_atlas(file)
    (bears,) = search(atlas, "thrice left")
    assert (bears.id, bears.structure) == ("hip.figure.1", "femur_l")
    (named,) = search(atlas, "abducere")
    assert (named.id, named.name, named.structure) == ("abduction.name.1", "Abduction: name", None)


def test_a_landmark_shows_what_it_lies_on() -> None:
    assert [(f.kind, f.structure) for f in search(_shipped(), "ASIS")] == [
        ("landmark", "hip_bone_r"),
        ("landmark", "hip_bone_l"),
    ]


def test_structures_before_landmarks_before_facts_at_equal_quality() -> None:
    found = search(_shipped(), "coccyx", None)
    words = [f.kind for f in found if 0.6 <= f.score <= 0.75]
    assert found[0].id == "coccyx"
    assert set(words) >= {"landmark", "fact"}
    assert words == sorted(words, key=["structure", "landmark", "fact"].index)


def test_exact_before_prefix_before_word_before_typo() -> None:
    def score(query: str) -> float:
        return next(f.score for f in search(_shipped(), query) if f.id == "gluteus_medius_r")

    assert score("gluteus medius") == 1.0 > score("gluteus me") > score("medius") > score("medis") > 0


@pytest.mark.parametrize(
    "query", ["", " ", "\t\n", "...", "of the", "xyzzy", "liver", "heart", "zzzz", "L7", "☃", "\ud800", "'; --"]
)
def test_nothing_is_found(query: str) -> None:
    assert search(_shipped(), query) == ()


@pytest.mark.parametrize(
    "page", ["gluteus medius and the superior gluteal nerve " * 10_000, "a" * 1_000_000], ids=["words", "letters"]
)
def test_a_pasted_page_costs_no_more_than_a_few_key_strokes(page: str) -> None:
    search(_shipped(), "x")
    at_most(2 * _A_STROKE, lambda: search(_shipped(), page))


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("anterior gluteal line", "anterior gluteal line"),
        ("linea glutea posterior", "posterior gluteal line"),
        ("Inferior gluteal line 3", "inferior gluteal line"),
        ("outer lip iliac crest", "outer lip of the iliac crest"),
    ],
)
def test_a_line_of_bone_is_found_whole(query: str, name: str) -> None:
    lines = [found for found in search(_shipped(), query, None) if found.name.lower().endswith(name)]
    assert [found.name for found in lines] == [f"Right {name}", f"Left {name}"]
    assert [found.score for found in lines] == [1.0, 1.0]
    for found in lines:
        assert _shipped().landmarks[found.id].line.lower() == name  # type: ignore[union-attr]


def test_no_point_of_a_line_is_found_beside_it() -> None:
    for query in ("gluteal line", "iliac crest", "1", "linea glutea"):
        assert not [found.name for found in search(_shipped(), query, None) if re.search(r"\d$", found.name)]


@pytest.mark.parametrize(
    ("abbreviation", "id"),
    [
        ("ASIS", "anterior_superior_iliac_spine"),
        ("AIIS", "anterior_inferior_iliac_spine"),
        ("PSIS", "posterior_superior_iliac_spine"),
        ("PIIS", "posterior_inferior_iliac_spine"),
        ("GT", "tip_of_greater_trochanter"),
        ("piriformis fossa", "trochanteric_fossa"),
        ("12 o'clock of the acetabulum", "superior_point_of_acetabular_rim"),
        ("intercondylar notch", "intercondylar_fossa"),
        ("trochlear groove", "patellar_surface"),
        ("third trochanter", "upper_end_of_gluteal_tuberosity"),
        ("sacral cornu", "sacral_horn"),
    ],
)
def test_landmarks_are_found_as_surgeons_call_them(abbreviation: str, id: str) -> None:
    assert _ids(abbreviation) == [f"{id}_r", f"{id}_l"]


def test_the_limit() -> None:
    whole = search(_shipped(), "gluteal", None)
    assert len(whole) > 50
    assert search(_shipped(), "gluteal") == whole[:50]
    assert search(_shipped(), "gluteal", 3) == whole[:3]


@pytest.mark.parametrize(
    "query", ["superior gluteal nerve left", "antirior superior iliac spine", "what nerve supplies medius"]
)
def test_a_key_stroke_costs_little(query: str) -> None:
    search(_shipped(), "x")
    for end in range(1, len(query) + 1):
        at_most(_A_STROKE, partial(search, _shipped(), query[:end]))


def test_an_index_is_made_in_what_a_few_key_strokes_take() -> None:
    atlas = _shipped()
    at_most(5 * _A_STROKE, lambda: Index(atlas))


def test_an_index_is_made_once_for_each_atlas(monkeypatch: pytest.MonkeyPatch) -> None:
    atlas, other = load_atlas(SAMPLE), load_atlas(SAMPLE)
    made = []
    init = Index.__init__

    def counted(index: Index, of: Atlas) -> None:
        made.append(of)
        init(index, of)

    monkeypatch.setattr(Index, "__init__", counted)
    for query in ("a", "hip", "b"):
        search(atlas, query)
        search(other, query)
    assert made == [atlas, other]


# ---------------------------------------------------------------------------------------------- properties


def _best(query: str, id: str) -> tuple[int, Found]:
    found = search(_shipped(), query, None)
    place = next(i for i, f in enumerate(found) if f.id == id)
    return place, found[place]


def _found_as(one: Structure | Landmark) -> str:
    """The points of a line are found as one, which leads to the middle of them."""
    if isinstance(one, Structure) or one.line is None:
        return one.id
    points = [other.id for other in _shipped().landmarks.values() if (other.line, other.side) == (one.line, one.side)]
    return points[len(points) // 2]


@given(st.sampled_from(_named()))
def test_everything_is_found_by_its_own_names(one: Structure | Landmark) -> None:
    for query in (one.name, one.latin, one.sided_name, one.stated_id, *one.synonyms):
        if query is not None:
            found = search(_shipped(), query, None)
            assert {f.id: f.score for f in found}[_found_as(one)] == 1.0 == found[0].score, query
    assert _ids(one.id, None)[:1] == [_found_as(one)]
    assert _ids(one.sided_name)[:1] == [one.id] or isinstance(one, Landmark)


@given(st.sampled_from(list(_shipped().structures.values())))
def test_every_structure_is_found_by_its_numbers(one: Structure) -> None:
    for system, number in (("FMA", one.fma), ("TA2", one.ta2)):
        if number is not None:
            for query in (str(number), f"{system} {number}", f"{system}:{number}", f"{one.name} {number}"):
                assert _best(query, one.id)[0] < 2


@given(st.sampled_from(_named()), st.data())
def test_words_in_any_order_begun_only(one: Structure | Landmark, data: st.DataObject) -> None:
    parts = data.draw(st.permutations(one.name.split()))
    begun = [part[: data.draw(st.integers(min(3, len(part)), len(part)))] for part in parts]
    assert _found_as(one) in _ids(" ".join(begun), None)


@given(st.sampled_from(_named()), st.data())
def test_one_slip_in_a_long_name_is_forgiven(one: Structure | Landmark, data: st.DataObject) -> None:
    long = [text for text in (one.name, one.latin) if text and len(text) >= 10]
    assume(long)
    name = data.draw(st.sampled_from(long))
    # A number is never misspelt, and of a word as short as "ala" nothing is left by a slip.
    letters = [i for word in re.finditer(r"[^\W\d_]{4,}", name) for i in range(*word.span())]
    place = data.draw(st.sampled_from(letters))
    letter = data.draw(st.sampled_from("aeiouhlnrstxyz"))
    before, after = name[:place], name[place + 1 :]
    slip = data.draw(
        st.sampled_from(
            [before + after, before + letter + after, before + letter + name[place:]]
            + ([before + name[place + 1] + name[place] + name[place + 2 :]] if place + 1 in letters else [])
        )
    )
    place_found, found = _best(slip, _found_as(one))
    assert place_found < 25, (slip, found)


_PIECES = st.lists(st.sampled_from(("glut", "l5", "s1", "-", "l", "r", "of", "FMA", "22315", "nerve", "_", ".", "m")))


@given(st.text(max_size=40) | _PIECES.map(" ".join))
def test_any_text_is_answered_in_order_and_the_same_twice(query: str) -> None:
    found = search(_shipped(), query, None)
    assert found == search(_shipped(), query, None)
    scores = [f.score for f in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert len({f.id for f in found}) == len(found)
    assert all(f.matched and len(f.matched) < 130 and f.name for f in found)
    assert all(f.structure is None or f.structure in _shipped() for f in found)
