"""The lever arms of muscles that run straight from bone to bone."""

from __future__ import annotations

from typing import get_args

import numpy as np

from glutview.atlas.schema import Role
from glutview.biomech.hip_joint import HipJoint
from glutview.geometry.mesh import Floats
from glutview.measures.figures import FigureSpec, Movement
from glutview.measures.registry import measure
from glutview.measures.subject import Subject

_STEP_DEG = 1.0


@measure
def lever_arm(subject: Subject, figure: FigureSpec) -> float:
    """The lever with which a muscle, or a part of it, makes a movement of the neutral hip, mm; below 0 its opposite.

    How much the straight line from the middle of its origin to that of its insertion shortens for a small turn:
    the definition of the published models, which draw gluteus medius and minimus as such lines too (Delp et al.
    1990; Rajagopal et al. 2016).
    """
    origin, insertion = (_middle(subject, figure, role) for role in get_args(Role))
    hip = HipJoint.between("r", *subject.hip)
    turns = np.zeros((2, 3))
    turns[:, get_args(Movement).index(figure.movement)] = -_STEP_DEG, _STEP_DEG
    there = hip.transforms(turns) @ np.append(insertion, 1)
    before, after = np.linalg.norm(there[:, :3] - origin, axis=1)
    return float((before - after) / np.radians(2 * _STEP_DEG))


def _middle(subject: Subject, figure: FigureSpec, role: Role) -> Floats:
    """(3,) the middle of a footprint, on whatever bears it, mm."""
    # Where several structures bear it, each patch holds the whole grid.
    patch = next(iter(subject.footprint(figure.of[0], role, figure.parts).values()))
    return np.asarray(patch.nodes.reshape(-1, 3).mean(0))
