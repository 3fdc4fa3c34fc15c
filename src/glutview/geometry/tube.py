"""Tubes along a course: nerves and vessels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from glutview.geometry.mesh import Faces, Floats, Mesh

_CAP_RINGS = 3


def frames(centres: Floats) -> tuple[Floats, Floats]:
    """Two unit vectors (k, 3) across the line at each of its points, turning with it as little as possible."""
    along = np.gradient(centres, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    first = np.empty_like(centres)
    start = np.eye(3)[np.argmin(np.abs(along[0]))]
    for row, direction in enumerate(along):
        before = start if row == 0 else first[row - 1]
        across = before - (before @ direction) * direction
        first[row] = across / np.linalg.norm(across)
    return first, np.cross(along, first)


def tube(centres: Floats, radii_mm: Floats, sides: int = 12) -> Mesh:
    """A closed tube with rounded ends.

    Args:
        centres: (k, 3) points of the centre line, mm; k >= 2.
        radii_mm: (k,) radius at each of them.
        sides: corners of a cross-section.

    Returns:
        A closed, outward surface with the field ``along``: the share of the centre line at each vertex.
    """
    along = np.gradient(centres, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    first, second = frames(centres)
    share = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(centres, axis=0), axis=1))])
    share /= share[-1]
    bend = np.linspace(0.0, np.pi / 2, _CAP_RINGS + 1)[:-1]
    middle, radius, row = [], [], []
    for angle in np.pi / 2 - bend[::-1]:
        middle.append(centres[0] - radii_mm[0] * np.sin(angle) * along[0])
        radius.append(radii_mm[0] * np.cos(angle))
        row.append(0)
    middle, radius, row = middle[1:], radius[1:], row[1:]
    middle += list(centres)
    radius += list(radii_mm)
    row += list(range(len(centres)))
    for angle in bend[1:]:
        middle.append(centres[-1] + radii_mm[-1] * np.sin(angle) * along[-1])
        radius.append(radii_mm[-1] * np.cos(angle))
        row.append(len(centres) - 1)
    rows = np.array(row)
    turn = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    ring = np.cos(turn)[None, :, None] * first[rows][:, None] + np.sin(turn)[None, :, None] * second[rows][:, None]
    body = np.array(middle)[:, None] + np.array(radius)[:, None, None] * ring
    poles = [centres[0] - radii_mm[0] * along[0], centres[-1] + radii_mm[-1] * along[-1]]
    vertices = np.vstack([body.reshape(-1, 3), poles])
    fields = {"along": np.concatenate([np.repeat(share[rows], sides), [0.0, 1.0]]).astype(np.float32)}
    return Mesh(vertices, _faces(len(rows), sides), fields)


def joined(meshes: Sequence[Mesh]) -> Mesh:
    """Several closed surfaces as one, with the field ``branch``: the number of the part."""
    starts = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes)])
    faces = np.vstack([mesh.faces + start for mesh, start in zip(meshes, starts, strict=False)])
    names = set.intersection(*(set(mesh.fields) for mesh in meshes))
    fields = {name: np.concatenate([mesh.fields[name] for mesh in meshes]) for name in sorted(names)}
    branch = np.repeat(np.arange(len(meshes)), np.diff(starts)).astype(np.float32)
    return Mesh(np.vstack([mesh.vertices for mesh in meshes]), faces, {**fields, "branch": branch})


def _faces(rings: int, sides: int) -> Faces:
    number = np.arange(rings * sides).reshape(rings, sides)
    after = np.roll(number, -1, axis=1)
    a, b, c, d = number[:-1].ravel(), after[:-1].ravel(), after[1:].ravel(), number[1:].ravel()
    start, end = np.full(sides, rings * sides), np.full(sides, rings * sides + 1)
    return np.vstack(
        [
            np.column_stack([a, b, c]),
            np.column_stack([a, c, d]),
            np.column_stack([start, after[0], number[0]]),
            np.column_stack([end, number[-1], after[-1]]),
        ]
    ).astype(np.int32)
