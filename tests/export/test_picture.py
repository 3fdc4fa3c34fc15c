"""PNG files: readable by others, equal for equal pixels, whole or not there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from glutview.errors import GlutviewError
from glutview.export.picture import png_bytes, write_png, write_png_bands


def _pixels(height: int, width: int, channels: int, seed: int = 0) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (height, width, channels), dtype=np.uint8)


@given(st.integers(1, 20), st.integers(1, 20), st.sampled_from([3, 4]), st.integers(0, 9))
def test_another_reader_sees_the_same_pixels(height: int, width: int, channels: int, seed: int) -> None:
    from io import BytesIO

    from PIL import Image

    pixels = _pixels(height, width, channels, seed)
    with Image.open(BytesIO(png_bytes(pixels))) as image:
        np.testing.assert_array_equal(np.asarray(image), pixels)


def test_equal_pixels_give_equal_bytes() -> None:
    assert png_bytes(_pixels(9, 7, 3)) == png_bytes(_pixels(9, 7, 3))


@given(st.integers(1, 700), st.integers(1, 5), st.lists(st.integers(0, 700), max_size=4))
def test_bands_make_the_same_picture(height: int, width: int, cuts: list[int]) -> None:
    from PIL import Image

    pixels = _pixels(height, width, 4)
    borders = sorted({0, height, *(cut for cut in cuts if cut < height)})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "picture.png"
        write_png_bands(path, (width, height), (pixels[a:b] for a, b in pairwise(borders)))
        with Image.open(path) as image:
            np.testing.assert_array_equal(np.asarray(image), pixels)


def test_bands_that_fail_leave_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"old")

    def bands() -> Iterator[NDArray[np.uint8]]:
        yield _pixels(3, 4, 4)
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError):
        write_png_bands(path, (4, 6), bands())
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["picture.png"]


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"old")
    write_png(path, _pixels(3, 4, 4))
    assert path.read_bytes().startswith(b"\x89PNG")
    assert os.listdir(tmp_path) == ["picture.png"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(GlutviewError, match="No space left"):
        write_png(path, _pixels(3, 4, 4))
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["picture.png"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GlutviewError, match=r"gone/picture\.png: cannot be written"):
        write_png(tmp_path / "gone" / "picture.png", _pixels(3, 4, 4))
