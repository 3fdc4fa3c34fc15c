"""Files of baked arrays: whatever is wrong with one is told with the file and the remedy."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from glutview.biomech.motion_table import read_motion_table
from glutview.errors import GlutviewError
from glutview.geometry.baked_file import read_arrays, write_arrays
from glutview.geometry.openness import read_openness
from glutview.geometry.places_file import read_places

ARRAYS = {"steps": np.arange(500, dtype=np.int16), "name": np.array("abc")}


def told_of(path: Path, wanted: str = "steps") -> str:
    with pytest.raises(GlutviewError) as told, read_arrays(path, "what is baked", "bake it") as held:
        held[wanted].tolist()
    (problem,) = told.value.problems
    assert (problem.where, problem.remedy) == (str(path), "bake it")
    return problem.what


def test_it_is_read_as_it_was_written_and_written_alike(tmp_path: Path) -> None:
    path = tmp_path / "new" / "x.npz"
    write_arrays(path, ARRAYS)
    with read_arrays(path, "what is baked", "bake it") as held:
        assert set(held) == set(ARRAYS)
        np.testing.assert_array_equal(held["steps"], ARRAYS["steps"])
        assert str(held["name"]) == "abc"
    first = path.read_bytes()
    write_arrays(path, ARRAYS)
    assert path.read_bytes() == first


def test_missing_and_lacking(tmp_path: Path) -> None:
    path = tmp_path / "x.npz"
    assert told_of(path) == "what is baked is missing"
    write_arrays(path, ARRAYS)
    assert told_of(path, "weights") == "what is baked cannot be read (it lacks 'weights')"


def test_every_kind_of_damage_is_told_of_alike(tmp_path: Path) -> None:
    path = tmp_path / "x.npz"
    write_arrays(path, ARRAYS)
    sound = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo("steps.npy")
    start = entry.header_offset + 30 + len(entry.filename) + 20
    locked = bytearray(sound)
    # The flag of an encrypted member, in its own head and in the directory.
    for place in (entry.header_offset + 6, sound.index(b"PK\x01\x02") + 8):
        locked[place] |= 1
    for content in (
        b"",
        b"no zip at all",
        b"PK\x03\x04 no zip",
        b"\x93NUMPY",
        sound[: len(sound) // 2],
        sound[:start] + b"\xff" * 40 + sound[start + 40 :],
        bytes(locked),
    ):
        path.write_bytes(content)
        assert told_of(path).startswith("what is baked cannot be read (")


def test_a_single_array_is_no_such_file(tmp_path: Path) -> None:
    path = tmp_path / "x.npz"
    with path.open("wb") as stream:
        np.save(stream, ARRAYS["steps"])
    assert told_of(path) == "what is baked cannot be read (it is a single array)"


def test_what_fails_while_it_is_decoded_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "x.npz"
    write_arrays(path, ARRAYS)
    with (
        pytest.raises(GlutviewError, match=r"x\.npz: what is baked cannot be read \(its arrays do not match\): bake"),
        read_arrays(path, "what is baked", "bake it"),
    ):
        raise ValueError("its arrays do not match")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"\x93NUMPY"])
@pytest.mark.parametrize(
    ("read", "what", "step"),
    [
        (read_openness, "how the hollows are shaded", "occlusion"),
        (read_motion_table, "how far the hip moves", "range"),
        (read_places, "where sheets lie on muscles", "places"),
    ],
)
def test_each_kind_of_file_has_its_own_words_and_remedy(
    tmp_path: Path, read: Callable[[Path], object], what: str, step: str, content: bytes
) -> None:
    remedy = f"run `python -m glutview.build {step}`"
    with pytest.raises(GlutviewError, match=rf"gone\.npz: {what} is missing: {remedy}"):
        read(tmp_path / "gone.npz")
    path = tmp_path / "bad.npz"
    path.write_bytes(content)
    with pytest.raises(GlutviewError, match=rf"bad\.npz: {what} cannot be read .*: {remedy}"):
        read(path)
