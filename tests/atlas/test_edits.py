"""Edits make new atlases, keep them sound, and change in the file only what they say."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glutview.atlas import edits
from glutview.atlas.atlas import Atlas
from glutview.atlas.history import History
from glutview.atlas.load import load_atlas, read_atlas
from glutview.atlas.sides import SurfaceSpot
from glutview.atlas.working_copy import save_atlas
from glutview.errors import GlutviewError
from glutview.yaml_file import read_yaml, same


def test_the_plain_data_of_an_atlas_is_that_of_its_file(sample: Path) -> None:
    assert same(edits.plain_data(load_atlas(sample).stated), read_yaml(sample).data)


def test_the_plain_data_of_the_shipped_atlas_is_that_of_its_file() -> None:
    atlas = load_atlas()
    assert same(edits.plain_data(atlas.stated), read_yaml(atlas.path).data)


def test_a_landmark_moves_on_both_sides(atlas: Atlas) -> None:
    moved = edits.set_landmark(atlas, "ischial_spine_l", 3, (0.1, 0.2, 0.7))
    assert moved.landmarks["ischial_spine_l"].spot == SurfaceSpot("hip_bone_l", 3, (0.1, 0.2, 0.7))
    assert moved.landmarks["ischial_spine_r"].spot == SurfaceSpot("hip_bone_r", 3, (0.1, 0.7, 0.2))
    assert moved.attachments["gluteus_medius_origin_l"].superficial[0].spot.triangle == 3
    assert atlas.landmarks["ischial_spine_l"].spot.triangle == 1, "the old atlas stays"


def test_a_landmark_moves_on_one_side(atlas: Atlas) -> None:
    moved = edits.set_landmark(atlas, "ischial_spine_l", 3, (0.1, 0.2, 0.7), both_sides=False)
    assert moved.landmarks["ischial_spine_l"].spot == SurfaceSpot("hip_bone_l", 3, (0.1, 0.2, 0.7))
    assert moved.landmarks["ischial_spine_r"].spot == atlas.landmarks["ischial_spine_r"].spot
    apart = edits.set_landmark(atlas, "trochanter_tip_l", 0, (1, 0, 0))
    assert apart.landmarks["trochanter_tip_r"].spot == atlas.landmarks["trochanter_tip_r"].spot


def test_the_left_of_a_pair_on_a_midline_bone_does_not_lead(atlas: Atlas) -> None:
    with pytest.raises(GlutviewError, match="move the right one"):
        edits.set_landmark(atlas, "sacral_horn_l", 1, (1, 0, 0))
    moved = edits.set_landmark(atlas, "sacral_apex", 1, (1, 0, 0))
    assert moved.landmarks["sacral_apex"].spot == SurfaceSpot("sacrum", 1, (1, 0, 0))


@pytest.mark.parametrize(("triangle", "weights"), [(-1, (1, 0, 0)), (1, (2, 0, 0)), (1, (float("nan"), 0, 1))])
def test_no_edit_makes_an_unsound_atlas(atlas: Atlas, triangle: int, weights: tuple[float, float, float]) -> None:
    with pytest.raises(GlutviewError, match=r"landmarks\.ischial_spine\.at"):
        edits.set_landmark(atlas, "ischial_spine_r", triangle, weights)


def test_landmarks_are_added_and_removed(atlas: Atlas) -> None:
    spot = SurfaceSpot("femur_r", 2, (0.25, 0.25, 0.5))
    more = edits.add_landmark(atlas, "fovea", "Fovea", spot, paired=True, latin="Fovea capitis femoris")
    assert more.landmarks["fovea_l"].spot == SurfaceSpot("femur_l", 2, (0.25, 0.5, 0.25))
    with pytest.raises(GlutviewError, match="there already"):
        edits.add_landmark(more, "fovea", "Fovea", spot, paired=True)
    assert list(edits.remove_landmark(more, "fovea_l").landmarks) == list(atlas.landmarks)
    with pytest.raises(GlutviewError, match=r"superficial\[0\].*no landmark"):
        edits.remove_landmark(atlas, "ischial_spine_r")
    with pytest.raises(GlutviewError, match="no such landmark"):
        edits.remove_landmark(atlas, "nothing")


def test_outlines_and_colours(atlas: Atlas) -> None:
    bent = edits.set_curve_point(atlas, "gluteus_medius_origin_l", "deep", 0, "ischial_spine")
    assert bent.attachments["gluteus_medius_origin_r"].deep[0].landmark == "ischial_spine_r"
    with pytest.raises(GlutviewError, match="no such entry"):
        edits.set_curve_point(atlas, "gluteus_medius_origin", "deep", 7, "ischial_spine")
    red = edits.set_colour(atlas, "gluteus_medius_l", "#ff0000")
    assert red.structures["gluteus_medius_l"].colour == "#ff0000"
    assert red.structures["gluteus_medius_r"].colour == "#9c3b31"
    assert edits.set_colour(atlas, "femur_l", "#ff0000").structures["femur_r"].colour == "#ff0000"


def test_reset_gives_entries_back(atlas: Atlas) -> None:
    moved = edits.set_landmark(edits.set_colour(atlas, "femur_r", "#ff0000"), "ischial_spine_r", 0, (1, 0, 0))
    half = edits.reset_entries(moved, atlas, [("landmarks", "ischial_spine")])
    assert half.landmarks == atlas.landmarks
    assert half.structures["femur_r"].colour == "#ff0000"
    assert edits.reset_entries(half, atlas, [("structures",)]).stated == atlas.stated


def test_saving_the_edit_of_one_landmark_changes_one_line(sample: Path) -> None:
    before = sample.read_text(encoding="utf-8")
    reading = read_atlas(sample)
    save_atlas(reading.document, edits.set_landmark(reading.atlas(), "ischial_spine_r", 7, (0.123456, 0.3, 0.576544)))
    after = sample.read_text(encoding="utf-8")
    changed = [d for d in difflib.ndiff(before.splitlines(), after.splitlines()) if d[0] in "+-"]
    assert len(changed) == 2
    assert changed[1].endswith("on: hip_bone, at: [7, 0.12346, 0.3, 0.57654]}  # sharp")


_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.sampled_from(["ischial_spine_r", "ischial_spine_l"]), st.integers(0, 9)),
        st.tuples(st.just("colour"), st.sampled_from(["femur_r", "gluteus_medius_l"]), st.integers(0, 9)),
        st.tuples(st.just("undo"), st.just(""), st.just(0)),
        st.tuples(st.just("redo"), st.just(""), st.just(0)),
        st.tuples(st.just("save"), st.just(""), st.just(0)),
    ),
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(_STEPS)
def test_any_sequence_of_edits_undo_redo_and_save_reads_back(sample: Path, steps: list[tuple[str, str, int]]) -> None:
    reading = read_atlas(sample)
    document, history = reading.document, History(reading.atlas())
    comments = [line for line in sample.read_text(encoding="utf-8").splitlines() if "#" in line and ": " not in line]
    for kind, id, number in steps:
        match kind:
            case "move":
                weights = (number / 20, 0.25, 0.75 - number / 20)
                history = history.push(edits.set_landmark(history.present, id, number, weights), "move")
            case "colour":
                history = history.push(edits.set_colour(history.present, id, f"#00000{number}"), "colour")
            case "undo":
                history = history.undo()
            case "redo":
                history = history.redo()
            case _:
                document = save_atlas(document, history.present)
                assert load_atlas(sample).stated == history.present.stated
    while history.past:
        history = history.undo()
    assert history.present.stated == reading.stated
    save_atlas(document, history.present)
    after = sample.read_text(encoding="utf-8").splitlines()
    assert load_atlas(sample).stated == reading.stated
    assert all(comment in after for comment in comments)
