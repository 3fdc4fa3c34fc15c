"""The committed bones: what the build makes, and fit to carry everything else."""

from __future__ import annotations

import hashlib
from functools import cache

import numpy as np
import pytest

from glutview.build.bones import build_bones
from glutview.build.landmark_nodes import landmarks
from glutview.build.model_bones import head_patches, model_bones
from glutview.build.output import TOLERANCE_MM, difference_mm
from glutview.build.seating import fit_sphere
from glutview.geometry.crossings import crossings
from glutview.geometry.distance import DistanceField
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.geometry.mirror import mirror_points
from glutview.geometry.surface_point import closest_points, positions
from glutview.paths import assets_dir

# name: Euler characteristic (2 - 2 genus). The sacrum has eight foramina and the canal.
BONES = {"hip_bone": 0, "femur": 2, "sacrum": -16, "coccyx": 2, "sacrotuberous_ligament": 2}
# Footprints and landmarks are stored as triangle and weights: with other triangles they would all be wrong.
TOPOLOGY = {
    "hip_bone": (6000, 12000, "cad0ad30762399e8"),
    "femur": (8038, 16072, "89417ed907fbd71d"),
}


@cache
def committed(name: str) -> Mesh:
    return read_ply(assets_dir() / "meshes" / f"{name}.ply")


def samples(mesh: Mesh, steps: int = 5) -> Floats:
    """Points spread over every triangle."""
    weights = np.array([(i, j, steps - i - j) for i in range(steps + 1) for j in range(steps + 1 - i)]) / steps
    return np.asarray(np.einsum("wc,mcx->mwx", weights, mesh.corners()).reshape(-1, 3))


@pytest.mark.parametrize("name", BONES)
def test_the_build_makes_what_is_committed(name: str) -> None:
    assert difference_mm(build_bones()[name], committed(name)) <= TOLERANCE_MM


@pytest.mark.parametrize("name", BONES)
def test_bones_are_closed_and_face_outward(name: str) -> None:
    mesh = committed(name)
    assert mesh.is_closed()
    assert mesh.volume_mm3() > 0
    assert len(mesh.vertices) - len(mesh.edges()) + len(mesh.faces) == BONES[name]


@pytest.mark.parametrize("name", BONES)
def test_bones_do_not_pass_through_themselves(name: str) -> None:
    assert len(crossings(committed(name))) == 0


@pytest.mark.parametrize("name", TOPOLOGY)
def test_topology_never_changes(name: str) -> None:
    vertices, faces, digest = TOPOLOGY[name]
    mesh = committed(name)
    assert (len(mesh.vertices), len(mesh.faces)) == (vertices, faces)
    assert hashlib.sha256(mesh.faces.astype("<i4").tobytes()).hexdigest()[:16] == digest


def test_femoral_head_is_round_about_the_hip_centre() -> None:
    bones = model_bones()
    head = committed("femur").vertices[bones.femur.vertices_of(head_patches())]
    # Without fovea and neck.
    off = np.linalg.norm(head - mirror_points(bones.head.centre), axis=1) - bones.head.radius
    sphere = fit_sphere(head[np.abs(off) < 0.5])
    assert np.abs(off)[np.abs(off) < 0.5].size > 0.8 * len(head)
    np.testing.assert_allclose(sphere.centre, [-78.278, 0.0, 0.0], atol=0.1)
    assert sphere.radius == pytest.approx(22.89, abs=0.1)
    assert sphere.residual < 0.15


def test_head_keeps_a_cartilage_space_from_the_socket() -> None:
    bones = model_bones()
    centre = mirror_points(bones.socket.centre)
    field = DistanceField.from_mesh(committed("femur"), 1.0, bounds=(centre - 50.0, centre + 50.0))
    points = samples(committed("hip_bone"))
    away = np.linalg.norm(points - centre, axis=1)
    assert 1.95 <= field.value(points[away < 48]).min() <= 3.0
    # Beyond the head nothing comes near: neutral is well inside the joint's range.
    assert field.value(points[(away > 34) & (away < 48)]).min() > 5.0


def test_anterior_pelvic_plane_is_vertical() -> None:
    at = {name: position for name, (_, _, position) in landmarks().items()}
    spine, tubercle = at["anterior_superior_iliac_spine"], at["pubic_tubercle"]
    assert abs(spine[1] - tubercle[1]) < 0.5
    assert spine[0] < tubercle[0] < 0


def test_femur_hangs_by_its_mechanical_axis_and_condylar_line() -> None:
    bones = model_bones()
    axis = mirror_points(bones.head.centre - bones.knee_centre)
    axis /= np.linalg.norm(axis)
    np.testing.assert_allclose(axis, [-np.sin(np.radians(3)), 0, np.cos(np.radians(3))], atol=1e-9)
    knee = mirror_points(bones.knee_centre)
    distal = committed("femur").vertices - knee
    distal = distal[distal @ axis < 25]
    assert distal[distal[:, 0] < 0][:, 1].max() == pytest.approx(distal[distal[:, 0] > 0][:, 1].max(), abs=0.5)


@pytest.mark.parametrize("name", ["sacrum", "coccyx"])
def test_midline_bones_are_their_own_mirror_image(name: str) -> None:
    mesh = committed(name)
    image = mirror_points(mesh.vertices)
    found = positions(mesh, closest_points(mesh, image))
    assert np.linalg.norm(found - image, axis=1).max() < 0.3


def test_neighbouring_bones_keep_apart() -> None:
    hip_bone, sacrum, coccyx = committed("hip_bone"), committed("sacrum"), committed("coccyx")
    right = samples(sacrum, 2)
    right = right[right[:, 0] < 0]
    low, high = right.min(0) - 3, right.max(0) + 3
    assert DistanceField.from_mesh(hip_bone, 1.0, bounds=(low, high)).value(right).min() > 0.5
    low, high = coccyx.vertices.min(0) - 3, coccyx.vertices.max(0) + 3
    assert DistanceField.from_mesh(sacrum, 1.0, bounds=(low, high)).value(coccyx.vertices).min() > 0.3


def test_sacrotuberous_ligament_is_a_band_between_its_bones() -> None:
    rings = committed("sacrotuberous_ligament").vertices.reshape(49, 24, 3)
    waist = rings[29]
    assert 12 <= np.linalg.norm(waist[0] - waist[12]) <= 20
    assert 3 <= np.linalg.norm(waist[6] - waist[18]) <= 4
    ends = rings[-1].mean(0), rings[0].mean(0)
    for bone, points in (("hip_bone", rings[-1]), ("sacrum", rings[0][6:8])):
        found = positions(committed(bone), closest_points(committed(bone), points))
        assert np.linalg.norm(found - points, axis=1).max() < 6.0
    assert ends[0][2] < ends[1][2]
