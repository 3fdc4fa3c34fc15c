"""Nerves and vessels: where they pass, how thick they are, and between what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Floats, Mesh
from glutview.measures.figures import FigureSpec
from glutview.measures.registry import Measured, measure
from glutview.measures.subject import NotInModelError, Subject

_MEETS_MM = 3.0
_THROUGH_MM = 45.0
"""No gluteal muscle is thicker."""
_DENT_MM = 0.5
"""So deep a nerve's middle may lie in the face of a muscle: it makes itself a groove."""


@dataclass(frozen=True)
class CourseLine:
    """The middle line of a branch: points (k, 3) mm, and the vertices (k, n, 3) of the sections about them."""

    branch: str
    points: Floats
    sections: tuple[Floats, ...]


@measure
def distance_at(subject: Subject, figure: FigureSpec) -> float:
    """From where a course passes nearest to a first landmark, to a second one, mm."""
    at, mark = (subject.landmark(name) for name in figure.landmarks)
    points = np.concatenate([line.points for line in course_lines(subject, figure)])
    return float(np.linalg.norm(points[np.linalg.norm(points - at, axis=1).argmin()] - mark))


@measure
def end_distance(subject: Subject, figure: FigureSpec) -> float:
    """From the end of a branch to a landmark, mm."""
    end = course_lines(subject, figure)[-1].points[-1]
    return float(np.linalg.norm(end - subject.landmark(figure.landmarks[0])))


@measure
def nearest(subject: Subject, figure: FigureSpec) -> Measured:
    """How near a course comes to a landmark, mm, and by which branch."""
    mark = subject.landmark(figure.landmarks[0])
    gaps = {line.branch: np.linalg.norm(line.points - mark, axis=1).min() for line in course_lines(subject, figure)}
    branch = min(gaps, key=lambda name: gaps[name])
    return Measured(float(gaps[branch]), branch)


@measure
def course_length(subject: Subject, figure: FigureSpec) -> float:
    """Length of a branch, mm."""
    return float(_lengths(course_lines(subject, figure)[0].points).sum())


@measure
def distance_where_met(subject: Subject, figure: FigureSpec) -> Measured:
    """From a landmark to where a course, `of[0]`, first meets a structure, `of[1]`, or comes nearest to it, mm."""
    points = np.concatenate([line.points for line in course_lines(subject, figure)])
    gap = _gap(subject, figure.of[1], points)
    place = points[np.flatnonzero(gap <= max(_MEETS_MM, float(gap.min())))[0]]
    away = float(np.linalg.norm(place - subject.landmark(figure.landmarks[0])))
    return Measured(away, f"it comes no nearer than {gap.min():.1f} mm" if gap.min() > _MEETS_MM else "")


@measure
def lowest_above(subject: Subject, figure: FigureSpec) -> Measured:
    """How far above a landmark a course, `of[0]`, runs at its lowest beneath a muscle, `of[1]`, mm."""
    mark = subject.landmark(figure.landmarks[0])
    points, names = _beneath(subject, figure)
    height = points[:, 2] - mark[2]
    return Measured(float(height.min()), str(names[height.argmin()]))


@measure
def nearest_beneath(subject: Subject, figure: FigureSpec) -> Measured:
    """How near a course, `of[0]`, comes to a landmark where it runs beneath some parts of a muscle, `of[1]`, mm."""
    points, names = _beneath(subject, figure)
    gap = np.linalg.norm(points - subject.landmark(figure.landmarks[0]), axis=1)
    return Measured(float(gap.min()), str(names[gap.argmin()]))


@measure
def between(subject: Subject, figure: FigureSpec) -> Measured:
    """Of the stretch of a course, `of[0]`, where two muscles lie one upon the other: the share between them, %.

    `of[1]` is the deep muscle, `of[2]` the superficial one.
    """
    deep, superficial = figure.of[1:]
    lines = course_lines(subject, figure)
    points = np.concatenate([line.points for line in lines])
    length = np.concatenate([_lengths(line.points) for line in lines])
    outward = _outward(subject, deep, points)
    there, right = np.ones(len(points), dtype=bool), np.ones(len(points), dtype=bool)
    for muscle, way in ((deep, -outward), (superficial, outward)):
        depth, rays = subject.body(muscle).depth(points), subject.rays(muscle)
        on_its_side = np.isfinite(rays.first(points, way, _THROUGH_MM))
        beyond = np.isfinite(rays.first(points, -way, _THROUGH_MM))
        there &= on_its_side | beyond
        right &= np.where(depth > 0, depth <= _DENT_MM, on_its_side & ~beyond)
    stretch = float(length[there].sum())
    if not stretch:
        return Measured(0.0, "it runs nowhere between them")
    return Measured(100 * (float(length[there & right].sum()) / stretch), f"of {stretch:.0f} mm")


@measure
def width_below(subject: Subject, figure: FigureSpec) -> float:
    """Greatest width of a course, `of[0]`, where it leaves a muscle, `of[1]`, mm."""
    section = _section_below(subject, figure)
    return float(np.linalg.norm(section[:, None] - section[None], axis=2).max())


