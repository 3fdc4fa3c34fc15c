"""How muscles and tract deform: solved over a lattice of poses, compressed to `assets/deformations`.

Resumable: every solved pose is kept in `build/cache/deform` until what it depends on changes.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from glutview.biomech.deformation_modes import DeformationModes
from glutview.build.corrected_poses import CorrectedPoses
from glutview.build.deformation_fit import KEPT_SMOOTHING, fit
from glutview.build.deformation_lattice import LIMITS, NEUTRAL, Angles, solving_order
from glutview.build.kept_motion import KeptMotion, Planes
from glutview.build.output import keep_or_bake
from glutview.build.played_beneath import PlayedBeneath, sheet_planes, slides, waits
from glutview.build.relaxed_poses import SMOOTHINGS, RelaxedPoses
from glutview.build.shipped_setting import load_setting
from glutview.build.solved_poses import SolvedPoses, trusted
from glutview.build.step_progress import told
from glutview.build.tract import TRACT
from glutview.build.tract_motion import TractMotion
from glutview.build.watched_poses import watched_poses
from glutview.errors import failure
from glutview.geometry.mesh_io import read_ply
from glutview.paths import assets_dir
from glutview.workers import workers

Each = Callable[[Callable[..., Any], list[Any]], Iterable[Any]]
_SEED = 5


def run(arguments: argparse.Namespace) -> None:
    """The step `deform` of `python -m glutview.build`."""
    solved = solved_poses()
    names = [*sorted(solved.setting.muscles, key=_effort, reverse=True), TRACT]  # so jobs end at about the same time
    only = arguments.only
    if only is not None and only not in names:
        raise failure("--only", f"nothing named '{only}' is solved", f"give one of {', '.join(names)}", key=only)
    poses = corrected_poses().poses
    watched = watched_poses(solved.setting, poses)
    print(f"{len(solved.poses)} poses to solve, {len(poses)} to correct, {len(watched)} to keep", flush=True)
    jobs = int(getattr(arguments, "jobs", None) or os.cpu_count() or 1)
    known = set(poses)
    _solve_all(jobs, [pose for pose in watched if pose not in known])
    later = [name for name in names if name != TRACT and waits(solved.setting, name)]
    for some in ([name for name in names if name not in later], later):
        fitted = [name for name in some if only in (None, name)]
        with _workers(jobs) as each:
            for name, modes in zip(fitted, each(_fitted, fitted), strict=True):
                keep_or_write(name, modes, check=arguments.check)


def _effort(name: str) -> int:
    """About how long a muscle takes to fit, by its stated id: as it has vertices, and neighbours."""
    muscle = solved_poses().setting.muscles[name]
    return len(muscle.drawn.rest) * (1 + len(muscle.over) + len(muscle.under))


def _fitted(name: str) -> DeformationModes:
    """How one structure deforms, by its stated id; what waits lies over those beneath as they are shipped."""
    corrected = corrected_poses()
    poses, setting = corrected.poses, corrected.solved.setting
    trust, neutral = trusted(setting, poses), poses.index(NEUTRAL)
    if name == TRACT:
        motion = tract_motion()
        nodes = np.stack([motion.nodes(pose, corrected.nodes(pose)) for pose in poses])
        return fit(poses, nodes, nodes[neutral], motion.lines, setting.femur_at, trust=trust, goes_on=True)
    nodes, lines = corrected.nodes_of(name), setting.muscles[name].solver.lines
    watched, dear = watched_poses(setting, poses), slides(setting, name)
    goal = corrected.motion_of({name: nodes})
    kept = KeptMotion(setting, name, watched, _neighbours(name), goal, dear=dear).kept
    rest, femur_at = nodes[neutral], setting.femur_at
    return fit(poses, nodes, rest, lines, femur_at, trust=trust, keep=kept, smoothing=KEPT_SMOOTHING)


def _neighbours(name: str) -> Planes:
    """Where those beside a muscle are, by its stated id: as they are played if it waited for that."""
    corrected = corrected_poses()
    setting = corrected.solved.setting
    if waits(setting, name):
        beneath = {each: shipped(each) for each in setting.muscles[name].over if not waits(setting, each)}
        if slides(setting, name):
            return PlayedBeneath(setting, name, beneath).planes
        return sheet_planes(corrected, name, beneath)
    return lambda pose, nodes: corrected.planes(pose, name)


@cache
def solved_poses() -> SolvedPoses:
    """The solutions of the shipped atlas, one for a process."""
    return SolvedPoses(load_setting(), assets_dir().parent / "build" / "cache" / "deform")


@cache
def corrected_poses() -> CorrectedPoses:
    """What they become, one for a process."""
    return CorrectedPoses(RelaxedPoses(solved_poses()))


def _solve_all(jobs: int, beside: list[Angles]) -> None:
    """Solve every pose, correct it, and look at those beside; several jobs share the work.

    A pose is solved from one of equal flexion; all else is done in each pose by itself, in any order.
    """
    order = solving_order(solved_poses().poses)
    _solve([pose for pose in order if pose[1:] == (0.0, 0.0)])
    with _workers(jobs) as each:
        planes, solved, poses = _by_flexion(order), solved_poses().poses, corrected_poses().poses
        told(each(_solve, planes), [len(plane) for plane in planes], "poses solved")
        for rounds in range(1, len(SMOOTHINGS) + 1):
            told(each(partial(_relax, rounds=rounds), solved), [1] * len(solved), f"poses relaxed, round {rounds}")
        told(each(_correct, poses), [1] * len(poses), "poses corrected")
        told(each(_look_beside, beside), [1] * len(beside), "poses looked at besides")


@contextmanager
def _workers(jobs: int) -> Iterator[Each]:
    """What does work in several processes, or in this one."""
    if jobs == 1:
        yield map
        return
    with workers(jobs) as pool:
        yield pool.map


def _by_flexion(poses: list[Angles]) -> list[list[Angles]]:
    """The planes of equal flexion, those with most poses first, so that several jobs end at about the same time."""
    planes = (list(plane) for _, plane in groupby(sorted(poses), key=lambda pose: pose[0]))
    return sorted(planes, key=len, reverse=True)


def _solve(poses: list[Angles]) -> None:
    for pose in poses:
        solved_poses().nodes(pose)


def _relax(pose: Angles, rounds: int) -> None:
    corrected_poses().relaxed.nodes(pose, rounds)


def _correct(pose: Angles) -> None:
    corrected_poses().nodes(pose)


def _look_beside(pose: Angles) -> None:
    corrected_poses().look_beside(pose)


@cache
def tract_motion() -> TractMotion:
    """How the tract moves, one for a process."""
    corrected = corrected_poses()
    mesh = read_ply(assets_dir() / "meshes" / f"{TRACT}.ply")
    return TractMotion.of(corrected.solved.setting, mesh, corrected.nodes(NEUTRAL))


def shipped(name: str) -> DeformationModes:
    """How one structure deforms, as it is committed or has just been made."""
    return DeformationModes.load(_file(name))


def keep_or_write(name: str, modes: DeformationModes, *, check: bool) -> None:
    """Write `assets/deformations/<name>.npz` if its content changed.

    Raises:
        GlutviewError: `check` was asked for and the file is not what the build makes.
    """
    path = _file(name)
    path.parent.mkdir(exist_ok=True)
    keep_or_bake(
        path,
        "deform",
        same=lambda: _same(shipped(name), modes),
        write=lambda: modes.save(path),
        check=check,
    )


def _file(name: str) -> Path:
    return assets_dir() / "deformations" / f"{name}.npz"


def _same(first: DeformationModes, second: DeformationModes) -> bool:
    """Whether both move every node alike, to 0.001 mm, at the limits' corners and between."""
    if first.modes.shape != second.modes.shape or first.coefficients.shape != second.coefficients.shape:
        return False
    low, high = LIMITS.T
    random = np.random.default_rng(_SEED)
    for pose in random.uniform(low, high, (8, 3)):
        if np.abs(first.beyond(pose) - second.beyond(pose)).max() > 1e-3:
            return False
    return True
