"""What an import would change is known before, and then it is one edit that changes no more than that."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.biomech.spots import placed
from glutview.errors import GlutviewError
from glutview.landmarks.landmark_set import Landmark, LandmarkSet
from glutview.state.landmark_import import exported, import_rows, imported

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
    assert max(row.distance_mm for row in rows) < 1e-6
    again = imported(ATLAS, REST, rows, add=True)
    for id in ATLAS.landmarks:
        np.testing.assert_allclose(place(again, id), place(ATLAS, id), atol=0.01)
    assert all(spec.left is None and spec.right is None for spec in again.stated.landmarks.values())


def test_a_right_point_alone_takes_the_left_along() -> None:
    target = place(ATLAS, "ischial_spine_r") + UP
    rows = import_rows(ATLAS, REST, LandmarkSet((point("ischial_spine_r", target),)))
    edited = imported(ATLAS, REST, rows, add=False)
    right, left = place(edited, "ischial_spine_r"), place(edited, "ischial_spine_l")
    assert np.linalg.norm(right - place(ATLAS, "ischial_spine_r")) > 0.5
    np.testing.assert_allclose(left * [-1, 1, 1], right, atol=1e-6)
    assert rows[0].distance_mm == pytest.approx(np.linalg.norm(right - target), abs=0.01)


def test_sides_that_differ_are_kept_apart() -> None:
    right, left = place(ATLAS, "ischial_spine_r") + UP, place(ATLAS, "ischial_spine_l") - UP
    rows = import_rows(ATLAS, REST, LandmarkSet((point("ischial_spine_l", left), point("ischial_spine_r", right))))
    edited = imported(ATLAS, REST, rows, add=False)
    assert np.linalg.norm(place(edited, "ischial_spine_l") * [-1, 1, 1] - place(edited, "ischial_spine_r")) > 1
    assert edited.stated.landmarks["ischial_spine"].left is not None
    assert edited.stated.landmarks["ischial_spine"].right is None


def test_unknown_points_are_added_only_when_told() -> None:
    xyz = place(ATLAS, "iliac_tubercle_l")
    rows = import_rows(ATLAS, REST, LandmarkSet((point("Some place", xyz), Landmark("Nowhere", None, "missing"))))
    assert [(row.landmark, row.on) for row in rows] == [(None, "hip_bone_l"), (None, "")]
    with pytest.raises(GlutviewError, match="no point of the file"):
        imported(ATLAS, REST, rows, add=False)
    edited = imported(ATLAS, REST, rows, add=True)
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
