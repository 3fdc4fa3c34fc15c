"""The sacrum: the shape model's, with the canal and the four pairs of foramina that it lacks.

The model's surface is closed over them (only dimples show), so they are carved in a distance field: each channel
from its wide ventral to its narrow dorsal mouth, the canal from behind the first body to the hiatus. The joint
space to the hip bones is opened in the same field. Left half, seated frame, mm.

Ventral mouths sit near the model's own dimples (18 to 24 mm from the midline). How much higher the dorsal mouths of
S1 and S2 lie (14 and 9 mm) was read off a picture of the sacrum of Z-Anatomy (CC BY-SA 4.0, built on BodyParts3D),
whose mouths lie 14 to 17 mm from the midline; the dorsal ones here are between 13.5 and 20, the outer ones to keep
a wall to the canal. Radii, grooves, canal and crest are by eye: nothing here is a population's measure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from glutview.build import sculpt
from glutview.build.surface_net import surface_net
from glutview.geometry.distance import DistanceField
from glutview.geometry.mesh import Floats, Mesh

SPACING_MM = 1.0
_NET_EVERY = 2
SACROILIAC_SPACE_MM = 1.0
_LOW, _HIGH = np.array([0.0, 6.0, -6.0]), np.array([66.0, 112.5, 126.0])


@dataclass(frozen=True)
class Foramen:
    """A channel between its ventral and its dorsal mouth; its groove runs sideways from the ventral one."""

    ventral: tuple[float, float, float]
    dorsal: tuple[float, float, float]
    ventral_radius: float
    dorsal_radius: float
    groove: tuple[float, float, float]


FORAMINA = (
    Foramen((21.0, 37.0, 78.0), (20.0, 71.0, 91.0), 6.6, 3.0, (34.0, 37.5, 69.0)),
    Foramen((20.0, 56.0, 64.0), (16.0, 83.0, 75.0), 6.2, 3.2, (32.0, 57.0, 56.0)),
    Foramen((19.0, 76.0, 51.0), (14.5, 92.5, 56.0), 5.2, 2.7, (30.0, 76.0, 46.0)),
    Foramen((17.5, 83.5, 33.0), (13.5, 97.0, 37.0), 4.2, 2.3, (27.0, 83.5, 30.0)),
)
CANAL = ((0.0, 54.0, 112.0), (0.0, 63.0, 96.0), (0.0, 74.0, 80.0), (0.0, 86.0, 62.0), (0.0, 92.0, 44.0),
         (0.0, 94.0, 32.0), (0.0, 98.5, 19.0))  # fmt: skip
CANAL_RADII = (6.2, 5.2, 4.2, 3.4, 3.0, 2.7, 3.3)
CREST = ((0.0, 79.0, 93.0), (0.0, 89.6, 76.0), (0.0, 95.2, 61.0), (0.0, 98.6, 46.0))
"""Spinous tubercles of the median crest."""
_CANAL_STRETCH = (2.0, 1.0, 1.0)


def build_sacrum(model: Mesh, left_hip_bone: Mesh) -> Mesh:
    """The finished sacrum, its own mirror image but for the direction of some diagonals.

    Args:
        model: the shape model's sacrum, made symmetric.
        left_hip_bone: the finished left hip bone, kept at a joint space's distance.
    """
    points = sculpt.grid_points(_LOW, _HIGH, SPACING_MM)
    body = _smoothed(DistanceField.from_mesh(model, SPACING_MM, bounds=(_LOW, _HIGH)).values.astype(np.float64))
    for tubercle in CREST:
        bump = sculpt.ellipsoid(points, tubercle, np.eye(3), (2.8, 3.2, 5.5))
        body = sculpt.join(body, bump, 6.0)
    for foramen in FORAMINA:
        body = sculpt.carve(body, _channel(points, foramen), 2.5)
    canal = sculpt.rod(points, CANAL, CANAL_RADII, _CANAL_STRETCH)
    # Its roof is angular: under the laminae it rises toward the crest.
    roof = sculpt.rod(points, [(0.0, y + 5.5, z) for _, y, z in CANAL[:4]], (4.6, 3.8, 2.6, 1.4))
    body = sculpt.carve(body, sculpt.join(canal, roof, 4.0), 2.5)
    hip_bone = DistanceField.from_mesh(left_hip_bone, SPACING_MM, bounds=(_LOW, _HIGH)).values.astype(np.float64)
    body = sculpt.carve(body, hip_bone - SACROILIAC_SPACE_MM, 1.0)
    return surface_net(sculpt.mirrored_field(_LOW, SPACING_MM, body), _NET_EVERY)


def _channel(points: Floats, foramen: Foramen) -> Floats:
    ventral, dorsal = np.array(foramen.ventral), np.array(foramen.dorsal)
    way = (dorsal - ventral) / np.linalg.norm(dorsal - ventral)
    middle = (ventral + dorsal) / 2
    waist = min(foramen.ventral_radius, foramen.dorsal_radius + 0.8)
    path: Sequence[Floats] = [ventral - 4 * way, ventral + 4 * way, middle, dorsal - way, dorsal + 5 * way]
    radii = [foramen.ventral_radius + 1, foramen.ventral_radius - 0.5, waist, foramen.dorsal_radius,
             foramen.dorsal_radius + 1]  # fmt: skip
    tube = sculpt.rod(points, [tuple(p) for p in path], radii)
    groove = sculpt.rod(points, [tuple(ventral - 2 * way), foramen.groove], [foramen.ventral_radius - 1, 1.0])
    return sculpt.join(tube, groove, 3.0)


def _smoothed(half: Floats) -> Floats:
    """Without the model's folds and creases; reflected at the midline, so that no seam appears there."""
    from scipy.ndimage import gaussian_filter

    return np.asarray(gaussian_filter(half, 1.5, mode=("mirror", "nearest", "nearest"))) - 0.25
