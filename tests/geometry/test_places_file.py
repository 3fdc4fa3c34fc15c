"""The file of places: read as it was written, told of where it is missing or damaged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from glutview.errors import GlutviewError
from glutview.geometry.mesh import Mesh
from glutview.geometry.places_file import Kept, Places, read_places, write_places

SQUARE = Mesh(
    np.array([[0, 0, 0], [4, 0, 0], [0, 4, 0], [4, 4, 0.0]]), np.array([[0, 1, 2], [1, 3, 2]], dtype=np.int32)
)
MADE = {
    "sheet on muscle": Kept(Places.nearest(SQUARE, np.array([[1, 1, 2], [3.5, 3, -1], [-1, 2, 0.0]])), "abc"),
    "bursa on tract": Kept(Places.nearest(SQUARE, np.empty((0, 3))), "abd"),
}


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "places.npz"
    write_places(path, MADE)
    read = read_places(path)
    assert {name: kept.made_from for name, kept in read.items()} == {
        "sheet on muscle": "abc",
        "bursa on tract": "abd",
    }
    assert len(read["bursa on tract"].places.triangles) == 0
    expected = np.array([[1, 1, 0], [3.5, 3, 0], [0, 2, 0]])
    np.testing.assert_allclose(read["sheet on muscle"].places.on(SQUARE), expected, atol=1e-4)
    np.testing.assert_array_equal(read["sheet on muscle"].places.triangles, [0, 1, 0])
    np.testing.assert_allclose(read["sheet on muscle"].places.weights.sum(1), 1, atol=1e-6)
    first = path.read_bytes()
    write_places(path, dict(reversed(MADE.items())))
    assert path.read_bytes() == first


@pytest.mark.parametrize("weights", [np.zeros((3, 2), np.uint16), np.zeros((2, 2), np.float64)])
def test_arrays_that_do_not_match_are_damage(tmp_path: Path, weights: npt.NDArray[Any]) -> None:
    path = tmp_path / "bad.npz"
    triangles = np.zeros(2, dtype=np.int32)
    arrays = {"a on b/made_from": np.array("abc"), "a on b/triangles": triangles, "a on b/weights": weights}
    np.savez(path, allow_pickle=False, pairs=np.array(["a on b"]), **arrays)
    with pytest.raises(GlutviewError, match="its arrays do not match"):
        read_places(path)


def test_a_pair_whose_arrays_are_lacking_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "bad.npz"
    np.savez(path, allow_pickle=False, pairs=np.array(["a on b"]))
    with pytest.raises(GlutviewError, match=r"cannot be read .*a on b/triangles"):
        read_places(path)


def test_no_byte_within_may_be_wrong(tmp_path: Path) -> None:
    path = tmp_path / "bad.npz"
    write_places(path, MADE)
    sound, refused = path.read_bytes(), 0
    right = read_places(path)["sheet on muscle"]
    for place in range(40, len(sound), 13):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 0x55]) + sound[place + 1 :])
        try:
            read = read_places(path)["sheet on muscle"]
        except GlutviewError:
            refused += 1
            continue
        # Of a zip's own words (dates, attributes) some tell nothing.
        assert read.made_from == right.made_from
        np.testing.assert_array_equal(read.places.triangles, right.places.triangles)
        np.testing.assert_array_equal(read.places.weights, right.places.weights)
    assert refused > 5
