"""Whether bones and muscles keep out of each other, to the depth of a tenth of a millimetre."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from glutview.geometry.mesh import Floats, Mesh
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
    return float(body.depth(spread(mesh, near)).max(initial=0.0))


def spread(mesh: Mesh, chosen: Iterable[bool] | None = None) -> Floats:
    """(k, 3) points all over a surface, or some triangles of it, no farther than 1.5 mm apart, mm."""
    faces = mesh.faces if chosen is None else mesh.faces[np.asarray(chosen)]
    points = [mesh.vertices[np.unique(faces)]]
    corners = mesh.vertices[faces]
    longest = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(1)
    pieces = np.ceil(longest / _APART_MM).astype(int)
    for count in np.unique(pieces[pieces > 1]):
        i, j = np.meshgrid(np.arange(count + 1), np.arange(count + 1), indexing="ij")
        inner = (i + j <= count) & (np.maximum(np.maximum(i, j), count - i - j) < count)
        weights = np.column_stack([i[inner], j[inner], count - i[inner] - j[inner]]) / count
        points.append(np.einsum("kc,fcx->fkx", weights, corners[pieces == count]).reshape(-1, 3))
    return np.concatenate(points)


def _worst(depths: dict[str, float]) -> Measured:
    """The greatest of several depths, and whose it is."""
    name = max(depths, key=lambda one: depths[one], default="")
    depth = depths.get(name, 0.0)
    return Measured(depth, name.replace("_", " ") if depth > 0 else "")
