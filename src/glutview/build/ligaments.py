"""Ligaments, membranes and the capsule of the hip, from the finished bones."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial

from glutview.build.hip_capsule import hip_joint_capsule
from glutview.build.hip_ligaments import BANDS, hip_ligament
from glutview.build.obturator_membrane import obturator_membrane
from glutview.build.output import keep_or_write
from glutview.build.sacrospinous_ligament import sacrospinous_ligament
from glutview.errors import failure
from glutview.geometry.mesh import Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.paths import assets_dir


@dataclass(frozen=True)
class _Recipe:
    bones: tuple[str, ...]
    make: Callable[..., Mesh]


RECIPES: Mapping[str, _Recipe] = {
    "obturator_membrane": _Recipe(("hip_bone",), obturator_membrane),
    "sacrospinous_ligament": _Recipe(("hip_bone", "sacrum", "coccyx"), sacrospinous_ligament),
    "hip_joint_capsule": _Recipe(("hip_bone", "femur"), hip_joint_capsule),
    **{name: _Recipe(("hip_bone", "femur"), partial(hip_ligament, name)) for name in BANDS},
}
"""By id: the meshes that each is made from, in the order in which its function takes them."""


def built_ligament(name: str) -> Mesh:
    """The ligament of an id, right side, seated frame, mm, from the bones in `assets/meshes`."""
    recipe = RECIPES[name]
    return recipe.make(*(_bone(bone) for bone in recipe.bones))


@cache
def _bone(name: str) -> Mesh:
    # One and the same each time, so that what is made of them is made once.
    return read_ply(assets_dir() / "meshes" / f"{name}.ply")


def run(arguments: argparse.Namespace) -> None:
    """The step `ligaments` of `python -m glutview.build`.

    Raises:
        GlutviewError: a file cannot be written, or no ligament has the id asked for.
    """
    if arguments.only is not None and arguments.only not in RECIPES:
        if arguments.step != "all":
            remedy = f"give one of {', '.join(RECIPES)}"
            raise failure("--only", "no ligament has this id", remedy, key=arguments.only)
        return
    for name in RECIPES:
        if arguments.only in (None, name):
            keep_or_write(f"{name}.ply", built_ligament(name), check=arguments.check)
