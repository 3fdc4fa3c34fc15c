from __future__ import annotations

import numpy as np
import pytest

from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.geometry.similarity import Similarity, laid_on
from glutview.geometry.subdivision import refined
from glutview.geometry.surface_samples import sampled, spread
from glutview.paths import assets_dir
from tests.geometry.solids import box, sphere


def turn(axis: tuple[float, float, float], degrees: float) -> Floats:
    x, y, z = np.array(axis) / np.linalg.norm(axis)
    angle = np.radians(degrees)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross)


def test_samples_are_as_many_as_the_area_is_large() -> None:
    points = sampled(box((0, 0, 0), (10, 20, 30)), 22000)
    assert np.isclose(points[:, 2], 30).sum() == pytest.approx(200 * 10, rel=0.02)
    assert np.abs(sampled(sphere(), 500) - sampled(sphere(), 500)).max() == 0


def test_spread_points_leave_no_gap() -> None:
    crate = box((0, 0, 0), (30, 30, 30), pieces=2)
    points, asked = spread(crate, 1.5), sampled(crate, 3000)
    gaps = np.linalg.norm(points[None, ::1] - asked[:200, None], axis=2).min(1)
    assert gaps.max() <= 1.5
    assert (np.abs(np.abs(points - 15).max(1) - 15) < 1e-9).all()  # all on the surface


def test_the_similarity_of_points_with_known_goals_is_exact() -> None:
    points = np.random.default_rng(0).normal(size=(40, 3)) * 30
    known = Similarity(1.7, turn((1, 2, 3), 130), np.array([5.0, -60.0, 300.0]))
    found = Similarity.between(points, known.moved(points))
    assert found.scale == pytest.approx(1.7)
    assert np.abs(found.turn - known.turn).max() < 1e-12
    assert np.abs(found.shift - known.shift).max() < 1e-9


@pytest.mark.parametrize(
    "known",
    [
        Similarity(0.93, turn((0, 0, 1), 6), np.array([4.0, -9.0, 2.0])),
        Similarity(0.001, turn((1, 1, 0), 150), np.array([0.0, 2.0, 1.0])),
    ],
    ids=["a smaller person, lying a little askew", "in metres, and the other way round"],
)
def test_a_bone_is_laid_back_from_wherever_it_was_brought(known: Similarity) -> None:
    bone = read_ply(assets_dir() / "meshes" / "hip_bone.ply")
    # Other triangles than its own, so that no vertex finds itself.
    division = refined(bone.vertices, bone.faces, lambda points, edges: edges[:, 0] % 3 == 0, 1)
    other = Mesh(known.moved(np.asarray(division.extended(bone.vertices), dtype=np.float64)), division.faces)
    fit, off = laid_on(other, bone)
    assert np.linalg.norm(fit.moved(known.moved(bone.vertices)) - bone.vertices, axis=1).mean() < 0.3
    assert fit.scale == pytest.approx(1 / known.scale, rel=0.003)
    assert off < 0.5
