"""The two ways in which Slicer writes the orientation of a point, and from one to the other."""

from __future__ import annotations

import math
from collections.abc import Sequence

from glutview.landmarks.axes import Axes

UNTURNED_WXYZ = (0.0, 0.0, 0.0, 1.0)
"""Degrees and axis of a point that is not turned, as Slicer 4 writes it."""


def in_axes(matrix: Sequence[float], axes: Axes) -> tuple[float, ...]:
    """A matrix by rows between LPS and `axes`, either way: its columns are the point's axes."""
    if axes == "LPS":
        return tuple(matrix)
    return tuple(-value + 0.0 if i < 6 else value for i, value in enumerate(matrix))


def as_matrix(orientation: Sequence[float]) -> tuple[float, ...]:
    """An orientation as the matrix, by rows, in LPS: 9 numbers as they are, 4 (degrees and axis in RAS) turned."""
    if len(orientation) == 9:
        return tuple(orientation)
    degrees, x, y, z = orientation
    length = math.sqrt(x * x + y * y + z * z)
    if not length:
        return in_axes((1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0), "RAS")
    x, y, z = x / length, y / length, z / length
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    d = 1 - c
    ras = (
        *(c + x * x * d, x * y * d - z * s, x * z * d + y * s),
        *(y * x * d + z * s, c + y * y * d, y * z * d - x * s),
        *(z * x * d - y * s, z * y * d + x * s, c + z * z * d),
    )
    return in_axes(ras, "RAS")


def as_angle_axis(orientation: Sequence[float]) -> tuple[float, ...] | None:
    """An orientation as degrees and axis in RAS; None if the matrix is no rotation, and cannot be told so."""
    if len(orientation) == 4:
        return tuple(orientation)
    m = in_axes(orientation, "RAS")
    rows = (m[0:3], m[3:6], m[6:9])
    square = all(
        abs(sum(a * b for a, b in zip(rows[i], rows[j], strict=True)) - (i == j)) < 1e-6
        for i in range(3)
        for j in range(i, 3)
    )
    if not square or _determinant(m) < 0:
        return None
    # The largest of the quaternion's parts, first: a small one would be all rounding error.
    parts = (1 + m[0] + m[4] + m[8], 1 + m[0] - m[4] - m[8], 1 - m[0] + m[4] - m[8], 1 - m[0] - m[4] + m[8])
    largest = max(range(4), key=parts.__getitem__)
    if largest == 0:
        w, x, y, z = parts[0], m[7] - m[5], m[2] - m[6], m[3] - m[1]
    elif largest == 1:
        w, x, y, z = m[7] - m[5], parts[1], m[1] + m[3], m[2] + m[6]
    elif largest == 2:
        w, x, y, z = m[2] - m[6], m[1] + m[3], parts[2], m[5] + m[7]
    else:
        w, x, y, z = m[3] - m[1], m[2] + m[6], m[5] + m[7], parts[3]
    length = math.sqrt(x * x + y * y + z * z)
    if not length:
        return UNTURNED_WXYZ
    return math.degrees(2 * math.atan2(length, w)), x / length, y / length, z / length


def _determinant(m: Sequence[float]) -> float:
    return (
        m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) + m[2] * (m[3] * m[7] - m[4] * m[6])
    )
