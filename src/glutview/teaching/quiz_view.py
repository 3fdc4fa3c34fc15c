"""What the view shows while a question is asked, and when it is answered."""

from __future__ import annotations

from dataclasses import replace

from glutview.atlas.atlas import Atlas
from glutview.state.view_state import ViewState
from glutview.teaching.grading import Click
from glutview.teaching.question import Question

_NOT_PART_OF_A_SKELETON = ("muscle", "nerve", "artery", "vein", "fascia", "bursa", "tract")


def asked_view(atlas: Atlas, state: ViewState, question: Question) -> ViewState:
    """The view in which a question is asked: it shows what is asked about, and nothing that gives the answer away.

    Args:
        atlas: what is asked about.
        state: before; camera, pose and theme stay.
        question: the question.
    """
    bare = replace(state, labels=False, xray=False, action=None, what_if=None, selected=None, whole=False)
    bare = replace(bare, hidden=frozenset())
    if question.kind == "find":
        return bare
    if question.kind == "attachment":
        away = {
            s.id
            for s in atlas.structures.values()
            if s.kind in _NOT_PART_OF_A_SKELETON and s.id not in question.target
        }
        return replace(bare, hidden=frozenset(away))
    # Solid: a pale ghost before the muscle beneath would be taken for that one, and its nerve is often the answer.
    return replace(bare, selected=question.structure, whole=True)


def told_view(atlas: Atlas, state: ViewState, question: Question, clicked: Click | None) -> ViewState:
    """The view in which the answer is seen: the right structure on the side that was clicked, with its footprints."""
    state = replace(state, whole=False)
    if question.kind == "attachment":
        attachment = atlas.attachments[question.attachment or ""]
        muscle = _of_side(atlas, attachment.muscle, clicked.structure if clicked else None)
        return replace(state, selected=muscle, hidden=frozenset())
    if question.kind == "find":
        found = clicked.structure if clicked and clicked.structure in question.target else None
        return replace(state, selected=found or question.target[0])
    return replace(state, selected=question.structure)


def _of_side(atlas: Atlas, structure: str, like: str | None) -> str:
    """The structure on the side of another one, where it has one there."""
    if like is None:
        return structure
    side = atlas.structures[like].side
    same = [s.id for s in atlas.structures.values() if s.stated_id == atlas.structures[structure].stated_id]
    return next((id for id in same if atlas.structures[id].side == side), structure)
