"""The fibrous capsule of the hip: a sleeve from the rim of the socket to the femur.

In front it ends on the intertrochanteric line, behind it leaves the lateral part of the neck free. Angles are degrees
about the axis of the socket (at its rim) and of the neck (at the femur): 0 above, 90 behind, 180 below, 270 in front.
Right side, seated frame, mm.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from glutview.build.shell import grid_faces, shell
from glutview.geometry.distance import DistanceField
from glutview.geometry.mesh import Floats, Mesh

CENTRE = np.array([-80.378, -0.869, -0.773])
_REACH_MM = 70.0
_ROWS, _AROUND = 18, 48
_THICKNESS_MM = 2.4
_SEATED_MM = 0.4
_SOCKET_AXIS = (-0.680, -0.428, -0.595)
_NECK_AXIS = (-0.732, 0.134, -0.668)
_RIM_MM = 27.5
# Where there is no rim, at the notch, the transverse ligament stands in for it: degrees from the socket's pole.
_NOTCH_DEG = 80.0
# How far along the neck's axis it ends, mm.
_END = ((0, 33), (45, 31), (90, 29), (135, 30), (180, 36), (225, 47), (270, 44), (315, 40), (360, 33))
# u and mm: what its inner face keeps from the femur; over the head that is cartilage and labrum.
_CLEARANCE = ((0.0, 3.4), (0.35, 3.0), (0.6, 1.2), (0.9, 0.8), (1.0, 0.0))
_PELVIS_CLEARANCE = ((0.0, 0.0), (0.15, 0.6), (1.0, 0.6))
# u and share of the hip's rotation: most of it is taken up over the head, so that what lies on the neck follows it.
_SHARE = ((0.0, 0.0), (0.08, 0.06), (0.3, 0.42), (0.6, 0.88), (0.8, 1.0), (1.0, 1.0))


@dataclass(frozen=True, eq=False)
class Sleeve:
    """The middle of the capsule.

    Attributes:
        grid: (rows, around, 3) from the socket to the femur, and around from above backward.
        pelvis, femur: the bones about the joint.
    """

    grid: Floats
    pelvis: DistanceField
    femur: DistanceField

    @property
    def normals(self) -> Floats:
        """(rows, around, 3) outward unit normals."""
        along = np.gradient(self.grid, axis=0)
        around = np.roll(self.grid, -1, axis=1) - np.roll(self.grid, 1, axis=1)
        normal = np.cross(around, along)
        return np.asarray(normal / np.linalg.norm(normal, axis=2, keepdims=True))

    def half_thickness(self, u: Floats) -> Floats:
        """mm at shares u of the way from the socket: thinner at both ends."""
        return np.asarray(_THICKNESS_MM / 2 * np.clip(0.3 + 7 * np.minimum(u, 1 - u), 0, 1))


@cache
def sleeve(hip_bone: Mesh, femur: Mesh) -> Sleeve:
    """The capsule's middle, drawn taut over head and neck between its two ends."""
    bounds = (CENTRE - _REACH_MM, CENTRE + _REACH_MM)
    pelvis, thigh = (DistanceField.from_mesh(bone, 1.0, bounds=bounds) for bone in (hip_bone, femur))
    degrees = 360 * np.arange(_AROUND) / _AROUND
    start, end = _rim(pelvis, degrees), _end(thigh, degrees)
    u = np.linspace(0, 1, _ROWS)
    grid = _swung(start - CENTRE, end - CENTRE, u) + CENTRE
    half = _THICKNESS_MM / 2
    from_femur = (_at(_CLEARANCE, u) + half * (u < 1))[1:-1, None]
    from_pelvis = (_at(_PELVIS_CLEARANCE, u) + half * np.clip(u / 0.2, 0, 1))[1:-1, None]
    for step in range(60):
        inner = grid[1:-1]
        mean = (grid[:-2] + grid[2:] + np.roll(inner, 1, axis=1) + np.roll(inner, -1, axis=1)) / 4
        inner += 0.5 * (mean - inner)
        for field, clearance in ((thigh, from_femur), (pelvis, from_pelvis)):
            inner += _pushed(field, inner, clearance * np.ones(_AROUND)) * (1.0 if step < 50 else 0.6)
    return Sleeve(grid, pelvis, thigh)


def hip_joint_capsule(hip_bone: Mesh, femur: Mesh) -> Mesh:
    """The closed capsule: s around, u from pelvis to femur, ``share`` of the hip's rotation."""
    body = sleeve(hip_bone, femur)
    u = np.repeat(np.linspace(0, 1, _ROWS), _AROUND)
    s = np.tile(np.arange(_AROUND) / _AROUND, _ROWS)
    fields = {"s": s, "u": u, "share": share(u)}
    faces = grid_faces(_ROWS, _AROUND, around=True)
    sheet = Mesh(body.grid.reshape(-1, 3), faces, {name: value.astype(np.float32) for name, value in fields.items()})
    if np.einsum("kx,kx->", sheet.vertex_normals(), body.normals.reshape(-1, 3)) < 0:
        sheet = Mesh(sheet.vertices, faces[:, ::-1], sheet.fields)
    half = body.half_thickness(u)
    return shell(sheet, half, half)


