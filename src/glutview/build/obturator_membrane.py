"""The obturator membrane: a thin sheet over the obturator foramen that leaves the obturator canal open.

Seen along the foramen's axis the bone's outline is the edge where the membrane ends; within it the membrane hangs
like a soap film. Its free edge bounds the canal beneath the superior pubic ramus. Right side, seated frame, mm.
"""

from __future__ import annotations

import numpy as np

from glutview.build.shell import grid_faces, shell
from glutview.geometry.distance import DistanceField
from glutview.geometry.mesh import Floats, Mesh

_THICKNESS_MM = 1.2
_FREE_EDGE_MM = 0.5
_SEATED_MM = 0.6
_AROUND, _RINGS = 72, 8
# Where the foramen is looked for; its own centre and axis (outward) are found from there.
_CENTRE, _AXIS = (-42.0, 4.0, -32.0), (-0.67, -0.55, -0.49)
_REACH_MM, _DEEP_MM, _STEP_MM = 45.0, 14.0, 0.25
# The canal: from where to where the edge is free, degrees about the axis from backward through downward; and how far
# it sags between there.
_CANAL_DEG, _SAG_MM = (218.0, 276.0), 2.0


def obturator_membrane(hip_bone: Mesh) -> Mesh:
    """The closed membrane over the right foramen: u from middle to edge, s around, t = 1 on the outer face."""
    centre, axis = np.array(_CENTRE), np.array(_AXIS) / np.linalg.norm(_AXIS)
    bone = DistanceField.from_mesh(hip_bone, 1.0, bounds=(centre - _REACH_MM, centre + _REACH_MM))
    for _ in range(5):
        rim = _rim(bone, centre, axis)
        centre = rim.mean(0)
        flat = np.linalg.svd(rim - centre)[2][2]
        axis = flat * np.sign(flat @ axis)
    rim = _rim(bone, centre, axis)
    for _ in range(8):
        rim += 0.25 * (np.roll(rim, 1, axis=0) - 2 * rim + np.roll(rim, -1, axis=0))
        value, slope = bone.value_and_gradient(rim)
        rim -= ((value + _SEATED_MM) / np.maximum((slope**2).sum(1), 0.3))[:, None] * slope
    return _film(*_with_canal(rim))


def _rim(bone: DistanceField, centre: Floats, axis: Floats) -> Floats:
    """(k, 3) where rays from the axis first meet bone at any depth: the foramen's outline, and how deep it lies."""
    back = np.cross(axis, [0.0, 0.0, 1.0])
    back /= np.linalg.norm(back)
    angle = 2 * np.pi * np.arange(_AROUND) / _AROUND
    ray = np.cos(angle)[:, None] * back + np.sin(angle)[:, None] * np.cross(axis, back)
    depth = np.arange(-_DEEP_MM, _DEEP_MM + _STEP_MM, 2 * _STEP_MM)
    away = np.arange(0, _REACH_MM, _STEP_MM)
    places = centre + ray[:, None, None] * away[:, None, None] + axis * depth[:, None]
    inside = bone.value(places.reshape(-1, 3)).reshape(places.shape[:3]) < 0
    first = np.where(inside.any(1), away[inside.argmax(1)], np.inf)
    nearest = first.min(1)
    at = [float(np.median(depth[row <= least + _STEP_MM])) for row, least in zip(first, nearest, strict=True)]
    return np.asarray(centre + nearest[:, None] * ray + np.array(at)[:, None] * axis)


def _with_canal(rim: Floats) -> tuple[Floats, Floats]:
    """The edge (k, 3) where the canal is left open, and how free it is (k,): 1 amid the canal, 0 on the bone."""
    degrees = 360 * np.arange(_AROUND) / _AROUND
    rows = np.flatnonzero((degrees >= _CANAL_DEG[0]) & (degrees <= _CANAL_DEG[1]))
    share = np.linspace(0, 1, len(rows))[:, None]
    chord = rim[rows[0]] * (1 - share) + rim[rows[-1]] * share
    inward = rim.mean(0) - chord.mean(0)
    free = np.zeros(_AROUND)
    free[rows] = np.sin(np.pi * share[:, 0])
    edge = rim.copy()
    edge[rows] = chord + _SAG_MM * free[rows, None] * inward / np.linalg.norm(inward)
    return edge, free


def _film(edge: Floats, free: Floats) -> Mesh:
    """The membrane within its edge (k, 3): rings that shrink to a point, smoothed until they hang like a film."""
    share = np.linspace(1, 0, _RINGS + 1)[:-1]
    rings = edge.mean(0) + share[:, None, None] * (edge - edge.mean(0))
    middle = edge.mean(0)
    for _ in range(200):
        inner = np.concatenate([rings[2:], np.broadcast_to(middle, (1, *rings.shape[1:]))])
        around = (np.roll(rings, 1, axis=1) + np.roll(rings, -1, axis=1))[1:]
        rings[1:] += 0.5 * ((rings[:-1] + inner + around) / 4 - rings[1:])
        middle = rings[-1].mean(0)
    faces = grid_faces(_RINGS, _AROUND, around=True)
    last = (_RINGS - 1) * _AROUND + np.arange(_AROUND)
    tip = np.column_stack([last, np.roll(last, -1), np.full(_AROUND, _RINGS * _AROUND)])
    u = np.append(np.repeat(share, _AROUND), 0).astype(np.float32)
    s = np.append(np.tile(np.arange(_AROUND) / _AROUND, _RINGS), 0).astype(np.float32)
    vertices = np.concatenate([rings.reshape(-1, 3), middle[None]])
    sheet = Mesh(vertices, np.concatenate([faces, tip]).astype(np.int32), {"s": s, "u": u})
    half = np.full(len(vertices), _THICKNESS_MM / 2)
    half[:_AROUND] -= free * (_THICKNESS_MM - _FREE_EDGE_MM) / 2
    return shell(sheet, half, half)
