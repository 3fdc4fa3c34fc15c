"""The iliotibial tract: a plain band over the trochanter down to the lateral epicondyle, moving with the femur.

It starts above the trochanter, where the gluteus maximus runs into it, and is pulled over what lies beneath.
"""

from __future__ import annotations

import numpy as np

from glutview.geometry.block import Block
from glutview.geometry.curve import resample
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.sheet import Field, Tension, pull_taut, pushed_out, sheet_normals

SHAPE = (19, 5, 141)
_THICKNESS_MM = 2.0
_GAP_MM = 1.2

# Front and rear edge from the upper end to the knee: x, y, z in mm, right side, by eye over the vastus lateralis
# that is not drawn yet.
_FRONT = [(-152, -13, -12), (-151, -17, -24), (-147, -18, -60), (-138, -18, -120), (-126, -16, -200)]
_FRONT += [(-112, -14, -300), (-101, -11, -388)]
_REAR = [(-147, 32.5, -12), (-145, 31.5, -24), (-138, 26, -60), (-127, 20, -100), (-120, 14, -150), (-113, 8, -230)]
_REAR += [(-106, 6, -310), (-100, 4, -388)]


def tract(beneath: Field) -> Mesh:
    """The tract of the right side over `beneath` (mm, LPS), with s from front to rear and u downward."""
    ns, nt, nu = SHAPE
    s, u = np.linspace(0, 1, ns), np.linspace(0, 1, nu)
    front, rear = resample(np.array(_FRONT, float), u), resample(np.array(_REAR, float), u)
    share = s[:, None, None]
    bulge = np.sin(np.pi * share) * np.array([-4.0, 0.0, 0.0])
    sheet = front[None] * (1 - share) + rear[None] * share + bulge
    clearance = np.full((ns, nu), _GAP_MM + _THICKNESS_MM / 2)
    last = lambda grid: pushed_out(grid, beneath, clearance)  # noqa: E731
    sheet = pull_taut(sheet, last, last, Tension(along=0.4, across=0.2, rounds=20, finish=6))
    return _thick(sheet, nt).surface()


def _thick(sheet: Floats, nt: int) -> Block:
    """Two faces around the sheet, meeting in rounded edges."""
    ns, nu = sheet.shape[:2]
    t = 0.5 - 0.5 * np.cos(np.pi * np.linspace(0, 1, nt))
    edge = np.linspace(0, 1, ns)
    swell = np.sqrt(np.clip(1 - (1 - np.clip(np.minimum(edge, 1 - edge) / 0.12, 0, 1)) ** 2, 0.06, 1))
    height = (2 * t - 1)[None, :, None] * (0.5 * _THICKNESS_MM * swell)[:, None, None] * np.ones(nu)
    nodes = sheet[:, None] + height[..., None] * sheet_normals(sheet)[:, None]
    return Block(nodes, edge, t, np.linspace(0, 1, nu))