def share(u: Floats) -> Floats:
    """How much of the hip's rotation is taken part in at shares u of the way from pelvis to femur."""
    return _at(_SHARE, u)


def _rim(pelvis: DistanceField, degrees: Floats) -> Floats:
    """(k, 3) on the crest of the socket's rim."""
    axis, sides = _around(_SOCKET_AXIS, degrees)
    polar = np.radians(np.arange(40.0, 125.0, 0.5))
    ray = -np.cos(polar)[:, None] * axis + np.sin(polar)[:, None] * sides[:, None]
    inside = pelvis.value((CENTRE + _RIM_MM * ray).reshape(-1, 3)).reshape(ray.shape[:2]) < 0
    last = np.where(inside, polar, 0).max(1)
    last = np.where(last < np.radians(60), np.radians(_NOTCH_DEG), last)
    for _ in range(4):
        last = (np.roll(last, 1) + 2 * last + np.roll(last, -1)) / 4
    rim = CENTRE + (_RIM_MM + 0.8) * (-np.cos(last)[:, None] * axis + np.sin(last)[:, None] * sides)
    value, slope = pelvis.value_and_gradient(rim)
    # Over the notch it stays in the air.
    near = np.abs(value) < 4
    sunk = rim - ((value + _SEATED_MM) / np.maximum((slope**2).sum(1), 0.3))[:, None] * slope
    return np.asarray(np.where(near[:, None], sunk, rim))


def _end(femur: DistanceField, degrees: Floats) -> Floats:
    """(k, 3) where the femur's surface meets rays out of the neck's axis."""
    axis, sides = _around(_NECK_AXIS, degrees)
    along = np.interp(degrees, *np.array(_END, dtype=float).T)
    for _ in range(3):
        along = (np.roll(along, 1) + 2 * along + np.roll(along, -1)) / 4
    foot = CENTRE + along[:, None] * axis
    away = np.arange(4.0, 45.0, 0.25)
    outside = femur.value((foot[:, None] + away[:, None] * sides[:, None]).reshape(-1, 3)).reshape(len(foot), -1) > 0
    radius = away[outside.argmax(1)]
    for _ in range(2):
        radius = (np.roll(radius, 1) + 2 * radius + np.roll(radius, -1)) / 4
    end = foot + radius[:, None] * sides
    for _ in range(4):
        value, slope = femur.value_and_gradient(end)
        end = end - ((value + _SEATED_MM) / np.maximum((slope**2).sum(1), 0.3))[:, None] * slope
    return np.asarray(end)


def _around(axis: tuple[float, float, float], degrees: Floats) -> tuple[Floats, Floats]:
    """The unit axis (3,), and (k, 3) directions about it: upward at 0, backward at 90."""
    unit = np.array(axis) / np.linalg.norm(axis)
    up = np.array([0.0, 0.0, 1.0]) - unit[2] * unit
    up /= np.linalg.norm(up)
    back = np.cross(unit, up)
    angle = np.radians(degrees)[:, None]
    return unit, np.cos(angle) * up + np.sin(angle) * back


def _swung(start: Floats, end: Floats, u: Floats) -> Floats:
    """(rows, k, 3) from one end to the other on arcs about the centre."""
    low, high = (np.linalg.norm(ends, axis=1, keepdims=True) for ends in (start, end))
    first, last = start / low, end / high
    angle = np.arccos(np.clip((first * last).sum(1, keepdims=True), -1, 1))
    t = u[:, None, None]
    direction = (np.sin((1 - t) * angle) * first + np.sin(t * angle) * last) / np.sin(angle)
    return np.asarray(direction * (low * (1 - t) + high * t))


def _pushed(field: DistanceField, grid: Floats, clearance: Floats) -> Floats:
    """What (rows, k, 3) must move to keep a clearance (rows, k) from a body, at most 2 mm at once."""
    value, slope = field.value_and_gradient(grid.reshape(-1, 3))
    lack = np.clip(clearance.reshape(-1) - value, 0, 2)
    step = lack[:, None] * slope / np.maximum((slope**2).sum(1), 0.3)[:, None]
    return np.asarray(step.reshape(grid.shape))


def _at(profile: tuple[tuple[float, float], ...], u: Floats) -> Floats:
    return np.asarray(np.interp(u, [place for place, _ in profile], [value for _, value in profile]))
