"""Muscles grown from the annotations, deepest first, with the iliotibial tract between medius and maximus."""

from __future__ import annotations

import argparse

from glutview.atlas.load import load_atlas, read_atlas
from glutview.atlas.schema import AtlasFile, PointOn
from glutview.biomech.muscle_growth import FieldStore, grow_muscle
from glutview.build.output import keep_or_write
from glutview.build.shipped_setting import deepest_first
from glutview.build.tract import TRACT, tract
from glutview.errors import failure
from glutview.geometry.mesh import Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.paths import assets_dir, shipped_annotations

_BENEATH_TRACT = ("hip_bone", "femur", "gluteus_medius")


def run(arguments: argparse.Namespace) -> None:
    """Grow the muscles and the tract, or the one named by `--only`, and write what changed."""
    atlas = stated_atlas()
    order = growing_order(atlas)
    if arguments.only and arguments.only not in order:
        raise failure("--only", "this structure is not grown", f"use one of {', '.join(order)}", key=arguments.only)
    meshes = {name: read_ply(assets_dir() / "meshes" / f"{name}.ply") for name in _bones(atlas)}
    fields = FieldStore(meshes)
    for name in order:
        if arguments.only in (None, name):
            keep_or_write(f"{name}.ply", grown(atlas, name, meshes, fields), check=arguments.check)
        # As it was written, in single precision: what lies on it grows alike whether or not it was made just now.
        meshes[name] = read_ply(assets_dir() / "meshes" / f"{name}.ply")


def grown(atlas: AtlasFile, name: str, meshes: dict[str, Mesh], fields: FieldStore) -> Mesh:
    """The surface of one grown structure, given those it is grown on."""
    if name == TRACT:
        return tract(fields.beneath(_BENEATH_TRACT))
    return grow_muscle(atlas, name, meshes, fields).surface()


def growing_order(atlas: AtlasFile) -> list[str]:
    """Ids of all that is grown, each after what it lies on or is fixed to."""
    needs = {name: (*spec.over, *_fixed_to(atlas, name)) for name, spec in atlas.fibre_templates.items()}
    return deepest_first({**needs, TRACT: _BENEATH_TRACT})


def stated_atlas() -> AtlasFile:
    """The shipped annotations as they are stated, checked."""
    load_atlas()
    stated = read_atlas(shipped_annotations()).stated
    assert stated is not None
    return stated


def _fixed_to(atlas: AtlasFile, muscle: str) -> list[str]:
    ends = [attachment for attachment in atlas.attachments.values() if attachment.muscle == muscle]
    places = [point for end in ends for point in (*end.superficial, *end.deep)]
    return [end.on for end in ends] + [point.on for point in places if isinstance(point, PointOn)]


def _bones(atlas: AtlasFile) -> list[str]:
    return [name for name, spec in atlas.structures.items() if spec.moves_with and spec.kind != "bursa"]
