"""What the view shows while a question is asked must not give the answer away."""

from __future__ import annotations

import pytest

from glutview.atlas.load import load_atlas
from glutview.state.resolve import resolve
from glutview.state.view_state import ViewState
from glutview.teaching.grading import Click
from glutview.teaching.question import KINDS
from glutview.teaching.quiz import questions
from glutview.teaching.quiz_view import asked_view, told_view

ATLAS = load_atlas()
BUSY = ViewState(labels=True, xray=True, selected="gluteus_minimus_r", hidden=frozenset({"gluteus_medius_r"}))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_labelled_and_only_what_is_asked_about_is_marked(kind: str) -> None:
    for question in questions(ATLAS, kind, 12, 1):
        state = asked_view(ATLAS, BUSY, question)
        drawn = resolve(ATLAS, state)
        assert not state.labels
        if kind in ("find", "attachment"):
            assert state.selected is None
            assert drawn.footprints == ()
        else:
            assert state.selected == question.structure
            part = drawn.parts[question.structure]
            assert (part.highlighted, part.style) == (True, "solid")
            assert drawn.footprints == () or part.kind not in ("muscle",)
        for target in question.target if kind in ("find", "attachment") else ():
            assert drawn.parts[target].visible


def test_an_attachment_is_asked_on_bare_bones_and_shown_on_the_side_that_was_clicked() -> None:
    asked = questions(ATLAS, "attachment", len(ATLAS.attachments), 1)
    on_both_sides = {q.attachment: any(id.endswith("_l") for id in q.target) for q in asked}
    assert set(on_both_sides.values()) == {True, False}, "some muscles arise from the sacrum alone, most from pairs"
    for question in asked:
        state = asked_view(ATLAS, BUSY, question)
        seen = {part.kind for part in resolve(ATLAS, state).parts.values() if part.visible}
        assert "muscle" not in seen
        left = next((id for id in question.target if id.endswith("_l")), None)
        told = told_view(ATLAS, state, question, Click(left or question.target[0]))
        muscle = ATLAS.structures[question.structure].stated_id
        # A midline bone does not tell which of the two was meant: it is then the right one.
        assert told.selected == f"{muscle}_{'l' if left else 'r'}"
        assert not told.whole
        assert resolve(ATLAS, told).footprints != ()
