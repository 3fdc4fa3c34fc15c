"""Nothing is lost: backups, work that was not saved, files that change meanwhile, a kill amid saving."""

from __future__ import annotations

import difflib
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from glutview.atlas import edits, recovery, working_copy
from glutview.atlas.editor import AtlasEditor
from glutview.atlas.load import load_atlas, read_atlas
from glutview.errors import GlutviewError

SPINE = "ischial_spine_r"


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AtlasEditor:
    monkeypatch.setattr(working_copy, "settings_file", lambda: tmp_path / "settings.json")
    monkeypatch.setattr(recovery, "recovery_file", lambda path: tmp_path / "data" / "kept.json")
    return AtlasEditor(read_atlas(working_copy.create(tmp_path / "mine.yaml")))


def move(editor: AtlasEditor, triangle: int) -> None:
    editor.commit(edits.set_landmark(editor.atlas, SPINE, triangle, (0.25, 0.25, 0.5)), "Move")


def triangle(path: Path) -> int:
    return load_atlas(path).landmarks[SPINE].spot.triangle


def test_saving_one_landmark_changes_one_line_of_the_shipped_text(editor: AtlasEditor) -> None:
    before = editor.path.read_text(encoding="utf-8")
    move(editor, 77)
    editor.save()
    after = editor.path.read_text(encoding="utf-8")
    changed = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]
    assert len(changed) == 2
    assert changed[1].endswith("on: hip_bone, at: [77, 0.25, 0.25, 0.5]}")
    editor.undo()
    editor.save()
    assert editor.path.read_text(encoding="utf-8") == before


def test_the_first_saving_keeps_what_the_file_said(editor: AtlasEditor) -> None:
    before = editor.path.read_bytes()
    for number in (1, 2):
        move(editor, number)
        editor.save()
    assert editor.path.with_name("mine.yaml.bak").read_bytes() == before


def test_unsaved_work_is_found_again_and_forgotten_once_saved(editor: AtlasEditor) -> None:
    assert editor.kept() is None
    move(editor, 5)
    editor.keep()
    again = AtlasEditor(read_atlas(editor.path))
    found = again.kept()
    assert found is not None
    assert found.same_base
    assert found.atlas.landmarks[SPINE].spot.triangle == 5
    again.commit(found.atlas, "Recover")
    again.save()
    assert triangle(editor.path) == 5
    assert again.kept() is None


def test_undoing_all_work_forgets_it(editor: AtlasEditor) -> None:
    move(editor, 5)
    editor.keep()
    editor.undo()
    editor.keep()
    assert AtlasEditor(read_atlas(editor.path)).kept() is None


def test_unsaved_work_tells_of_a_file_that_changed_meanwhile(editor: AtlasEditor) -> None:
    move(editor, 5)
    editor.keep()
    editor.path.write_text(editor.path.read_text(encoding="utf-8") + "\n# a note\n", encoding="utf-8")
    found = AtlasEditor(read_atlas(editor.path)).kept()
    assert found is not None
    assert not found.same_base


@pytest.mark.parametrize("text", ["", "{", "[]", '{"text": "a: [", "base": ""}', '{"text": "a: 1", "base": "x"}'])
def test_a_broken_recovery_file_is_none(editor: AtlasEditor, text: str) -> None:
    place = recovery.recovery_file(editor.path)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    assert editor.kept() is None


def test_another_programs_change_is_overwritten_only_when_told(editor: AtlasEditor) -> None:
    text = editor.path.read_text(encoding="utf-8")
    move(editor, 5)
    editor.path.write_text(text.replace("Ischial spine,", "Spine,") + "# theirs\n", encoding="utf-8")
    assert editor.changed_on_disk
    with pytest.raises(GlutviewError, match="changed by another program"):
        editor.save()
    assert "# theirs" in editor.path.read_text(encoding="utf-8")
    editor.save(overwrite=True)
    after = editor.path.read_text(encoding="utf-8")
    assert triangle(editor.path) == 5
    assert "Ischial spine," in after
    assert after.endswith("# theirs\n"), "their comments stay"


@pytest.mark.parametrize("theirs", ["no: [yaml", None])
def test_overwriting_what_is_no_yaml_or_gone_writes_the_whole(editor: AtlasEditor, theirs: str | None) -> None:
    before = editor.path.read_text(encoding="utf-8").count("\n")
    move(editor, 5)
    if theirs is None:
        editor.path.unlink()
    else:
        editor.path.write_text(theirs, encoding="utf-8")
    editor.save(overwrite=True)
    assert triangle(editor.path) == 5
    assert editor.path.read_text(encoding="utf-8").count("\n") == before


def test_saving_as_goes_on_in_the_other_file(editor: AtlasEditor, tmp_path: Path) -> None:
    first = editor.path
    move(editor, 5)
    editor.save_as(tmp_path / "other.yaml")
    assert triangle(first) != 5
    assert triangle(tmp_path / "other.yaml") == 5
    assert editor.path == tmp_path / "other.yaml"
    assert editor.atlas.path == editor.path
    assert working_copy.remembered() == editor.path
    editor.undo()
    assert not editor.is_saved
    editor.save()
    assert triangle(editor.path) == triangle(first)


SAVER = """
import sys
from pathlib import Path
from glutview.atlas.edits import set_landmark
from glutview.atlas.editor import AtlasEditor
from glutview.atlas.load import read_atlas

editor = AtlasEditor(read_atlas(Path(sys.argv[1])))
print("ready", flush=True)
number = editor.atlas.landmarks["ischial_spine_r"].spot.triangle
while True:
    number = (number + 1) % 9000
    editor.commit(set_landmark(editor.atlas, "ischial_spine_r", number, (0.25, 0.25, 0.5)), "Move")
    editor.keep()
    editor.save()
"""


def test_a_kill_at_ten_random_moments_of_saving_leaves_a_whole_file(tmp_path: Path) -> None:
    place = working_copy.create(tmp_path / "mine.yaml")
    lines = place.read_text(encoding="utf-8").count("\n")
    moments, seen = random.Random(20), set()
    for _ in range(10):
        saver = subprocess.Popen([sys.executable, "-c", SAVER, str(place)], stdout=subprocess.PIPE)
        assert saver.stdout is not None
        assert saver.stdout.readline().strip() == b"ready"
        time.sleep(moments.uniform(0.0, 3.0))
        saver.kill()
        saver.wait()
        saver.stdout.close()
        reading = read_atlas(place)
        assert not reading.problems
        assert place.read_text(encoding="utf-8").count("\n") == lines
        seen.add(reading.atlas().landmarks[SPINE].spot.triangle)
        reading_kept = AtlasEditor(reading).kept()
        assert reading_kept is None or reading_kept.atlas.landmarks
    assert len(seen) > 3, "it was killed before it ever saved"
