"""What the shipped anatomy may take: of the repository, of a frame, of a frame while it is turned."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.geometry.mesh import Faces
from glutview.paths import assets_dir
from glutview.scene.light_level import light_faces

MEGABYTES = 25
TRIANGLES = 600_000
LIGHT = (0.08, 0.13)
"""Of all triangles: about a tenth."""
SHORT_MM = 8.0
"""By so much a structure may be shorter while it is turned."""


def test_all_meshes_together_are_small_enough_for_the_repository() -> None:
    files = list((assets_dir() / "meshes").glob("*.ply"))
    assert len(files) > 50
    assert sum(file.stat().st_size for file in files) <= MEGABYTES * 1e6


def test_both_sides_together_are_few_enough_triangles(anatomy: Anatomy) -> None:
    assert sum(len(mesh.faces) for mesh in anatomy.rest.values()) <= TRIANGLES


@pytest.fixture(scope="module")
def light(anatomy: Anatomy) -> dict[str, Faces]:
    """Triangles of the light level, of what is on the right or midline."""
    rest = {id: mesh for id, mesh in anatomy.rest.items() if anatomy.atlas.structures[id].side != "l"}
    return {id: light_faces(mesh.vertices, mesh.vertex_normals(), mesh.faces) for id, mesh in rest.items()}


def test_the_light_level_is_about_a_tenth_of_the_full_one(anatomy: Anatomy, light: dict[str, Faces]) -> None:
    full = {id: len(anatomy.rest[id].faces) for id in light}
    low, high = LIGHT
    assert low <= sum(map(len, light.values())) / sum(full.values()) <= high
    for id, faces in light.items():
        assert 0 < len(faces) <= 0.2 * full[id] + 100, id


def test_the_light_level_reaches_as_far_as_the_full_one(anatomy: Anatomy, light: dict[str, Faces]) -> None:
    for id, faces in light.items():
        vertices = anatomy.rest[id].vertices
        full, rough = (np.array([p.min(0), p.max(0)]) for p in (vertices, vertices[faces].reshape(-1, 3)))
        assert np.abs(full - rough).max() <= SHORT_MM, id
