"""The iliotibial tract: from the iliac tubercle over the trochanter down to Gerdy's tubercle on the tibia.

It starts between tensor and gluteus maximus as the thickening of the gluteal aponeurosis, takes both of them in
below the trochanter, and narrows to a cord before the knee. A sheet drawn taut over what lies beneath; how far it
covers that (the field ``cover``) fades out to its borders, where the fascia lata goes on, and above, into the
aponeurosis.
"""

from __future__ import annotations

import numpy as np

from glutview.geometry.block import Block
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.sheet import Field, Tension, pull_taut, pushed_out, sheet_normals

TRACT = "iliotibial_tract"
"""Its stated id."""
SHAPE = (19, 5, 141)
_GAP_MM = 1.5
_SEATED_MM = 0.3

# u, front and rear edge (x, y, z) in mm, right side: from the outer lip of the crest over medius and trochanter; on
# the thigh by eye over the vastus lateralis that is not drawn, about 65 mm broad as in BodyParts3D; then to the
# tubercle. Muscles end on it by triangle: what is changed at one level must not shift the rows of another.
_EDGES = (
    (0.000, (-135.5, -14.0, 100.5), (-130.0, 16.0, 121.0)),
    (0.085, (-149.1, -17.4, 57.6), (-148.1, 24.6, 61.6)),
    (0.165, (-154.1, -22.9, 17.2), (-153.1, 32.1, 19.2)),
    (0.225, (-155.1, -28.9, -14.8), (-149.1, 34.1, -13.8)),
    (0.310, (-149.6, -36.4, -60.8), (-140.6, 27.1, -60.8)),
    (0.420, (-143.1, -39.9, -120.8), (-130.1, 18.6, -118.8)),
    (0.565, (-132.1, -32.9, -200.8), (-119.1, 12.1, -198.8)),
    (0.750, (-116.1, -21.4, -300.8), (-109.1, 7.1, -300.8)),
    (0.910, (-103.6, -13.9, -386.8), (-102.1, 2.6, -386.8)),
    (1.000, (-85.9, -22.1, -438.4), (-93.1, -13.0, -434.0)),
)
# u and mm; the share of the border's thickness is the same everywhere.
_THICKNESS = ((0.0, 0.7), (0.12, 1.2), (0.24, 2.0), (0.9, 2.0), (1.0, 1.4))
_BULGE = ((0.0, 1.0), (0.2, 2.0), (0.3, 5.0), (0.6, 6.0), (0.9, 3.0), (1.0, 0.0))
_CLEARANCE = ((0.0, 0.0), (0.02, 1.0), (0.94, 1.0), (1.0, 0.0))
# How well it covers what lies beneath: along its middle, and how much of that is left at front and rear border. The
# rear one is dense where gluteus maximus ends in it, the front one where tensor does.
_COVER = ((0.0, 0.18), (0.1, 0.26), (0.17, 0.55), (0.22, 1.0), (1.0, 1.0))
_AT_TENSOR = ((0.31, 0.2), (0.35, 0.9), (0.4, 0.8), (0.5, 0.25))
_FRONT_COVER = ((0.0, 0.3), (0.22, 0.12), *_AT_TENSOR, (0.7, 0.25), (0.86, 0.9), (1.0, 1.0))
_REAR_COVER = ((0.0, 0.3), (0.18, 0.12), (0.24, 1.0), (0.36, 1.0), (0.46, 0.2), (0.7, 0.25), (0.86, 0.9), (1.0, 1.0))
_BORDER_SHARE = 0.2
# From which u on it is on the femur: at the rear from the trochanter's tip, where gluteus maximus ends on it, at the
# front where tensor does.
_ON_FEMUR_REAR, _ON_FEMUR = 0.235, 0.355
_REAR_FROM_S, _REAR_TO_S = 0.25, 0.88
# It comes to ride on it over so much of u: a sheet that bent along one line would be creased there. Less where the
# muscles end, beyond the second s of the front and of the rear.
_COMES_TO_RIDE, _COMES_TO_RIDE_AT_ENDS = 0.06, 0.035
_MIDDLE_FROM_S, _MIDDLE_TO_S = (0.5, 0.3), (0.75, 0.95)


