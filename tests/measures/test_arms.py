"""Moment arms beside those of published models: what is asked of them, and what is measured today."""

from __future__ import annotations

from typing import cast

import numpy as np
import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.biomech.moment_arms import Arms, MuscleFibres
from glutview.errors import GlutviewError
from glutview.geometry.mesh import Floats
from glutview.measures import published_arms as published
from glutview.measures.figures import FigureSpec
from glutview.measures.published_arms import PublishedArms, published_arms
from glutview.measures.registry import MEASURES, Measured
from glutview.measures.rows import figures
from glutview.measures.subject import Subject

WITHIN = {
    "medius_anterior": 97.3,
    "medius_middle": 82.7,
    "medius_posterior": 94.7,
    "minimus_anterior": 86.7,
    "minimus_middle": 93.3,
    "minimus_posterior": 84.0,
    "tensor_fasciae_latae": 97.3,
    "piriformis": 98.7,
    "maximus_superior": 66.7,
    "maximus_inferior": 37.3,
    "abductor": 91.8,
}
"""Per cent of arms within the band of the models, as the fibres are drawn today. Wanted are 80 of every compartment
of the abductors and 90 of all: straight lines between the same ends keep 97 of all, so it is how the drawn fibres
bend and not where they are fixed. Whoever deforms them better raises these numbers."""
RIGHT_SIGN = {
    "medius_anterior": 100.0,
    "medius_middle": 100.0,
    "medius_posterior": 100.0,
    "minimus_anterior": 100.0,
    "minimus_middle": 100.0,
    "minimus_posterior": 100.0,
    "tensor_fasciae_latae": 100.0,
    "piriformis": 100.0,
    "maximus_superior": 100.0,
    "maximus_inferior": 100.0,
}
"""100 are wanted everywhere."""
ONE_ARM = 100 / 75


@pytest.fixture(scope="module")
def subject() -> Subject:
    return Subject(Anatomy.load())


@pytest.mark.parametrize(("measure", "today"), [("arms_within_models", WITHIN), ("arms_of_right_sign", RIGHT_SIGN)])
def test_arms_lie_beside_the_models_as_they_do_today(subject: Subject, measure: str, today: dict[str, float]) -> None:
    asked = {id: one for id, one in figures(subject.anatomy.atlas.sources).items() if one.measure == measure}
    found = {}
    for id, figure in asked.items():
        measured = MEASURES[measure](subject, figure)
        assert isinstance(measured, Measured)
        found[id.removesuffix(f"_{measure}")] = measured.value
    # Rounding may bring one arm over the edge of its band.
    assert found == pytest.approx(today, abs=ONE_ARM)


def test_both_sides_have_the_same_arms(subject: Subject) -> None:
    left = Subject(subject.anatomy, "l")
    for figure in figures(subject.anatomy.atlas.sources).values():
        if figure.measure == "lever_arm":
            assert MEASURES["lever_arm"](left, figure) == pytest.approx(
                MEASURES["lever_arm"](subject, figure), abs=1e-3
            )


def test_medius_and_minimus_have_the_signs_on_which_the_models_agree(subject: Subject) -> None:
    agreed = 0
    for id, figure in figures(subject.anatomy.atlas.sources).items():
        if figure.group != "arms" or figure.range is None:
            continue
        ours = MEASURES[figure.measure](subject, figure)
        assert isinstance(ours, float)
        if figure.range[0] * figure.range[1] > 0 and min(map(abs, figure.range)) > 5:
            assert np.sign(ours) == np.sign(figure.range[0]), (id, ours)
            agreed += 1
    assert agreed >= 12


def test_the_published_arms_at_neutral_are_the_figures_ranges(subject: Subject) -> None:
    checked = 0
    for id, figure in figures(subject.anatomy.atlas.sources).items():
        if figure.measure != "lever_arm" or figure.range is None or figure.movement is None:
            continue
        name = id.split("_")[1]
        models = published_arms()[figure.of[0], name]
        neutral = np.flatnonzero(~models.angles_deg.any(1))
        axis = ("flexion", "abduction", "internal rotation").index(figure.movement)
        assert len(neutral) == 1
        arms = models.arms_mm[:, neutral[0], axis]
        assert [arms.min(), arms.max()] == pytest.approx(figure.range, abs=0.051), id
        checked += 1
    assert checked == 18


def test_the_published_arms_are_whole() -> None:
    every = published_arms()
    assert len(every) == 10
    for models in every.values():
        assert models.angles_deg.shape == (25, 3)
        assert models.arms_mm.shape == (3, 25, 3)
        assert not models.angles_deg[:, 0].any()
        for coordinate, (low, high, count) in {1: (-20, 40, 13), 2: (-30, 30, 13)}.items():
            along = models.along(coordinate).angles_deg[:, coordinate]
            assert np.array_equal(along, np.linspace(low, high, count))
    with pytest.raises(KeyError):
        every["gluteus_maximus", ""]


def test_a_damaged_file_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("assets")
    (folder / "literature").mkdir()
    file = folder / "literature" / "moment_arms.csv"
    monkeypatch.setattr(published, "assets_dir", lambda: folder)
    for text in (None, "model,muscle\na,b\n", "\0", "model,line,muscle,compartment,hip_flexion_deg\na,b,c,d,x\n"):
        published_arms.cache_clear()
        if text is not None:
            file.write_text(text)
        try:
            with pytest.raises(GlutviewError, match=r"moment_arms\.csv: the published moment arms cannot be read"):
                published_arms()
        finally:
            published_arms.cache_clear()


class Told(Subject):
    """A muscle whose arms are the middle of the models' band, and so much more, or their opposite."""

    def __init__(self, muscle: str, more: float, sign: float = 1.0) -> None:
        super().__init__(cast(Anatomy, None))
        self._of = muscle
        self._more, self._sign = more, sign

    compartments = ("whole",)

    def fibres(self, muscle: str) -> MuscleFibres:
        return cast(MuscleFibres, self)

    def compartment_means(self, angles_deg: Floats) -> Arms:
        models: PublishedArms = published_arms()[self._of, "whole"]
        row = int(np.flatnonzero((models.angles_deg == angles_deg).all(1))[0])
        edge = models.greatest[row] + self._more if self._more else (models.least[row] + models.greatest[row]) / 2
        return Arms(np.array([100.0]), self._sign * edge[None])


@pytest.mark.parametrize(
    ("more", "sign", "within", "right"),
    [(0.0, 1, 100, 100), (7.9, 1, 100, 100), (8.1, 1, 0, None), (0.0, -1, None, 0)],
)
def test_arms_are_held_against_the_band_and_the_sign_of_the_models(
    more: float, sign: float, within: float | None, right: float | None
) -> None:
    for muscle in ("piriformis", "tensor_fasciae_latae"):
        for measure, wanted in (("arms_within_models", within), ("arms_of_right_sign", right)):
            spec = {"group": "sweeps", "what": "Arms", "measure": measure, "of": [muscle], "unit": "%"}
            asked = FigureSpec.model_validate({**spec, "confidence": "recalled"})
            found = MEASURES[measure](Told(muscle, more, sign), asked)
            assert isinstance(found, Measured)
            if wanted is not None:
                assert found.value == wanted, (muscle, measure)


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
