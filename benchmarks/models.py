"""The shipped anatomy with as many triangles as a benchmark asks for, and the same in bare VTK."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.bare import Bare, Eye
from glutview.biomech.anatomy import Anatomy
from glutview.biomech.deformers import Deformers
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.subdivision import refined
from glutview.scene.camera import directions, eye
from glutview.scene.scene import Scene

SIZE = (1280, 800)


def finer(mesh: Mesh, triangles: int) -> Mesh:
    """The same surface with about so many triangles."""
    while len(mesh.faces) < 0.95 * triangles:
        lack = triangles - len(mesh.faces)

        def longest(vertices: Floats, edges: npt.NDArray[np.int64], most: int = lack // 2) -> npt.NDArray[np.bool_]:
            length = np.linalg.norm(vertices[edges[:, 0]] - vertices[edges[:, 1]], axis=1)
            chosen = np.zeros(len(edges), dtype=bool)
            chosen[np.argsort(-length, kind="stable")[:most]] = True
            return chosen

        division = refined(mesh.vertices, mesh.faces, longest, rounds=1)
        fields = {name: division.extended(values) for name, values in mesh.fields.items()}
        mesh = Mesh(np.asarray(division.extended(mesh.vertices), dtype=np.float64), division.faces, fields)
    return mesh


def with_triangles(anatomy: Anatomy, triangles: int) -> Anatomy:
    """About `triangles` in all, in the muscles what the others lack.

    Nerves and vessels keep their own, and so does what moves with a bone: places on it are stated by their numbers.
    """
    muscles = {id: anatomy.rest[id] for id in anatomy.soft if id in anatomy.atlas.fibre_templates}
    own = sum(len(mesh.faces) for mesh in muscles.values())
    factor = 1 + (triangles - sum(len(mesh.faces) for mesh in anatomy.rest.values())) / own
    finer_ones = {id: finer(mesh, round(len(mesh.faces) * factor)) for id, mesh in muscles.items()}
    return _with_rest(anatomy, {**anatomy.rest, **finer_ones})


def with_moving_vertices(anatomy: Anatomy, vertices: int) -> Anatomy:
    """About `vertices` in the muscles together."""
    muscles = [id for id in anatomy.soft if id in anatomy.atlas.fibre_templates]
    factor = vertices / sum(len(anatomy.rest[id].vertices) for id in muscles)
    rest = dict(anatomy.rest)
    for id in muscles:
        rest[id] = finer(rest[id], round(len(rest[id].faces) * factor))
    return _with_rest(anatomy, rest)


def _with_rest(anatomy: Anatomy, rest: dict[str, Mesh]) -> Anatomy:
    tubes = {id: anatomy.rest[id] for id in anatomy._tubes}
    muscles = [anatomy.atlas.structures[id] for id in anatomy._deformers]
    return replace(anatomy, rest={**rest, **tubes}, _deformers=Deformers(anatomy.atlas, muscles, rest))


def bare(scene: Scene, *, antialiased: bool) -> Bare:
    """What a scene shows in a window of bare VTK, of the same size and settings."""
    visible = [part for part in scene._parts.values() if part.actor.GetVisibility()]
    surfaces = [(part.data, part.actor.GetTexture()) for part in visible]
    return Bare(surfaces, _eye(scene), SIZE, antialiased=antialiased)


def save_polygons(path: str, scene: Scene, size: tuple[int, int]) -> None:
    """Write what a scene shows, for a start that knows nothing of the program."""
    arrays: dict[str, npt.NDArray[Any]] = {}
    for i, part in enumerate(part for part in scene._parts.values() if part.actor.GetVisibility()):
        arrays |= {f"points{i}": part.points, f"normals{i}": part.normals, f"faces{i}": part.faces}
    place = _eye(scene)
    eye = np.array([place.focal, place.position, place.up])
    np.savez(path, allow_pickle=False, eye=eye, angle=np.array(place.angle), size=np.array(size), **arrays)


def _eye(scene: Scene) -> Eye:
    state = scene.camera
    position, up = ((float(x), float(y), float(z)) for x, y, z in (eye(state), directions(state)[1]))
    return Eye(state.focal_mm, position, up, state.view_angle_deg)
