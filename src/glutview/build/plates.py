"""Closed shells made of two grids that meet in a rounded edge: how cartilages are drawn."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Floats, Mesh


def rounded_edge(distance_mm: Floats, radius_mm: float) -> Floats:
    """Share of the full thickness at a distance from the border: 0 there, 1 beyond the radius, a quarter circle."""
    return np.asarray(np.sqrt(1 - (1 - np.clip(distance_mm / radius_mm, 0, 1)) ** 2))


def plate(face: Floats, back: Floats) -> Mesh:
    """A disc-like shell.

    Args:
        face: (a, b, 3) the seen side, mm.
        back: (a, b, 3) the hidden side, the same places at the borders of the grid.
    """
    a, b = face.shape[:2]
    number = np.arange(a * b).reshape(a, b)
    hidden = number.copy()
    hidden[1:-1, 1:-1] = a * b + np.arange((a - 2) * (b - 2)).reshape(a - 2, b - 2)
    vertices = np.concatenate([face.reshape(-1, 3), back[1:-1, 1:-1].reshape(-1, 3)])
    return _outward(vertices, np.concatenate([_disc(number), _disc(hidden)[:, ::-1]]))


def torus(rings: Floats) -> Mesh:
    """A ring-like body from closed sections (a, b, 3), the last of them next to the first, mm."""
    a, b = rings.shape[:2]
    number = np.arange(a * b).reshape(a, b)
    wrapped = np.pad(number, ((0, 1), (0, 1)), mode="wrap")
    return _outward(rings.reshape(-1, 3), _cells(wrapped))


def _disc(number: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Triangles of a grid, none of them with all its corners on the border: the other side would have it too."""
    faces = _cells(number)
    cell = np.arange(len(faces) // 2).reshape(number.shape[0] - 1, number.shape[1] - 1)
    for place, square in ((cell[-1, 0], number[-2:, :2]), (cell[0, -1], number[:2, -2:])):
        (a, d), (b, c) = square
        faces[place], faces[place + cell.size] = (a, b, d), (b, c, d)
    return faces


def _cells(number: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Two triangles for each cell of a grid of vertex numbers: of all cells the first ones, then the second ones."""
    a, b, c, d = number[:-1, :-1], number[1:, :-1], number[1:, 1:], number[:-1, 1:]
    return np.concatenate([np.stack([a, b, c], axis=-1).reshape(-1, 3), np.stack([a, c, d], axis=-1).reshape(-1, 3)])


def _outward(vertices: Floats, faces: npt.NDArray[np.int64]) -> Mesh:
    mesh = Mesh(vertices, faces.astype(np.int32))
    return mesh if mesh.volume_mm3() > 0 else Mesh(vertices, faces[:, ::-1].astype(np.int32))
