"""A turntable: the camera goes round the model, up stays up, nothing ever flips.

Axes are LPS. Azimuth 0 looks from in front, 90 from the person's left, 180 from behind, -90 from the right;
elevation 90 looks straight down from above. Up is computed, not remembered, so that the poles are harmless.
"""

from __future__ import annotations

import math
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from glutview.state.view_state import CameraState

Vector = npt.NDArray[np.float64]

_THIGHS_FROM_MM: Final = -125.0
_SHANK_FROM_MM: Final = -425.0
_STEEPEST: Final = 55.0
_FROM_BELOW_DEG: Final = -45.0
"""Turned higher than this, a view is no longer one from below: halfway, where flights too change their lens."""
_LIMITS_MM: Final = (12.0, 8000.0)
_BEFORE_ALL_MM: Final = 2000.0
"""Without perspective a line of sight begins so far before what is looked at: before all that is drawn."""


STANDARD_VIEWS: Final = MappingProxyType(
    {
        "anterior": (0.0, 0.0),
        "posterior": (180.0, 0.0),
        "left": (90.0, 0.0),
        "right": (-90.0, 0.0),
        "superior": (0.0, 90.0),
        "inferior": (0.0, -90.0),
    }
)
"""Azimuth and elevation, degrees. From above and from below, the front is toward and away from the viewer."""

OPENING_ANGLES: Final = (-123.0, 9.0)
"""From behind and the right, a little above: medius and maximus beside each other."""


def directions(state: CameraState) -> tuple[Vector, Vector, Vector]:
    """Unit vectors of the picture: to the right, up, and out of it toward the eye."""
    azimuth, elevation = math.radians(state.azimuth_deg), math.radians(state.elevation_deg)
    sin_a, cos_a, sin_e, cos_e = math.sin(azimuth), math.cos(azimuth), math.sin(elevation), math.cos(elevation)
    right = np.array([cos_a, sin_a, 0.0])
    up = np.array([-sin_a * sin_e, cos_a * sin_e, cos_e])
    back = np.array([sin_a * cos_e, -cos_a * cos_e, sin_e])
    return right, up, back


def eye(state: CameraState) -> Vector:
    """Position of the eye, mm."""
    return np.asarray(np.array(state.focal_mm) + state.distance_mm * directions(state)[2])


def mm_per_pixel(state: CameraState, height: int) -> float:
    """Size of a pixel at the turning point, for a picture `height` pixels high."""
    return 2 * state.distance_mm * _half(state) / height


def mm_per_pixels_at(state: CameraState, middles: Vector, radii_mm: Vector, height: int) -> Vector:
    """(k,) the smallest size of a pixel on each of the balls about places (k, 3), for a picture so high; never 0."""
    pixel = mm_per_pixel(state, height)
    if state.parallel:
        return np.full(len(middles), pixel)
    nearest = (eye(state) - middles) @ directions(state)[2] - radii_mm
    return np.asarray(pixel * np.maximum(nearest, 1.0) / state.distance_mm)


def turned(state: CameraState, azimuth_deg: float, elevation_deg: float) -> CameraState:
    """Turned by these angles; it stops at the poles.

    Away from below there is perspective again, at the same size: the legs, for which it was left, are out of the way.
    """
    elevation = min(90.0, max(-90.0, state.elevation_deg + elevation_deg))
    risen = state.elevation_deg <= _FROM_BELOW_DEG < elevation
    return replace(
        state,
        azimuth_deg=(state.azimuth_deg + azimuth_deg + 180) % 360 - 180,
        elevation_deg=elevation,
        parallel=state.parallel and not risen,
    )


def panned(state: CameraState, right_px: float, up_px: float, height: int) -> CameraState:
    """The model moved with the pointer by so many pixels."""
    right, up, _ = directions(state)
    step = -mm_per_pixel(state, height) * (right_px * right + up_px * up)
    return replace(state, focal_mm=_triple(np.array(state.focal_mm) + step))


def zoomed(state: CameraState, factor: float, pointer: tuple[float, float], size: tuple[int, int]) -> CameraState:
    """Magnified by `factor` about the place under the pointer, which stays under it.

    Args:
        state: before.
        factor: above 1 comes closer.
        pointer: pixels from the picture's left and top.
        size: width and height of the picture in pixels.
    """
    distance = _within(state.distance_mm / factor)
    right, up, _ = directions(state)
    scale = mm_per_pixel(state, size[1])
    offset = scale * ((pointer[0] - size[0] / 2) * right - (pointer[1] - size[1] / 2) * up)
    kept = 1 - distance / state.distance_mm
    return replace(state, distance_mm=distance, focal_mm=_triple(np.array(state.focal_mm) + kept * offset))


def centred(state: CameraState, point: Vector) -> CameraState:
    """The point in the middle, and the model turning about it from now on; it keeps its size."""
    depth = float((eye(state) - point) @ directions(state)[2])
    distance = state.distance_mm if state.parallel else _within(depth)
    return replace(state, distance_mm=distance, focal_mm=_triple(point))


