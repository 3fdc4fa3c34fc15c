import numpy as np
import pytest

from glutview.geometry.footprint import FAR_MM, Footprint, area_mm2, refined_near
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.subdivision import Subdivision


def grid_mesh(size: float = 40.0, count: int = 21, height: float = 0.0) -> Mesh:
    """A square sheet facing up, from 0 to `size` along x and y."""
    x, y = np.meshgrid(np.linspace(0, size, count), np.linspace(0, size, count), indexing="ij")
    vertices = np.column_stack([x.ravel(), y.ravel(), np.full(x.size, height)])
    i, j = np.meshgrid(np.arange(count - 1), np.arange(count - 1), indexing="ij")
    a = (i * count + j).ravel()
    faces = np.concatenate(
        [np.column_stack([a, a + count, a + count + 1]), np.column_stack([a, a + count + 1, a + 1])]
    )
    return Mesh(vertices, faces.astype(np.int32))


def disc_patch(radius: float = 11.0, centre: tuple[float, float] = (20.3, 19.6)) -> Footprint:
    """A disc as a grid between its two half circles, which is how a muscle's patch is stated."""
    angle = np.linspace(0.001, np.pi - 0.001, 90)
    upper = np.column_stack([np.cos(angle), np.sin(angle), 0 * angle]) * radius
    lower = upper * [1, -1, 1]
    t = np.linspace(0, 1, 15)[None, :, None]
    nodes = lower[:, None] * (1 - t) + upper[:, None] * t
    return Footprint(nodes + np.array([*centre, 0.0]))


def mesh_of(division: Subdivision, mesh: Mesh) -> Mesh:
    return Mesh(np.asarray(division.extended(mesh.vertices), dtype=np.float64), division.faces)


def field(mesh: Mesh, footprint: Footprint) -> tuple[Floats, Mesh, Floats]:
    division = refined_near(mesh, [footprint])
    fine = mesh_of(division, mesh)
    return fine.vertices, fine, footprint.signed_distance(fine.vertices, fine.vertex_normals())


def test_distance_of_a_disc_is_exact_and_negative_inside() -> None:
    vertices, _, distance = field(grid_mesh(), disc_patch())
    expected = np.linalg.norm(vertices[:, :2] - [20.3, 19.6], axis=1) - 11.0
    near = np.abs(expected) < 3
    assert np.abs(distance[near] - expected[near]).max() < 0.03
    assert ((distance < 0) == (expected < 0))[np.abs(expected) > 0.03].all()


def test_area_is_that_of_the_disc() -> None:
    vertices, fine, distance = field(grid_mesh(), disc_patch())
    assert area_mm2(vertices, fine.faces, distance) == pytest.approx(np.pi * 11.0**2, rel=0.005)


def test_area_of_a_half_plane_is_cut_within_triangles() -> None:
    mesh = grid_mesh()
    assert area_mm2(mesh.vertices, mesh.faces, mesh.vertices[:, 0] - 13.37) == pytest.approx(13.37 * 40)


def test_the_other_face_of_a_thin_bone_is_not_marked() -> None:
    patch = disc_patch()
    top, bottom = grid_mesh(), grid_mesh(height=-5.0)
    vertices = np.concatenate([top.vertices, bottom.vertices])
    distance = patch.signed_distance(vertices, np.concatenate([top.vertex_normals(), -bottom.vertex_normals()]))
    assert (distance[: len(top.vertices)] < 0).any()
    assert (distance[len(top.vertices) :] > 0).all()
    far = grid_mesh(height=-200.0)
    assert (patch.signed_distance(far.vertices, far.vertex_normals()) == FAR_MM).all()


def test_a_patch_spanned_over_a_hollow_marks_its_floor() -> None:
    mesh = grid_mesh()
    away = np.linalg.norm(mesh.vertices[:, :2] - [20.3, 19.6], axis=1)
    depth = 4 * np.clip(1 - (away / 8) ** 2, 0, 1)
    hollow = mesh.with_vertices(mesh.vertices - depth[:, None] * np.array([0.0, 0.0, 1.0]))
    distance = disc_patch().signed_distance(hollow.vertices, hollow.vertex_normals())
    assert ((distance < 0) == (away < 11)).all()


