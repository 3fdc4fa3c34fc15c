"""Files of footprint fields: read as they were written, refused for something else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from glutview.errors import GlutviewError
from glutview.geometry.footprint import FAR_MM
from glutview.geometry.footprint_fields import FootprintFields
from glutview.geometry.footprint_file import (
    ACROSS_STEP,
    DISTANCE_STEP_MM,
    HATCHING_STEP_MM,
    footprint_file,
    read_fields,
    write_fields,
)
from glutview.geometry.mesh import Mesh
from glutview.geometry.subdivision import refined
from glutview.paths import assets_dir

REST = Mesh(
    np.array([[0, 0, 0], [4, 0, 0], [0, 4, 0], [4, 4, 0.0]]), np.array([[0, 1, 2], [1, 3, 2]], dtype=np.int32)
)
DIVISION = refined(REST.vertices, REST.faces, lambda _, edges: edges[:, 0] == 1, rounds=2)
COUNT = len(REST.vertices) + sum(len(ends) for ends in DIVISION.parents)


def fields(seed: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    noise = np.random.default_rng(seed)
    hatching = noise.uniform(-200, 200, (COUNT, 2))
    made = np.column_stack([noise.uniform(-30, 5.9, COUNT), hatching, noise.uniform(0, 1, COUNT)])
    made[seed % COUNT] = (FAR_MM, 0, 0, 0)
    return made.astype(np.float32)


MADE = FootprintFields(DIVISION, {"a_origin_r": fields(1), "b_origin_r": fields(2)})


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "footprints" / "x.npz"
    write_fields(path, MADE, "abc")
    read = read_fields(path, REST, "abc")
    assert read is not None
    np.testing.assert_array_equal(read.division.faces, DIVISION.faces)
    assert list(read.fields) == list(MADE.fields)
    for name, field in MADE.fields.items():
        # Half a step, and what single precision adds to it.
        np.testing.assert_allclose(read.fields[name][:, 0], field[:, 0], atol=0.51 * DISTANCE_STEP_MM)
        np.testing.assert_allclose(read.fields[name][:, 1:3], field[:, 1:3], atol=0.51 * HATCHING_STEP_MM)
        np.testing.assert_allclose(read.fields[name][:, 3], field[:, 3], atol=0.51 * ACROSS_STEP)
    first = path.read_bytes()
    write_fields(path, MADE, "abc")
    assert path.read_bytes() == first


def test_a_bone_without_footprints_has_a_file_too(tmp_path: Path) -> None:
    path = tmp_path / "x.npz"
    write_fields(path, FootprintFields.of(REST, {}), "abc")
    read = read_fields(path, REST, "abc")
    assert read is not None
    assert (read.fields, read.division.parents) == ({}, ())
    np.testing.assert_array_equal(read.division.faces, REST.faces)


def test_what_was_made_from_something_else_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "x.npz"
    write_fields(path, MADE, "abc")
    assert read_fields(path, REST, "abd") is None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"\x93NUMPY"])
def test_a_missing_or_damaged_file_is_told_of(tmp_path: Path, content: bytes) -> None:
    remedy = "run `python -m glutview.build footprints`"
    with pytest.raises(GlutviewError, match=r"gone\.npz: where the footprints lie on the bone is missing: " + remedy):
        read_fields(tmp_path / "gone.npz", REST, "abc")
    path = tmp_path / "bad.npz"
    path.write_bytes(content)
    with pytest.raises(GlutviewError, match=r"bad\.npz: where the footprints lie .* cannot be read .*: " + remedy):
        read_fields(path, REST, "abc")


def test_no_byte_within_may_be_wrong(tmp_path: Path) -> None:
    path = tmp_path / "bad.npz"
    write_fields(path, MADE, "abc")
    sound, refused = path.read_bytes(), 0
    for place in range(40, len(sound), 97):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 0x55]) + sound[place + 1 :])
        try:
            read = read_fields(path, REST, "abc")
        except GlutviewError:
            refused += 1
            continue
        # Of a zip's own words (dates, attributes) some tell nothing.
        assert read is not None
        np.testing.assert_array_equal(read.fields["a_origin_r"], _read(path, sound).fields["a_origin_r"])
    assert refused > 5


def test_a_file_of_another_mesh_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "bad.npz"
    write_fields(path, MADE, "abc")
    more = Mesh(np.concatenate([REST.vertices, REST.vertices]), REST.faces)
    with pytest.raises(GlutviewError, match="its arrays do not match"):
        read_fields(path, more, "abc")


def test_only_shipped_meshes_have_a_shipped_file(tmp_path: Path) -> None:
    assert footprint_file(assets_dir() / "meshes" / "femur.ply") == assets_dir() / "footprints" / "femur.npz"
    assert footprint_file(tmp_path / "meshes" / "femur.ply") is None


def _read(path: Path, content: bytes) -> FootprintFields:
    path.write_bytes(content)
    read = read_fields(path, REST, "abc")
    assert read is not None
    return read
