"""Fascia drawn over the grown muscles."""

from __future__ import annotations

import argparse

from glutview.biomech.muscle_growth import FieldStore
from glutview.build.gluteal_aponeurosis import gluteal_aponeurosis
from glutview.build.muscles import stated_atlas
from glutview.build.output import keep_or_write
from glutview.errors import failure
from glutview.geometry.mesh import Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.paths import assets_dir

NAMES = ("gluteal_aponeurosis",)


def built_fascia(name: str) -> Mesh:
    """The fascia of an id, right side, seated frame, mm, over the meshes in `assets/meshes`."""
    assert name in NAMES
    meshes = {part: read_ply(assets_dir() / "meshes" / f"{part}.ply") for part in ("hip_bone", "gluteus_medius")}
    drawn = stated_atlas().fibre_templates["gluteus_medius"].grid.drawn
    return gluteal_aponeurosis(meshes["gluteus_medius"], drawn, FieldStore(meshes).beneath(tuple(meshes)))


def run(arguments: argparse.Namespace) -> None:
    """The step `fascia` of `python -m glutview.build`.

    Raises:
        GlutviewError: a file cannot be written, or no fascia has the id asked for.
    """
    if arguments.only is not None and arguments.only not in NAMES:
        if arguments.step != "all":
            raise failure("--only", "no fascia has this id", f"give one of {', '.join(NAMES)}", key=arguments.only)
        return
    for name in NAMES:
        if arguments.only in (None, name):
            keep_or_write(f"{name}.ply", built_fascia(name), check=arguments.check)
