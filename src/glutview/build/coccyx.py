"""A plain coccyx: four segments that carry on the sacrum's curve. The shape model has none.

Its breadth and length were set beside the coccyx of Z-Anatomy (CC BY-SA 4.0, built on BodyParts3D), 33 mm broad and
31 mm high; segments and places are by eye, following the apex of the finished sacrum. Left half, seated frame, mm.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from glutview.build import sculpt
from glutview.build.surface_net import surface_net
from glutview.geometry.mesh import Floats, Mesh

SPACING_MM = 0.7
_NET_EVERY = 2
_LOW, _HIGH = np.array([0.0, 62.0, -40.0]), np.array([20.3, 103.4, 12.5])

# From the base to the tip, (y, z); then along it: share of the way, half breadth, half depth.
_COURSE: Final = ((89.6, 0.2), (89.4, -5.0), (87.4, -13.8), (83.0, -21.6), (77.0, -27.6), (73.6, -30.2))
_SECTIONS: Final = (
    (0.0, 10.2, 5.2), (0.1, 10.6, 5.6), (0.2, 8.6, 5.0), (0.255, 7.4, 4.5), (0.28, 7.0, 4.1), (0.305, 7.6, 4.5),
    (0.38, 8.0, 4.9), (0.48, 6.6, 4.3), (0.525, 5.7, 3.7), (0.55, 5.5, 3.5), (0.575, 6.0, 3.8), (0.64, 6.2, 4.1),
    (0.71, 5.3, 3.7), (0.745, 4.6, 3.2), (0.765, 4.5, 3.1), (0.79, 4.8, 3.3), (0.86, 4.8, 3.4), (0.94, 4.0, 2.9),
    (1.0, 3.0, 2.3),
)  # fmt: skip
_TRANSVERSE_PROCESSES: Final = (
    (((6.0, 90.0, -3.0), (11.0, 90.0, -3.4), (15.0, 89.4, -4.4)), (4.2, 2.9, 1.7)),
    (((4.5, 88.0, -12.2), (9.6, 87.6, -13.0)), (3.0, 1.7)),
)
_HORN: Final = ((5.2, 91.6, -3.5), (6.0, 94.6, 0.4), (6.5, 96.0, 3.6))


def build_coccyx() -> Mesh:
    """The coccyx, closed, its own mirror image."""
    points = sculpt.grid_points(_LOW, _HIGH, SPACING_MM)
    body = _segments(points)
    for path, radii in _TRANSVERSE_PROCESSES:
        body = sculpt.join(body, sculpt.rod(points, path, radii, (1.0, 0.8, 1.0)), 3.5)
    body = sculpt.join(body, sculpt.rod(points, _HORN, (2.9, 2.1, 1.5)), 3.0)
    return surface_net(sculpt.mirrored_field(_LOW, SPACING_MM, body), _NET_EVERY)


def _segments(points: Floats) -> Floats:
    """About the distance (...,) to a flattened, tapering rod that is notched where two segments meet."""
    from scipy.interpolate import CubicSpline
    from scipy.spatial import cKDTree

    corners = np.array(_COURSE)
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(corners, axis=0), axis=1))])
    course = CubicSpline(along, corners)
    places = np.linspace(0, along[-1], 400)
    line, way = course(places), course(places, 1)
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    _, nearest = cKDTree(line).query(points[0, ..., 1:])
    flat = points[0, ..., 1:] - line[nearest]
    rear = flat[..., 0] * -way[nearest][..., 1] + flat[..., 1] * way[nearest][..., 0]
    beyond = np.einsum("...x,...x->...", flat, way[nearest])
    share, breadth, depth = np.array(_SECTIONS).T
    half = [np.interp(places / along[-1], share, values)[nearest] for values in (breadth, depth)]
    radii = np.stack([*half, np.full_like(half[0], 2.4)], axis=-1)
    local = np.stack(np.broadcast_arrays(points[..., 0], rear[None], beyond[None]), axis=-1)
    # A power above 2 squares the section off a little: a body, not a bead.
    scaled = (np.abs(local / radii) ** 2.4).sum(-1) ** (1 / 2.4)
    steep = np.linalg.norm(local / radii**2, axis=-1) / np.maximum(np.linalg.norm(local / radii, axis=-1), 1e-9)
    return np.asarray((scaled - 1) / np.maximum(steep, 1e-3))
