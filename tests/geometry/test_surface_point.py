"""The nearest places on surfaces: of one, and of several of which most are far."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.geometry.footprint_patch import FootprintPatch
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.surface_point import closest_points, feet_of_each, lookup, positions


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
        found = lookup(bone).feet(points)
        np.testing.assert_array_equal(found, positions(bone, closest_points(bone, points)))
        away = np.linalg.norm(found - points, axis=1)
        from_vertices = np.linalg.norm(points[:, None] - bone.vertices[None, ::7], axis=2).min(1)
        assert (away <= from_vertices + 1e-9).all()


def test_distances_lie_within_their_bounds(bones: list[Mesh], points: Floats) -> None:
    for bone in bones:
        away = np.linalg.norm(lookup(bone).feet(points) - points, axis=1)
        least, greatest = lookup(bone).bounds(points)
        assert (least <= away + 1e-9).all()
        assert (away <= greatest + 1e-9).all()


def test_a_search_is_made_once_for_a_mesh(bones: list[Mesh]) -> None:
    assert lookup(bones[0]) is lookup(bones[0])
    assert lookup(bones[0]) is not lookup(bones[0].with_vertices(bones[0].vertices))


@pytest.mark.parametrize("within_mm", [0.0, 2.5, np.inf])
def test_of_several_each_is_told_that_is_about_as_near(bones: list[Mesh], points: Floats, within_mm: float) -> None:
    wanted = np.stack([lookup(bone).feet(points) for bone in bones])
    away = np.linalg.norm(wanted - points, axis=2)
    feet, gaps = feet_of_each(bones, points, within_mm)
    assert np.isfinite(gaps[away <= away.min(0) + within_mm]).all()
    searched = np.isfinite(gaps)
    np.testing.assert_array_equal(feet[searched], wanted[searched])
    np.testing.assert_array_equal(gaps[searched], away[searched])
    assert searched.all() == (within_mm == np.inf)


def test_a_patch_is_laid_on_the_nearest_of_its_surfaces(bones: list[Mesh], points: Floats) -> None:
    feet = np.stack([lookup(bone).feet(points) for bone in bones])
    gap = np.linalg.norm(feet - points, axis=2)
    wanted = feet[gap.argmin(0), np.arange(len(points))]
    patch = FootprintPatch(points[:2], points[2:4], bones)
    np.testing.assert_allclose(patch.relaid(points), wanted, atol=1e-12)
    np.testing.assert_array_equal(patch.bears(wanted), True)
    np.testing.assert_array_equal(patch.bears(points), gap.min(0) < 0.05)
