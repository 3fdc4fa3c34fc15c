"""Lagrange patches: exact on polynomials, welded along shared sides."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.build.patches import Patch, tessellate
from glutview.geometry.surface_point import positions


@pytest.mark.parametrize(("triangle", "degrees"), [(True, (3, 3)), (True, (4, 4)), (False, (4, 3)), (False, (4, 4))])
def test_basis_reproduces_polynomials_of_its_degree(triangle: bool, degrees: tuple[int, int]) -> None:
    size = len(Patch(triangle, degrees, ()).lattice())
    patch = Patch(triangle, degrees, tuple(range(size)))
    at = np.array(patch.lattice()) / degrees
    xi = np.array([[0.1, 0.2], [0.3, 0.65], [0.05, 0.9]])

    def polynomial(
        p: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    ) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.asarray(2 + p[:, 0] ** 3 - 3 * p[:, 0] * p[:, 1] ** 2 + p[:, 1])

    np.testing.assert_allclose(patch.basis(xi) @ polynomial(at), polynomial(xi), atol=1e-12)


def test_patches_weld_along_shared_sides_into_a_closed_surface() -> None:
    """A box of six bilinear patches, its nodes numbered by (x, y, z) in binary."""
    corners = np.array([(n & 1, n >> 1 & 1, n >> 2) for n in range(8)], dtype=np.float64) * [1.0, 2.0, 3.0]
    inward = [(0, 1, 2, 3), (4, 6, 5, 7), (0, 4, 1, 5), (2, 3, 6, 7), (0, 2, 4, 6), (1, 5, 3, 7)]
    tessellation = tessellate([Patch(False, (1, 1), nodes) for nodes in inward], corners, 5)
    mesh = tessellation.mesh(corners)
    assert mesh.is_closed()
    assert mesh.volume_mm3() == pytest.approx(6.0)
    assert len(mesh.faces) == 6 * 2 * 25
    assert len(mesh.vertices) - len(mesh.edges()) + len(mesh.faces) == 2
    found = positions(mesh, [tessellation.node_points[n] for n in range(8)])
    np.testing.assert_allclose(found, corners, atol=1e-9)


def test_nodes_between_the_steps_lie_inside_triangles() -> None:
    """Four steps miss the thirds at which cubic nodes lie; the triangle is flat, so the place is exact."""
    patch = Patch(True, (3, 3), tuple(range(10)))
    nodes = np.column_stack([np.array(patch.lattice()) / 3, np.zeros(10)])
    tessellation = tessellate([patch], nodes, 4)
    found = positions(tessellation.mesh(nodes), [tessellation.node_points[n] for n in range(10)])
    np.testing.assert_allclose(found, nodes, atol=1e-8)