def tract(beneath: Field) -> Mesh:
    """The tract of the right side over `beneath` (mm, LPS), with s from front to rear and u downward.

    Its field ``reach`` rises from 0 at the crest to 1 where it rides on the femur, and stays 1 from there on.
    """
    ns, nt, nu = SHAPE
    s, u = np.linspace(0, 1, ns), np.linspace(0, 1, nu)
    front, rear = _edge(1, u), _edge(2, u)
    share = s[:, None, None]
    bulge = np.sin(np.pi * share) * _at(_BULGE, u)[:, None] * np.array([-1.0, 0.0, 0.0])
    sheet = front[None] * (1 - share) + rear[None] * share + bulge
    sheet[:, 0] = _seated(sheet[:, 0], beneath)
    half = np.outer(_swell(s), _at(_THICKNESS, u) / 2)
    clearance = _at(_CLEARANCE, u) * (_GAP_MM + half)
    last = lambda grid: pushed_out(grid, beneath, clearance)  # noqa: E731
    sheet = pull_taut(sheet, last, last, Tension(along=0.4, across=0.2, rounds=20, finish=6))
    t = 0.5 - 0.5 * np.cos(np.pi * np.linspace(0, 1, nt))
    nodes = sheet[:, None] + ((2 * t - 1)[:, None] * half[:, None])[..., None] * sheet_normals(sheet)[:, None]
    mesh = Block(nodes, s, t, u).surface()
    places, levels = (mesh.fields[name].astype(np.float64) for name in "su")
    more = {"cover": _cover(places, levels), "reach": np.clip(levels / rides_from(places), 0, 1)}
    return Mesh(mesh.vertices, mesh.faces, {**mesh.fields, **{n: v.astype(np.float32) for n, v in more.items()}})


def on_femur_from(s: Floats) -> Floats:
    """(n,) the u from which on it is on the femur, at (n,) places from front to rear; there muscles end on it."""
    rear = _rise(s, _REAR_FROM_S, _REAR_TO_S)
    return np.asarray(rear * _ON_FEMUR_REAR + (1 - rear) * _ON_FEMUR)


def rides_from(s: Floats) -> Floats:
    """(n,) the u from which on it rides on the femur, at (n,) places from front to rear."""
    middle = np.ones_like(s)
    for whole, none in (_MIDDLE_FROM_S, _MIDDLE_TO_S):
        middle *= _rise(s, none, whole)
    return on_femur_from(s) + _COMES_TO_RIDE_AT_ENDS + (_COMES_TO_RIDE - _COMES_TO_RIDE_AT_ENDS) * middle


def at_levels(face: Floats, u: Floats, levels: Floats) -> Floats:
    """(ns, m, 3) of a drawn face (ns, nu, 3) at lines `u`: every row from front to rear at its own levels (ns, m)."""
    rows = zip(face, levels, strict=True)
    return np.stack([np.stack([np.interp(at, u, row[:, axis]) for axis in range(3)], axis=-1) for row, at in rows])


def _seated(points: Floats, beneath: Field) -> Floats:
    """Points (k, 3) laid onto what lies beneath, sunk in so that the end's rounded edge is not seen."""
    for _ in range(6):
        value, slope = beneath.value_and_gradient(points)
        points = points - ((value + _SEATED_MM) / np.maximum((slope**2).sum(1), 0.3))[:, None] * slope
    return points


def _cover(s: Floats, u: Floats) -> Floats:
    """(n,) opacity, 0 to 1."""
    border = np.clip(np.minimum(s, 1 - s) / _BORDER_SHARE, 0, 1)
    left = np.where(s < 0.5, _at(_FRONT_COVER, u), _at(_REAR_COVER, u))
    return np.asarray(_at(_COVER, u) * (left + (1 - left) * _smooth(border)))


def _rise(x: Floats, low: float, high: float) -> Floats:
    """From 0 at `low` smoothly to 1 at `high`, whichever of the two is greater."""
    return _smooth(np.clip((x - low) / (high - low), 0, 1))


def _smooth(x: Floats) -> Floats:
    return np.asarray(x * x * (3 - 2 * x))


def _swell(s: Floats) -> Floats:
    """(ns,) thickness as a share of that in the middle: rounded off at both borders."""
    return np.asarray(np.sqrt(np.clip(1 - (1 - np.clip(np.minimum(s, 1 - s) / 0.12, 0, 1)) ** 2, 0.06, 1)))


def _edge(column: int, u: Floats) -> Floats:
    from scipy.interpolate import PchipInterpolator

    return np.asarray(PchipInterpolator([row[0] for row in _EDGES], [row[column] for row in _EDGES])(u))


def _at(profile: tuple[tuple[float, float], ...], u: Floats) -> Floats:
    return np.asarray(np.interp(u, [place for place, _ in profile], [value for _, value in profile]))