@measure
def edge_to_landmark(subject: Subject, figure: FigureSpec) -> float:
    """From the lateral edge of a course, `of[0]`, where it leaves a muscle, `of[1]`, to a landmark, mm."""
    section = _section_below(subject, figure)
    edge = section[section[:, 0].argmin()]
    return float(np.linalg.norm(edge - subject.landmark(figure.landmarks[0])))


@measure
def calibre(subject: Subject, figure: FigureSpec) -> float:
    """Width of a course at the beginning of a branch, mm."""
    section = course_lines(subject, figure)[0].sections[1]
    return float(np.linalg.norm(section[:, None] - section[None], axis=2).max())


@measure
def from_line(subject: Subject, figure: FigureSpec) -> float:
    """How far above the line between two landmarks a course runs, `within_mm` from the first along it, mm."""
    start, end = (subject.landmark(name) for name in figure.landmarks)
    along = (end - start) / np.linalg.norm(end - start)
    points = np.concatenate([line.points for line in course_lines(subject, figure)])
    station = (points - start) @ along - (figure.within_mm or 0.0)
    if station.min() > 0 or station.max() < 0:
        raise NotInModelError(f"{figure.of[0]} at that place")
    place = points[np.abs(station).argmin()] - start
    off = place - (place @ along) * along
    up = np.array([0.0, 0.0, 1.0]) - along[2] * along
    return float(off @ up) / float(np.linalg.norm(up))


def course_lines(subject: Subject, figure: FigureSpec) -> list[CourseLine]:
    """The middle lines of the branches of `of[0]` that are asked for."""
    name = figure.of[0]
    mesh = subject.mesh(name)
    if not {"along", "branch"} <= set(mesh.fields):
        raise NotInModelError(f"{name} course")
    lines = []
    for number, branch in enumerate(subject.branches(name)):
        if figure.branches and not any(words in branch for words in figure.branches):
            continue
        rows = np.flatnonzero(mesh.fields["branch"] == number)
        _, section = np.unique(mesh.fields["along"][rows], return_inverse=True)
        sections = tuple(mesh.vertices[rows[section == k]] for k in range(section.max() + 1))
        lines.append(CourseLine(branch, np.array([one.mean(0) for one in sections]), sections))
    if not lines:
        raise NotInModelError(f"{name} {' or '.join(figure.branches)}")
    return lines


def _beneath(subject: Subject, figure: FigureSpec) -> tuple[Floats, npt.NDArray[np.str_]]:
    """Points (k, 3) of a course, `of[0]`, beneath a muscle, `of[1]`, or the parts of it; the branch of each."""
    from scipy.spatial import cKDTree

    muscle = figure.of[1]
    lines = course_lines(subject, figure)
    points = np.concatenate([line.points for line in lines])
    names = np.repeat([line.branch for line in lines], [len(line.points) for line in lines])
    outward = _outward(subject, muscle, points)
    beneath = np.isfinite(subject.rays(muscle).first(points, outward, _THROUGH_MM))
    if figure.parts:
        mesh, (low, high) = subject.mesh(muscle), subject.band(figure.parts)
        s = mesh.fields["s"][cKDTree(mesh.vertices).query(points)[1]]
        beneath &= (s >= low) & (s <= high)
    if not beneath.any():
        raise NotInModelError(f"{figure.of[0]} beneath {' and '.join(figure.parts) or muscle}")
    return points[beneath], names[beneath]


def _section_below(subject: Subject, figure: FigureSpec) -> Floats:
    """(n, 3) the section of a course where it leaves a muscle: the last that is about as near to it as any, mm."""
    line = course_lines(subject, figure)[0]
    gap = _gap(subject, figure.of[1], line.points)
    return line.sections[int(np.flatnonzero(gap <= gap.min() + _MEETS_MM)[-1])]


def _gap(subject: Subject, structure: str, points: Floats) -> Floats:
    """(k,) distance of points to a structure; 0 inside, mm."""
    from glutview.geometry.surface_point import lookup

    mesh = subject.mesh(structure)
    gap = np.linalg.norm(lookup(mesh).feet(points) - points, axis=1)
    gap[subject.body(structure).contains(points)] = 0.0
    return np.asarray(gap)


def _lengths(points: Floats) -> Floats:
    """(k,) the length of line that each of (k, 3) points stands for, mm."""
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    return np.asarray(np.concatenate([[0.0], steps / 2]) + np.concatenate([steps / 2, [0.0]]))


def _outward(subject: Subject, muscle: str, points: Floats) -> Floats:
    """(k, 3) the direction away from the bone: the normal of a muscle's superficial face nearest to each point."""
    from scipy.spatial import cKDTree

    mesh = subject.mesh(muscle)
    if "t" not in mesh.fields:
        raise NotInModelError(f"{muscle} fibres")
    top = mesh.fields["t"] == 1
    # Of the face alone: at its rim the normals of the whole muscle lean outward.
    normals = Mesh(mesh.vertices, mesh.faces[top[mesh.faces].all(1)]).vertex_normals()
    _, nearest = cKDTree(mesh.vertices[top]).query(points)
    return np.asarray(normals[top][nearest])
