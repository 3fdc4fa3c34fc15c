"""How open each vertex lies, seen from outside: what shades the hollows in every frame at no cost.

Ambient occlusion (Zhukov 1998, doi:10.1007/978-3-7091-6453-2_5): rays in all directions out of the surface, more of
them steep than flat, and the share that meets nothing near. A bone is shaded by the bones of its own body, because
others move against it, and so is a cartilage; a muscle by the bones, itself and the layers it lies on, because those
above it come off.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping

import numpy as np

from glutview.atlas.schema import AtlasFile
from glutview.build.muscles import stated_atlas
from glutview.build.ray_hits import RayTree
from glutview.build.tract import TRACT
from glutview.errors import failure
from glutview.geometry.fingerprint import fingerprint
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.geometry.mirror import mirror_mesh
from glutview.geometry.openness import SHADED, Levels, read_openness, write_openness
from glutview.paths import assets_dir

RAYS = 144
_REACH_MM = 55.0
"""What is farther away takes no light: the whole pelvis would else be dark inside."""
_LIFT_MM = 0.3
_SEED = 1998
_TOLERANCE = 2
"""Two platforms may differ by a ray that just meets an edge."""


def run(arguments: argparse.Namespace) -> None:
    """The step `occlusion` of `python -m glutview.build`.

    Raises:
        GlutviewError: no shaded structure has the id asked for, or `--check` finds a file that would change.
    """
    atlas = stated_atlas()
    ids = [name for name, spec in atlas.structures.items() if spec.kind in SHADED]
    if arguments.only is not None and arguments.only not in ids:
        if arguments.step != "all":
            remedy = f"give one of {', '.join(ids)}"
            raise failure("--only", "no such structure is shaded", remedy, key=arguments.only)
        return
    meshes = {name: read_ply(assets_dir() / "meshes" / f"{name}.ply") for name in ids}
    for name in ids:
        if arguments.only in (None, name):
            levels = baked(atlas, name, meshes)
            _keep_or_write(name, meshes[name], levels, check=arguments.check)


def baked(atlas: AtlasFile, name: str, meshes: Mapping[str, Mesh]) -> Levels:
    """(n,) how open each vertex of a structure (stated id) lies, 0 to 255."""
    corners = [_both_sides(atlas, other, meshes[other]) for other in occluders(atlas, name)]
    found = openness(meshes[name], RayTree.of(np.concatenate(corners)))
    return np.rint(255 * _smoothed(meshes[name], found)).astype(np.uint8)


def occluders(atlas: AtlasFile, name: str) -> list[str]:
    """Stated ids of what shades a structure, itself among them."""
    spec = atlas.structures[name]
    bones = {other for other, s in atlas.structures.items() if s.kind == "bone"}
    if spec.kind in ("bone", "cartilage"):
        return sorted({name} | {other for other in bones if atlas.structures[other].moves_with == spec.moves_with})
    beneath, ahead = {name}, [name]
    while ahead:
        muscle = ahead.pop()
        over = atlas.fibre_templates[muscle].over if muscle in atlas.fibre_templates else ()
        ahead += [other for other in over if other not in beneath and other != TRACT]
        beneath |= set(over) - {TRACT}
    return sorted(bones | beneath)


def openness(mesh: Mesh, tree: RayTree, rays: int = RAYS, reach_mm: float = _REACH_MM) -> Floats:
    """(n,) share of light from all around that reaches each vertex, 0 to 1.

    Args:
        mesh: outward-oriented.
        tree: what may lie before the light; with the mesh itself, if it shades itself.
        rays: for each vertex.
        reach_mm: from how far something takes light, the less the farther it is.
    """
    normals = mesh.vertex_normals()
    aside = np.where(np.abs(normals[:, :1]) < 0.7, [[1.0, 0.0, 0.0]], [[0.0, 1.0, 0.0]])
    first = np.cross(normals, aside)
    first /= np.linalg.norm(first, axis=1, keepdims=True)
    second = np.cross(normals, first)
    # A spiral over the hemisphere, turned for each vertex by chance so that no pattern shows.
    step = np.arange(rays)
    up = np.sqrt(1 - (step + 0.5) / rays)
    turn = step * np.pi * (3 - np.sqrt(5))
    spin = np.random.Generator(np.random.PCG64(_SEED)).uniform(0, 2 * np.pi, len(normals))
    found = np.empty(len(normals))
    for start in range(0, len(normals), 4096):
        part = slice(start, start + 4096)
        angle = turn[None] + spin[part, None]
        flat = np.sqrt(1 - up**2)
        x, y = flat * np.cos(angle), flat * np.sin(angle)
        directions = (
            x[..., None] * first[part, None]
            + y[..., None] * second[part, None]
            + up[None, :, None] * normals[part, None]
        )
        starts = np.repeat(mesh.vertices[part] + _LIFT_MM * normals[part], rays, axis=0)
        away = tree.reached(starts, directions.reshape(-1, 3), reach_mm).reshape(-1, rays)
        taken = np.clip(1 - away / reach_mm, 0, 1)
        found[part] = 1 - taken.mean(1)
    return found


def _smoothed(mesh: Mesh, values: Floats) -> Floats:
    """Each value drawn halfway to the mean of its neighbours: what is left of the rays' graininess."""
    start, end = mesh.edges().T
    both, other = np.concatenate([start, end]), np.concatenate([end, start])
    degree = np.maximum(np.bincount(both, minlength=len(values)), 1)
    return np.asarray((values + np.bincount(both, weights=values[other], minlength=len(values)) / degree) / 2)


def _both_sides(atlas: AtlasFile, name: str, mesh: Mesh) -> Floats:
    if atlas.structures[name].side != "paired":
        return mesh.corners()
    return np.concatenate([mesh.corners(), mirror_mesh(mesh).corners()])


def _keep_or_write(name: str, mesh: Mesh, levels: Levels, *, check: bool) -> None:
    path = assets_dir() / "occlusion" / f"{name}.npz"
    if path.exists():
        was, print_of = read_openness(path)
        same = print_of == fingerprint(mesh) and len(was) == len(levels)
        if same and int(np.abs(was.astype(np.int16) - levels).max()) <= _TOLERANCE:
            print(f"{path.name}: unchanged", flush=True)
            return
    if check:
        raise failure(path, "differs from what the build makes", "run `python -m glutview.build occlusion`")
    write_openness(path, mesh, levels)
    print(f"{path.name}: written, {len(levels)} vertices, {levels.mean() / 2.55:.0f} % open", flush=True)
