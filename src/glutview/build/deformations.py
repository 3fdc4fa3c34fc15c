"""How the muscles deform: blocks solved over a lattice of poses, compressed to `assets/deformations`.

Resumable: every solved pose is kept in `build/cache/deform` until what it depends on changes.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import groupby
from multiprocessing import get_context

import numpy as np

from glutview.biomech.deformation_modes import DeformationModes
from glutview.build.deformation_fit import fit
from glutview.build.deformation_lattice import LIMITS, NEUTRAL, Angles, solving_order
from glutview.build.deformation_setting import load_setting
from glutview.build.output import keep_or_bake
from glutview.build.solved_poses import SolvedPoses
from glutview.errors import failure
from glutview.paths import assets_dir

_SEED = 5


def run(arguments: argparse.Namespace) -> None:
    """The step `deform` of `python -m glutview.build`."""
    solved = solved_poses()
    muscles = solved.setting.muscles
    only = arguments.only
    if only is not None and only not in muscles:
        raise failure("--only", f"no muscle '{only}'", f"give one of {', '.join(muscles)}", key=only)
    print(f"{len(solved.poses)} poses to solve; the bones allow {int((solved.trust == 1).sum())}", flush=True)
    _solve_all(int(getattr(arguments, "jobs", None) or 1))
    names = [only] if only else list(muscles)
    neutral = solved.poses.index(NEUTRAL)
    for name, nodes in solved.stacked(names).items():
        lines = muscles[name].solver.lines
        modes = fit(solved.poses, nodes, nodes[neutral], lines, solved.setting.femur_at, trust=solved.trust)
        keep_or_write(name, modes, check=arguments.check)


@cache
def solved_poses() -> SolvedPoses:
    """The solutions of the shipped atlas, one for a process."""
    return SolvedPoses(load_setting(), assets_dir().parent / "build" / "cache" / "deform")


def _solve_all(jobs: int) -> None:
    """Solve every pose; several jobs share the planes of equal flexion among them."""
    order = solving_order(solved_poses().poses)
    _solve([pose for pose in order if pose[1:] == (0.0, 0.0)])
    planes = [list(plane) for _, plane in groupby(sorted(order), key=lambda pose: pose[0])]
    if jobs == 1:
        _solve(order)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for _ in pool.map(_solve, planes):
            pass


def _solve(poses: list[Angles]) -> None:
    for pose in poses:
        solved_poses().nodes(pose)


def keep_or_write(name: str, modes: DeformationModes, *, check: bool) -> None:
    """Write `assets/deformations/<name>.npz` if its content changed.

    Raises:
        GlutviewError: `check` was asked for and the file is not what the build makes.
    """
    path = assets_dir() / "deformations" / f"{name}.npz"
    path.parent.mkdir(exist_ok=True)
    keep_or_bake(
        path,
        "deform",
        same=lambda: _same(DeformationModes.load(path), modes),
        write=lambda: modes.save(path),
        check=check,
    )


def _same(first: DeformationModes, second: DeformationModes) -> bool:
    """Whether both move every node alike, to 0.001 mm, at the limits' corners and between."""
    if first.modes.shape != second.modes.shape or first.coefficients.shape != second.coefficients.shape:
        return False
    low, high = LIMITS.T
    random = np.random.default_rng(_SEED)
    for pose in random.uniform(low, high, (8, 3)):
        one, other = (np.einsum("kijl,kc->ijlc", modes.modes, modes.weights(pose)[0]) for modes in (first, second))
        if np.abs(one - other).max() > 1e-3:
            return False
    return True
