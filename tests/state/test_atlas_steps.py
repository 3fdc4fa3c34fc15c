"""Edits under way, steps, undo across saving; any sequence ends where it should."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glutview.atlas import working_copy
from glutview.atlas.atlas import Atlas
from glutview.atlas.editor import AtlasEditor
from glutview.atlas.edits import set_landmark
from glutview.atlas.load import load_atlas, read_atlas
from glutview.state.atlas_steps import AtlasSteps
from glutview.state.undo_stack import UndoStack


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AtlasSteps:
    monkeypatch.setattr(working_copy, "settings_file", lambda: tmp_path / "settings.json")
    return AtlasSteps(AtlasEditor(read_atlas(working_copy.create(tmp_path / "own.yaml", replace=True))))


def at(atlas: Atlas, triangle: int) -> Atlas:
    return set_landmark(atlas, "ischial_spine_r", triangle, (0.2, 0.3, 0.5))


def triangle(atlas: Atlas) -> int:
    return atlas.landmarks["ischial_spine_r"].spot.triangle


def test_what_is_looked_at_becomes_one_step(steps: AtlasSteps) -> None:
    undo, before = UndoStack(), triangle(steps.atlas)
    seen: list[tuple[int, int]] = []
    undo.add(steps)
    steps.changed.connect(lambda old, new: seen.append((triangle(old), triangle(new))))
    for number in (1, 2, 3):
        steps.look(at(steps.base, number), "Move ischial spine")
    assert seen == [(before, 1), (1, 2), (2, 3)]
    assert steps.under_way
    steps.settle()
    assert undo.undo_message == "Move ischial spine"
    undo.undo()
    assert (triangle(steps.atlas), undo.undo_message, undo.redo_message) == (before, "", "Move ischial spine")
    undo.redo()
    assert triangle(steps.atlas) == 3


def test_undo_first_makes_a_step_of_what_is_under_way(steps: AtlasSteps) -> None:
    undo, before = UndoStack(), triangle(steps.atlas)
    undo.add(steps)
    steps.look(at(steps.base, 5), "Move")
    undo.undo()
    assert triangle(steps.atlas) == before
    undo.redo()
    assert triangle(steps.atlas) == 5


def test_what_is_dropped_is_no_step(steps: AtlasSteps) -> None:
    before = triangle(steps.atlas)
    steps.look(at(steps.base, 5), "Move")
    steps.drop()
    steps.settle()
    assert (triangle(steps.atlas), steps.undo_message) == (before, "")


def test_a_step_that_changes_nothing_is_none(steps: AtlasSteps) -> None:
    steps.edit(steps.base, "Nothing")
    steps.look(steps.base, "Nothing")
    steps.settle()
    assert steps.undo_message == ""


ACTS = st.lists(st.tuples(st.sampled_from(["look", "settle", "edit", "undo", "redo", "save"]), st.integers(0, 9)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(ACTS)
def test_any_sequence_ends_where_it_should(steps: AtlasSteps, acts: list[tuple[str, int]]) -> None:
    steps.settle()
    past: list[int] = [triangle(steps.atlas)]
    future: list[int] = []
    under_way: list[int] = []
    while steps.editor.history.past or steps.editor.history.future:
        steps.editor.history = type(steps.editor.history)(steps.editor.atlas)

    def settle() -> None:
        if under_way and under_way[-1] != past[-1]:
            past.append(under_way[-1])
            future.clear()
        under_way.clear()

    for act, number in acts:
        match act:
            case "look":
                steps.look(at(steps.base, number), "look")
                under_way.append(number)
            case "settle":
                steps.settle()
                settle()
            case "edit":
                steps.edit(at(steps.base, number), "edit")
                settle()
                if number != past[-1]:
                    past.append(number)
                    future.clear()
            case "undo":
                steps.undo()
                settle()
                if len(past) > 1:
                    future.append(past.pop())
            case "redo":
                steps.redo()
                settle()
                if future:
                    past.append(future.pop())
            case _:
                steps.settle()
                settle()
                steps.editor.save()
                assert triangle(load_atlas(steps.editor.path)) == past[-1]
        assert triangle(steps.atlas) == (under_way or past)[-1]
