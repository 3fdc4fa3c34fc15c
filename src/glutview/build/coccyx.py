"""A plain coccyx: four segments that carry on the sacrum's curve. The shape model has none.

Its breadth and length were set beside the coccyx of Z-Anatomy (CC BY-SA 4.0, built on BodyParts3D), 33 mm broad and
31 mm high; segments and places are by eye, following the apex of the finished sacrum. Left half, seated frame, mm.
"""

from __future__ import annotations

import numpy as np

from glutview.build import sculpt
from glutview.build.surface_net import surface_net
from glutview.geometry.mesh import Floats, Mesh

SPACING_MM = 0.7
_NET_EVERY = 2
_LOW, _HIGH = np.array([0.0, 66.0, -38.5]), np.array([19.6, 102.4, 11.9])

# centre (y, z) and half breadth, half depth, half height
SEGMENTS = (
    ((89.4, -5.0), (10.0, 5.0, 6.0)),
    ((87.4, -13.8), (7.6, 4.5, 5.8)),
    ((83.0, -21.6), (6.0, 4.0, 5.4)),
    ((77.0, -27.6), (4.6, 3.5, 4.6)),
)
_TRANSVERSE_PROCESS = ((5.0, 89.8, -3.2), (13.2, 89.4, -3.0))
_HORN = ((5.5, 92.0, -3.0), (6.2, 95.2, 1.0), (6.8, 96.6, 4.6))


def build_coccyx() -> Mesh:
    """The coccyx, closed, its own mirror image."""
    points = sculpt.grid_points(_LOW, _HIGH, SPACING_MM)
    body: Floats | None = None
    for (y, z), radii in SEGMENTS:
        piece = sculpt.ellipsoid(points, (0.0, y, z), _axes(y, z), radii)
        body = piece if body is None else sculpt.join(body, piece, 3.0)
    assert body is not None
    body = sculpt.join(body, sculpt.rod(points, _TRANSVERSE_PROCESS, (3.4, 1.9)), 3.0)
    body = sculpt.join(body, sculpt.rod(points, _HORN, (2.2, 1.6, 1.2)), 2.0)
    return surface_net(sculpt.mirrored_field(_LOW, SPACING_MM, body), _NET_EVERY)


def _axes(y: float, z: float) -> Floats:
    """Unit axes of a segment: leftward, backward, along the curve."""
    centres = np.array([centre for centre, _ in SEGMENTS])
    along = np.gradient(centres, axis=0)[[centre == (y, z) for centre, _ in SEGMENTS]][0]
    back, up = -along[1], along[0]
    length = float(np.hypot(back, up))
    rear = np.array([0.0, back, up]) / length
    return np.array([[1.0, 0.0, 0.0], rear, np.cross([1.0, 0.0, 0.0], rear)])
