"""The atlas's landmarks as a set, and imported points found among them."""

from __future__ import annotations

import pytest

from glutview.atlas.load import load_atlas
from glutview.landmarks.atlas_set import atlas_landmarks, match_landmarks
from glutview.landmarks.landmark_set import Landmark, LandmarkSet

ATLAS = load_atlas()
POSITIONS = {id: (float(i), -2.0 * i, 0.5) for i, id in enumerate(ATLAS.landmarks)}


def match_of(name: str, id: str = "") -> tuple[str | None, str]:
    """What the only point of a set is matched to, and the reason if to nothing."""
    matching = match_landmarks(ATLAS, LandmarkSet((Landmark(name, (0.0, 0.0, 0.0), id=id),)))
    reasons = [unmatched.reason for unmatched in matching.unmatched]
    return next(iter(matching.matched), None), reasons[0] if reasons else ""


def test_every_landmark_is_exported_and_found_again() -> None:
    exported = atlas_landmarks(ATLAS, POSITIONS)
    assert [point.id for point in exported.points] == list(ATLAS.landmarks)
    matching = match_landmarks(ATLAS, exported)
    assert not matching.unmatched
    assert {id: point.position_mm for id, point in matching.matched.items()} == POSITIONS
    right = matching.matched["anterior_superior_iliac_spine_r"]
    assert (right.name, right.description) == (
        "Right anterior superior iliac spine",
        "Spina iliaca anterior superior",
    )


def test_each_way_of_naming_alone_finds_every_landmark() -> None:
    exported = atlas_landmarks(ATLAS, POSITIONS).points
    ways = {
        "by id": [Landmark("x", p.position_mm, id=p.id) for p in exported],
        "id as name": [Landmark(p.id.upper().replace("_", " "), p.position_mm) for p in exported],
        "English": [Landmark(p.name.upper(), p.position_mm) for p in exported],
    }
    for way, points in ways.items():
        matching = match_landmarks(ATLAS, LandmarkSet(tuple(points)))
        assert not matching.unmatched, way
        assert len(matching.matched) == len(points) > 40, way


@pytest.mark.parametrize(
    "name",
    [
        "R anterior-superior iliac spine",
        "Anterior Superior Iliac Spine (right)",
        "SPINA_iliaca_anterior_superior_R",
        "Spina iliaca anterior superior dextra",
    ],
)
def test_sides_stand_before_or_after_as_word_or_letter(name: str) -> None:
    assert match_of(name) == ("anterior_superior_iliac_spine_r", "")


def test_a_latin_name_of_several_landmarks_is_none_of_theirs() -> None:
    found, reason = match_of("Linea glutea posterior dextra")
    assert found is None
    assert reason.startswith("its name is that of several landmarks: posterior_gluteal_line_1_r, ")


def test_what_cannot_be_told_is_not_guessed() -> None:
    assert match_of("anterior superior iliac spine") == (None, "its name does not tell the side: right or left")
    assert match_of("Nasion") == (None, "no landmark of the atlas has this name")
    assert match_of("") == (None, "it has no name")
    assert match_of("tip of coccyx")[0] == "tip_of_coccyx"
    found, reason = match_of("tip of coccyx", "anterior_superior_iliac_spine_r")
    assert found is None
    assert "two landmarks" in reason
    twice = (Landmark("tip of coccyx", (0.0, 0.0, 0.0)), Landmark("Tip_of_Coccyx", (1.0, 0.0, 0.0)))
    matching = match_landmarks(ATLAS, LandmarkSet(twice))
    assert matching.matched == {"tip_of_coccyx": twice[0]}
    assert [unmatched.reason for unmatched in matching.unmatched] == ["a point before it is tip_of_coccyx already"]


def test_a_landmark_without_position_is_missing() -> None:
    exported = atlas_landmarks(ATLAS, {})
    assert exported.count("missing") == len(ATLAS.landmarks)
