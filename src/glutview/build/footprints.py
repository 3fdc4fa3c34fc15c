"""Footprint fields of every bone, so that none is computed while a person waits, nor the libraries loaded for it.

A bone's are those that :mod:`glutview.scene` computes itself where an editor moves an attachment.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from glutview.atlas.atlas import Atlas
from glutview.atlas.load import load_atlas
from glutview.biomech.attachment_footprints import borne_by, footprints
from glutview.biomech.shipped_footprints import made_from
from glutview.build.output import keep_or_bake
from glutview.errors import failure
from glutview.geometry.footprint_fields import NEAR_MM, FootprintFields, Singles
from glutview.geometry.footprint_file import footprint_file, read_fields, write_fields
from glutview.geometry.mesh import Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.geometry.mirror import mirror_mesh

_DISTANCE_MM = 0.01
_HATCHING_MM = 0.1
_ACROSS = 0.01
"""Two platforms may differ by which of two nodes of a patch, equally near, is taken."""


def run(arguments: argparse.Namespace) -> None:
    """The step `footprints` of `python -m glutview.build`.

    Raises:
        GlutviewError: no structure that bears footprints has the id asked for, or `--check` finds a file that would
            change.
    """
    atlas = load_atlas()
    bones = shipped_bones(atlas)
    if arguments.only is not None and arguments.only not in bones:
        if arguments.step != "all":
            remedy = f"give one of {', '.join(bones)}"
            raise failure("--only", "no such structure bears footprints", remedy, key=arguments.only)
        return
    rest = meshes(atlas)
    for stated, bone in bones.items():
        if arguments.only in (None, stated):
            path = footprint_file(atlas.mesh_file(bone))
            assert path is not None  # the shipped annotations name shipped meshes
            _keep_or_write(path, rest[bone], computed(atlas, rest, bone), made_from(atlas, rest, bone), arguments)


def shipped_bones(atlas: Atlas) -> dict[str, str]:
    """The structures with a file, by stated id: those that muscles are fixed to, as they are stated, not mirrored."""
    found = (s for s in atlas.structures.values() if s.bears_footprints and not s.mirrored)
    return {structure.stated_id: structure.id for structure in found if borne_by(atlas, structure.id)}


def meshes(atlas: Atlas) -> dict[str, Mesh]:
    """Meshes at rest of all that muscles can be fixed to, by id."""
    rest = {}
    for id, structure in atlas.structures.items():
        if structure.bears_footprints:
            mesh = read_ply(atlas.mesh_file(id))
            rest[id] = mirror_mesh(mesh) if structure.mirrored else mesh
    return rest


def computed(atlas: Atlas, rest: Mapping[str, Mesh], bone: str) -> FootprintFields:
    """The footprint fields of a structure, by what the atlas states."""
    return FootprintFields.of(rest[bone], {a.id: footprints(a, rest)[bone] for a in borne_by(atlas, bone)})


def alike(first: FootprintFields, second: FootprintFields) -> bool:
    """Whether two are the same but for what platforms may differ by."""
    rounds = [one.division.parents for one in (first, second)]
    if len(rounds[0]) != len(rounds[1]) or not all(map(np.array_equal, *rounds)):
        return False
    if list(first.fields) != list(second.fields):
        return False
    return all(_near_each_other(first.fields[name], second.fields[name]) for name in first.fields)


def _near_each_other(first: Singles, second: Singles) -> bool:
    away = [np.minimum(field[:, 0], NEAR_MM) for field in (first, second)]
    near = (away[0] < NEAR_MM) & (away[1] < NEAR_MM)
    apart = np.abs(first[near] - second[near])
    alike = apart[:, 1:3].max(initial=0.0) <= _HATCHING_MM and apart[:, 3].max(initial=0.0) <= _ACROSS
    return bool(np.abs(away[0] - away[1]).max(initial=0.0) <= _DISTANCE_MM and alike)


def _keep_or_write(path: Path, rest: Mesh, made: FootprintFields, stated: str, arguments: argparse.Namespace) -> None:
    def same() -> bool:
        was = read_fields(path, rest, stated)
        return was is not None and alike(was, made)

    keep_or_bake(
        path,
        "footprints",
        same=same,
        write=lambda: write_fields(path, made, stated),
        told=f"{len(made.fields)} footprints, {len(made.division.faces)} triangles",
        check=arguments.check,
    )
