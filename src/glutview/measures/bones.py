"""The form of the hip joint's bones."""

from __future__ import annotations

import numpy as np

from glutview.geometry.mesh import Floats
from glutview.measures.figures import FigureSpec
from glutview.measures.registry import Measured, measure
from glutview.measures.subject import Subject

_HEAD_MM = 30.0
"""Farther from the centre of the hip nothing belongs to the femoral head."""
_NECK_MM = (28.0, 36.0)
"""So far from it a section of the femur is neck alone."""
_CONDYLES_MM = 25.0


@measure
def head_radius(subject: Subject, figure: FigureSpec) -> Measured:
    """Radius of the sphere that fits the femoral head best, away from the neck, mm."""
    centre, radius, off = _head(subject)
    del centre
    return Measured(radius, f"the head lies {off:.1f} mm off it, root mean square")


@measure
def head_off_joint(subject: Subject, figure: FigureSpec) -> float:
    """From the middle of the femoral head to the centre about which it turns, mm."""
    return float(np.linalg.norm(_head(subject)[0] - subject.hip[0]))


@measure
def neck_shaft_angle(subject: Subject, figure: FigureSpec) -> float:
    """Between the axis of the femoral neck and that of the shaft, degrees."""
    return float(np.degrees(np.arccos(np.clip(_neck(subject) @ subject.shaft, -1, 1))))


@measure
def anteversion(subject: Subject, figure: FigureSpec) -> float:
    """How far the neck points forward of the line behind both condyles, about the shaft, degrees."""
    vertices, knee = subject.mesh("femur").vertices, subject.hip[1]
    low = vertices[np.linalg.norm((vertices - knee)[:, 1:], axis=1) < 2 * _CONDYLES_MM]
    lateral, medial = low[low[:, 0] < knee[0]], low[low[:, 0] > knee[0]]
    behind = medial[medial[:, 1].argmax()] - lateral[lateral[:, 1].argmax()]
    first = behind - (behind @ subject.shaft) * subject.shaft
    first /= np.linalg.norm(first)
    forward = np.cross(subject.shaft, first)
    forward *= -np.sign(forward[1])
    # The neck's axis leads from the head outward; the version is told of its way inward.
    inward = -_neck(subject)
    return float(np.degrees(np.arctan2(inward @ forward, inward @ first)))


@measure
def below_top(subject: Subject, figure: FigureSpec) -> float:
    """How far a landmark of a bone lies below the bone's highest point, mm."""
    return float(subject.mesh(figure.of[0]).vertices[:, 2].max() - subject.landmark(figure.landmarks[0])[2])


@measure
def hip_centres_apart(subject: Subject, figure: FigureSpec) -> float:
    """Between the centres of both hips, mm."""
    right, left = (subject.anatomy.hips[side].centre_mm for side in ("r", "l"))
    return float(np.linalg.norm(np.asarray(right) - np.asarray(left)))


@measure
def distance(subject: Subject, figure: FigureSpec) -> float:
    """From a landmark to another, mm."""
    one, other = (subject.landmark(name) for name in figure.landmarks)
    return float(np.linalg.norm(one - other))


@measure
def landmarks_apart(subject: Subject, figure: FigureSpec) -> float:
    """Between a landmark and its mirror image, mm."""
    return float(2 * abs(subject.landmark(figure.landmarks[0])[0]))


def _head(subject: Subject) -> tuple[Floats, float, float]:
    """Middle (3,) and radius of the femoral head, and how far its vertices lie off that sphere, mm."""
    vertices, hip = subject.mesh("femur").vertices, subject.hip[0]
    way = vertices - hip
    near = np.linalg.norm(way, axis=1) < _HEAD_MM
    ball = vertices[near & (way @ _neck(subject) < 0)]
    rows = np.column_stack([2 * ball, np.ones(len(ball))])
    *centre, rest = np.linalg.lstsq(rows, (ball**2).sum(1), rcond=None)[0]
    middle = np.array(centre)
    radius = float(np.sqrt(rest + middle @ middle))
    off = np.linalg.norm(ball - middle, axis=1) - radius
    return middle, radius, float(np.sqrt((off**2).mean()))


def _neck(subject: Subject) -> Floats:
    """(3,) the axis of the femoral neck, a unit vector from the head outward."""
    way = subject.mesh("femur").vertices - subject.hip[0]
    away = np.linalg.norm(way, axis=1)
    axis = way[(away > _NECK_MM[0]) & (away < _NECK_MM[1])].mean(0)
    return np.asarray(axis / np.linalg.norm(axis))
