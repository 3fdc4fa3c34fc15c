"""One undo across several histories."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from glutview.state import view_edits as edits
from glutview.state.undo_stack import UndoStack
from glutview.state.view_model import ViewModel


def _hide(model: ViewModel, name: str) -> None:
    model.edit(edits.set_visible(model.state, [name], False), f"Hide {name}")


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["do", "undo", "redo"])), max_size=40))
def test_any_sequence_ends_where_one_history_of_all_would(orders: list[tuple[str, str]]) -> None:
    models = {name: ViewModel() for name in "abc"}
    stack = UndoStack()
    for model in models.values():
        stack.add(model)
    # The model of it: a list of states of all three, and a place in it.
    states, at = [tuple(model.state.hidden for model in models.values())], 0
    for number, (name, order) in enumerate(orders):
        if order == "do":
            _hide(models[name], f"{name}{number}")
            states = [*states[: at + 1], tuple(model.state.hidden for model in models.values())]
            at += 1
        elif order == "undo":
            stack.undo()
            at = max(at - 1, 0)
        else:
            stack.redo()
            at = min(at + 1, len(states) - 1)
        assert tuple(model.state.hidden for model in models.values()) == states[at]
        assert bool(stack.undo_message) == (at > 0)
        assert bool(stack.redo_message) == (at < len(states) - 1)


def test_what_is_under_way_becomes_a_step_before_undo() -> None:
    model, stack = ViewModel(), UndoStack()
    stack.add(model)
    _hide(model, "a")
    model.look(edits.set_xray(model.state, True))
    stack.undo()
    assert not model.state.xray
    assert model.state.hidden == {"a"}
    assert stack.redo_message == "Pose"


def test_a_closed_history_leaves_no_steps_behind() -> None:
    stays, goes, stack = ViewModel(), ViewModel(), UndoStack()
    stack.add(stays)
    stack.add(goes)
    _hide(stays, "a")
    _hide(goes, "b")
    stack.remove(goes)
    assert stack.undo_message == "Hide a"
    stack.undo()
    assert stays.state.hidden == frozenset()
    assert goes.state.hidden == {"b"}


def test_steps_that_a_history_has_forgotten_are_not_offered() -> None:
    model, stack = ViewModel(), UndoStack()
    stack.add(model)
    for number in range(510):
        _hide(model, str(number))
    for _ in range(600):
        stack.undo()
    assert stack.undo_message == ""
    assert len(model.state.hidden) == 10


@given(
    st.integers(0, 4),
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["do", "do", "undo", "redo"])), max_size=20),
)
def test_joined_steps_are_one(before: int, orders: list[tuple[str, str]]) -> None:
    models = {name: ViewModel() for name in "abc"}
    stack = UndoStack()
    for model in models.values():
        stack.add(model)
    for number in range(before):
        _hide(models["a"], f"before{number}")
    depth, start = stack.depth, {name: model.state for name, model in models.items()}
    for number, (name, order) in enumerate(orders):
        if order == "do":
            _hide(models[name], f"{name}{number}")
        elif order == "redo":
            stack.redo()
        elif stack.depth > depth:
            stack.undo()
    end = {name: model.state for name, model in models.items()}
    others = stack.depth
    stack.join(depth, (models["a"], models["b"]), "Both")
    assert {name: model.state for name, model in models.items()} == end
    changed = [name for name in "ab" if end[name] != start[name]]
    assert (stack.undo_message == "Both") == bool(changed)
    assert stack.depth <= others
    if changed:
        # One step takes back all of these two and nothing of the third, and makes it again.
        stack.undo()
        assert {name: models[name].state for name in "ab"} == {name: start[name] for name in "ab"}
        assert models["c"].state == end["c"]
        assert stack.redo_message == "Both"
        stack.redo()
        assert {name: model.state for name, model in models.items()} == end
        stack.undo()
    while stack.depth > depth:
        stack.undo()
    assert {name: model.state for name, model in models.items()} == start


def test_a_joined_step_forgets_a_history_that_is_closed() -> None:
    stays, goes, stack = ViewModel(), ViewModel(), UndoStack()
    stack.add(stays)
    stack.add(goes)
    for name in "abc":
        _hide(stays, name)
        _hide(goes, name)
    stack.join(0, (stays, goes), "All")
    stack.remove(goes)
    assert stack.undo_message == "All"
    stack.undo()
    assert stack.undo_message == ""
    assert stays.state.hidden == frozenset()
    assert len(goes.state.hidden) == 3
