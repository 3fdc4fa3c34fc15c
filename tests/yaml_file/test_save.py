"""Saving whole or not at all, never over somebody else's change."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from glutview.errors import GlutviewError
from glutview.yaml_file import changed_on_disk, read_yaml, save, write_whole

TEXT = "# top\na: 1  # one\nb: [1, 2]\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_saving_changes_one_line_and_can_go_on(file: Path) -> None:
    document = save(read_yaml(file), {"a": 2, "b": [1, 2]})
    assert file.read_text(encoding="utf-8") == TEXT.replace("a: 1", "a: 2")
    save(document, {"a": 2, "b": [1, 3]})
    assert file.read_text(encoding="utf-8") == "# top\na: 2  # one\nb: [1, 3]\n"
    assert os.listdir(file.parent) == ["a.yaml"]


def test_a_file_changed_meanwhile_is_not_overwritten(file: Path) -> None:
    document = read_yaml(file)
    assert not changed_on_disk(document)
    file.write_text(TEXT + "c: 3\n", encoding="utf-8")
    assert changed_on_disk(document)
    with pytest.raises(GlutviewError, match="changed by another program"):
        save(document, {"a": 2, "b": [1, 2]})
    assert file.read_text(encoding="utf-8") == TEXT + "c: 3\n"


def test_a_file_removed_meanwhile_counts_as_changed(file: Path) -> None:
    document = read_yaml(file)
    file.unlink()
    with pytest.raises(GlutviewError, match="changed by another program"):
        save(document, {"a": 2, "b": [1, 2]})


def test_byte_order_mark_and_line_ends_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    save(read_yaml(path), {"a": 1, "b": 3})
    assert path.read_bytes() == b"\xef\xbb\xbfa: 1\r\nb: 3\r\n"


def test_a_failure_while_writing_leaves_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(GlutviewError, match="No space left"):
        write_whole(file, "new")
    assert file.read_text(encoding="utf-8") == TEXT
    assert os.listdir(file.parent) == ["a.yaml"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GlutviewError, match="cannot be written"):
        write_whole(tmp_path / "none" / "a.yaml", "x")


def test_links_are_followed_and_permissions_stay(file: Path) -> None:
    file.chmod(0o600)
    link = file.parent / "link.yaml"
    try:
        link.symlink_to(file)
    except OSError:
        pytest.skip("no links here")
    write_whole(link, "a: 5\n")
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == "a: 5\n"
    assert file.stat().st_mode & 0o777 == 0o600
