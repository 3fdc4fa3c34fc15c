"""The distance field against the one surface whose distance is known exactly."""

import numpy as np
import pytest

from glutview.geometry.distance import DistanceField, UnionField, surface_samples
from glutview.geometry.mesh import Mesh


def sphere(radius: float, centre: tuple[float, float, float] = (0.0, 0.0, 0.0), rings: int = 60) -> Mesh:
    """A sphere of latitude rings, closed and outward."""
    polar = np.linspace(0, np.pi, rings + 1)[1:-1]
    around = np.linspace(0, 2 * np.pi, 2 * rings, endpoint=False)
    p, a = np.meshgrid(polar, around, indexing="ij")
    grid = np.stack([np.sin(p) * np.cos(a), np.sin(p) * np.sin(a), np.cos(p)], -1).reshape(-1, 3)
    vertices = np.vstack([grid, [[0, 0, 1]], [[0, 0, -1]]]) * radius + centre
    number = np.arange(len(grid)).reshape(p.shape)
    after = np.roll(number, -1, axis=1)
    faces = [
        np.column_stack([number[:-1].ravel(), number[1:].ravel(), after[1:].ravel()]),
        np.column_stack([number[:-1].ravel(), after[1:].ravel(), after[:-1].ravel()]),
        np.column_stack([np.full(2 * rings, len(grid)), number[0], after[0]]),
        np.column_stack([np.full(2 * rings, len(grid) + 1), after[-1], number[-1]]),
    ]
    return Mesh(vertices, np.vstack(faces))


def test_distance_to_a_sphere_is_exact_to_a_tenth_near_it() -> None:
    mesh = sphere(20.0)
    assert mesh.is_closed()
    assert mesh.volume_mm3() == pytest.approx(4 / 3 * np.pi * 20**3, rel=0.01)
    field = DistanceField.from_mesh(mesh, spacing_mm=1.5, margin_mm=10.0)
    rng = np.random.default_rng(0)
    directions = rng.normal(size=(4000, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    radii = rng.uniform(8, 27, 4000)
    value, slope = field.value_and_gradient(directions * radii[:, None])
    error = np.abs(value - (radii - 20))
    assert error.max() < 1.2  # at the centre, where all of the sphere is equally near
    assert error[np.abs(radii - 20) < 4].max() < 0.08
    near = np.abs(radii - 20) < 4
    assert np.abs(slope - directions)[near].max() < 0.15


def test_union_is_the_nearest_body() -> None:
    fields = [DistanceField.from_mesh(sphere(10.0, centre), 1.0) for centre in ((0, 0, 0), (30.0, 0, 0))]
    union = UnionField(fields)
    points = np.array([[0.0, 0, 0], [30.0, 0, 0], [12.0, 0, 0], [19.0, 0, 0]])
    assert union.value(points) == pytest.approx([-10, -10, 2, 1], abs=0.25)
    assert union.gradient(points)[2:, 0] == pytest.approx([1, -1], abs=0.1)


def test_one_grid_stands_for_several_bodies() -> None:
    union = UnionField([DistanceField.from_mesh(sphere(10.0, centre), 1.0) for centre in ((0, 0, 0), (26.0, 0, 0))])
    low, high = np.array([-15.0, -14, -13]), np.array([40.0, 14, 15])
    field = DistanceField.of_body(union, low, high, 2.0)
    rng = np.random.default_rng(1)
    points = rng.uniform(low, high, (4000, 3))
    value, slope = field.value_and_gradient(points)
    wanted, direction = union.value_and_gradient(points)
    near = np.abs(wanted) < 5
    # Half-way between the bodies the grid rounds the crease off.
    seam = np.abs(points[:, 0] - 13) < 2
    assert np.abs(value - wanted)[near].max() < 0.7
    assert np.abs(value - wanted)[near & ~seam].max() < 0.25
    assert np.einsum("kx,kx->k", slope, direction)[near & ~seam].min() > 0.8


def test_fewer_samples_serve_a_coarse_grid() -> None:
    mesh = sphere(20.0)
    fine, coarse = (DistanceField.from_mesh(mesh, 3.0, samples_per_mm2=density) for density in (1.6, 0.1))
    band = np.abs(fine.values) < 6
    assert np.abs(fine.values - coarse.values)[band].max() < 0.15


def test_samples_of_some_triangles_are_those_of_all_that_lie_on_them() -> None:
    ball = sphere(10.0)
    low, high = ball.boxes()
    corners = ball.corners()
    assert np.array_equal(low, corners.min(1))
    assert np.array_equal(high, corners.max(1))
    upper = low[:, 2] > 0
    every, some = (np.hstack(surface_samples(ball, 1.0, among)) for among in (None, upper))
    known = {row.tobytes() for row in every}
    assert len(ball.vertices) < len(some) < len(every)
    assert all(row.tobytes() in known for row in some)
    # Those that are left out lie on the others: beside the vertices there are as many as the triangles ask for.
    assert (some[len(ball.vertices) :, 2] > 0).all()
    assert (every[:, 2] > high[~upper, 2].max()).sum() == (some[:, 2] > high[~upper, 2].max()).sum()
