"""While the model turns fewer triangles are drawn: what is thin must neither tear into webs nor sink into others."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial import cKDTree

from glutview.biomech.anatomy import Anatomy
from glutview.geometry.mesh import Mesh
from glutview.scene.light_level import light_faces
from glutview.scene.looks import light_share


@pytest.fixture(scope="module")
def anatomy() -> Anatomy:
    return Anatomy.load()


def _webs(mesh: Mesh, share: float) -> float:
    """Share of the light level's area that lies more than 2 mm from the surface it stands for."""
    light = Mesh(mesh.vertices, light_faces(mesh.vertices, mesh.vertex_normals(), mesh.faces, share))
    area = np.linalg.norm(light.face_cross(), axis=1)
    away, _ = cKDTree(np.concatenate([mesh.vertices, mesh.corners().mean(1)])).query(light.corners().mean(1))
    return float(area[away > 2].sum() / area.sum())


def test_nerves_and_vessels_do_not_tear_into_webs(anatomy: Anatomy) -> None:
    tubes = {s.id: s.kind for s in anatomy.atlas.structures.values() if s.kind in ("nerve", "artery", "vein")}
    webs = {id: _webs(anatomy.rest[id], light_share(kind)) for id, kind in tubes.items() if id.endswith("_r")}
    assert len(webs) > 20
    assert max(webs.values()) < 0.01, webs
    # With so few as of a muscle some would.
    assert max(_webs(anatomy.rest[id], light_share("muscle")) for id in webs) > 0.2


def test_clear_sheets_are_drawn_whole() -> None:
    assert light_share("fascia") == light_share("bursa") == 1
    assert light_share("muscle") == light_share("bone") < 0.2
