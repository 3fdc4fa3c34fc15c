"""How capsule, ligaments and fascia move: held by both bones, clear of them, and close on the muscle they cover."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial import cKDTree

from glutview.biomech.anatomy import Anatomy
from glutview.biomech.hip_joint import HipJoint
from glutview.biomech.pose import Pose
from glutview.biomech.spanning import Spanner
from glutview.biomech.transforms import apply, inverse, rotation_about
from glutview.errors import GlutviewError
from glutview.geometry.distance import DistanceField
from glutview.geometry.inside import Body
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.mirror import mirror_points
from glutview.geometry.surface_point import lookup
from glutview.paths import shipped_annotations

POSES = {
    "abduction": {"hip_abduction": 40.0},
    "flexion": {"hip_flexion": 90.0},
    "internal rotation": {"hip_internal_rotation": 35.0},
    "extension": {"hip_flexion": -15.0},
    "adduction": {"hip_abduction": -20.0},
}
SPANNING = ["hip_joint_capsule", "iliofemoral_ligament", "pubofemoral_ligament", "ischiofemoral_ligament"]
TRACT = "iliotibial_tract"


def both(angles: Mapping[str, float]) -> Pose:
    return Pose().moved(**{f"{name}_{side}": angle for name, angle in angles.items() for side in "rl"})


@pytest.fixture(scope="module")
def shipped() -> Anatomy:
    return Anatomy.load()


@pytest.fixture(scope="module")
def posed(shipped: Anatomy) -> dict[str, dict[str, Floats]]:
    return {name: shipped.posed_vertices(both(angles)) for name, angles in POSES.items()}


@pytest.fixture(scope="module")
def head_and_neck(shipped: Anatomy) -> DistanceField:
    centre = shipped.hips["r"].centre_mm
    return DistanceField.from_mesh(shipped.rest["femur_r"], 1.0, bounds=(centre - 60, centre + 60))


@pytest.mark.parametrize("name", SPANNING)
@pytest.mark.parametrize("pose", POSES)
def test_both_ends_stay_on_their_bones(
    shipped: Anatomy, posed: dict[str, dict[str, Floats]], name: str, pose: str
) -> None:
    rest, share = shipped.rest[f"{name}_r"].vertices, shipped.rest[f"{name}_r"].fields["share"]
    femur = shipped.body_transforms(both(POSES[pose]))["femur_r"]
    found = posed[pose][f"{name}_r"]
    np.testing.assert_allclose(found[share == 0], rest[share == 0], atol=1e-3)
    np.testing.assert_allclose(found[share == 1], apply(femur, rest[share == 1]), atol=1e-3)


@pytest.mark.parametrize("pose", POSES)
def test_capsule_and_ligaments_do_not_sink_into_head_and_neck(
    shipped: Anatomy, posed: dict[str, dict[str, Floats]], head_and_neck: DistanceField, pose: str
) -> None:
    back = inverse(shipped.body_transforms(both(POSES[pose]))["femur_r"])
    for name in SPANNING:
        assert head_and_neck.value(apply(back, posed[pose][f"{name}_r"])).min() > -1.0, name


@pytest.mark.parametrize("name", [*SPANNING, "gluteal_aponeurosis", TRACT])
@pytest.mark.parametrize("pose", POSES)
def test_left_is_the_mirror_image_of_right(posed: dict[str, dict[str, Floats]], name: str, pose: str) -> None:
    np.testing.assert_allclose(posed[pose][f"{name}_l"], mirror_points(posed[pose][f"{name}_r"]), atol=0.01)


@pytest.mark.parametrize("pose", POSES)
def test_the_aponeurosis_keeps_its_distance_from_the_muscle(
    shipped: Anatomy, posed: dict[str, dict[str, Floats]], pose: str
) -> None:
    sheet, muscle = shipped.rest["gluteal_aponeurosis_r"], shipped.rest["gluteus_medius_r"]
    riding = sheet.fields["on_gluteus_medius"] == 1

    def gaps(vertices: Mapping[str, Floats]) -> Floats:
        moved = muscle.with_vertices(vertices[muscle_id])
        points = vertices["gluteal_aponeurosis_r"][riding]
        return np.asarray(np.linalg.norm(lookup(moved).feet(points) - points, axis=1))

    muscle_id = "gluteus_medius_r"
    change = gaps(posed[pose]) - gaps(shipped.posed_vertices(Pose()))
    assert np.percentile(np.abs(change), 99) < 0.5


@pytest.mark.parametrize("muscle", ["gluteus_maximus_r", "tensor_fasciae_latae_r"])
def test_what_ends_on_the_tract_finds_it_near_the_femur(
    shipped: Anatomy, posed: dict[str, dict[str, Floats]], muscle: str
) -> None:
    tract, ending = shipped.rest["iliotibial_tract_r"], shipped.rest[muscle]
    gap, nearest = cKDTree(tract.vertices).query(ending.vertices[ending.fields["u"] == 1])
    met = np.asarray(nearest)[np.asarray(gap) < 3]
    assert len(met) > 200
    for pose, angles in POSES.items():
        carried = apply(shipped.body_transforms(both(angles))["femur_r"], tract.vertices[met])
        off = np.linalg.norm(posed[pose]["iliotibial_tract_r"][met] - carried, axis=1)
        # The uppermost tenth, where it turns from hanging to riding, slides over the muscle.
        assert np.quantile(off, 0.9) < 4, pose
        assert off.max() < 7, pose
        assert np.median(off) < 2, pose


@pytest.mark.parametrize("pose", POSES)
def test_the_tract_rides_on_the_femur_below_and_hangs_from_the_crest(
    shipped: Anatomy, posed: dict[str, dict[str, Floats]], pose: str
) -> None:
    rest, found = shipped.rest["iliotibial_tract_r"], posed[pose]["iliotibial_tract_r"]
    femur = shipped.body_transforms(both(POSES[pose]))["femur_r"]
    reach = rest.fields["reach"]
    np.testing.assert_allclose(found[reach == 0], rest.vertices[reach == 0], atol=1e-3)
    np.testing.assert_allclose(found[reach == 1], apply(femur, rest.vertices[reach == 1]), atol=1e-3)


@pytest.mark.parametrize("pose", POSES)
def test_the_tract_neither_folds_nor_sinks_into_medius(
    shipped: Anatomy, posed: dict[str, dict[str, Floats]], pose: str
) -> None:
    rest, vertices = shipped.rest["iliotibial_tract_r"], posed[pose]["iliotibial_tract_r"]
    moved = rest.with_vertices(vertices)
    # Of the superficial face: it may be creased, but no triangle is turned back over its neighbour.
    outer = (rest.fields["t"][rest.faces] > 0.9).all(1)
    faces = rest.faces[outer]
    normals = moved.face_normals()[outer]
    owner: dict[tuple[int, int], int] = {}
    bends = []
    for number, face in enumerate(faces.tolist()):
        for a, b in zip(face, face[1:] + face[:1], strict=True):
            other = owner.setdefault((min(a, b), max(a, b)), number)
            if other != number:
                bends.append(float(normals[number] @ normals[other]))
    assert np.quantile(bends, 0.001) > np.cos(np.radians(75))
    muscle = shipped.rest["gluteus_medius_r"].with_vertices(posed[pose]["gluteus_medius_r"])
    depth = Body(muscle).depth(vertices)
    assert np.quantile(depth, 0.99) < 1.0
    assert depth.max() < 3.0


def test_the_shares_of_a_rider_sum_to_one(shipped: Anatomy) -> None:
    fields = shipped.rest["gluteal_aponeurosis_r"].fields
    total = np.sum([values for field, values in fields.items() if field.startswith("on_")], axis=0)
    np.testing.assert_allclose(total, 1, atol=1e-6)


def test_a_spanning_sheet_turns_by_its_share_of_the_rotation() -> None:
    hip = HipJoint.between("r", [-80.0, 0.0, 0.0], [-60.0, 0.0, -390.0])
    square = np.array([[-80.0, 5, 10], [-50, 5, 10], [-50, 35, 10], [-80, 35, 10]])
    share = np.array([0.0, 0.5, 1.0, 0.25])
    mesh = Mesh(square, np.array([[0, 1, 2], [0, 2, 3]]), {"share": share})
    axis, angle = np.array([0.0, 0.6, 0.8]), 1.3
    turn = np.eye(4)
    turn[:3, :3] = rotation_about(axis, angle)
    turn[:3, 3] = hip.centre_mm - turn[:3, :3] @ hip.centre_mm
    positions, normals = np.empty((2, 4, 3), dtype=np.float32)
    Spanner.of(mesh, "femur_r", hip.centre_mm).pose(positions, normals, {"pelvis": np.eye(4), "femur_r": turn})
    for row, point in enumerate(square):
        expected = rotation_about(axis, share[row] * angle) @ (point - hip.centre_mm) + hip.centre_mm
        np.testing.assert_allclose(positions[row], expected, atol=1e-4)


def test_normals_of_a_spanning_sheet_are_those_of_its_moved_surface(shipped: Anatomy) -> None:
    capsule = shipped.rest["hip_joint_capsule_r"]
    arrays = shipped.soft_arrays()
    shipped.pose_soft(arrays, both({"hip_abduction": 30.0}))
    positions, normals = arrays["hip_joint_capsule_r"]
    again = capsule.with_vertices(positions.astype(np.float64)).vertex_normals()
    cosine = np.einsum("kx,kx->k", again, normals)
    assert np.percentile(cosine, 5) > np.cos(np.radians(5))


def test_a_mesh_without_shares_is_told(tmp_path: Path) -> None:
    text = shipped_annotations().read_text(encoding="utf-8")
    wrong = text.replace("mesh: meshes/iliofemoral_ligament.ply", "mesh: meshes/obturator_membrane.ply")
    file = tmp_path / "annotations.yaml"
    file.write_text(wrong, encoding="utf-8")
    with pytest.raises(GlutviewError, match="lacks the field share"):
        Anatomy.load(file)
