"""What an import would change is known before, and then it is one edit that changes no more than that."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.atlas.landmark_edits import set_state
from glutview.biomech.anatomy import Anatomy
from glutview.biomech.spots import placed
from glutview.errors import GlutviewError
from glutview.landmarks.landmark_set import Landmark, LandmarkSet, State
from glutview.state.landmark_import import ImportChoice, exported, import_rows, imported, outcome

ANATOMY = Anatomy.load()
ATLAS, REST = ANATOMY.atlas, ANATOMY.rest
UP = np.array([0.0, 0.0, 3.0])


def place(atlas: object, id: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.asarray(placed([atlas.landmarks[id].spot], REST)[0])  # type: ignore[attr-defined]


def point(name: str, xyz: object) -> Landmark:
    x, y, z = np.asarray(xyz, dtype=np.float64)
    return Landmark(name, (float(x), float(y), float(z)))


def test_what_was_exported_imports_as_it_was() -> None:
    landmarks = exported(ATLAS, REST)
    assert len(landmarks) == len(ATLAS.landmarks)
    rows = import_rows(ATLAS, REST, landmarks)
    assert [row.landmark for row in rows] == list(ATLAS.landmarks)
    # The sacrum, on whose left its right points are reflected, is symmetrical but for the rounding of its file.
    assert max(row.distance_mm for row in rows) < 1e-3
    # Not even said in other words, as places on an edge between two triangles could be.
    assert imported(ATLAS, REST, rows, ImportChoice(add=True)) is ATLAS


def test_a_right_point_alone_takes_the_left_along() -> None:
    target = place(ATLAS, "ischial_spine_r") + UP
    rows = import_rows(ATLAS, REST, LandmarkSet((point("ischial_spine_r", target),)))
    edited = imported(ATLAS, REST, rows, ImportChoice())
    right, left = place(edited, "ischial_spine_r"), place(edited, "ischial_spine_l")
    assert np.linalg.norm(right - place(ATLAS, "ischial_spine_r")) > 0.5
    np.testing.assert_allclose(left * [-1, 1, 1], right, atol=1e-6)
    assert rows[0].distance_mm == pytest.approx(np.linalg.norm(right - target), abs=0.01)


def test_sides_that_differ_are_kept_apart() -> None:
    right, left = place(ATLAS, "ischial_spine_r") + UP, place(ATLAS, "ischial_spine_l") - UP
    rows = import_rows(ATLAS, REST, LandmarkSet((point("ischial_spine_l", left), point("ischial_spine_r", right))))
    edited = imported(ATLAS, REST, rows, ImportChoice())
    assert np.linalg.norm(place(edited, "ischial_spine_l") * [-1, 1, 1] - place(edited, "ischial_spine_r")) > 1
    assert edited.stated.landmarks["ischial_spine"].left is not None
    assert edited.stated.landmarks["ischial_spine"].right is None


def test_unknown_points_are_added_only_when_told() -> None:
    xyz = place(ATLAS, "iliac_tubercle_l")
    rows = import_rows(ATLAS, REST, LandmarkSet((point("Some place", xyz), Landmark("Nowhere", None, "missing"))))
    assert [(row.landmark, row.on) for row in rows] == [(None, "hip_bone_l"), (None, "")]
    with pytest.raises(GlutviewError, match="no point of the file"):
        imported(ATLAS, REST, rows, ImportChoice())
    edited = imported(ATLAS, REST, rows, ImportChoice(add=True))
    assert set(edited.landmarks) - set(ATLAS.landmarks) == {"some_place_l"}
    np.testing.assert_allclose(place(edited, "some_place_l"), xyz, atol=0.01)


def test_a_file_in_other_axes_lies_far_from_the_bones() -> None:
    mirrored = [
        Landmark(p.name, (-p.position_mm[0], -p.position_mm[1], p.position_mm[2]), id=p.id)
        for p in exported(ATLAS, REST).points
        if p.position_mm is not None
    ]
    rows = import_rows(ATLAS, REST, LandmarkSet(tuple(mirrored)))
    assert np.median([row.distance_mm for row in rows]) > 30


def unplaced(state: State, *ids: str) -> LandmarkSet:
    return LandmarkSet(tuple(Landmark(id, None, state) for id in ids))


def test_a_landmark_without_a_place_takes_the_files_state() -> None:
    atlas = set_state(ATLAS, "pubic_tubercle", "missing")
    file = unplaced("skipped", "pubic_tubercle_r", "pubic_tubercle_l")
    rows = import_rows(atlas, REST, file)
    assert [(row.landmark, row.change, row.landmark_name) for row in rows] == [
        ("pubic_tubercle_r", "state", "Right pubic tubercle"),
        ("pubic_tubercle_l", "state", "Left pubic tubercle"),
    ]
    assert outcome(rows[0], ImportChoice()) == "becomes skipped"
    assert imported(atlas, REST, rows, ImportChoice()).stated.landmarks["pubic_tubercle"].state == "skipped"
    with pytest.raises(GlutviewError, match="no point of the file"):
        imported(atlas, REST, rows, ImportChoice(states=False))
    # The same state is no change.
    assert [row.change for row in import_rows(atlas, REST, unplaced("missing", "pubic_tubercle_r"))] == ["none"]


def test_a_placed_landmark_is_taken_off_only_when_told() -> None:
    rows = import_rows(ATLAS, REST, unplaced("skipped", "ischial_spine_r", "ischial_spine_l"))
    assert [row.change for row in rows] == ["take_off", "take_off"]
    assert outcome(rows[0], ImportChoice()) == "stays placed"
    with pytest.raises(GlutviewError, match="no point of the file"):
        imported(ATLAS, REST, rows, ImportChoice())
    edited = imported(ATLAS, REST, rows, ImportChoice(take_off=True))
    assert edited.stated.landmarks["ischial_spine"].state == "skipped"
    assert "ischial_spine_l" not in edited.landmarks


def test_a_landmark_that_something_needs_stays_whatever_is_told() -> None:
    rows = import_rows(ATLAS, REST, unplaced("missing", "outer_lip_of_iliac_crest_3_r"))
    assert rows[0].change == "none"
    assert "needs its place" in rows[0].note
    assert not ImportChoice(True, True, True).takes(rows[0])


@pytest.mark.parametrize(
    ("left", "why"),
    [
        (point("ischial_spine_l", (0, 0, 0)), "other side"),
        (Landmark("ischial_spine_l", None, "missing"), "different"),
    ],
)
def test_sides_that_are_at_odds_change_no_state(left: Landmark, why: str) -> None:
    rows = import_rows(ATLAS, REST, LandmarkSet((Landmark("ischial_spine_r", None, "skipped"), left)))
    assert rows[0].change == "none"
    assert why in rows[0].note


def test_a_point_of_the_file_places_a_landmark_that_had_no_place() -> None:
    atlas = set_state(ATLAS, "pubic_tubercle", "skipped")
    right, left = place(ATLAS, "pubic_tubercle_r"), place(ATLAS, "pubic_tubercle_l")
    rows = import_rows(atlas, REST, LandmarkSet((point("pubic_tubercle_l", left + UP),)))
    edited = imported(atlas, REST, rows, ImportChoice())
    assert edited.stated.landmarks["pubic_tubercle"].state is None
    assert np.linalg.norm(place(edited, "pubic_tubercle_l") - left) < 4
    np.testing.assert_allclose(
        place(edited, "pubic_tubercle_r"), place(edited, "pubic_tubercle_l") * [-1, 1, 1], atol=1e-3
    )
    both = LandmarkSet((point("pubic_tubercle_l", left - UP), point("pubic_tubercle_r", right + UP)))
    apart = imported(atlas, REST, import_rows(atlas, REST, both), ImportChoice())
    assert apart.stated.landmarks["pubic_tubercle"].left is not None
    np.testing.assert_allclose(place(apart, "pubic_tubercle_r"), place(edited, "pubic_tubercle_r"), atol=0.01)


def test_what_was_exported_with_states_gives_the_same_states_again() -> None:
    atlas = set_state(set_state(ATLAS, "pubic_tubercle", "skipped"), "ischial_spine", "missing")
    again = imported(ATLAS, REST, import_rows(ATLAS, REST, exported(atlas, REST)), ImportChoice(take_off=True))
    assert {id: spec.state for id, spec in again.stated.landmarks.items()} == {
        id: spec.state for id, spec in atlas.stated.landmarks.items()
    }
