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

# name: Euler characteristic (2 - 2 genus). The sacrum has eight foramina and the canal, the cartilage of the head
# spares the fovea.
BONES = {
    "hip_bone": 0, "femur": 2, "patella": 2, "tibia": 2, "fibula": 2, "sacrum": -16, "coccyx": 2,
    "fifth_lumbar_vertebra": 0, "femoral_head_cartilage": 0, "acetabular_cartilage": 2, "acetabular_labrum": 0,
    "sacrotuberous_ligament": 2,
}  # fmt: skip
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
    np.testing.assert_allclose(sphere.centre, [-80.378, -0.869, -0.773], atol=0.1)
    assert sphere.radius == pytest.approx(22.89, abs=0.1)
    assert sphere.residual < 0.15


def test_head_keeps_a_cartilage_space_from_the_socket() -> None:
    bones = model_bones()
    centre = mirror_points(bones.head.centre)
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


@pytest.mark.parametrize("name", ["sacrum", "coccyx", "fifth_lumbar_vertebra"])
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
    vertebra = committed("fifth_lumbar_vertebra")
    low, high = vertebra.vertices.min(0) - 3, vertebra.vertices.max(0) + 3
    away = DistanceField.from_mesh(sacrum, 1.0, bounds=(low, high)).value(vertebra.vertices)
    assert away.min() > 0.5
    # A disc's height over the plateau, in front of the canal.
    assert 6.0 < away[(vertebra.vertices[:, 1] < 35) & (np.abs(vertebra.vertices[:, 0]) < 15)].min() < 13.0


def test_shank_hangs_under_the_femur() -> None:
    femur, tibia, patella = committed("femur"), committed("tibia"), committed("patella")
    model = model_bones()
    knee = mirror_points(model.knee_centre)
    field = DistanceField.from_mesh(femur, 1.0, bounds=(knee - 70.0, knee + 70.0))
    near = tibia.vertices[tibia.vertices[:, 2] > knee[2] - 60]
    # Both compartments are filled by cartilage and meniscus.
    medial = near[:, 0] > knee[0]
    assert 5.0 <= field.value(near[medial]).min() <= 8.0
    assert 5.0 <= field.value(near[~medial]).min() <= 8.0
    assert 4.0 <= field.value(patella.vertices).min() <= 5.0
    assert patella.vertices[:, 1].max() < -30
    # Hip, knee and ankle lie in one line, as in a straight leg.
    end = tibia.vertices[tibia.vertices[:, 2] < tibia.vertices[:, 2].min() + 18]
    ankle = (end.min(0) + end.max(0)) / 2
    axis = mirror_points(model.head.centre - model.knee_centre)
    down = knee - ankle
    cosine = axis @ down / np.linalg.norm(axis) / np.linalg.norm(down)
    assert np.degrees(np.arccos(cosine)) < 2.0


def test_fibula_stands_beside_the_tibia() -> None:
    tibia, fibula = committed("tibia"), committed("fibula")
    field = DistanceField.from_mesh(fibula, 1.5)
    assert 0.2 < field.value(tibia.vertices).min() < 2.0
    assert fibula.vertices[:, 0].mean() < tibia.vertices[:, 0].mean() - 15
    assert fibula.vertices[:, 2].min() < tibia.vertices[:, 2].min() - 5


def from_hip_centre(name: str) -> Floats:
    return np.asarray(np.linalg.norm(samples(committed(name)) - mirror_points(model_bones().head.centre), axis=1))


def test_cartilages_never_touch_whatever_the_pose() -> None:
    """What the femur carries lies within a sphere about the hip centre, what the pelvis carries outside it."""
    head = from_hip_centre("femoral_head_cartilage").max()
    assert head + 0.1 <= from_hip_centre("acetabular_cartilage").min()
    assert head + 0.1 <= from_hip_centre("acetabular_labrum").min()


def test_cartilages_are_thin_and_lie_on_their_bones() -> None:
    bones = model_bones()
    centre = mirror_points(bones.head.centre)
    for name, bone in (("femoral_head_cartilage", "femur"), ("acetabular_cartilage", "hip_bone")):
        mesh = committed(name)
        field = DistanceField.from_mesh(committed(bone), 0.8, bounds=(centre - 36.0, centre + 36.0))
        above = field.value(mesh.vertices)
        assert above.min() > -0.6
        # The socket's bone opens toward its rim; cartilage there is thicker.
        assert 0.9 < np.median(above[above > 0.3]) < 1.3
        assert np.quantile(above, 0.98) < 2.6


def test_fovea_and_fossa_are_spared() -> None:
    centre = mirror_points(model_bones().head.centre)
    for name, way in (("femoral_head_cartilage", (0.957, -0.06, 0.27)), ("acetabular_cartilage", (0.85, 0.28, 0.1))):
        away = committed(name).vertices - centre
        cosine = away @ np.array(way) / np.linalg.norm(way) / np.linalg.norm(away, axis=1)
        assert np.degrees(np.arccos(cosine.max())) > 12.0


def test_labrum_rings_the_socket_and_bridges_the_notch() -> None:
    bones = model_bones()
    away = committed("acetabular_labrum").vertices - mirror_points(bones.head.centre)
    opening = mirror_points(bones.socket_opening)
    across = np.cross([0.0, 0.0, 1.0], opening)
    across /= np.linalg.norm(across)
    azimuth = np.sort(np.degrees(np.arctan2(away @ np.cross(opening, across), away @ across)))
    assert np.diff(azimuth).max() < 5.0
    polar = np.degrees(np.arccos(away @ -opening / np.linalg.norm(away, axis=1)))
    assert polar.min() > 70.0
    assert polar.max() > 95.0


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


def test_fibres_of_the_sacrotuberous_ligament_run_from_sacrum_to_tuberosity() -> None:
    ligament = committed("sacrotuberous_ligament")
    s, t, u = (ligament.fields[name].reshape(49, 24) for name in "stu")
    height = ligament.vertices[:, 2].reshape(49, 24)
    np.testing.assert_allclose(u, np.linspace(0, 1, 49)[:, None] * np.ones(24), atol=1e-6)
    assert (height[0] > height[-1]).all()
    # Across the band from border to border, and over its face behind: the one that lies nearer to the skin.
    np.testing.assert_allclose(s[:, [0, 12]], np.outer(np.ones(49), [0, 1]), atol=1e-6)
    behind = ligament.vertex_normals()[:, 1].reshape(49, 24)
    assert behind[t > 0.9].mean() > 0.6
    assert behind[t < 0.1].mean() < -0.6
