"""The bones and the hip's cartilages: from the shape model to `assets/meshes`."""

from __future__ import annotations

import argparse
from functools import cache

from glutview.build.coccyx import build_coccyx
from glutview.build.femur_relief import with_femur_relief
from glutview.build.finish import finish_femur, finish_hip_bone
from glutview.build.hip_bone_relief import with_hip_bone_relief
from glutview.build.hip_cartilage import build_hip_cartilage
from glutview.build.lumbar_vertebra import build_fifth_lumbar_vertebra
from glutview.build.model_bones import model_bones
from glutview.build.output import keep_or_write
from glutview.build.sacrotuberous_ligament import build_sacrotuberous_ligament
from glutview.build.sacrum import build_sacrum
from glutview.build.shank import build_shank
from glutview.build.symmetry import make_symmetric
from glutview.errors import failure
from glutview.geometry.mesh import Mesh
from glutview.geometry.mirror import mirror_mesh

NAMES = (
    "hip_bone", "femur", "patella", "tibia", "fibula", "sacrum", "coccyx", "fifth_lumbar_vertebra",
    "femoral_head_cartilage", "acetabular_cartilage", "acetabular_labrum", "sacrotuberous_ligament",
)  # fmt: skip


@cache
def build_bones() -> dict[str, Mesh]:
    """Right-side and midline bones in the seated frame, mm, by the name of their file.

    Raises:
        GlutviewError: the shape-model package is missing.
    """
    model = model_bones()
    plain = finish_hip_bone(model)
    hip_bone, femur = with_hip_bone_relief(plain), with_femur_relief(finish_femur(model))
    left = {"hip_bone": hip_bone, "femur": femur} | build_shank(model, femur)
    left |= build_hip_cartilage(model, hip_bone, femur)
    bones = make_symmetric(left, {"sacrum": model.sacrum})
    # Only now, on a symmetric sacrum, what gives it a topology of its own; relief would change it to no use.
    bones["sacrum"] = build_sacrum(bones["sacrum"], plain)
    bones["coccyx"] = build_coccyx()
    bones["fifth_lumbar_vertebra"] = build_fifth_lumbar_vertebra(bones["sacrum"])
    ligament = build_sacrotuberous_ligament(hip_bone, bones["sacrum"], bones["coccyx"])
    bones["sacrotuberous_ligament"] = mirror_mesh(ligament)
    return bones


def run(arguments: argparse.Namespace) -> None:
    """The step `bones` of `python -m glutview.build`.

    Raises:
        GlutviewError: the shape-model package is missing, a file cannot be written, or no bone has the id asked for.
    """
    if arguments.only is not None and arguments.only not in NAMES:
        if arguments.step != "all":
            raise failure("--only", "no bone has this id", f"give one of {', '.join(NAMES)}", key=arguments.only)
        return
    for name, mesh in build_bones().items():
        if arguments.only in (None, name):
            keep_or_write(f"{name}.ply", mesh, check=arguments.check)
