"""What the shipped anatomy may take: of the repository, of a frame, of a frame while it is turned."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.geometry.mesh import Faces
from glutview.paths import assets_dir
from glutview.scene.light_level import light_faces
from glutview.scene.looks import light_share
from glutview.state.resolve import STRANDS

MEGABYTES = 25
TRIANGLES = 600_000
LIGHT = (0.13, 0.19)
"""Of all triangles: about a tenth of muscles and bones, a third of the nerves and vessels, clear sheets whole."""
MORE_THAN_WANTED = 1.3
"""So many times the share that is wanted of a structure may be drawn."""
SHORT_MM = {"ligament": 7.0, **dict.fromkeys(STRANDS, 1.6)}
"""By so much a structure of a kind may be shorter while it is turned: most so a thin ligament of few triangles."""
SHORT_ELSE_MM = 3.0


def test_all_meshes_together_are_small_enough_for_the_repository() -> None:
    files = list((assets_dir() / "meshes").glob("*.ply"))
    assert len(files) > 50
    assert sum(file.stat().st_size for file in files) <= MEGABYTES * 1e6


def test_both_sides_together_are_few_enough_triangles(anatomy: Anatomy) -> None:
    assert sum(len(mesh.faces) for mesh in anatomy.rest.values()) <= TRIANGLES


@pytest.fixture(scope="module")
def light(anatomy: Anatomy) -> dict[str, Faces]:
    """Triangles of the light level as it is drawn, of what is on the right or midline."""
    found = {}
    for structure in anatomy.atlas.structures.values():
        if structure.side != "l":
            mesh, share = anatomy.rest[structure.id], light_share(structure.kind)
            normals = mesh.vertex_normals()
            found[structure.id] = mesh.faces if share == 1 else light_faces(mesh.vertices, normals, mesh.faces, share)
    return found


def test_the_light_level_is_a_small_part_of_the_full_one(anatomy: Anatomy, light: dict[str, Faces]) -> None:
    full = {id: len(anatomy.rest[id].faces) for id in light}
    low, high = LIGHT
    assert low <= sum(map(len, light.values())) / sum(full.values()) <= high
    for id, faces in light.items():
        wanted = light_share(anatomy.atlas.structures[id].kind) * full[id]
        assert 0.75 * wanted <= len(faces) <= MORE_THAN_WANTED * wanted, id


def test_the_light_level_reaches_as_far_as_the_full_one(anatomy: Anatomy, light: dict[str, Faces]) -> None:
    for id, faces in light.items():
        vertices = anatomy.rest[id].vertices
        full, rough = (np.array([p.min(0), p.max(0)]) for p in (vertices, vertices[faces].reshape(-1, 3)))
        allowed = SHORT_MM.get(anatomy.atlas.structures[id].kind, SHORT_ELSE_MM)
        assert np.abs(full - rough).max() <= allowed, id
