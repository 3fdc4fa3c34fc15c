"""The fifth lumbar vertebra on the sacral plateau: the shape model has none.

Sculpted in a frame of its own (sideways, forward, upward), a disc's height above the plateau and tilted less than it.
Form and sizes are an adult's, by eye. Left half, seated frame, mm.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from glutview.build import sculpt
from glutview.build.surface_net import surface_net
from glutview.geometry.distance import DistanceField
from glutview.geometry.mesh import Floats, Mesh

SPACING_MM: Final = 1.15
DISC_MM: Final = 10.0
_NET_EVERY: Final = 2
_LOW, _HIGH = np.array([0.0, -4.0, 86.0]), np.array([52.0, 94.0, 160.0])

_PLATEAU: Final = (0.0, 33.0, 101.5)
_PLATEAU_TILT_DEG: Final = 38.0
_TILT_DEG: Final = 27.0
"""Of the body's middle; its lower face is tilted more, its upper one less."""
_WEDGE_DEG: Final = 4.5
_HALF_BREADTH, _HALF_DEPTH, _HALF_HEIGHT = 25.4, 17.5, 13.6
_FACET_SPACE_MM: Final = 1.2


def build_fifth_lumbar_vertebra(sacrum: Mesh) -> Mesh:
    """The vertebra, closed, its own mirror image but for the direction of some diagonals.

    Args:
        sacrum: finished; its articular processes are kept at a joint space's distance.
    """
    points = sculpt.grid_points(_LOW, _HIGH, SPACING_MM)
    local = _local(points)
    body = _body(local)
    arch = _arch(local)
    canal = sculpt.rod(local, [(0, -25.5, 34), (0, -25, 8), (0, -27, -34)], (8.0, 7.6, 8.0), (1.45, 1.0, 1.0))
    whole = sculpt.carve(sculpt.join(body, arch, 5.0), canal, 3.0)
    field = DistanceField.from_mesh(sacrum, SPACING_MM, bounds=(_LOW, _HIGH)).values.astype(np.float64)
    whole = sculpt.carve(whole, field - _FACET_SPACE_MM, 1.5)
    return surface_net(sculpt.mirrored_field(_LOW, SPACING_MM, whole), _NET_EVERY)


def _local(points: Floats) -> Floats:
    """Sideways, forward and upward of the body's middle."""
    tilt, plateau = np.radians(_TILT_DEG), np.radians(_PLATEAU_TILT_DEG)
    upward = np.array([0.0, -np.sin(tilt), np.cos(tilt)])
    forward = np.array([0.0, -np.cos(tilt), -np.sin(tilt)])
    off_plateau = np.array([0.0, -np.sin(plateau), np.cos(plateau)])
    middle = np.array(_PLATEAU) + DISC_MM * off_plateau + _HALF_HEIGHT * upward
    return np.asarray((points - middle) @ np.array([[1.0, 0.0, 0.0], forward, upward]).T)


def _body(local: Floats) -> Floats:
    """A waisted drum between two endplates, hollowed behind."""
    x, f, w = np.moveaxis(local, -1, 0)
    level = np.clip(w / _HALF_HEIGHT, -1, 1)
    waist = 1 - 0.09 * (1 - level**2)
    side = np.sqrt((x / _HALF_BREADTH) ** 2 + (f / _HALF_DEPTH) ** 2 + 1e-9)
    steep = np.sqrt((x / _HALF_BREADTH**2) ** 2 + (f / _HALF_DEPTH**2) ** 2 + 1e-9)
    drum = side * (side - waist) / steep
    wedge = np.tan(np.radians(_WEDGE_DEG))
    # Rims stand out, the middle of each endplate is sunk.
    dish = 1.6 * np.maximum(1 - side**2, 0)
    plates = np.maximum(w - (_HALF_HEIGHT - dish + wedge * f), -w - (_HALF_HEIGHT - dish + wedge * f))
    return sculpt.carve(drum, -plates, 5.5)


def _arch(local: Floats) -> Floats:
    """Pedicle, transverse process, articular processes, lamina and spinous process of the left side."""
    pedicle = sculpt.rod(local, [(16.5, -11, 5), (18.5, -21, 5), (18.5, -30, 4)], (6.5, 5.8, 6.0), (1, 1, 1.15))
    transverse = sculpt.rod(local, [(18, -15, 4), (30, -22, 5), (42, -28, 8)], (8.0, 5.6, 4.0), (1, 1, 1.2))
    upper = sculpt.rod(local, [(18.5, -30, 2), (20.5, -33, 11), (21.0, -34, 15)], (6.6, 6.2, 5.6), (1.0, 0.85, 1.0))
    pars = sculpt.rod(local, [(18.5, -31, 3), (17.5, -36, -7), (20.5, -35.5, -22)], (6.0, 5.4, 5.6), (1.15, 0.85, 1))
    lamina = sculpt.rod(local, [(17, -35, -3), (8, -40, -6), (0, -43, -8)], (4.6, 4.4, 4.6), (1, 0.9, 2.0))
    spine = sculpt.rod(local, [(0, -42, -8), (0, -52, -13), (0, -59, -17)], (4.0, 3.4, 4.2), (1, 1, 2.3))
    arch = pedicle
    for piece, width in ((transverse, 6.0), (upper, 4.0), (pars, 5.0), (lamina, 5.0), (spine, 5.0)):
        arch = sculpt.join(arch, piece, width)
    return arch