def framed(state: CameraState, points: Vector, size: tuple[int, int], margin: float = 0.06) -> CameraState:
    """From the same direction, with all of `points` (n, 3) filling the picture.

    Args:
        state: gives the direction.
        points: mm.
        size: width and height of the picture in pixels.
        margin: share of the picture left free on every side.
    """
    axes = np.array(directions(state))
    local = np.asarray(points, dtype=np.float64) @ axes.T
    middle = (local.min(0) + local.max(0)) / 2
    half = _half(state) * (1 - 2 * margin)
    wide = half * size[0] / size[1]
    distance = 0.0
    # Perspective spreads what is near, so distance and middle depend on each other; this settles in a few steps.
    for _ in range(6):
        x, y, z = (local - middle).T
        z = 0 * z if state.parallel else z
        distance = float(max((np.abs(x) / wide + z).max(), (np.abs(y) / half + z).max(), 1e-3))
        for axis, seen in ((0, x / (distance - z)), (1, y / (distance - z))):
            middle[axis] += distance * (seen.min() + seen.max()) / 2
    return replace(state, distance_mm=_within(distance), focal_mm=_triple(middle @ axes))


def approaching(state: CameraState, point: Vector, normal: Vector, height_mm: float) -> CameraState:
    """Looking at a place of a surface from straight before it, nearly: never from steeper than `_STEEPEST` degrees.

    Args:
        state: gives the lens.
        point: (3,) mm.
        normal: (3,) outward, of any length.
        height_mm: of the picture, at the place.
    """
    x, y, z = normal / np.linalg.norm(normal)
    return replace(
        state,
        azimuth_deg=math.degrees(math.atan2(x, -y)) if math.hypot(x, y) > 1e-6 else state.azimuth_deg,
        elevation_deg=min(_STEEPEST, max(-_STEEPEST, math.degrees(math.asin(z)))),
        distance_mm=_within(height_mm / (2 * _half(state))),
        focal_mm=_triple(point),
    )


def facing(state: CameraState, view: str) -> CameraState:
    """One of the six standard views, at the same place and size; in perspective but from below."""
    azimuth, elevation = STANDARD_VIEWS[view]
    return replace(state, azimuth_deg=azimuth, elevation_deg=elevation, parallel=_without_perspective(view))


def opening(points: Vector, size: tuple[int, int], view: str | None = None) -> CameraState:
    """Where the window opens: pelvis and upper thighs in the frame.

    Args:
        points: (n, 3) of the model at rest, mm; the hip centres are at z = 0.
        size: width and height of the picture in pixels.
        view: one of the standard views; the right hip from behind and the side if None.
    """
    azimuth, elevation = STANDARD_VIEWS[view] if view else OPENING_ANGLES
    start = CameraState(azimuth_deg=azimuth, elevation_deg=elevation, parallel=_without_perspective(view))
    # Every fifth vertex outlines the model as well as all of them do.
    return framed(start, points[points[:, 2] > _THIGHS_FROM_MM][::5], size, margin=0.04)


def without_shank(rest: Vector) -> npt.NDArray[np.bool_]:
    """(n,) which points (n, 3) at rest lie above the knee joint; all of them where none does.

    The shank is shown for what ends on it: pelvis and thigh are what a picture of everything is of.
    """
    above = rest[:, 2] > _SHANK_FROM_MM
    return above if above.any() else ~above


def ray(state: CameraState, pixel: tuple[float, float], size: tuple[int, int]) -> tuple[Vector, Vector]:
    """Start (mm) and unit direction of the line of sight through a pixel, counted from the left and top."""
    right, up, _ = directions(state)
    scale = mm_per_pixel(state, size[1])
    offset = scale * ((pixel[0] - size[0] / 2) * right - (pixel[1] - size[1] / 2) * up)
    start = eye(state) + offset if state.parallel else eye(state)
    along = np.array(state.focal_mm) + offset - start
    return start, along / np.linalg.norm(along)


def line_of_sight(state: CameraState, point: Vector) -> tuple[Vector, Vector, float]:
    """Where the line of sight to a place (3,) begins, its unit direction, and how far along it the place is, mm."""
    start = point + _BEFORE_ALL_MM * directions(state)[2] if state.parallel else eye(state)
    along = point - start
    far = float(np.linalg.norm(along))
    return start, along / far, far


def project(state: CameraState, points: Vector, size: tuple[int, int]) -> Vector:
    """Pixels from the left and top, and mm in front of the eye, of points (n, 3): (n, 3)."""
    right, up, back = directions(state)
    away = np.atleast_2d(points) - np.array(state.focal_mm)
    depth = state.distance_mm - away @ back
    scale = mm_per_pixel(state, size[1]) * (1.0 if state.parallel else depth / state.distance_mm)
    return np.column_stack([size[0] / 2 + away @ right / scale, size[1] / 2 - away @ up / scale, depth])


def _without_perspective(view: str | None) -> bool:
    """From below, where in perspective the legs would fill the picture."""
    return view == "inferior"


def _half(state: CameraState) -> float:
    return math.tan(math.radians(state.view_angle_deg) / 2)


def _within(distance_mm: float) -> float:
    return min(_LIMITS_MM[1], max(_LIMITS_MM[0], distance_mm))


def _triple(point: Vector) -> tuple[float, float, float]:
    return (float(point[0]), float(point[1]), float(point[2]))
