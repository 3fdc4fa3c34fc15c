"""Moment arms of the drawn fibres: at the neutral hip, and beside those of published models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import numpy as np

from glutview.biomech.moment_arms import compartment_name
from glutview.geometry.mesh import Floats
from glutview.measures.figures import FigureSpec, Movement
from glutview.measures.published_arms import PublishedArms, published_arms
from glutview.measures.registry import Measured, measure
from glutview.measures.subject import NotInModelError, Subject

WIDER_MM = 8.0
"""How far beyond the published models an arm may lie: about as far as people differ."""
SURE_MM = 8.0
"""Where every model has an arm of more than that, all to one side, its sign is certain."""


@measure
def lever_arm(subject: Subject, figure: FigureSpec) -> float:
    """The lever with which a muscle, or a part of it, makes a movement of the neutral hip, mm; below 0 its opposite.

    The mean over its fibres as they are drawn (see :mod:`glutview.biomech.moment_arms`).
    """
    fibres = subject.fibres(figure.of[0])
    names = _compartments(subject, figure) or fibres.compartments
    areas = fibres.areas_mm2 * np.isin(fibres.compartment, [fibres.compartments.index(name) for name in names])
    arms = fibres.fibres(np.zeros(3)).arms_mm[:, get_args(Movement).index(figure.movement)]
    return float(np.average(arms, weights=areas))


@measure
def arms_within_models(subject: Subject, figure: FigureSpec) -> Measured:
    """How many arms lie from 8 mm below the least to 8 mm above the greatest of the published models, %."""
    kept, total, farthest = np.zeros(3), 0, 0.0
    for ours, models in _beside_models(subject, figure):
        beyond = np.maximum(models.least - ours, ours - models.greatest)
        kept += (beyond <= WIDER_MM).sum(0)
        total += len(ours)
        farthest = max(farthest, float(beyond.max()))
    each = ", ".join(
        f"{name} {share:.0f} %" for name, share in zip(get_args(Movement), 100 * kept / total, strict=True)
    )
    return Measured(float(100 * kept.sum() / (3 * total)), f"{each}; at most {farthest:.0f} mm beyond the models")


@measure
def arms_of_right_sign(subject: Subject, figure: FigureSpec) -> Measured:
    """How many arms turn the way of the published models, of those where all are of one mind, %."""
    right = total = 0
    for ours, models in _beside_models(subject, figure):
        upward, downward = models.least > SURE_MM, models.greatest < -SURE_MM
        right += int((ours[upward] > 0).sum() + (ours[downward] < 0).sum())
        total += int(upward.sum() + downward.sum())
    if not total:
        raise NotInModelError("an arm on whose sign the models agree")
    return Measured(100 * right / total, f"{right} of {total}")


def _beside_models(subject: Subject, figure: FigureSpec) -> Iterator[tuple[Floats, PublishedArms]]:
    """(p, 3) arms of every compartment that is asked for, and the models', in the same poses."""
    asked = _compartments(subject, figure)
    for muscle in figure.of:
        for number, name in enumerate(subject.fibres(muscle).compartments):
            if not asked or name in asked:
                models = published_arms().get((muscle, name))
                if models is None:
                    raise NotInModelError(f"published arms of {muscle}, {name}")
                yield _arms(subject, muscle, models.angles_deg)[:, number], models


def _arms(subject: Subject, muscle: str, poses: Floats) -> Floats:
    """(p, compartments, 3) arms in poses (p, 3)."""

    def swept() -> Floats:
        return np.array([subject.fibres(muscle).compartment_means(pose).arms_mm for pose in poses])

    return np.asarray(subject.once(("arms", muscle, poses.tobytes()), swept))


def _compartments(subject: Subject, figure: FigureSpec) -> tuple[str, ...]:
    return tuple(compartment_name(subject.part(part)) for part in figure.parts)
