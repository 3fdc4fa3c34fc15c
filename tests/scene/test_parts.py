from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from glutview.scene.fibre_texture import SIZE, muscle_picture, tendon_picture
from glutview.scene.light_level import light_faces
from glutview.scene.looks import LOOKS, SOLID, light_share, veil_of
from glutview.scene.quality import GPU, SOFTWARE, quality_for
from glutview.scene.scene import Scene
from glutview.state.palette import KIND_COLOURS
from glutview.state.scene_description import PartDescription


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("llvmpipe (LLVM 15.0.6, 256 bits)", SOFTWARE),
        ("softpipe", SOFTWARE),
        ("Software Rasterizer", SOFTWARE),
        ("Google SwiftShader", SOFTWARE),
        ("Microsoft Basic Render Driver", SOFTWARE),
        ("NVIDIA GeForce RTX 3060/PCIe/SSE2", GPU),
        ("Mesa Intel(R) UHD Graphics 620 (KBL GT2)", GPU),
        ("Apple M2", GPU),
    ],
)
def test_settings_follow_what_draws(name: str, expected: object) -> None:
    assert quality_for(name) is expected


def test_every_kind_has_a_look() -> None:
    assert set(LOOKS) == set(KIND_COLOURS)


def test_glass_is_clear_where_it_faces_the_eye_and_outlines_are_clearer() -> None:
    def veil(style: Any, highlighted: bool = False) -> float:
        return veil_of(PartDescription("x", "muscle", "#ffffff", style=style, highlighted=highlighted)).facing

    assert veil_of(PartDescription("x", "muscle", "#ffffff")) is SOLID
    assert SOLID.opaque
    assert 1 > veil("glass", True) > veil("glass") > veil("outline") == 0


def test_fibres_run_along_u_and_end_in_tendon() -> None:
    picture = muscle_picture("#9c3b31", 0.8).astype(float)
    assert picture.shape == (*SIZE, 3)
    belly = picture[int(0.1 * SIZE[0]) : int(0.6 * SIZE[0])].mean(2)
    across, along = np.abs(np.diff(belly, axis=1)).mean(), np.abs(np.diff(belly, axis=0)).mean()
    assert across > 6 * along
    red = picture[..., 0] - picture[..., 2]
    assert red[: int(0.6 * SIZE[0])].mean() > 70
    assert red[int(0.93 * SIZE[0]) :].mean() < 45
    assert picture[int(0.93 * SIZE[0]) :].mean() > 170
    np.testing.assert_array_equal(picture, muscle_picture("#9c3b31", 0.8))
    assert (
        muscle_picture("#9c3b31", 0.6).astype(float)[int(0.75 * SIZE[0])] - picture[int(0.75 * SIZE[0])]
    ).mean() > 40


def test_the_change_to_tendon_is_ragged() -> None:
    red = muscle_picture("#9c3b31", 0.8).astype(float)
    tendon = red[..., 0] - red[..., 2] < 60
    first = tendon[SIZE[0] // 4 :].argmax(0) / SIZE[0] + 0.25
    assert 0.02 < first.std() < 0.1
    assert abs(first.mean() - 0.8) < 0.06


def test_a_tract_is_pale() -> None:
    assert tendon_picture("#d8d3c6").mean(axis=(0, 1)).min() > 170


def test_light_level_keeps_the_shape(scene: Scene, anatomy: Any) -> None:
    mesh = anatomy.rest["gluteus_medius_r"]
    fine = anatomy.rest["hip_bone_r"]
    light = light_faces(fine.vertices, fine.vertex_normals(), fine.faces, light_share("bone"))
    assert 0.05 < len(light) / len(fine.faces) < 0.15
    rough = type(fine)(fine.vertices, light)
    assert rough.volume_mm3() == pytest.approx(fine.volume_mm3(), rel=0.08)
    assert (np.einsum("kx,kx->k", rough.face_normals(), fine.vertex_normals()[light[:, 0]]) > 0.3).mean() > 0.97
    thin = light_faces(mesh.vertices, mesh.vertex_normals(), mesh.faces, light_share("muscle"))
    assert type(mesh)(mesh.vertices, thin).volume_mm3() > 0.7 * mesh.volume_mm3()


def test_writing_into_the_arrays_moves_what_is_drawn(scene: Scene) -> None:
    size = (240, 180)
    before = scene.draw(size).copy()
    points, normals = scene.arrays("gluteus_medius_r")
    shift = np.array([0, 12, 0], dtype=np.float32)
    scene.set_vertices("gluteus_medius_r", points + shift, normals.copy())
    assert np.abs(scene.draw(size).astype(int) - before.astype(int)).max() > 60
    scene.set_vertices("gluteus_medius_r", points - shift, normals.copy())
    assert np.abs(scene.draw(size).astype(int) - before.astype(int)).mean() < 0.05
