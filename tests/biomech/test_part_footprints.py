"""What of a muscle's footprint belongs to one of its parts: within it, sharing it out, on the facet it belongs to."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from glutview.atlas.sided import Attachment
from glutview.biomech.anatomy import Anatomy
from glutview.biomech.shipped_footprints import shipped_fields
from glutview.geometry.footprint import FAR_MM, Footprint, area_mm2
from glutview.geometry.footprint_fields import FootprintFields, within
from glutview.geometry.mesh import Floats, Mesh

ANATOMY = Anatomy.load()
ATLAS = ANATOMY.atlas
BORNE = [(a.id, bone) for a in ATLAS.attachments.values() for bone in a.bearers if ATLAS.parts_of(a.muscle)]


@cache
def taken(bone: str) -> tuple[FootprintFields, Floats]:
    fields = shipped_fields(ATLAS, ANATOMY.rest, bone)
    assert fields is not None
    return fields, np.asarray(fields.division.extended(ANATOMY.rest[bone].vertices), dtype=np.float64)


def distances(attachment: Attachment, bone: str) -> dict[str, Floats]:
    """mm to the outline of each part's footprint, by part; "" of the whole."""
    fields, vertices = taken(bone)
    field, faces = fields.fields[attachment.id], fields.division.faces
    parts = ATLAS.parts_of(attachment.muscle)
    found = {part.id: within(field, part.band, vertices, faces).astype(np.float64) for part in parts}
    return {"": field[:, 0].astype(np.float64), **found}


def area(attachment: Attachment, bone: str, part: str = "") -> float:
    fields, vertices = taken(bone)
    return area_mm2(vertices, fields.division.faces, distances(attachment, bone)[part])


@pytest.mark.parametrize(("name", "bone"), BORNE)
def test_parts_lie_within_their_muscles_footprint_and_share_it_out(name: str, bone: str) -> None:
    attachment = ATLAS.attachments[name]
    found = distances(attachment, bone)
    whole = found.pop("")
    for distance in found.values():
        assert (distance >= whole).all()
        assert (distance[whole >= FAR_MM] == FAR_MM).all()
    # Each vertex inside lies in one part, or on the border of two.
    owners = np.sum([distance < 0 for distance in found.values()], axis=0)
    inside = whole < -1e-3
    assert (owners[inside] <= 1).all()
    assert (owners[inside] == 1).mean() > 0.99
    assert (owners[whole >= 0] == 0).all()
    total = area(attachment, bone)
    assert sum(area(attachment, bone, part) for part in found) == pytest.approx(total, rel=0.01)


@pytest.mark.parametrize(("name", "bone"), [pair for pair in BORNE if pair[0].endswith("_r")])
def test_the_left_mirrors_the_right(name: str, bone: str) -> None:
    left_name = f"{name[:-2]}_l"
    left_bone = f"{bone[:-2]}_l" if bone.endswith("_r") else bone
    right, left = ATLAS.attachments[name], ATLAS.attachments[left_name]
    for mine, other in zip(ATLAS.parts_of(right.muscle), ATLAS.parts_of(left.muscle), strict=True):
        # A midline bone's triangles are no mirror image of themselves.
        within_mm2 = 1e-2 if bone.endswith("_r") else 1.0
        assert area(left, left_bone, other.id) == pytest.approx(area(right, bone, mine.id), abs=within_mm2)


def test_medius_ends_on_the_facets_of_robertson_2008() -> None:
    attachment = ATLAS.attachments["gluteus_medius_insertion_r"]
    found = {part: area(attachment, "femur_r", f"gluteus_medius_{part}_part_r") for part in PARTS}
    assert found["posterior"] == pytest.approx(196.5, abs=48.4)
    assert found["anterior"] + found["middle"] == pytest.approx(438.0, abs=57.7)
    # The anterior and the middle part face sideways, the posterior one up and back as well.
    facing = {part: _facing(f"gluteus_medius_{part}_part_r") for part in PARTS}
    for part in ("anterior", "middle"):
        assert facing[part][0] < -0.9
    assert facing["posterior"][2] > 0.5
    assert facing["posterior"][1] > 0.3


PARTS = ("anterior", "middle", "posterior")


def _facing(part: str) -> Floats:
    fields, vertices = taken("femur_r")
    faces = fields.division.faces
    inside = (distances(ATLAS.attachments["gluteus_medius_insertion_r"], "femur_r")[part][faces] < 0).all(1)
    a, b, c = (vertices[faces[inside][:, corner]] for corner in range(3))
    normal = np.cross(b - a, c - a).sum(0)
    return np.asarray(normal / np.linalg.norm(normal))


def test_of_maximus_the_tract_takes_the_upper_part_and_the_femur_the_lower() -> None:
    attachment = ATLAS.attachments["gluteus_maximus_insertion_r"]
    superior, inferior = "gluteus_maximus_superior_part_r", "gluteus_maximus_inferior_part_r"
    assert area(attachment, "iliotibial_tract_r", superior) > 100
    # The deep fibres of the lower part go to the gluteal tuberosity; few of the upper part reach it.
    assert area(attachment, "femur_r", inferior) > 100
    assert area(attachment, "femur_r", superior) < 0.5 * area(attachment, "femur_r", inferior)


def test_on_a_plane_it_is_what_geometry_says() -> None:
    # A patch of 40 by 20 mm, sheared, so that the lines of its grid meet aslant; s runs along x less half of y.
    s, t = np.meshgrid(np.linspace(0, 1, 21), np.linspace(0, 1, 9), indexing="ij")
    patch = Footprint(np.stack([40 * s + 10 * t, 20 * t, 0 * s], axis=2))
    x, y = np.meshgrid(np.arange(-10.0, 62.0, 2.0), np.arange(-10.0, 32.0, 2.0), indexing="ij")
    vertices = np.stack([x, y, 0 * x], axis=2).reshape(-1, 3)
    index = np.arange(x.size).reshape(x.shape)
    a, b, c, d = index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]
    faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
    mesh = Mesh(vertices, faces.astype(np.int32))
    made = FootprintFields.of(mesh, {"a": patch})
    drawn = np.asarray(made.division.extended(vertices), dtype=np.float64)
    field = made.fields["a"]
    inside = field[:, 0] < -0.5
    np.testing.assert_allclose(field[inside, 3], (drawn[inside, 0] - drawn[inside, 1] / 2) / 40, atol=1e-3)
    part = within(field, (0.25, 0.75), drawn, made.division.faces)
    # Amid it, mm to the nearer of four sides, two of which lie aslant.
    slope = np.hypot(1, 0.5)
    along = drawn[:, 0] - drawn[:, 1] / 2
    wanted = np.max([(10 - along) / slope, (along - 30) / slope, -drawn[:, 1], drawn[:, 1] - 20], axis=0)
    deep = inside & (wanted < -0.3)
    np.testing.assert_allclose(part[deep], wanted[deep], atol=0.2)
    assert area_mm2(drawn, made.division.faces, part.astype(np.float64)) == pytest.approx(400, rel=0.01)
