"""The faces between a part of a muscle and the others."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.geometry.block import Block
from glutview.geometry.mesh import Mesh
from glutview.scene.cut_faces import cut_faces, on_grid
from glutview.scene.scene import Scene
from glutview.state.resolve import resolve
from glutview.state.view_state import ViewState

S, T, U = np.linspace(0, 1, 9), np.linspace(0, 1, 4), np.linspace(0, 1, 6)
BLOCK = Block(np.stack(np.meshgrid(4 * S, 2 * T, 3 * U, indexing="ij"), axis=-1), S, T, U)


def area(mesh: Mesh, faces: np.ndarray[tuple[int, ...], np.dtype[np.int32]]) -> float:
    a, b, c = (mesh.vertices[faces[:, corner]] for corner in range(3))
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


@pytest.mark.parametrize(
    ("band", "places"), [((0.0, 0.4), [0.375]), ((0.4, 0.6), [0.375, 0.625]), ((0.7, 1.0), [0.75]), ((0.0, 1.0), [])]
)
def test_they_cross_the_muscle_from_its_deep_to_its_superficial_face(
    band: tuple[float, float], places: list[float]
) -> None:
    mesh = BLOCK.surface()
    faces = cut_faces(mesh.fields, on_grid(mesh.fields, band))
    assert set(np.unique(mesh.fields["s"][faces])) == set(places)
    assert area(mesh, faces) == pytest.approx(6 * len(places))
    assert faces.dtype == np.int32


def test_a_part_is_cut_where_its_muscle_has_moved_to() -> None:
    anatomy = Anatomy.load()
    scene = Scene(anatomy)
    try:
        scene.apply(resolve(anatomy.atlas, ViewState()))
        drawn = scene._parts["gluteus_medius_l"]
        assert not drawn.cut.GetVisibility()
        scene.apply(resolve(anatomy.atlas, ViewState(selected="gluteus_medius_middle_part_l")))
        assert drawn.cut.GetVisibility()
        before = np.array(drawn.cut.GetBounds())
        posed = ViewState(selected="gluteus_medius_middle_part_l").pose.moved(hip_abduction_l=30.0)
        scene.apply(resolve(anatomy.atlas, ViewState(selected="gluteus_medius_middle_part_l", pose=posed)))
        assert np.abs(np.array(drawn.cut.GetBounds()) - before).max() > 1.0
        low, high = drawn.bounds
        box = np.array(drawn.cut.GetBounds()).reshape(3, 2)
        assert (box[:, 0] >= low - 1e-3).all()
        assert (box[:, 1] <= high + 1e-3).all()
        hidden = ViewState(selected="gluteus_medius_middle_part_l", hidden=frozenset({"gluteus_medius_l"}))
        scene.apply(resolve(anatomy.atlas, hidden))
        assert not drawn.cut.GetVisibility()
        scene.apply(resolve(anatomy.atlas, ViewState(selected="gluteus_medius_l")))
        assert not drawn.cut.GetVisibility()
    finally:
        scene.close()


def test_every_program_of_a_part_is_one_that_the_graphics_system_takes(capfd: pytest.CaptureFixture[str]) -> None:
    anatomy = Anatomy.load()
    scene = Scene(anatomy)
    try:
        scene.camera = scene.opening_view((120, 90))
        alone = frozenset(set(anatomy.atlas.structures) - {"gluteus_minimus_r"})
        for hidden in (frozenset[str](), alone):
            scene.apply(resolve(anatomy.atlas, ViewState(selected="gluteus_minimus_middle_part_r", hidden=hidden)))
            scene.draw((120, 90))
            scene.render_image((120, 90))
    finally:
        scene.close()
    assert "ERR|" not in capfd.readouterr().err
