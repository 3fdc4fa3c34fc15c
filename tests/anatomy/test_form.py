"""The muscles' form, size and contact at rest: what a teacher would look for, in figures."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.geometry.crossings import crossings
from glutview.geometry.distance import DistanceField
from glutview.geometry.easing import dihedral_angles_deg
from glutview.geometry.mesh import Mesh
from tests.anatomy.conftest import BONES, MUSCLES
from tests.anatomy.form import Shape, fan_deg, off_rims, on_surface, side, thickness_mm

VOLUMES_CM3 = {"gluteus_minimus": (85, 130), "gluteus_medius": (260, 380), "gluteus_maximus": (640, 1000)}
BORNE_BY = {
    "gluteus_minimus": ("hip_bone", "femur"),
    "gluteus_medius": ("hip_bone", "femur"),
    "gluteus_maximus": ("hip_bone", "sacrum", "coccyx", "femur"),
}
Meshes = Mapping[str, Mesh]
Fields = Mapping[str, DistanceField]


def shape_of(anatomy: Anatomy, muscle: str) -> Shape:
    return anatomy.atlas.stated.fibre_templates[muscle].grid.drawn


@pytest.mark.parametrize("muscle", MUSCLES)
def test_closed_outward_and_free_of_crossings(right: Meshes, muscle: str) -> None:
    mesh = right[muscle]
    low, high = VOLUMES_CM3[muscle]
    assert mesh.is_closed()
    assert low <= mesh.volume_mm3() / 1000 <= high
    assert len(crossings(mesh)) == 0


@pytest.mark.parametrize("muscle", MUSCLES)
def test_fine_enough_and_without_edges(right: Meshes, muscle: str) -> None:
    mesh = right[muscle]
    assert len(mesh.faces) >= 8000
    assert mesh.edge_lengths().mean() <= 2.5
    edges, angles = dihedral_angles_deg(mesh)
    # The rim of a footprint is as sharp as the muscle stands steep on its bone; nothing else is sharp.
    assert angles[off_rims(mesh, edges)].max() <= 40


@pytest.mark.parametrize("muscle", MUSCLES)
def test_borders_are_thin(anatomy: Anatomy, right: Meshes, muscle: str) -> None:
    shape = shape_of(anatomy, muscle)
    for border in ("s0", "s1"):
        nodes = side(right[muscle], shape, border)
        assert np.linalg.norm(nodes[-1] - nodes[0], axis=1)[1:-1].max() <= 4


@pytest.mark.parametrize("muscle", MUSCLES)
def test_tendon_is_thin(anatomy: Anatomy, right: Meshes, muscle: str) -> None:
    shape = shape_of(anatomy, muscle)
    near_the_end = np.linspace(0, 1, shape[2]) > 0.93
    thickness = thickness_mm(right[muscle], shape)
    deep, superficial = (side(right[muscle], shape, "u1")[:, t] for t in (0, -1))
    ends_on = [right[bearer] for bearer in ("femur", "iliotibial_tract")]
    together = np.any([on_surface(deep, one, 0.6) & on_surface(superficial, one, 0.6) for one in ends_on], axis=0)
    assert thickness[together][:, near_the_end].max() <= 6
    # Where the deep fibres of maximus go to the femur and the superficial ones to the tract, they part.
    apart = np.linspace(0, 1, shape[0])[~together]
    assert (muscle == "gluteus_maximus") == bool(len(apart))
    assert ((apart > 0.25) & (apart < 0.8)).all()
    assert thickness.max() > 15  # of the belly: that it is measured at all


@pytest.mark.parametrize("muscle", ["gluteus_minimus", "gluteus_medius"])
def test_tendon_is_as_wide_as_its_facet(anatomy: Anatomy, right: Meshes, muscle: str) -> None:
    shape = shape_of(anatomy, muscle)
    facet = side(right[muscle], shape, "u1")[:, -1]
    tendon = side(right[muscle], shape, "t1")[:, -2]
    widths = [np.linalg.norm(np.diff(line, axis=0), axis=1).sum() for line in (facet, tendon)]
    assert widths[1] == pytest.approx(widths[0], rel=0.2)


def test_medius_is_a_fan(anatomy: Anatomy, right: Meshes) -> None:
    assert fan_deg(right["gluteus_medius"], shape_of(anatomy, "gluteus_medius")) >= 60


def test_medius_lies_on_minimus(anatomy: Anatomy, right: Meshes, fields: Fields) -> None:
    face = side(right["gluteus_minimus"], shape_of(anatomy, "gluteus_minimus"), "t1")
    middle = (face[1:, 1:] + face[:-1, 1:] + face[1:, :-1] + face[:-1, :-1]) / 4
    cells = np.cross(face[1:, :-1] - face[:-1, :-1], face[:-1, 1:] - face[:-1, :-1])
    area = np.linalg.norm(cells, axis=2)
    gap = fields["gluteus_medius"].value(middle.reshape(-1, 3)).reshape(area.shape)
    assert area[gap <= 1].sum() >= 0.4 * area.sum()


@pytest.mark.parametrize("muscle", MUSCLES)
@pytest.mark.parametrize("bone", BONES)
def test_muscles_and_bones_keep_out_of_each_other(right: Meshes, fields: Fields, muscle: str, bone: str) -> None:
    u = right[muscle].fields["u"]
    into_bone = -fields[bone].value(right[muscle].vertices[(u > 0) & (u < 1)])
    assert np.quantile(into_bone, 0.99) <= 0.7
    assert into_bone.max() <= 1.5
    assert -fields[muscle].value(right[bone].vertices).min() <= 1.5


@pytest.mark.parametrize("muscle", MUSCLES)
def test_muscles_keep_out_of_each_other(right: Meshes, fields: Fields, muscle: str) -> None:
    for other in set(MUSCLES) - {muscle}:
        assert -fields[other].value(right[muscle].vertices).min() <= 2


@pytest.mark.parametrize("muscle", MUSCLES)
def test_footprints_lie_on_their_bones(right: Meshes, muscle: str) -> None:
    u = right[muscle].fields["u"]
    for bone in BORNE_BY[muscle]:
        end = u == (1 if bone == "femur" else 0)
        # The side of the coccyx is a third as long as the next shortest.
        least = 30 if bone == "coccyx" else 50
        assert on_surface(right[muscle].vertices[end], right[bone], 0.1).sum() >= least


def test_deep_lower_quarter_of_maximus_is_on_the_femur(right: Meshes) -> None:
    fields = right["gluteus_maximus"].fields
    deep = right["gluteus_maximus"].vertices[(fields["u"] == 1) & (fields["s"] >= 0.6) & (fields["t"] == 0)]
    assert on_surface(deep, right["femur"], 0.1).mean() > 0.9
    ends = (fields["u"] == 1) & (fields["t"] == 1) & (fields["s"] < 0.6)
    assert on_surface(right["gluteus_maximus"].vertices[ends], right["iliotibial_tract"], 0.1).mean() > 0.9


def test_the_left_is_the_mirror_of_the_right(anatomy: Anatomy) -> None:
    for muscle in MUSCLES:
        mirrored = anatomy.rest[f"{muscle}_r"].vertices * [-1, 1, 1]
        assert np.abs(anatomy.rest[f"{muscle}_l"].vertices - mirrored).max() == 0
