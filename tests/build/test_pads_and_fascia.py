"""The committed bursae and fascia: what the build makes, sound, thin, and where they belong."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from glutview.biomech.muscle_growth import FieldStore
from glutview.build.bursae import bursa, needed
from glutview.build.fascia import NAMES, built_fascia
from glutview.build.muscles import stated_atlas
from glutview.build.output import TOLERANCE_MM, difference_mm
from glutview.geometry.crossings import crossings
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.geometry.surface_point import lookup
from glutview.paths import assets_dir

BURSAE = [
    "trochanteric_bursa",
    "subgluteus_medius_bursa",
    "subgluteus_minimus_bursa",
    "gluteofemoral_bursa",
    "ischial_bursa",
]


@cache
def committed(name: str) -> Mesh:
    return read_ply(assets_dir() / "meshes" / f"{name}.ply")


@pytest.fixture(scope="module")
def rebuilt() -> dict[str, Mesh]:
    atlas = stated_atlas()
    meshes = needed(atlas)
    fields = FieldStore(meshes)
    return {name: bursa(atlas, name, meshes, fields) for name in atlas.bursae}


def thickness(mesh: Mesh) -> Floats:
    half = len(mesh.vertices) // 2
    return np.asarray(np.linalg.norm(mesh.vertices[:half] - mesh.vertices[half:], axis=1))


@pytest.mark.parametrize("name", BURSAE)
def test_the_build_makes_the_committed_bursae(rebuilt: dict[str, Mesh], name: str) -> None:
    assert difference_mm(rebuilt[name], committed(name)) <= TOLERANCE_MM


@pytest.mark.parametrize("name", NAMES)
def test_the_build_makes_the_committed_fascia(name: str) -> None:
    assert difference_mm(built_fascia(name), committed(name)) <= TOLERANCE_MM


@pytest.mark.parametrize("name", [*BURSAE, *NAMES, "iliotibial_tract"])
def test_it_is_closed_faces_outward_and_does_not_cross_itself(name: str) -> None:
    mesh = committed(name)
    assert mesh.is_closed()
    assert mesh.volume_mm3() > 0
    assert len(crossings(mesh)) == 0


@pytest.mark.parametrize("name", BURSAE)
def test_a_bursa_is_a_pad_with_a_thin_rim(name: str) -> None:
    mesh = committed(name)
    spec = stated_atlas().bursae[name]
    found, u = thickness(mesh), mesh.fields["u"][: len(mesh.vertices) // 2]
    assert 1.5 <= spec.thickness_mm <= 3.0
    assert found.max() == pytest.approx(spec.thickness_mm, abs=0.6)
    assert found[u == 1].max() < 0.5


@pytest.mark.parametrize("name", [name for name in BURSAE if name != "trochanteric_bursa"])
def test_a_bursa_lies_on_its_bone(name: str) -> None:
    mesh = committed(name)
    below = mesh.vertices[len(mesh.vertices) // 2 :]
    bone = committed(stated_atlas().bursae[name].on)
    assert np.linalg.norm(lookup(bone).feet(below) - below, axis=1).max() < 1.0


def test_the_trochanteric_bursa_is_four_to_five_centimetres_long_and_covers_the_tendon() -> None:
    """Pfirrmann 2001: over the posterior facet and the lateral insertion of gluteus medius."""
    mesh = committed("trochanteric_bursa")
    assert 40 <= np.ptp(mesh.vertices[:, 2]) <= 50
    below = mesh.vertices[len(mesh.vertices) // 2 :]
    gap = {n: np.linalg.norm(lookup(committed(n)).feet(below) - below, axis=1) for n in ("femur", "gluteus_medius")}
    assert np.mean(gap["gluteus_medius"] < 1.5) > 0.2
    assert np.mean(gap["femur"] < 1.5) > 0.2


def test_the_aponeurosis_is_thin_and_hugs_the_muscle() -> None:
    mesh = committed("gluteal_aponeurosis")
    assert thickness(mesh).max() == pytest.approx(0.8, abs=0.05)
    down = mesh.fields["u"] > 0.1
    gap = np.linalg.norm(lookup(committed("gluteus_medius")).feet(mesh.vertices[down]) - mesh.vertices[down], axis=1)
    assert np.percentile(gap, 95) < 3.0


def test_the_tract_runs_from_the_crest_to_the_tibia() -> None:
    mesh = committed("iliotibial_tract")
    u = mesh.fields["u"]
    for end, bone in ((0, "hip_bone"), (1, "tibia")):
        points = mesh.vertices[u == end]
        assert np.linalg.norm(lookup(committed(bone)).feet(points) - points, axis=1).mean() < 1.5, bone
