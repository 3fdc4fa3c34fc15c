"""Lever arms: those of known lines, and the signs on which the published models agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest

from glutview.atlas.schema import Role
from glutview.biomech.anatomy import Anatomy
from glutview.geometry.footprint import Footprint
from glutview.geometry.mesh import Floats
from glutview.measures.figures import FigureSpec
from glutview.measures.registry import MEASURES
from glutview.measures.rows import figures
from glutview.measures.subject import Subject

Point = tuple[float, float, float]


class Line(Subject):
    """A muscle like a line beside a right hip at 0, whose femur stands upright."""

    def __init__(self, origin: Point, insertion: Point) -> None:
        super().__init__(cast(Anatomy, None))
        self._ends = {"origin": origin, "insertion": insertion}

    def footprint(self, muscle: str, role: Role, parts: Sequence[str] = ()) -> dict[str, Footprint]:
        corners = np.array([[[-1, 0, -1], [1, 0, -1]], [[-1, 0, 1], [1, 0, 1]]], dtype=float)
        return {"bone": Footprint(corners + self._ends[role])}

    @property
    def hip(self) -> tuple[Floats, Floats]:
        return np.zeros(3), np.array([0.0, 0.0, -400.0])


def arm(subject: Subject, movement: str) -> float:
    spec = {"group": "arms", "what": "An arm", "measure": "lever_arm", "of": ["m"], "unit": "mm"}
    asked = FigureSpec.model_validate({**spec, "movement": movement, "confidence": "recalled"})
    found = MEASURES["lever_arm"](subject, asked)
    assert isinstance(found, float)
    return found


@pytest.mark.parametrize(
    ("origin", "insertion", "flexion", "abduction", "rotation"),
    [
        # Down in front of the axis, 30 mm off it.
        ((0, -30, 100), (0, -30, -100), 30, 0, 0),
        ((0, 30, 100), (0, 30, -100), -30, 0, 0),
        # Down beside it: lateral is -x.
        ((-40, 0, 100), (-40, 0, -100), 0, 40, 0),
        ((40, 0, 100), (40, 0, -100), 0, -40, 0),
        # Across in front of it, drawing the front of the thigh inward; and behind it.
        ((50, -35, 0), (-50, -35, 0), 0, 0, 35),
        ((50, 35, 0), (-50, 35, 0), 0, 0, -35),
        # Aslant in the frontal plane: its distance from the centre is 6000 over its length.
        ((-20, 0, 100), (-60, 0, 0), 0, 6000 / np.hypot(40, 100), 0),
    ],
)
def test_the_arm_is_the_distance_of_the_line_from_the_axis(
    origin: Point, insertion: Point, flexion: float, abduction: float, rotation: float
) -> None:
    line = Line(origin, insertion)
    found = [arm(line, movement) for movement in ("flexion", "abduction", "internal rotation")]
    assert found == pytest.approx([flexion, abduction, rotation], abs=0.02)


def test_medius_and_minimus_have_the_signs_on_which_the_models_agree(anatomy: Anatomy) -> None:
    subject = Subject(anatomy)
    agreed = 0
    for id, figure in figures(anatomy.atlas.sources).items():
        if figure.group != "arms" or figure.range is None:
            continue
        ours = MEASURES[figure.measure](subject, figure)
        assert isinstance(ours, float)
        if figure.range[0] * figure.range[1] > 0 and min(map(abs, figure.range)) > 5:
            assert np.sign(ours) == np.sign(figure.range[0]), (id, ours)
            agreed += 1
    assert agreed >= 12


@pytest.fixture(scope="module")
def anatomy() -> Anatomy:
    return Anatomy.load()


def test_arms_are_those_of_movements() -> None:
    spec = {"what": "An arm", "of": ["m"], "unit": "mm", "confidence": "recalled"}
    arm, length, asked = {"measure": "lever_arm"}, {"measure": "fibre_length"}, {"movement": "flexion"}
    arms, lengths = {"group": "arms"}, {"group": "lengths"}
    FigureSpec.model_validate({**spec, **arms, **arm, **asked})
    FigureSpec.model_validate({**spec, **lengths, **length})
    for wrong in (
        {**arms, **arm},
        {**lengths, **arm},
        {**arms, **length},
        {**arms, **length, **asked},
        {**lengths, **length, **asked},
        {**lengths, **arm, **asked},
    ):
        with pytest.raises(ValueError, match="a lever arm is that of a movement"):
            FigureSpec.model_validate({**spec, **wrong})
