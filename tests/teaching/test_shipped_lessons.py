"""The lessons that ship: sound, true to the atlas, and showing what they speak of."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from glutview.atlas.load import load_atlas
from glutview.biomech.anatomy import Anatomy
from glutview.scene.camera import project
from glutview.state.view_state import ViewState
from glutview.teaching.lesson import FIRST_LINE, Lesson, Step
from glutview.teaching.lesson_file import read_lesson, shipped_lessons
from glutview.teaching.lesson_view import shown

SIZE = (1280, 800)
ATLAS = load_atlas()


def _medius() -> Lesson:
    (path,) = (path for path in shipped_lessons() if path.name == "gluteus_medius.lesson.yaml")
    return read_lesson(path, ATLAS).lesson


STEPS = _medius().steps
_titles = pytest.mark.parametrize("step", STEPS, ids=[step.title for step in STEPS])


@pytest.fixture(scope="module")
def anatomy() -> Anatomy:
    return Anatomy.load()


@pytest.mark.parametrize("path", shipped_lessons(), ids=lambda path: path.name)
def test_they_are_sound(path: Path) -> None:
    reading = read_lesson(path, ATLAS)
    assert reading.problems == ()
    assert path.read_text(encoding="utf-8").startswith(f"{FIRST_LINE}\n")
    assert path.parent.joinpath("lesson.schema.json").is_file()


def test_the_medius_lesson_goes_from_attachments_to_trendelenburg() -> None:
    titles = " ".join(step.title for step in STEPS).lower()
    topics = ("origin", "insertion", "nerve", "vessels", "abduction", "inward rotation", "outward", "trendelenburg")
    places = [titles.index(topic) for topic in topics]
    assert places == sorted(places)
    assert {step.movement.id for step in STEPS if step.movement} == {"abduction", "internal_rotation"}


@_titles
def test_every_note_cites_and_its_figures_stand_in_facts_of_these_sources(step: Step) -> None:
    assert step.note
    assert step.sources
    said = " ".join(fact.text for fact in ATLAS.facts if set(fact.sources) & set(step.sources))
    posed = {f"{abs(angle):g}" for angle in step.pose.values()}
    figures = set(re.findall(r"\b\d+(?:\.\d+)?\b", step.note)) - posed
    assert figures <= set(re.findall(r"\b\d+(?:\.\d+)?\b", said))


@_titles
def test_every_step_has_what_it_speaks_of_in_the_picture(step: Step, anatomy: Anatomy) -> None:
    state = shown(step, ViewState(), ATLAS)
    assert state.camera is not None
    subject = state.selected or "gluteus_medius_r"
    assert subject not in state.hidden
    points = anatomy.posed_vertices(state.pose, state.fixed)[subject]
    x, y, depth = project(state.camera, points, SIZE).T
    inside = (x > 0) & (x < SIZE[0]) & (y > 0) & (y < SIZE[1]) & (depth > 0)
    # Where the view comes close to one end of it, half of a muscle is enough.
    assert inside.mean() > (0.45 if step.title == "Insertion" else 0.85)


def test_the_pelvis_drops_on_the_side_that_does_not_stand(anatomy: Anatomy) -> None:
    (step,) = (step for step in STEPS if step.title == "Trendelenburg sign")
    state = shown(step, ViewState(), ATLAS)
    assert state.fixed == "femur_r"
    rest, posed = anatomy.posed_vertices(ViewState().pose), anatomy.posed_vertices(state.pose, state.fixed)
    assert np.allclose(posed["femur_r"], rest["femur_r"])
    drop = posed["hip_bone_r"][:, 2].max() - posed["hip_bone_l"][:, 2].max()
    assert drop > 20
