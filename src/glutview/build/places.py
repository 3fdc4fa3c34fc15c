"""The places on which sheets ride, so that none is looked for while a person waits, nor the library loaded for it.

They are those that :mod:`glutview.biomech` finds itself where an editor has grown a muscle anew.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping

import numpy as np

from glutview.atlas.atlas import Atlas
from glutview.atlas.load import load_atlas
from glutview.biomech.shipped_places import found_places, made_from, pair
from glutview.build.output import keep_or_bake
from glutview.geometry.mesh import Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.geometry.places_file import Kept, places_file, read_places, write_places

_APART_MM = 1e-3
"""By so much two platforms may differ."""


def run(arguments: argparse.Namespace) -> None:
    """The step `places` of `python -m glutview.build`: all of them, whatever `--only` names, for it takes a second.

    Raises:
        GlutviewError: `--check` finds that the file would change.
    """
    meshes, made = riding(load_atlas())
    path = places_file()
    keep_or_bake(
        path,
        "places",
        same=lambda: alike(read_places(path), made, meshes),
        write=lambda: write_places(path, made),
        told=f"{sum(len(kept.places.triangles) for kept in made.values())} places",
        check=arguments.check,
    )


def riding(atlas: Atlas) -> tuple[dict[str, Mesh], dict[str, Kept]]:
    """By pair of sheet and what it rides on: the mesh of the latter, and the places there."""
    meshes, made = {}, {}
    for structure in atlas.structures.values():
        for id in structure.rides_on:
            carrier = atlas.structures[id]
            if structure.side == "l" or carrier.moves_with is not None:
                continue
            mesh, beneath = read_ply(atlas.mesh_file(structure.id)), read_ply(atlas.mesh_file(carrier.id))
            name = pair(structure.stated_id, carrier.stated_id)
            places = found_places(mesh, carrier.stated_id, beneath)
            meshes[name], made[name] = beneath, Kept(places, made_from(mesh, carrier.stated_id, beneath))
    return meshes, made


def alike(first: Mapping[str, Kept], second: Mapping[str, Kept], meshes: Mapping[str, Mesh]) -> bool:
    """Whether two are the same but for what platforms may differ by; `meshes` by pair, those that are ridden on."""
    if first.keys() != second.keys() or any(first[name].made_from != second[name].made_from for name in second):
        return False
    apart = (first[name].places.on(meshes[name]) - second[name].places.on(meshes[name]) for name in second)
    return all(np.abs(gap).max(initial=0.0) <= _APART_MM for gap in apart)
