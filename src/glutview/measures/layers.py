"""Whether bones and muscles keep out of each other, to the depth of a tenth of a millimetre."""

from __future__ import annotations

import numpy as np

from glutview.geometry.surface_samples import spread
from glutview.measures.figures import FigureSpec
from glutview.measures.registry import Measured, measure
from glutview.measures.subject import Subject

_APART_MM = 1.5
"""How closely a surface is looked at: its triangles' corners, and points between them where they are larger."""


@measure
def bone_in_muscle(subject: Subject, figure: FigureSpec) -> Measured:
    """The depth of the deepest point of any bone inside a muscle, mm."""
    muscle = figure.of[0]
    depths = {bone: _deepest(subject, bone, muscle) for bone in subject.of_kind("bone")}
    return _worst(depths)


@measure
def muscle_in_bone(subject: Subject, figure: FigureSpec) -> Measured:
    """The depth inside any bone that 99 of 100 vertices of a muscle keep; those of its footprints left out, mm."""
    mesh = subject.mesh(figure.of[0])
    u = mesh.fields.get("u", np.full(len(mesh.vertices), 0.5))
    free = mesh.vertices[(u > 0) & (u < 1)]
    depths = {
        bone: float(np.quantile(subject.body(bone).depth(free), 0.99)) for bone in subject.of_kind("bone")
    }
    return _worst(depths)


@measure
def muscle_in_muscles(subject: Subject, figure: FigureSpec) -> Measured:
    """The depth of the deepest point of a muscle inside any other, mm."""
    muscle = figure.of[0]
    subject.mesh(muscle)
    others = [other for other in subject.of_kind("muscle") if other != muscle]
    return _worst({other: _deepest(subject, muscle, other) for other in others})


def _deepest(subject: Subject, structure: str, within: str) -> float:
    """The depth of the deepest point of a structure inside another, mm."""
    body, mesh = subject.body(within), subject.mesh(structure)
    low, high = body.mesh.vertices.min(0), body.mesh.vertices.max(0)
    corners = mesh.corners()
    near = ((corners.max(1) > low) & (corners.min(1) < high)).all(1)
    return float(body.depth(spread(mesh, _APART_MM, near)).max(initial=0.0))


def _worst(depths: dict[str, float]) -> Measured:
    """The greatest of several depths, and whose it is."""
    name = max(depths, key=lambda one: depths[one], default="")
    depth = depths.get(name, 0.0)
    return Measured(depth, name.replace("_", " ") if depth > 0 else "")
