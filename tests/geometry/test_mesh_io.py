"""PLY as others write it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from glutview.errors import GlutviewError
from glutview.geometry.mesh_io import read_ply, write_ply
from tests.geometry.solids import box

HEADER = """ply
format binary_little_endian 1.0
comment written by another program
element vertex {vertices}
property float x
property float y
property float z
property uchar red
property short label
property double quality
element face {faces}
property list uchar int vertex_indices
property ushort part
end_header
"""


def test_properties_that_are_not_ours_are_read_over(tmp_path: Path) -> None:
    mesh = box((0, 0, 0), (1, 2, 3), 2)
    vertices = np.zeros(
        len(mesh.vertices),
        dtype=[("place", "<f4", 3), ("red", "u1"), ("label", "<i2"), ("quality", "<f8")],
    )
    vertices["place"], vertices["red"], vertices["quality"] = mesh.vertices, 200, np.arange(len(vertices))
    faces = np.zeros(len(mesh.faces), dtype=[("count", "u1"), ("corners", "<i4", 3), ("part", "<u2")])
    faces["count"], faces["corners"], faces["part"] = 3, mesh.faces, 7
    header = HEADER.format(vertices=len(vertices), faces=len(faces)).encode()
    path = tmp_path / "theirs.ply"
    path.write_bytes(header + vertices.tobytes() + faces.tobytes())
    read = read_ply(path)
    assert (read.faces == mesh.faces).all()
    assert np.abs(read.vertices - mesh.vertices).max() < 1e-6
    assert {name: values.tolist() for name, values in read.fields.items()} == {
        "quality": list(range(len(vertices)))
    }


def test_ours_are_read_as_they_were_written(tmp_path: Path) -> None:
    mesh = box((0, 0, 0), (1, 2, 3), 2)
    write_ply(tmp_path / "ours.ply", mesh)
    assert (read_ply(tmp_path / "ours.ply").faces == mesh.faces).all()


def test_a_list_of_another_kind_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bad.ply"
    path.write_bytes(HEADER.format(vertices=1, faces=1).replace("uchar int", "int int").encode())
    with pytest.raises(GlutviewError, match="unknown property 'list int int vertex_indices' of face"):
        read_ply(path)
