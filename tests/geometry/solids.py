"""Bodies whose size, depth and crossings are known in closed form."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.subdivision import refined


def sphere(radius: float = 10.0, centre: tuple[float, float, float] = (0.0, 0.0, 0.0), rounds: int = 4) -> Mesh:
    """An icosahedron, its triangles halved again and again and laid on the sphere."""
    golden = (1 + 5**0.5) / 2
    corners = [(-1, golden, 0), (1, golden, 0), (-1, -golden, 0), (1, -golden, 0)]
    vertices = np.array([np.roll(corner, turn) for turn in range(3) for corner in corners], dtype=np.float64)
    gaps = np.linalg.norm(vertices[:, None] - vertices[None], axis=2)
    near = np.isclose(gaps, gaps[gaps > 0].min())
    triples = [
        (i, j, k)
        for i in range(12)
        for j in range(i + 1, 12)
        for k in range(j + 1, 12)
        if near[i, j] and near[j, k] and near[i, k]
    ]
    faces = np.array([_outward(vertices, triple) for triple in triples], dtype=np.int32)
    for _ in range(rounds):
        division = refined(vertices, faces, lambda points, edges: np.ones(len(edges), dtype=bool), 1)
        vertices = np.asarray(division.extended(vertices), dtype=np.float64)
        vertices /= np.linalg.norm(vertices, axis=1, keepdims=True)
        faces = division.faces
    vertices /= np.linalg.norm(vertices, axis=1, keepdims=True)
    return Mesh(radius * vertices + np.array(centre), faces)


def box(low: tuple[float, float, float], high: tuple[float, float, float], pieces: int = 8) -> Mesh:
    """A box, each side of it cut into squares of two triangles."""
    share = np.linspace(0.0, 1.0, pieces + 1)
    points: list[Floats] = []
    faces: list[npt.NDArray[np.int64]] = []
    for axis in range(3):
        for end in (0.0, 1.0):
            a, b = np.meshgrid(share, share, indexing="ij")
            face = np.insert(np.column_stack([a.ravel(), b.ravel()]), axis, end, axis=1)
            i, j = np.meshgrid(np.arange(pieces), np.arange(pieces), indexing="ij")
            corner = (i * (pieces + 1) + j).ravel() + sum(len(side) for side in points)
            step = pieces + 1
            two = [np.column_stack([corner, corner + step, corner + step + 1])]
            two += [np.column_stack([corner, corner + step + 1, corner + 1])]
            turned = (end == 0.0) == (axis != 1)
            faces += [one[:, [0, 2, 1]] if turned else one for one in two]
            points.append(face)
    places, same = np.unique(np.round(np.concatenate(points), 9), axis=0, return_inverse=True)
    corners = np.array(low) + places * (np.array(high) - np.array(low))
    return Mesh(corners, same.ravel()[np.concatenate(faces)].astype(np.int32))


def _outward(vertices: Floats, triple: tuple[int, int, int]) -> tuple[int, int, int]:
    a, b, c = (vertices[k] for k in triple)
    i, j, k = triple
    return (i, j, k) if np.cross(b - a, c - a) @ (a + b + c) > 0 else (i, k, j)


def pipe(line: Floats, radius: float, sides: int = 24) -> Mesh:
    """A round bar about a line, with flat ends and the field ``along``: the share of the line at each vertex."""
    ahead = np.gradient(line, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    first = np.cross(ahead, np.eye(3)[np.abs(ahead).sum(0).argmin()])
    first /= np.linalg.norm(first, axis=1, keepdims=True)
    second = np.cross(ahead, first)
    turn = np.linspace(0, 2 * np.pi, sides, endpoint=False)[:, None]
    rings = line[:, None] + radius * (np.cos(turn) * first[:, None] + np.sin(turn) * second[:, None])
    number = np.arange(len(line) * sides).reshape(len(line), sides)
    after = np.roll(number, -1, axis=1)
    a, b, c, d = number[:-1].ravel(), after[:-1].ravel(), after[1:].ravel(), number[1:].ravel()
    start, end = np.full(sides, number.size), np.full(sides, number.size + 1)
    faces = np.vstack(
        [
            np.column_stack([a, b, c]),
            np.column_stack([a, c, d]),
            np.column_stack([start, after[0], number[0]]),
            np.column_stack([end, number[-1], after[-1]]),
        ]
    )
    share = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    along = np.concatenate([np.repeat(share / share[-1], sides), [0.0, 1.0]])
    vertices = np.vstack([rings.reshape(-1, 3), line[:1], line[-1:]])
    return Mesh(vertices, faces.astype(np.int32), {"along": along})


def together(*meshes: Mesh) -> Mesh:
    """Several surfaces as one, with the field ``branch``: the number of each."""
    starts = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes)])
    faces = np.vstack([mesh.faces + start for mesh, start in zip(meshes, starts, strict=False)])
    names = set.intersection(*(set(mesh.fields) for mesh in meshes))
    fields = {name: np.concatenate([mesh.fields[name] for mesh in meshes]) for name in sorted(names)}
    branch = np.repeat(np.arange(len(meshes), dtype=np.float64), np.diff(starts))
    return Mesh(np.vstack([mesh.vertices for mesh in meshes]), faces, {**fields, "branch": branch})
