"""Left is the mirror image of right, across the midsagittal plane x = 0."""

from __future__ import annotations

import numpy as np

from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.surface_point import SurfacePoint

MIRROR = np.array([-1.0, 1.0, 1.0])


def mirror_points(points: Floats) -> Floats:
    """Points or vectors (..., 3) seen in the midsagittal mirror."""
    return np.asarray(points * MIRROR)


def mirror_mesh(mesh: Mesh) -> Mesh:
    """The mirror image, facing outward again.

    Triangle k of the mirror image is the image of triangle k with its second and third corner exchanged, so
    that a surface point stays valid: see :func:`mirror_point`.
    """
    return Mesh(mirror_points(mesh.vertices), mesh.faces[:, [0, 2, 1]], mesh.fields)


def mirror_point(point: SurfacePoint) -> SurfacePoint:
    """The same place on the mirrored mesh."""
    first, second, third = point.weights
    return SurfacePoint(point.triangle, (first, third, second))
