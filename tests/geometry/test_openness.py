"""Files of how open vertices lie: kept with the mesh they belong to, refused with another."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from glutview.errors import GlutviewError
from glutview.geometry.fingerprint import fingerprint
from glutview.geometry.mesh import Mesh
from glutview.geometry.openness import FIELD, openness_file, read_openness, shaded, write_openness
from glutview.paths import assets_dir

TRIANGLE = Mesh(np.eye(3), np.array([[0, 1, 2]], dtype=np.int32))
LEVELS = np.array([0, 51, 255], dtype=np.uint8)


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "occlusion" / "x.npz"
    write_openness(path, TRIANGLE, LEVELS)
    levels, made_for = read_openness(path)
    np.testing.assert_array_equal(levels, LEVELS)
    assert made_for == fingerprint(TRIANGLE)
    np.testing.assert_allclose(shaded(TRIANGLE, path).fields[FIELD], [0, 0.2, 1])
    first = path.read_bytes()
    write_openness(path, TRIANGLE, LEVELS)
    assert path.read_bytes() == first


def test_a_reshaped_mesh_keeps_its_shading_and_another_print() -> None:
    assert fingerprint(TRIANGLE.with_vertices(2 * TRIANGLE.vertices)) != fingerprint(TRIANGLE)


def test_a_stale_file_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "x.npz"
    write_openness(path, TRIANGLE, LEVELS[:2])
    with pytest.raises(
        GlutviewError, match=r"x\.npz: it shades 2 vertices, the mesh has 3: it is stale: run `python"
    ):
        shaded(TRIANGLE, path)


def test_no_byte_within_may_be_wrong(tmp_path: Path) -> None:
    path = tmp_path / "bad.npz"
    write_openness(path, TRIANGLE, LEVELS)
    sound, refused = path.read_bytes(), 0
    for place in range(40, len(sound), 5):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 0x55]) + sound[place + 1 :])
        try:
            levels, made_for = read_openness(path)
        except GlutviewError:
            refused += 1
            continue
        # Of a zip's own words (dates, attributes) some tell nothing.
        np.testing.assert_array_equal(levels, LEVELS)
        assert made_for == fingerprint(TRIANGLE)
    assert refused > 5


def test_only_shipped_meshes_have_a_shipped_file(tmp_path: Path) -> None:
    assert openness_file(assets_dir() / "meshes" / "femur.ply") == assets_dir() / "occlusion" / "femur.npz"
    assert openness_file(tmp_path / "meshes" / "femur.ply") is None
