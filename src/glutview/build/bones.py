"""The bones: from the shape model to `assets/meshes`."""

from __future__ import annotations

import argparse
from functools import cache

from glutview.build.model_bones import model_bones
from glutview.build.output import keep_or_write
from glutview.build.symmetry import make_symmetric
from glutview.geometry.mesh import Mesh


@cache
def build_bones() -> dict[str, Mesh]:
    """Right-side and midline bones in the seated frame, mm, by the name of their file.

    Raises:
        GlutviewError: the shape-model package is missing.
    """
    model = model_bones()
    left = {"hip_bone": model.hip_bone.mesh, "femur": model.femur.mesh}
    return make_symmetric(left, {"sacrum": model.sacrum})


def run(arguments: argparse.Namespace) -> None:
    """The step `bones` of `python -m glutview.build`."""
    for name, mesh in build_bones().items():
        if arguments.only in (None, name):
            keep_or_write(f"{name}.ply", mesh, check=arguments.check)
