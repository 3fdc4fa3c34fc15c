"""A file is written whole or not at all, and not at all where it is protected."""

from __future__ import annotations

from pathlib import Path

import pytest

from glutview.errors import GlutviewError
from glutview.whole_file import part, write_bytes


def test_a_protected_file_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "arms.csv"
    write_bytes(path, b"before")
    path.chmod(0o444)
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    for place in (path, link):
        with pytest.raises(GlutviewError, match="is protected against writing: choose another place"):
            write_bytes(place, b"after")
    assert path.read_bytes() == b"before"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["arms.csv", "link.csv"]


def test_a_link_is_followed_and_permissions_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "arms.csv", tmp_path / "link.csv"
    write_bytes(path, b"before")
    path.chmod(0o640)
    link.symlink_to(path)
    write_bytes(link, b"after")
    assert path.read_bytes() == b"after"
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640


def test_what_fails_halfway_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    write_bytes(path, b"before")

    def write_half() -> None:
        with part(path) as place:
            place.write_bytes(b"half")
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        write_half()
    assert path.read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == ["film.mp4"]
