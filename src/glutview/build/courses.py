"""Nerves and vessels: tubes along the courses stated in the annotations, kept out of bone."""

from __future__ import annotations

import argparse

import numpy as np

from glutview.atlas.schema import AtlasFile, BranchSpec
from glutview.biomech.course import waypoints
from glutview.biomech.muscle_growth import FieldStore
from glutview.build.muscles import stated_atlas
from glutview.build.output import keep_or_write
from glutview.errors import failure
from glutview.geometry.curve import length_mm, resample
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.mesh_io import read_ply
from glutview.geometry.sheet import Field, pushed_out, smoothed
from glutview.geometry.tube import joined, tube
from glutview.paths import assets_dir

_STEP_MM = 2.0
_ROUNDS = 30


def run(arguments: argparse.Namespace) -> None:
    """Make the tubes of all courses, or of the one named by `--only`, and write what changed."""
    atlas = stated_atlas()
    if arguments.only and arguments.only not in atlas.courses:
        known = ", ".join(atlas.courses)
        raise failure("--only", "this structure has no course", f"use one of {known}", key=arguments.only)
    grown = {name for name in atlas.structures if name not in atlas.courses}
    meshes = {name: read_ply(assets_dir() / "meshes" / f"{name}.ply") for name in grown}
    beneath = FieldStore(meshes).beneath(("hip_bone", "sacrum"))
    for name in atlas.courses:
        if arguments.only in (None, name):
            keep_or_write(f"{name}.ply", course_mesh(atlas, name, meshes, beneath), check=arguments.check)


def course_mesh(atlas: AtlasFile, name: str, meshes: dict[str, Mesh], beneath: Field) -> Mesh:
    """The tubes of one nerve or vessel of the right side, with the fields ``along`` and ``branch``."""
    tubes = []
    for branch in atlas.courses[name].branches:
        line = centre_line(atlas, branch, meshes, beneath)
        tubes.append(tube(line, np.full(len(line), branch.radius_mm)))
    return joined(tubes)


def centre_line(atlas: AtlasFile, branch: BranchSpec, meshes: dict[str, Mesh], beneath: Field) -> Floats:
    """(k, 3) the smooth line through a branch's waypoints, lifted out of bone where it would cut through."""
    vertices = {name: mesh.vertices for name, mesh in meshes.items()}
    places = np.array([point.position(vertices) for point in waypoints(atlas, branch, meshes)])
    count = max(8, int(length_mm(places) / _STEP_MM))
    line = resample(places, np.linspace(0, 1, count))[None]
    clearance = np.full((1, count), branch.radius_mm + 0.3)
    for _ in range(_ROUNDS):
        line = pushed_out(smoothed(line, 0.15, 0.0), beneath, clearance)
    return np.asarray(line[0])
