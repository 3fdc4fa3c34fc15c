"""The nearest places on surfaces: of one, and of several of which most are far."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.geometry.footprint_patch import FootprintPatch
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.surface_point import closest_points, closest_positions, lookup, positions


@pytest.fixture(scope="module")
def bones() -> list[Mesh]:
    rest = Anatomy.load().rest
    return [rest[id] for id in ("hip_bone_r", "sacrum", "sacrotuberous_ligament_r", "coccyx")]


@pytest.fixture(scope="module")
def points(bones: list[Mesh]) -> Floats:
    """Some near each bone, some far from all."""
    rng = np.random.default_rng(0)
    picks = [bone.vertices[rng.integers(0, len(bone.vertices), 200)] for bone in bones]
    near = np.concatenate(picks)
    return np.asarray(near + rng.normal(scale=4.0, size=near.shape))


def test_positions_are_those_of_the_points(bones: list[Mesh], points: Floats) -> None:
    for bone in bones:
        found = closest_positions(bone, points)
        np.testing.assert_array_equal(found, positions(bone, closest_points(bone, points)))
        away = np.linalg.norm(found - points, axis=1)
        from_vertices = np.linalg.norm(points[:, None] - bone.vertices[None, ::7], axis=2).min(1)
        assert (away <= from_vertices + 1e-9).all()


def test_distances_lie_within_their_bounds(bones: list[Mesh], points: Floats) -> None:
    for bone in bones:
        away = np.linalg.norm(closest_positions(bone, points) - points, axis=1)
        least, greatest = lookup(bone).bounds(points)
        assert (least <= away + 1e-9).all()
        assert (away <= greatest + 1e-9).all()


def test_a_search_is_made_once_for_a_mesh(bones: list[Mesh]) -> None:
    assert lookup(bones[0]) is lookup(bones[0])
    assert lookup(bones[0]) is not lookup(bones[0].with_vertices(bones[0].vertices))


def test_a_patch_is_laid_on_the_nearest_of_its_surfaces(bones: list[Mesh], points: Floats) -> None:
    feet = np.stack([closest_positions(bone, points) for bone in bones])
    gap = np.linalg.norm(feet - points, axis=2)
    wanted = feet[gap.argmin(0), np.arange(len(points))]
    patch = FootprintPatch(points[:2], points[2:4], bones)
    np.testing.assert_allclose(patch.relaid(points), wanted, atol=1e-12)
    np.testing.assert_array_equal(patch.bears(wanted), True)
    np.testing.assert_array_equal(patch.bears(points), gap.min(0) < 0.05)
