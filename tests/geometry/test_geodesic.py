"""Distances along a surface: against closed forms on spheres, planes and boxes, and what every metric must be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutview.geometry.geodesic import SurfaceNet
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.subdivision import refined
from glutview.geometry.surface_point import SurfacePoint, closest_points, positions

RADIUS = 50.0
OCTAHEDRON = Mesh(
    np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]], dtype=np.float64),
    np.array([[0, 2, 4], [2, 1, 4], [1, 3, 4], [3, 0, 4], [2, 0, 5], [1, 2, 5], [3, 1, 5], [0, 3, 5]], np.int32),
)
BOX = Mesh(
    np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], dtype=np.float64),
    np.array([[0, 1, 3], [0, 3, 2], [4, 6, 7], [4, 7, 5], [0, 4, 5], [0, 5, 1], [2, 3, 7], [2, 7, 6],
              [0, 2, 6], [0, 6, 4], [1, 5, 7], [1, 7, 3]], np.int32),
)


def finer(mesh: Mesh, rounds: int) -> Mesh:
    division = refined(mesh.vertices, mesh.faces, lambda vertices, edges: np.ones(len(edges), dtype=bool), rounds)
    return Mesh(np.asarray(division.extended(mesh.vertices), dtype=np.float64), division.faces)


def sphere(rounds: int) -> Mesh:
    mesh = finer(OCTAHEDRON, rounds)
    return mesh.with_vertices(RADIUS * mesh.vertices / np.linalg.norm(mesh.vertices, axis=1, keepdims=True))


def arc(mesh: Mesh, start: int) -> Floats:
    cosine = mesh.vertices @ mesh.vertices[start] / RADIUS**2
    return np.asarray(RADIUS * np.arccos(np.clip(cosine, -1, 1)))


@pytest.mark.parametrize("rounds", [3, 4, 5])
def test_on_a_sphere_it_misses_the_great_circle_by_less_than_two_percent(rounds: int) -> None:
    mesh = sphere(rounds)
    net = SurfaceNet.of(mesh)
    for start in (0, len(mesh.vertices) // 3):
        true = arc(mesh, start)
        far = true > 4
        error = net.from_nodes(start)[: len(mesh.vertices)][far] / true[far] - 1
        assert np.abs(error).max() < 0.02
        assert abs(error.mean()) < 0.01


def test_more_points_on_an_edge_come_nearer_to_the_true_distance() -> None:
    mesh = finer(OCTAHEDRON, 2)
    rough, fine = (SurfaceNet.of(mesh, points).from_nodes(7)[: len(mesh.vertices)] for points in (1, 9))
    assert (fine <= rough + 1e-9).all()
    assert rough.sum() > fine.sum() * 1.003


@given(st.tuples(*[st.floats(0.01, 0.99)] * 4))
def test_on_a_plane_it_is_the_straight_line(corners: tuple[float, float, float, float]) -> None:
    square = Mesh(BOX.vertices * 30, BOX.faces[8:10])  # the face z = 0, two triangles
    net = SurfaceNet.of(finer(square, 2))
    xyz = 30 * np.array([[corners[0], corners[1], 0], [corners[2], corners[3], 0]])
    start, end = closest_points(net.nodes.mesh, xyz)
    straight = float(np.linalg.norm(xyz[0] - xyz[1]))
    between_points = 30 * np.sqrt(2) / 4 / 6
    assert straight - 1e-9 <= net.between(start, end) <= 1.01 * straight + between_points


def test_over_the_edge_of_a_box_it_is_the_line_on_the_unfolded_faces() -> None:
    net = SurfaceNet.of(finer(BOX, 3))
    start, end = closest_points(net.nodes.mesh, np.array([[0.5, 0.5, 0.0], [0.0, 0.3, 0.6]]))
    unfolded = float(np.hypot(0.5 + 0.6, 0.2))
    assert net.between(start, end) == pytest.approx(unfolded, rel=0.01)
    corner, opposite = 0, 7
    assert net.from_nodes(corner)[opposite] == pytest.approx(np.sqrt(5), rel=0.005)


POINTS = st.builds(
    lambda triangle, a, b: SurfacePoint(triangle, (min(a, b), abs(a - b), 1 - max(a, b))),
    st.integers(0, 8 * 4**2 - 1),
    st.floats(0, 1),
    st.floats(0, 1),
)
BUMPY = finer(OCTAHEDRON, 2)
BUMPY = BUMPY.with_vertices(BUMPY.vertices * (20 + 6 * np.sin(5 * BUMPY.vertices[:, :1] + BUMPY.vertices[:, 1:2])))
NET = SurfaceNet.of(BUMPY)


@given(POINTS, POINTS, POINTS)
def test_it_is_a_metric_never_below_the_straight_distance(a: SurfacePoint, b: SurfacePoint, c: SurfacePoint) -> None:
    ab, bc, ac = NET.between(a, b), NET.between(b, c), NET.between(a, c)
    places = positions(BUMPY, [a, b])
    assert ab >= np.linalg.norm(places[0] - places[1]) - 1e-9
    assert NET.between(b, a) == pytest.approx(ab, abs=1e-9)
    assert ac <= ab + bc + 1e-9
    assert NET.between(a, a) == 0


@given(st.lists(st.integers(0, len(BUMPY.vertices) - 1), min_size=1, max_size=6, unique=True))
def test_from_several_places_it_is_the_distance_to_the_nearest(starts: list[int]) -> None:
    together = NET.from_nodes(starts)
    apart = np.min([NET.from_nodes(start) for start in starts], axis=0)
    assert together == pytest.approx(apart)
    assert (together[starts] == 0).all()


def test_what_a_place_is_away_already_is_added() -> None:
    late, early = NET.from_nodes([3, 11], [2.5, 0.0]), NET.from_nodes(11)
    assert late == pytest.approx(np.minimum(NET.from_nodes(3) + 2.5, early))


def test_no_way_leads_to_a_separate_piece() -> None:
    away = BUMPY.vertices + np.array([100.0, 0.0, 0.0])
    both = Mesh(
        np.concatenate([BUMPY.vertices, away]), np.concatenate([BUMPY.faces, BUMPY.faces + len(BUMPY.vertices)])
    )
    net = SurfaceNet.of(both)
    start, end = SurfacePoint(0, (0.2, 0.3, 0.5)), SurfacePoint(len(BUMPY.faces), (0.2, 0.3, 0.5))
    assert net.between(start, end) == np.inf
    assert np.isfinite(net.between(start, SurfacePoint(9, (1, 0, 0))))


def test_triangles_stated_twice_make_no_way_longer() -> None:
    doubled = Mesh(BUMPY.vertices, np.concatenate([BUMPY.faces, BUMPY.faces]))
    n = len(BUMPY.vertices)
    assert SurfaceNet.of(doubled).from_nodes(0)[:n] == pytest.approx(NET.from_nodes(0)[:n])


def test_values_are_continued_along_the_edges() -> None:
    x = NET.nodes.extended(BUMPY.vertices)[:, 0]
    assert x == pytest.approx(NET.nodes.extended(BUMPY.vertices[:, 0]))
    assert x[: len(BUMPY.vertices)] == pytest.approx(BUMPY.vertices[:, 0])
    first = NET.nodes.of_triangle[0]
    assert first[:3].tolist() == BUMPY.faces[0].tolist()
    low, high = BUMPY.vertices[BUMPY.faces[0], 0].min(), BUMPY.vertices[BUMPY.faces[0], 0].max()
    assert ((x[first] >= low - 1e-9) & (x[first] <= high + 1e-9)).all()


def test_a_distance_from_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match="place to start"):
        NET.from_nodes([])
