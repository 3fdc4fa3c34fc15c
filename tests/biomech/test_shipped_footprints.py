"""Shipped footprint fields stand for computed ones, on both sides, and only for what they were made from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from glutview.atlas.edits import set_curve_point
from glutview.biomech import shipped_footprints
from glutview.biomech.anatomy import Anatomy
from glutview.biomech.attachment_footprints import borne_by, footprints
from glutview.biomech.shipped_footprints import made_from, shipped_fields
from glutview.errors import GlutviewError
from glutview.geometry.footprint import area_mm2
from glutview.geometry.footprint_fields import NEAR_MM, FootprintFields
from glutview.geometry.footprint_file import DISTANCE_STEP_MM, HATCHING_STEP_MM
from glutview.geometry.mesh import Floats, Mesh

ANATOMY = Anatomy.load()
BEARERS = [id for id in ANATOMY.atlas.structures if borne_by(ANATOMY.atlas, id)]


def taken(bone: str) -> FootprintFields:
    fields = shipped_fields(ANATOMY.atlas, ANATOMY.rest, bone)
    assert fields is not None, "run `python -m glutview.build footprints`"
    return fields


def computed(bone: str) -> FootprintFields:
    patches = {a.id: footprints(a, ANATOMY.rest)[bone] for a in borne_by(ANATOMY.atlas, bone)}
    return FootprintFields.of(ANATOMY.rest[bone], patches)


def vertices(fields: FootprintFields, bone: str) -> Floats:
    return np.asarray(fields.division.extended(ANATOMY.rest[bone].vertices), dtype=np.float64)


def area(fields: FootprintFields, bone: str, attachment: str) -> float:
    distance = fields.fields[attachment][:, 0].astype(np.float64)
    return area_mm2(vertices(fields, bone), fields.division.faces, distance)


@pytest.mark.parametrize("bone", [id for id in BEARERS if not id.endswith("_l")])
def test_a_shipped_field_is_the_computed_one_but_for_its_steps(bone: str) -> None:
    found, wanted = taken(bone), computed(bone)
    np.testing.assert_array_equal(found.division.faces, wanted.division.faces)
    assert set(found.fields) == set(wanted.fields)
    for name, field in wanted.fields.items():
        near = (field[:, 0] < NEAR_MM) & (found.fields[name][:, 0] < NEAR_MM)
        outside = np.minimum(field[:, 0], NEAR_MM), np.minimum(found.fields[name][:, 0], NEAR_MM)
        # Beside half a step, what two platforms may differ by.
        np.testing.assert_allclose(*outside, atol=0.5 * DISTANCE_STEP_MM + 1e-3)
        hatching = field[near, 1:], found.fields[name][near, 1:]
        np.testing.assert_allclose(*hatching, atol=0.5 * HATCHING_STEP_MM + 1e-3)


CUT_MM2 = 1.0
"""By so much the area of a small footprint depends on how the triangles at its outline were cut."""


@pytest.mark.parametrize("bone", [id for id in BEARERS if id.endswith("_l")])
def test_the_left_is_the_right_in_the_mirror_and_what_is_computed_on_the_left(bone: str) -> None:
    right = f"{bone[:-2]}_r"
    found, image, wanted = taken(bone), taken(right), computed(bone)
    np.testing.assert_array_equal(vertices(found, bone), vertices(image, right) * [-1, 1, 1])
    np.testing.assert_array_equal(found.division.faces, image.division.faces[:, [0, 2, 1]])
    assert set(found.fields) == set(wanted.fields)
    given = len(ANATOMY.rest[bone].vertices)
    for name, field in wanted.fields.items():
        np.testing.assert_array_equal(found.fields[name], image.fields[f"{name[:-2]}_r"])
        # The left one was divided along other diagonals; all it has in common with it are the mesh's own vertices.
        gap = np.abs(np.minimum(found.fields[name][:given, 0], 2) - np.minimum(field[:given, 0], 2))
        assert (gap > 0.01).mean() < 0.001
        assert area(found, bone, name) == pytest.approx(area(wanted, bone, name), rel=0.005, abs=CUT_MM2)


@pytest.mark.parametrize("bone", BEARERS)
def test_no_vertex_is_marked_alone_far_within_what_is_not(bone: str) -> None:
    fields = taken(bone)
    edges = Mesh(vertices(fields, bone), fields.division.faces).edges()
    for field in fields.fields.values():
        inside = field[:, 0] < -3.0  # longer than any edge near an outline
        beside = np.bincount(edges.ravel(), np.repeat((field[edges, 0] < 0).all(1), 2), len(field))
        assert (beside[inside] > 0).all()


def test_midline_bones_bear_both_sides_alike() -> None:
    for bone in ("sacrum", "coccyx"):
        fields = taken(bone)
        right, left = (area(fields, bone, f"gluteus_maximus_origin_{side}") for side in "rl")
        assert right == pytest.approx(left, rel=0.005, abs=CUT_MM2)


def test_an_edited_attachment_is_not_the_shipped_one() -> None:
    spot = ANATOMY.atlas.attachments["gluteus_medius_insertion_r"].superficial[0].spot
    place = [spot.triangle, *(round(weight, 6) for weight in spot.weights)]
    edited = set_curve_point(ANATOMY.atlas, "gluteus_medius_insertion", "superficial", 0, [place[0] + 1, *place[1:]])
    used = {bone for bone in BEARERS if shipped_fields(edited, ANATOMY.rest, bone) is not None}
    assert set(BEARERS) - used == {"femur_r", "femur_l"}


def test_what_one_side_has_of_its_own_is_not_the_shipped_one() -> None:
    atlas = ANATOMY.atlas
    left = atlas.attachments["gluteus_maximus_origin_l"]
    moved = replace(left, deep=left.deep[:-1])
    other = replace(atlas, attachments={**atlas.attachments, left.id: moved})
    used = {bone for bone in BEARERS if shipped_fields(other, ANATOMY.rest, bone) is not None}
    assert set(BEARERS) - used == set(left.bearers)


def test_another_mesh_of_any_bearer_is_noticed() -> None:
    atlas, rest = ANATOMY.atlas, ANATOMY.rest
    higher = {**rest, "sacrum": rest["sacrum"].with_vertices(rest["sacrum"].vertices + np.array([0, 0, 1e-3]))}
    changed = {bone for bone in BEARERS if made_from(atlas, higher, bone) != made_from(atlas, rest, bone)}
    assert changed == {bone for a in atlas.attachments.values() if "sacrum" in a.bearers for bone in a.bearers}


def test_a_structure_that_ships_no_footprints_has_none_missing() -> None:
    assert shipped_fields(ANATOMY.atlas, ANATOMY.rest, "gluteus_medius_r") is None


def test_a_missing_file_is_told_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shipped_footprints, "footprint_file", lambda mesh: tmp_path / f"{mesh.stem}.npz")
    for bone in ("femur_r", "femur_l"):
        with pytest.raises(GlutviewError, match=r"femur\.npz: where the footprints lie on the bone is missing: run"):
            shipped_fields(ANATOMY.atlas, ANATOMY.rest, bone)
