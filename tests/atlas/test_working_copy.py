"""The shipped atlas stays as it is; the working copy is made, remembered, compared and reset."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from glutview.atlas import edits, working_copy
from glutview.atlas.editor import AtlasEditor
from glutview.atlas.load import load_atlas, read_atlas
from glutview.errors import GlutviewError
from glutview.paths import shipped_annotations


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Settings of this test alone."""
    file = tmp_path / "settings" / "working_copy.json"
    monkeypatch.setattr(working_copy, "settings_file", lambda: file)
    before = shipped_annotations().read_bytes()
    yield file
    assert shipped_annotations().read_bytes() == before, "the shipped atlas was changed"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "mine.yaml"


def test_the_settings_lie_in_the_users_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    file = working_copy.settings_file()
    assert file.name == "working_copy.json"
    assert "glutview" in file.parent.name


def test_a_copy_is_made_and_remembered(place: Path) -> None:
    assert working_copy.remembered() is None
    working_copy.create(place)
    assert place.read_bytes() == shipped_annotations().read_bytes()
    assert (place.parent / "annotations.schema.json").is_file()
    assert working_copy.remembered() == place
    assert not working_copy.differences(load_atlas(place), load_atlas())
    working_copy.forget()
    working_copy.forget()
    assert working_copy.remembered() is None
    assert place.exists()


def test_nothing_is_overwritten_unasked(place: Path) -> None:
    place.write_text("precious", encoding="utf-8")
    with pytest.raises(GlutviewError, match="a file already"):
        working_copy.create(place)
    assert place.read_text(encoding="utf-8") == "precious"
    working_copy.create(place, replace=True)
    assert load_atlas(place).structures


def test_places_that_will_not_do(tmp_path: Path) -> None:
    for bad in (shipped_annotations(), tmp_path / "none" / "a.yaml", tmp_path / "a.txt"):
        with pytest.raises(GlutviewError):
            working_copy.create(bad, replace=True)
    assert working_copy.remembered() is None
    with pytest.raises(GlutviewError, match="stays as it is"):
        working_copy.reset(shipped_annotations())


def test_a_lost_copy_and_damaged_settings_are_told(place: Path, settings: Path) -> None:
    working_copy.create(place)
    place.unlink()
    with pytest.raises(GlutviewError, match="no longer there"):
        working_copy.remembered()
    for text in ("", "{", "[]", '{"working_copy": 5}', "\udc80"):
        settings.write_bytes(text.encode("utf-8", "surrogateescape"))
        with pytest.raises(GlutviewError, match="delete the file"):
            working_copy.remembered()


def _asks(editor: AtlasEditor) -> bool:
    return editor.needs_working_copy


def _saved(editor: AtlasEditor) -> bool:
    return editor.is_saved


def test_an_editor_asks_for_a_copy_before_the_first_edit(place: Path) -> None:
    editor = AtlasEditor(read_atlas(shipped_annotations()))
    assert _asks(editor)
    recoloured = edits.set_colour(editor.atlas, "femur_r", "#010203")
    with pytest.raises(GlutviewError, match="read-only"):
        editor.commit(recoloured, "Colour")
    with pytest.raises(GlutviewError, match="read-only"):
        working_copy.save_atlas(read_atlas(shipped_annotations()).document, recoloured)

    editor.begin_working_copy(place)
    assert not _asks(editor)
    assert editor.path == place
    editor.commit(edits.set_colour(editor.atlas, "femur_r", "#010203"), "Colour")
    assert not _saved(editor)
    editor.save()
    assert _saved(editor)
    (difference,) = working_copy.differences(load_atlas(place), load_atlas())
    assert difference.key == "structures.femur"
    assert difference.own == {**difference.shipped, "colour": "#010203"}

    editor.undo()
    assert not _saved(editor), "undo goes on beyond a save"
    editor.save()
    assert place.read_bytes() == shipped_annotations().read_bytes()
    editor.redo()
    assert editor.atlas.structures["femur_r"].colour == "#010203"


def test_a_change_of_somebody_else_is_noticed(place: Path) -> None:
    editor = AtlasEditor(read_atlas(working_copy.create(place)))
    editor.commit(edits.set_colour(editor.atlas, "femur_r", "#010203"), "Colour")
    text = place.read_text(encoding="utf-8") + "# note\n"
    place.write_text(text, encoding="utf-8")
    assert editor.changed_on_disk
    with pytest.raises(GlutviewError, match="changed by another program"):
        editor.save()
    assert place.read_text(encoding="utf-8") == text
    assert not _saved(editor)


def test_reset_helps_even_a_broken_copy(place: Path) -> None:
    working_copy.create(place)
    place.write_text("broken: [", encoding="utf-8")
    backup = working_copy.reset(place)
    assert place.read_bytes() == shipped_annotations().read_bytes()
    assert backup.read_text(encoding="utf-8") == "broken: ["


def test_a_folder_without_permission(place: Path, settings: Path) -> None:
    if os.name == "nt" or os.geteuid() == 0:
        settings.parent.parent.joinpath("settings").write_text("a file, not a folder", encoding="utf-8")
    else:
        settings.parent.mkdir()
        settings.parent.chmod(0o500)
    with pytest.raises(GlutviewError, match=r"written|settings"):
        working_copy.create(place)
