"""Where the hip bone's lines, lips and rough places run.

The three gluteal lines and the outer lip follow the landmarks of the same names; everything else was placed on the
model's own folds by eye. Heights are by eye. Left side, seated frame, mm.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from glutview.build.relief import Ridge, held_near, laid_path, with_ridges
from glutview.build.smoothing import smooth_step
from glutview.geometry.mesh import Floats, Mesh

_POSTERIOR_GLUTEAL_LINE = (
    (77.0, 58.0, 131.0), (73.2, 61.0, 125.0), (67.1, 63.0, 110.0), (66.2, 62.0, 95.0), (67.8, 61.0, 80.0),
    (65.5, 65.0, 66.0), (55.9, 73.0, 53.0),
)  # fmt: skip
_ANTERIOR_GLUTEAL_LINE = (
    (124.5, -34.0, 77.0), (123.5, -24.0, 82.0), (125.6, -12.0, 88.5), (124.6, 0.0, 92.5), (117.6, 12.0, 95.0),
    (103.2, 23.0, 92.5), (86.6, 33.0, 85.0), (78.5, 40.5, 75.0), (75.8, 45.0, 64.0), (71.2, 52.0, 57.0),
    (60.8, 66.0, 52.0),
)  # fmt: skip
_INFERIOR_GLUTEAL_LINE = (
    (110.9, -30.0, 58.0), (107.4, -24.0, 52.0), (104.1, -13.0, 47.0), (101.3, 0.0, 45.5), (96.7, 13.0, 46.0),
    (87.8, 24.0, 44.5), (81.0, 33.0, 42.0), (74.8, 38.0, 41.0),
)  # fmt: skip
_OUTER_LIP = (
    (122.0, -43.0, 76.5), (127.3, -36.0, 81.0), (129.0, -26.0, 87.0), (133.5, -16.0, 94.0), (137.5, -6.0, 101.5),
    (136.9, 6.0, 110.5), (129.2, 18.0, 118.5), (116.7, 30.0, 126.5), (102.2, 42.0, 131.5), (86.7, 53.0, 131.5),
)  # fmt: skip
_INNER_LIP = (
    (115.0, -39.0, 86.5), (119.2, -27.6, 96.6), (122.6, -17.9, 104.9), (124.1, -9.8, 111.8), (123.7, -1.7, 117.8),
    (117.5, 12.4, 125.1), (111.0, 20.7, 127.9), (99.0, 33.0, 133.0), (84.0, 46.0, 135.0), (66.0, 58.0, 131.0),
)  # fmt: skip
_ARCUATE_LINE = (
    (61.8, 29.7, 79.3), (65.5, 20.0, 64.1), (66.0, 10.0, 48.0), (63.0, 4.0, 36.0), (59.6, 5.6, 32.3),
    (58.3, -3.2, 29.5), (54.1, -11.3, 23.0), (48.4, -18.9, 15.3), (39.6, -26.0, 6.0), (27.8, -33.6, -2.5),
    (17.0, -40.0, -7.0),
)  # fmt: skip
_OBTURATOR_CREST = ((19.9, -52.7, -9.3), (29.2, -48.8, -8.9), (36.4, -40.8, -6.2))

# The ischial tuberosity: its two borders, and the ridge that parts the hamstrings' upper from its lower area.
_TUBEROSITY_MEDIAL = (
    (51.9, 43.0, -15.3), (56.6, 47.0, -25.1), (57.1, 49.0, -34.5), (55.6, 51.1, -42.9), (52.9, 47.3, -52.6),
    (48.5, 38.0, -61.4), (42.9, 27.7, -65.0),
)  # fmt: skip
_TUBEROSITY_PARTING = ((55.6, 51.1, -42.9), (62.3, 50.4, -44.5), (67.5, 45.0, -45.5))

_AURICULAR_OUTLINE = (
    (57.3, 46.0, 108.0), (59.6, 37.5, 98.0), (60.0, 31.5, 86.0), (58.5, 28.5, 73.0), (54.5, 34.0, 62.0),
    (50.0, 46.0, 56.0), (47.5, 60.0, 52.5), (47.5, 72.0, 51.0), (44.5, 81.0, 59.0), (42.5, 80.0, 70.0),
    (42.5, 72.0, 77.0), (47.0, 60.0, 78.0), (53.5, 52.0, 87.0), (55.0, 50.0, 97.0), (57.3, 46.0, 108.0),
)  # fmt: skip
_AURICULAR_DEPTH_MM: Final = 0.6

RIDGES: Final = (
    Ridge(_POSTERIOR_GLUTEAL_LINE, 1.0, 3.4, gutter=0.35),
    Ridge(_ANTERIOR_GLUTEAL_LINE, 0.9, 3.4, gutter=0.35),
    Ridge(_INFERIOR_GLUTEAL_LINE, 0.9, 3.4, gutter=0.35),
    Ridge(_OUTER_LIP, 1.1, 3.2, gutter=0.3, taper_mm=12.0),
    Ridge(_INNER_LIP, 0.9, 3.0, gutter=0.3, taper_mm=12.0),
    Ridge(_ARCUATE_LINE, 0.8, 3.4, taper_mm=12.0),
    Ridge(_OBTURATOR_CREST, 0.7, 3.2),
    Ridge(_TUBEROSITY_MEDIAL, 0.9, 3.4, gutter=0.3),
    Ridge(_TUBEROSITY_PARTING, 0.7, 3.0, gutter=0.3, taper_mm=4.0),
    Ridge(((139.2, -6.4, 105.6),), 0.9, 8.0),
    Ridge(((115.7, -47.6, 74.0),), 0.3, 6.5),
    Ridge(((99.5, -30.0, 37.0),), 0.8, 6.5),
    Ridge(((45.3, 93.8, 84.7),), 0.7, 6.5),
    Ridge(((17.5, -54.0, -11.5),), 0.8, 5.0),
    Ridge(_AURICULAR_OUTLINE, 0.35, 2.6),
    # Grooves: above the socket for the reflected head of rectus, below it for obturator externus.
    Ridge(((98.0, -20.0, 32.0), (101.0, -8.0, 34.0), (99.0, 5.0, 35.0)), -0.7, 4.0),
    # The crest between its lips is rough; this is its intermediate line.
    Ridge(((123.0, -30.0, 99.0), (129.6, -8.5, 115.3), (123.5, 11.9, 127.6), (116.4, 21.0, 132.1)), 0.3, 3.0),
)


def with_hip_bone_relief(mesh: Mesh) -> Mesh:
    """The left hip bone with its lines, lips, tubercles and auricular surface."""
    return held_near(mesh, _with_auricular_surface(with_ridges(mesh, RIDGES)))


def _with_auricular_surface(mesh: Mesh) -> Mesh:
    """Sunk a little within a low rim, and uneven: away from the sacrum, so that the joint space stays."""
    line = laid_path(mesh, _AURICULAR_OUTLINE)
    inside = _within(mesh, line)
    _, y, z = mesh.vertices.T
    uneven = np.sin(0.9 * y + 0.5 * z) * np.sin(0.7 * z - 0.4 * y + 1.0) + 0.6 * np.sin(1.3 * y - 0.8 * z)
    depth = _AURICULAR_DEPTH_MM * inside * (1 + 0.6 * uneven)
    return mesh.with_vertices(mesh.vertices - depth[:, None] * mesh.vertex_normals())


def _within(mesh: Mesh, outline: Floats) -> Floats:
    """(n,) 1 inside an outline seen from the midline, 0 outside and on what faces away."""
    from scipy.spatial import cKDTree

    flat = outline[:, 1:]
    after = np.roll(flat, -1, axis=0)
    y, z = mesh.vertices[:, 1:2], mesh.vertices[:, 2:3]
    above = (flat[None, :, 1] > z) != (after[None, :, 1] > z)
    rise = np.where(after[:, 1] == flat[:, 1], 1e-9, after[:, 1] - flat[:, 1])
    at = flat[None, :, 0] + (z - flat[None, :, 1]) / rise * (after[:, 0] - flat[:, 0])
    odd = (above & (y < at)).sum(1) % 2 == 1
    gap, _ = cKDTree(outline).query(mesh.vertices)
    facing = smooth_step(-mesh.vertex_normals()[:, 0] / 0.4)
    return np.asarray(np.where(odd & (mesh.vertices[:, 0] < 68), smooth_step(np.asarray(gap) / 3.0), 0.0) * facing)
