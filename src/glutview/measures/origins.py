"""What bounds the origins: the gluteal lines and the crest, and where those lines run."""

from __future__ import annotations

import numpy as np

from glutview.geometry.curve import resample
from glutview.geometry.mesh import Floats
from glutview.geometry.surface_point import closest_points, normals
from glutview.measures.figures import FigureSpec
from glutview.measures.registry import Measured, measure
from glutview.measures.subject import Subject

_FINE = np.linspace(0.0, 1.0, 400)


@measure
def origin_above_line(subject: Subject, figure: FigureSpec) -> Measured:
    """How far an origin that belongs above or behind a line of the ilium reaches across it, mm."""
    return _beyond(subject, figure, below=True)


@measure
def origin_below_line(subject: Subject, figure: FigureSpec) -> Measured:
    """How far an origin that belongs below or in front of a line of the ilium reaches across it, mm."""
    return _beyond(subject, figure, below=False)


@measure
def line_start(subject: Subject, figure: FigureSpec) -> float:
    """From the first point of a line to a landmark, mm."""
    return float(np.linalg.norm(subject.line(figure.landmarks[0])[0] - subject.landmark(figure.landmarks[1])))


@measure
def line_end(subject: Subject, figure: FigureSpec) -> float:
    """From the last point of a line to a landmark, mm."""
    return float(np.linalg.norm(subject.line(figure.landmarks[0])[-1] - subject.landmark(figure.landmarks[1])))


def _beyond(subject: Subject, figure: FigureSpec, *, below: bool) -> Measured:
    """How far the origin of `of[0]` on the bone `of[1]` lies beyond the line, where the line runs beside it.

    The lines run from front to back or from top to bottom; which side is above is told by the bone's outer face.
    """
    muscle, bone = figure.of
    patch = subject.footprint(muscle, "origin")[bone]
    points = patch.nodes[patch.own]
    line = resample(subject.line(figure.landmarks[0]), _FINE)
    side, gap = sides_of_line(points, line, _outward(subject, bone, line))
    wrong = side < 0 if below else side > 0
    worst = float(gap[wrong].max(initial=0.0))
    return Measured(worst, f"{100 * wrong.mean():.0f} % of the patch lies beyond")


def sides_of_line(points: Floats, line: Floats, outward: Floats) -> tuple[Floats, Floats]:
    """On which side of a line on a surface points lie, and how far from it.

    Args:
        points: (k, 3) mm, on the surface or near it.
        line: (m, 3) closely spaced points of the line, mm.
        outward: (m, 3) the surface's normals there.

    Returns:
        (k,) 1 above or behind, -1 below or in front, 0 beyond either end of the line; and (k,) distances, mm.
    """
    from scipy.spatial import cKDTree

    gap, nearest = cKDTree(line).query(points)
    across = np.cross(np.gradient(line, axis=0), outward)
    # Above is up; of a line that runs nearly upright it is behind.
    vote = across[:, 2].sum() if abs(across[:, 2].sum()) > abs(across[:, 1].sum()) else across[:, 1].sum()
    across = across * (np.sign(vote) / np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-12))
    side = np.sign(np.einsum("kx,kx->k", points - line[nearest], across[nearest]))
    side[(nearest == 0) | (nearest == len(line) - 1)] = 0
    return np.asarray(side), np.asarray(gap)


def _outward(subject: Subject, bone: str, line: Floats) -> Floats:
    mesh = subject.mesh(bone)
    return normals(mesh, closest_points(mesh, line))
