"""Sharp edges are opened; what is not near them, and what is held, stays."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.geometry.block import Block
from glutview.geometry.easing import dihedral_angles_deg, eased
from glutview.geometry.mesh import Floats, Mesh

ROUNDS = 400


@pytest.fixture
def ridged() -> Mesh:
    """A slab with one sharp ridge along the middle of its upper face."""
    s, t, u = np.linspace(0, 1, 21), np.linspace(0, 1, 3), np.linspace(0, 1, 9)
    nodes = np.stack(np.meshgrid(40 * s, 6 * t, 16 * u, indexing="ij"), axis=-1)
    nodes[10, 2, 2:-2, 1] += 4.0
    return Block(nodes, s, t, u).surface()


def upper(mesh: Mesh) -> Floats:
    """(n,) 1 for the nodes inside the upper face: the slab's own edges are meant to be there."""
    s, t, u = (mesh.fields[name] for name in "stu")
    return np.asarray((t == 1) & (s > 0) & (s < 1) & (u > 0) & (u < 1), dtype=np.float64)


def inner_angles(mesh: Mesh) -> Floats:
    edges, angles = dihedral_angles_deg(mesh)
    return np.asarray(angles[(upper(mesh)[edges] == 1).any(1)])


def test_sharp_edges_are_opened(ridged: Mesh) -> None:
    assert inner_angles(ridged).max() > 100
    vertices = eased(ridged, upper(ridged), 30.0, lambda points, rows: points, ROUNDS)
    assert inner_angles(ridged.with_vertices(vertices)).max() <= 30.0 + 1e-6


def test_only_what_is_near_moves(ridged: Mesh) -> None:
    vertices = eased(ridged, upper(ridged), 30.0, lambda points, rows: points, ROUNDS)
    moved = np.linalg.norm(vertices - ridged.vertices, axis=1)
    assert moved.max() > 0.5
    assert (moved[upper(ridged) == 0] == 0).all()
    assert (moved[np.abs(ridged.fields["s"] - 0.5) > 0.31] == 0).all()


def test_what_is_allowed_has_the_last_word(ridged: Mesh) -> None:
    def above(points: Floats, rows: np.ndarray) -> Floats:
        assert len(points) == len(rows)
        return np.maximum(points, [-np.inf, 6.0, -np.inf])

    vertices = eased(ridged, upper(ridged), 30.0, above, ROUNDS)
    assert vertices[upper(ridged) == 1, 1].min() >= 6.0


def test_a_smooth_surface_is_handed_back(ridged: Mesh) -> None:
    assert eased(ridged, upper(ridged), 179.0, lambda points, rows: points, ROUNDS) is ridged.vertices
