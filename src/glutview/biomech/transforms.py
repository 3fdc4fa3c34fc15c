"""Rotations and rigid transforms: 3x3 matrices act on column vectors, 4x4 matrices on (x, y, z, 1)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def unit(vector: npt.ArrayLike) -> Floats:
    """The vector (3,) scaled to length 1.

    Raises:
        ValueError: it has no direction.
    """
    array = np.asarray(vector, dtype=np.float64)
    length = float(np.linalg.norm(array))
    if not length > 0:
        raise ValueError("a vector of length zero has no direction")
    return array / length


def cross_matrix(vector: Floats) -> Floats:
    """The (3, 3) matrix whose product with x is the cross product of `vector` and x."""
    x, y, z = vector
    return np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])


def rotation_about(axis: Floats, angle_rad: npt.ArrayLike) -> Floats:
    """Right-handed rotation about a unit axis (3,) through the origin (Rodrigues).

    Args:
        axis: (3,) of length 1.
        angle_rad: one angle, or an array of any shape.

    Returns:
        (..., 3, 3), with the shape of `angle_rad` in front.
    """
    angle = np.asarray(angle_rad, dtype=np.float64)[..., None, None]
    skew = cross_matrix(axis)
    return np.asarray(np.eye(3) + np.sin(angle) * skew + (1 - np.cos(angle)) * (skew @ skew))


def rotation_between(before: Floats, after: Floats) -> Floats:
    """The rotation (3, 3) that turns one direction (3,) the shortest way to another; a half turn about any axis."""
    a, b = unit(before), unit(after)
    cosine = float(a @ b)
    if cosine < -1 + 1e-12:
        aside = np.cross(a, np.eye(3)[np.abs(a).argmin()])
        return rotation_about(unit(aside), np.pi)
    skew = cross_matrix(np.cross(a, b))
    return np.asarray(np.eye(3) + skew + skew @ skew / (1 + cosine))


def about_point(rotation: Floats, centre: Floats) -> Floats:
    """The (..., 4, 4) transform that turns by (..., 3, 3) and leaves `centre` (3,) where it is."""
    transform = np.zeros((*rotation.shape[:-2], 4, 4))
    transform[..., :3, :3] = rotation
    transform[..., :3, 3] = centre - rotation @ centre
    transform[..., 3, 3] = 1.0
    return transform


def inverse(transform: Floats) -> Floats:
    """The inverse of a rigid transform (4, 4), without a general matrix inversion."""
    back = np.eye(4)
    back[:3, :3] = transform[:3, :3].T
    back[:3, 3] = -transform[:3, :3].T @ transform[:3, 3]
    return back


def apply(transform: Floats, points: Floats) -> Floats:
    """Points (n, 3) carried by a rigid transform (4, 4)."""
    return np.asarray(points @ transform[:3, :3].T + transform[:3, 3])
