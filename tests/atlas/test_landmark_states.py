"""Landmarks that have no place: still to be put there, or known not to be seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from glutview.atlas.atlas import Atlas
from glutview.atlas.edits import plain_data, remove_landmark
from glutview.atlas.landmark_edits import place_landmark, rename_landmark, set_state
from glutview.atlas.load import load_atlas, read_atlas
from glutview.atlas.sides import SurfaceSpot
from glutview.atlas.working_copy import save_atlas
from glutview.errors import GlutviewError

FREE = "pubic_tubercle"


@pytest.fixture(scope="module")
def shipped() -> Atlas:
    return load_atlas()


def test_a_landmark_is_taken_off_and_put_back(shipped: Atlas) -> None:
    off = set_state(shipped, FREE, "skipped")
    assert {f"{FREE}_r", f"{FREE}_l"}.isdisjoint(off.landmarks)
    assert off.stated.landmarks[FREE].state == "skipped"
    back = place_landmark(off, FREE, SurfaceSpot("hip_bone_l", 12, (0.2, 0.3, 0.5)))
    assert back.landmarks[f"{FREE}_l"].spot == SurfaceSpot("hip_bone_l", 12, (0.2, 0.3, 0.5))
    assert back.landmarks[f"{FREE}_r"].spot == SurfaceSpot("hip_bone_r", 12, (0.2, 0.5, 0.3))
    assert "state" not in plain_data(back.stated)["landmarks"][FREE]


def test_what_an_attachment_needs_keeps_its_place(shipped: Atlas) -> None:
    with pytest.raises(GlutviewError, match="it has no place"):
        set_state(shipped, "outer_lip_of_iliac_crest_3", "missing")


def test_it_belongs_to_its_bone(shipped: Atlas) -> None:
    off = set_state(shipped, FREE, "missing")
    with pytest.raises(GlutviewError, match="belongs on the hip bone"):
        place_landmark(off, FREE, SurfaceSpot("femur_r", 12, (0.2, 0.3, 0.5)))


def test_without_a_place_it_can_be_renamed_and_removed(shipped: Atlas) -> None:
    off = set_state(shipped, FREE, "missing")
    assert rename_landmark(off, f"{FREE}_l", "Tubercle", "").stated.landmarks[FREE].name == "Tubercle"
    assert FREE not in remove_landmark(off, f"{FREE}_r").stated.landmarks


def test_the_state_is_saved_in_the_landmarks_line(shipped: Atlas, tmp_path: Path) -> None:
    place = tmp_path / "own.yaml"
    text = shipped.path.read_text(encoding="utf-8")
    place.write_text(text, encoding="utf-8")
    reading = read_atlas(place)
    save_atlas(reading.document, set_state(reading.atlas(), FREE, "skipped"))
    after = place.read_text(encoding="utf-8").splitlines()
    changed = [(old, new) for old, new in zip(text.splitlines(), after, strict=True) if old != new]
    assert len(changed) == 1
    assert changed[0][1].endswith("side: paired, on: hip_bone, state: skipped}")
    assert load_atlas(place).stated.landmarks[FREE].state == "skipped"


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ("side: paired, on: hip_bone", "it has no place"),
        ("side: paired, on: hip_bone, at: [1, 1, 0, 0], state: missing", "it is missing, and has a place"),
        ("side: paired, on: hip_bone, state: lost", "state"),
    ],
)
def test_a_landmark_is_placed_or_says_why_not(shipped: Atlas, tmp_path: Path, entry: str, what: str) -> None:
    text = shipped.path.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith(f"  {FREE}:"))
    place = tmp_path / "own.yaml"
    place.write_text(text.replace(line, f"  {FREE}: {{name: Pubic tubercle, {entry}}}"), encoding="utf-8")
    problems = read_atlas(place).problems
    assert [p.line for p in problems] == [text.splitlines().index(line) + 1]
    assert what in str(problems[0])
