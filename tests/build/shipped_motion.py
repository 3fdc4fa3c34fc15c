"""The muscles as they are shipped: what the solver works on, and where a motion that is played has their blocks."""

from __future__ import annotations

from functools import cache

import numpy as np

from glutview.biomech.deformation import femur_share
from glutview.biomech.deformation_modes import DeformationModes
from glutview.biomech.transforms import Floats, apply
from glutview.build.deformation_lattice import Angles
from glutview.build.deformation_setting import Setting
from glutview.build.shipped_setting import load_setting
from glutview.build.tract import TRACT
from glutview.build.tract_motion import TractMotion
from glutview.geometry.mesh_io import read_ply
from glutview.paths import assets_dir


@cache
def setting() -> Setting:
    return load_setting()


@cache
def shipped(name: str) -> DeformationModes:
    return DeformationModes.load(assets_dir() / "deformations" / f"{name}.npz")


@cache
def tract() -> TractMotion:
    rest = {name: muscle.solver.rest for name, muscle in setting().muscles.items()}
    return TractMotion.of(setting(), read_ply(assets_dir() / "meshes" / f"{TRACT}.ply"), rest)


def played(name: str, pose: Angles) -> Floats:
    """(ns, nt, nu, 3) nodes of a muscle."""
    solver = setting().muscles[name].solver
    return moved(solver.rest, solver.lines, shipped(name), pose)


def moved(rest: Floats, lines: tuple[Floats, Floats, Floats], modes: DeformationModes, pose: Angles) -> Floats:
    """(ns, nt, nu, 3) nodes of any block."""
    share = femur_share(lines[2])[:, None]
    carried = apply(setting().femur_at(pose), rest.reshape(-1, 3)).reshape(rest.shape)
    return np.asarray((1 - share) * rest + share * carried + modes.beyond(pose))