def test_only_the_nodes_of_a_surface_mark_it() -> None:
    patch, mesh = disc_patch(), grid_mesh()
    # Twice as steep as the way along the patch, as where it rises from the surface.
    beyond = 2 * (20.3 - patch.nodes[..., 0])
    distance = Footprint(patch.nodes, beyond).signed_distance(mesh.vertices, mesh.vertex_normals())
    away = np.linalg.norm(mesh.vertices[:, :2] - [20.3, 19.6], axis=1)
    assert ((distance < 0) == ((away < 11) & (mesh.vertices[:, 0] > 20.3))).all()
    # The line that parts the surfaces is an outline like the rim: no step in the distance across it.
    about = (away < 8) & (np.abs(mesh.vertices[:, 0] - 20.3) < 2.5)
    assert distance[about] == pytest.approx(20.3 - mesh.vertices[about, 0], abs=0.05)


def test_a_patch_that_turns_over_between_two_surfaces_marks_both() -> None:
    # A band that lies on one sheet facing up and, folded back beneath, on another facing down.
    x = np.concatenate([np.linspace(2, 38, 40), np.linspace(38, 12, 40)])
    z = np.repeat([0.0, -20.0], 40)
    t = np.linspace(10, 20, 8)
    nodes = np.stack([np.broadcast_to(x[:, None], (80, 8)), np.broadcast_to(t, (80, 8)), z[:, None] + 0 * t], -1)
    sheets = (grid_mesh(), grid_mesh(height=-20.0))
    for sheet, half, sign in ((sheets[0], slice(0, 40), 1), (sheets[1], slice(40, 80), -1)):
        beyond = np.ones((80, 8))
        beyond[half] = -1
        distance = Footprint(nodes, beyond).signed_distance(sheet.vertices, sign * sheet.vertex_normals())
        inside = sheet.vertices[distance < 0]
        assert len(inside) > 30
        assert ((inside[:, 1] > 9.9) & (inside[:, 1] < 20.1)).all()


def test_refinement_keeps_the_surface_and_leaves_no_crack() -> None:
    mesh = grid_mesh()
    division = refined_near(mesh, [disc_patch()])
    fine = mesh_of(division, mesh)
    assert fine.area_mm2() == pytest.approx(mesh.area_mm2())
    assert (fine.face_normals()[:, 2] > 0.999).all()
    # Every edge not on the sheet's own border is met by two triangles.
    half = fine.faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    _, count = np.unique(np.sort(half, axis=1), axis=0, return_counts=True)
    assert np.count_nonzero(count == 1) == 4 * 20
    assert count.max() == 2
    close = np.abs(np.linalg.norm(fine.vertices[:, :2] - [20.3, 19.6], axis=1) - 11.0) < 0.4
    starts = np.linalg.norm(fine.vertices[half[:, 0]] - fine.vertices[half[:, 1]], axis=1)
    assert starts[close[half].all(1)].max() <= 1.2


def test_hatching_is_measured_along_the_surface() -> None:
    # A patch bent round a cylinder of radius 10: a quarter turn along s, 12 mm across.
    angle = np.linspace(0, np.pi / 2, 60)
    arc = 10 * np.column_stack([np.cos(angle), np.sin(angle), 0 * angle])
    t = np.linspace(0, 12, 9)
    nodes = arc[:, None] + t[None, :, None] * np.array([0.0, 0.0, 1.0])
    place = Footprint(nodes).hatching(nodes.reshape(-1, 3)).reshape(60, 9, 2)
    expected = 10 * angle[:, None] + t[None, :]
    np.testing.assert_allclose(place[..., 0], expected / np.sqrt(2), atol=0.05)
    np.testing.assert_allclose(place[..., 1], (10 * angle[:, None] - t[None, :]) / np.sqrt(2), atol=0.05)
