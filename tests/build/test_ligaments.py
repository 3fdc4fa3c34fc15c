"""The committed ligaments and membranes: what the build makes, sound, and fixed to their bones."""

from __future__ import annotations

import hashlib
from functools import cache

import numpy as np
import pytest

from glutview.build.ligaments import RECIPES, built_ligament
from glutview.build.output import TOLERANCE_MM, difference_mm
from glutview.geometry.crossings import crossings
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.geometry.surface_point import lookup
from glutview.paths import assets_dir

# Muscles are fixed to them by triangle number: with other triangles those places would all be wrong.
TOPOLOGY = {"obturator_membrane": (1154, 2304, "5b7f6a8d0d9029bf")}


@cache
def committed(name: str) -> Mesh:
    return read_ply(assets_dir() / "meshes" / f"{name}.ply")


def gaps(points: Floats, mesh: Mesh) -> Floats:
    """(k,) distance of points to the surface of a mesh, mm."""
    return np.asarray(np.linalg.norm(lookup(mesh).feet(points) - points, axis=1))


@pytest.mark.parametrize("name", RECIPES)
def test_the_build_makes_what_is_committed(name: str) -> None:
    assert difference_mm(built_ligament(name), committed(name)) <= TOLERANCE_MM


@pytest.mark.parametrize("name", RECIPES)
def test_a_ligament_is_closed_faces_outward_and_does_not_cross_itself(name: str) -> None:
    mesh = committed(name)
    assert mesh.is_closed()
    assert mesh.volume_mm3() > 0
    assert len(crossings(mesh)) == 0


@pytest.mark.parametrize("name", TOPOLOGY)
def test_topology_never_changes(name: str) -> None:
    vertices, faces, digest = TOPOLOGY[name]
    mesh = committed(name)
    assert (len(mesh.vertices), len(mesh.faces)) == (vertices, faces)
    assert hashlib.sha256(mesh.faces.astype("<i4").tobytes()).hexdigest()[:16] == digest


def test_the_obturator_membrane_is_a_thin_sheet() -> None:
    mesh = committed("obturator_membrane")
    half = len(mesh.vertices) // 2
    thickness = np.linalg.norm(mesh.vertices[:half] - mesh.vertices[half:], axis=1)
    assert thickness.min() > 0.4
    assert thickness.max() == pytest.approx(1.2, abs=1e-3)


def test_the_obturator_membrane_ends_on_bone_save_at_the_canal() -> None:
    mesh = committed("obturator_membrane")
    edge = np.flatnonzero(mesh.fields["u"] == 1)
    middle = (mesh.vertices[edge[: len(edge) // 2]] + mesh.vertices[edge[len(edge) // 2 :]]) / 2
    gap = gaps(middle, committed("hip_bone"))
    open_edge = gap > 1.0
    assert gap[~open_edge].max() < 0.9
    # One gap, as wide as a canal for nerve, artery and vein: about a centimetre, beneath the superior ramus.
    assert np.count_nonzero(open_edge != np.roll(open_edge, 1)) == 2
    assert 6 < gap.max() < 11
    assert middle[open_edge][:, 2].min() > middle[:, 2].mean()
    assert middle[open_edge][:, 1].max() < middle[:, 1].mean()


def test_the_outer_face_of_the_obturator_membrane_looks_forward_down_and_aside() -> None:
    mesh = committed("obturator_membrane")
    outward = mesh.vertex_normals()[mesh.fields["t"] == 1].mean(0)
    assert (outward < -0.3).all()


@pytest.mark.parametrize("name", ["hip_joint_capsule", "iliofemoral_ligament"])
def test_capsule_and_ligaments_are_sheets_of_a_few_millimetres(name: str) -> None:
    mesh = committed(name)
    half = len(mesh.vertices) // 2
    thickness = np.linalg.norm(mesh.vertices[:half] - mesh.vertices[half:], axis=1)
    assert 2 < np.percentile(thickness, 90) < 5


def test_the_capsule_ends_on_rim_and_femur() -> None:
    mesh = committed("hip_joint_capsule")
    half = len(mesh.vertices) // 2
    middle, u = (mesh.vertices[:half] + mesh.vertices[half:]) / 2, mesh.fields["u"][:half]
    assert gaps(middle[u == 1], committed("femur")).max() < 0.6
    rim = gaps(middle[u == 0], committed("hip_bone"))
    # Beneath, the notch is bridged.
    assert np.mean(rim < 0.6) > 0.8


def test_the_capsule_leaves_the_outer_part_of_the_neck_free_behind() -> None:
    mesh = committed("hip_joint_capsule")
    end = mesh.vertices[mesh.fields["u"] == 1]
    s = mesh.fields["s"][mesh.fields["u"] == 1]
    front, behind = end[np.abs(s - 0.75) < 0.05], end[np.abs(s - 0.25) < 0.05]
    along = np.array([-0.732, 0.134, -0.668])
    assert (front @ along).mean() - (behind @ along).mean() > 10


def test_the_sacrospinous_ligament_runs_from_sacrum_and_coccyx_to_the_spine() -> None:
    mesh = committed("sacrospinous_ligament")
    half = len(mesh.vertices) // 2
    middle, u = (mesh.vertices[:half] + mesh.vertices[half:]) / 2, mesh.fields["u"][:half]
    base = middle[u == 0]
    assert np.minimum(gaps(base, committed("sacrum")), gaps(base, committed("coccyx")))[[0, -1]].max() < 0.6
    assert gaps(middle[u == 1], committed("hip_bone")).max() < 1.0
