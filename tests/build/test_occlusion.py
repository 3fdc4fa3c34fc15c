"""How open vertices lie: closed forms, what shades what, and that the shipped files are what the build makes."""

from __future__ import annotations

import argparse

import numpy as np
import pytest

from glutview.build import occlusion
from glutview.build.muscles import stated_atlas
from glutview.build.ray_hits import RayTree
from glutview.errors import GlutviewError
from glutview.geometry.fingerprint import fingerprint
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.geometry.openness import SHADED, read_openness
from glutview.paths import assets_dir

SEED = 7
SHIPPED = [name for name, spec in stated_atlas().structures.items() if spec.kind in SHADED]
ONE = SHIPPED[int(np.random.default_rng(SEED).integers(len(SHIPPED)))]


def sheet(origin: list[float], right: list[float], up: list[float], cells: int = 6) -> Mesh:
    """A square grid, facing right x up."""
    share = np.linspace(0, 1, cells + 1)
    i, j = np.meshgrid(np.arange(cells + 1), np.arange(cells + 1), indexing="ij")
    points = np.array(origin) + share[i][..., None] * np.array(right) + share[j][..., None] * np.array(up)
    a = (i[:-1, :-1] * (cells + 1) + j[:-1, :-1]).ravel()
    b, c, d = a + cells + 1, a + cells + 2, a + 1
    faces = np.concatenate([np.column_stack([a, b, c]), np.column_stack([a, c, d])])
    return Mesh(points.reshape(-1, 3), faces.astype(np.int32))


def test_rays_reach_the_nearest_triangle_as_trying_all_does() -> None:
    noise = np.random.default_rng(3)
    middle = noise.uniform(-50, 50, (400, 1, 3))
    corners = middle + noise.uniform(-6, 6, (400, 3, 3))
    starts, along = noise.uniform(-60, 60, (300, 3)), noise.normal(size=(300, 3))
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    found = RayTree.of(corners).reached(starts, along, 80.0)
    expected = _by_planes(corners, starts, along, 80.0)
    assert np.isfinite(expected).sum() > 30
    np.testing.assert_allclose(found, expected, rtol=1e-9)


def _by_planes(corners: Floats, starts: Floats, along: Floats, farthest: float) -> Floats:
    """Each ray with each triangle: the plane, then whether the place lies on the same side of all edges."""
    a, b, c = corners.swapaxes(0, 1)
    normal = np.cross(b - a, c - a)
    with np.errstate(divide="ignore"):
        away = np.einsum("rtx,tx->rt", a[None] - starts[:, None], normal) / (along @ normal.T)
    place = starts[:, None] + away[..., None] * along[:, None]
    turns = [
        np.einsum("rtx,tx->rt", np.cross((end - start)[None], place - start[None]), normal)
        for start, end in ((a, b), (b, c), (c, a))
    ]
    hit = (np.array(turns) >= 0).all(0) & (away > 0) & (away < farthest)
    return np.asarray(np.where(hit, away, np.inf).min(1))


def test_a_wall_takes_half_of_the_light_at_its_foot_and_nothing_from_behind() -> None:
    floor = sheet([-10, -10, 0], [20, 0, 0], [0, 20, 0])
    wall = sheet([0.2, -4000, -4000], [0, 8000, 0], [0, 0, 8000], 1)
    tree = RayTree.of(np.concatenate([floor.corners(), wall.corners()]))
    found = occlusion.openness(floor, tree, rays=4000, reach_mm=1e6)
    # Reach so long that distance weakens nothing. Of the cosine's share a plane at right angles takes one half.
    assert found[np.abs(floor.vertices[:, 0]) < 0.1] == pytest.approx(0.5, abs=0.02)
    alone = occlusion.openness(floor, RayTree.of(floor.corners()), rays=500, reach_mm=1e6)
    assert alone == pytest.approx(1.0)


def test_what_is_farther_away_takes_less_and_beyond_reach_nothing() -> None:
    floor = sheet([-10, -10, 0], [20, 0, 0], [0, 20, 0])
    found = []
    for height in (5.0, 20.0, 60.0):
        roof = sheet([-500, -500, height], [1000, 0, 0], [0, 1000, 0], 1)
        found.append(occlusion.openness(floor, RayTree.of(roof.corners()), rays=500, reach_mm=50.0).mean())
    assert found[0] < found[1] < found[2] == 1.0


def test_bones_are_shaded_by_their_own_body_and_muscles_by_what_they_lie_on() -> None:
    atlas = stated_atlas()
    assert set(occlusion.occluders(atlas, "femur")) == {"femur", "patella", "tibia", "fibula"}
    pelvis = {"hip_bone", "sacrum", "coccyx", "fifth_lumbar_vertebra"}
    assert set(occlusion.occluders(atlas, "hip_bone")) == pelvis
    assert set(occlusion.occluders(atlas, "acetabular_cartilage")) == pelvis | {"acetabular_cartilage"}
    medius = set(occlusion.occluders(atlas, "gluteus_medius"))
    assert {"hip_bone", "femur", "gluteus_minimus", "gluteus_medius"} <= medius
    assert not {"gluteus_maximus", "iliotibial_tract"} & medius


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_file_belongs_to_the_shipped_mesh(name: str) -> None:
    mesh = read_ply(assets_dir() / "meshes" / f"{name}.ply")
    levels, made_for = read_openness(assets_dir() / "occlusion" / f"{name}.npz")
    assert len(levels) == len(mesh.vertices)
    assert made_for == fingerprint(mesh), "run `python -m glutview.build occlusion`"


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_file_is_what_the_build_makes(request: pytest.FixtureRequest, name: str) -> None:
    if name != ONE and not request.config.getoption("--full"):
        pytest.skip(f"{ONE} was drawn; all of them with --full")
    occlusion.run(argparse.Namespace(step="occlusion", only=name, check=True))


def test_hollows_are_darker_than_what_stands_out() -> None:
    """The foramina of the sacrum against the iliac crest."""
    sacrum, _ = read_openness(assets_dir() / "occlusion" / "sacrum.npz")
    hip, _ = read_openness(assets_dir() / "occlusion" / "hip_bone.npz")
    crest = read_ply(assets_dir() / "meshes" / "hip_bone.ply").vertices[:, 2]
    assert hip[crest > np.quantile(crest, 0.97)].mean() > 235
    assert np.quantile(sacrum, 0.05) < 90


def test_unknown_structures_are_refused() -> None:
    with pytest.raises(GlutviewError, match="--only: no_such_bone: no such structure is shaded"):
        occlusion.run(argparse.Namespace(step="occlusion", only="no_such_bone", check=True))
