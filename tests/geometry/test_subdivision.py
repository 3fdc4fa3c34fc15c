"""Finer triangles: made again from what a file keeps of them, and in the mirror."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.subdivision import Subdivision, refined

OCTAHEDRON = Mesh(
    np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1.0]]),
    np.array(
        [[0, 2, 4], [2, 1, 4], [1, 3, 4], [3, 0, 4], [2, 0, 5], [1, 2, 5], [3, 1, 5], [0, 3, 5]], dtype=np.int32
    ),
)


def some(vertices: Floats, edges: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Edges of every kind of triangle: with one, two and three halves."""
    return np.asarray((vertices[edges].mean(1)[:, 0] > 0.1) | (np.arange(len(edges)) % 5 == 0))


def test_faces_and_parents_make_it_again() -> None:
    made = refined(OCTAHEDRON.vertices, OCTAHEDRON.faces, some, rounds=4)
    assert len(made.parents) == 4
    again = Subdivision.of(OCTAHEDRON.faces, made.parents, len(OCTAHEDRON.vertices))
    np.testing.assert_array_equal(again.faces, made.faces)
    assert again.faces.dtype == np.int32


def test_without_parents_it_is_as_it_was() -> None:
    np.testing.assert_array_equal(Subdivision.of(OCTAHEDRON.faces, (), 6).faces, OCTAHEDRON.faces)


def test_inside_out_is_the_same_surface_facing_the_other_way() -> None:
    made = refined(OCTAHEDRON.vertices, OCTAHEDRON.faces, some, rounds=3)
    vertices = np.asarray(made.extended(OCTAHEDRON.vertices), dtype=np.float64)
    mesh, turned = Mesh(vertices, made.faces), Mesh(vertices, made.inside_out().faces)
    assert mesh.is_closed()
    np.testing.assert_array_equal(turned.face_cross(), -mesh.face_cross())
