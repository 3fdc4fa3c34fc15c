"""How large things are: volumes, bellies, fibres, extents."""

from __future__ import annotations

import numpy as np

from glutview.geometry.mesh import Floats, Mesh
from glutview.measures.figures import FigureSpec
from glutview.measures.registry import Measured, measure
from glutview.measures.subject import NotInModelError, Subject, principal_axis


@measure
def volume(subject: Subject, figure: FigureSpec) -> float:
    """Enclosed volume of all structures named, cm3."""
    return sum(subject.mesh(name).volume_mm3() for name in figure.of) / 1000


@measure
def fibre_length(subject: Subject, figure: FigureSpec) -> Measured:
    """Mean length of the fibres on the superficial and the deep face, from origin to where the tendon begins, mm."""
    lengths = fibre_lengths(subject, figure.of[0], _belly_end(subject, figure.of[0]))
    return Measured(float(lengths.mean()), f"{lengths.min():.0f} to {lengths.max():.0f}")


@measure
def belly_length(subject: Subject, figure: FigureSpec) -> float:
    """Length of the fleshy part: the mean of its fibres, from origin to where the tendon begins, mm."""
    return float(fibre_lengths(subject, figure.of[0], _belly_end(subject, figure.of[0])).mean())


@measure
def belly_width(subject: Subject, figure: FigureSpec) -> float:
    """Greatest breadth of the superficial face at right angles to the fibres, mm."""
    face = face_grid(subject.mesh(figure.of[0]), "t", 1.0)
    steps, ahead = np.diff(face, axis=0), np.gradient(face, axis=1)
    ahead = (ahead[1:] + ahead[:-1]) / 2
    ahead /= np.maximum(np.linalg.norm(ahead, axis=2, keepdims=True), 1e-12)
    # An origin that runs obliquely over its bone is longer than the muscle is broad.
    across = steps - np.einsum("abx,abx->ab", steps, ahead)[..., None] * ahead
    return float(np.linalg.norm(across, axis=2).sum(0).max())


@measure
def belly_thickness(subject: Subject, figure: FigureSpec) -> float:
    """Greatest distance of the superficial face from the deep one, mm."""
    from scipy.spatial import cKDTree

    mesh = subject.mesh(figure.of[0])
    top, bottom = face_grid(mesh, "t", 1.0), face_grid(mesh, "t", 0.0)
    return float(np.max(cKDTree(bottom.reshape(-1, 3)).query(top.reshape(-1, 3))[0]))


@measure
def height(subject: Subject, figure: FigureSpec) -> float:
    """Extent along the femoral shaft, mm."""
    return float(np.ptp(subject.mesh(figure.of[0]).vertices @ subject.shaft))


@measure
def breadth(subject: Subject, figure: FigureSpec) -> float:
    """Greatest extent across the femoral shaft, mm."""
    vertices = subject.mesh(figure.of[0]).vertices
    across = vertices - (vertices @ subject.shaft)[:, None] * subject.shaft
    return float(np.ptp(across @ principal_axis(across)))


@measure
def sheet_thickness(subject: Subject, figure: FigureSpec) -> float:
    """Mean thickness of what is far broader than thick: its volume over half its area, mm."""
    mesh = subject.mesh(figure.of[0])
    return 2 * mesh.volume_mm3() / mesh.area_mm2()


@measure
def fibre_slope(subject: Subject, figure: FigureSpec) -> Measured:
    """Mean angle below the horizontal of the fibres' way from origin to insertion, seen from behind, degrees."""
    face = face_grid(subject.mesh(figure.of[0]), "t", 1.0)
    way = face[:, -1] - face[:, 0]
    slope = np.degrees(np.arctan2(-way[:, 2], np.abs(way[:, 0])))
    return Measured(float(slope.mean()), f"{slope.min():.0f} to {slope.max():.0f}")


def fibre_lengths(subject: Subject, muscle: str, until: float = 1.0) -> Floats:
    """(k,) lengths of the fibres on both faces, up to a share of the way, mm."""
    mesh = subject.mesh(muscle)
    lengths = []
    for t in (0.0, 1.0):
        face, u = face_grid(mesh, "t", t), _levels(mesh, "u")
        steps = np.linalg.norm(np.diff(face, axis=1), axis=2)
        along = np.concatenate([np.zeros((len(face), 1)), np.cumsum(steps, axis=1)], axis=1)
        lengths.append([np.interp(until, u, line) for line in along])
    return np.concatenate(lengths)


def face_grid(mesh: Mesh, axis: str, level: float) -> Floats:
    """(na, nb, 3) the nodes of one face of a muscle's block: where `axis`, "s", "t" or "u", is 0 or 1."""
    if not {"s", "t", "u"} <= set(mesh.fields):
        raise NotInModelError("fibres")
    first, second = (name for name in "stu" if name != axis)
    a, b = _levels(mesh, first), _levels(mesh, second)
    rows = np.flatnonzero(mesh.fields[axis] == level)
    grid = np.full((len(a), len(b), 3), np.nan)
    grid[np.searchsorted(a, mesh.fields[first][rows]), np.searchsorted(b, mesh.fields[second][rows])] = mesh.vertices[
        rows
    ]
    return grid


def _levels(mesh: Mesh, name: str) -> Floats:
    return np.unique(mesh.fields[name])


def _belly_end(subject: Subject, muscle: str) -> float:
    template = subject.anatomy.atlas.fibre_templates.get(subject.sided(muscle))
    if template is None:
        raise NotInModelError(f"{muscle} fibre template")
    return template.spec.tendon_from_u
