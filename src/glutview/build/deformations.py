"""How the muscles deform: blocks solved over a lattice of poses, compressed to `assets/deformations`.

Resumable: every solved pose is kept in `build/cache/deform` until what it depends on changes.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from glutview.biomech.deformation_modes import DeformationModes
from glutview.biomech.transforms import Floats
from glutview.build.block_solver import SolveReport
from glutview.build.deformation_fit import fit
from glutview.build.deformation_lattice import NEUTRAL, Angles, before, lattice_poses, solving_order
from glutview.build.deformation_setting import Setting, load_setting
from glutview.build.output import keep_or_bake
from glutview.errors import failure
from glutview.paths import assets_dir

_SEED = 5
# Poses in which the bones collide are still solved, as long as they do not run deep into each other.
_COLLIDING_MM = -3.0
_LITTLE_TRUST = 0.05


class Solutions:
    """Solved poses of all muscles, kept on disk."""

    def __init__(self, setting: Setting, folder: Path) -> None:
        self._setting = setting
        self._folder = folder / setting.key()
        self._last: tuple[Angles, dict[str, Floats]] | None = None

    def nodes(self, pose: Angles) -> dict[str, Floats]:
        """(ns, nt, nu, 3) nodes of every muscle in a pose, by stated id; solves what is missing on the way there."""
        if self._last is None or self._last[0] != pose:
            file = self._folder / f"{'_'.join(f'{angle:g}' for angle in pose)}.npz"
            if not file.exists():
                self._solve(pose, file)
            with np.load(file) as held:
                self._last = pose, {name: held[name].astype(np.float64) for name in self._setting.muscles}
        return self._last[1]

    def stacked(self, poses: list[Angles], names: list[str]) -> dict[str, Floats]:
        """(p, ns, nt, nu, 3) nodes in all poses, by stated id."""
        found: dict[str, list[Floats]] = {name: [] for name in names}
        for pose in poses:
            nodes = self.nodes(pose)
            for name in names:
                found[name].append(nodes[name])
        return {name: np.stack(nodes) for name, nodes in found.items()}

    def _solve(self, pose: Angles, file: Path) -> None:
        solved = self._setting.solve(pose, None if pose == NEUTRAL else self.nodes(before(pose)))
        for name, (_, report) in solved.items():
            _tell(name, pose, report)
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part.npz")
        arrays: dict[str, Any] = {name: nodes.astype(np.float32) for name, (nodes, _) in solved.items()}
        np.savez(part, **arrays)
        part.rename(file)


def _tell(name: str, pose: Angles, report: SolveReport) -> None:
    angles = "/".join(f"{angle:g}" for angle in pose)
    note = "" if report.settled else ", NOT settled"
    print(
        f"{name} {angles}: volume {report.volume_error:+.2%}, {report.penetration_mm:.2f} mm deep, "
        f"{report.inverted} inverted, {report.iterations} steps, {report.seconds:.2f} s{note}",
        flush=True,
    )


def run(arguments: argparse.Namespace) -> None:
    """The step `deform` of `python -m glutview.build`."""
    setting = load_setting()
    only = arguments.only
    if only is not None and only not in setting.muscles:
        raise failure("--only", f"no muscle '{only}'", f"give one of {', '.join(setting.muscles)}", key=only)
    every = np.array(lattice_poses())
    wanted = setting.motion_range.clearance_mm(every) > _COLLIDING_MM
    poses = [pose for pose, kept in zip(lattice_poses(), wanted, strict=True) if kept]
    trust = np.where(setting.motion_range.allowed(every[wanted]), 1.0, _LITTLE_TRUST)
    order = solving_order(poses)
    print(f"{len(order)} poses to solve; the bones allow {int((trust == 1).sum())}", flush=True)
    solutions = Solutions(setting, _cache())
    _solve_all(order, setting, solutions, int(getattr(arguments, "jobs", None) or 1))
    names = [only] if only else list(setting.muscles)
    solved = solutions.stacked(poses, names)
    rest = solutions.nodes(NEUTRAL)
    for name in names:
        lines = setting.muscles[name].solver.lines
        modes = fit(poses, solved[name], rest[name], lines, setting.femur_at, trust=trust)
        keep_or_write(name, modes, check=arguments.check)


def _solve_all(order: list[Angles], setting: Setting, solutions: Solutions, jobs: int) -> None:
    """Solve every pose; with several jobs, each takes the planes of equal flexion that are left."""
    first = [pose for pose in order if pose[1:] == (0.0, 0.0)]
    planes = [[pose for pose in order if pose[0] == start[0]] for start in first]
    _solve_plane(first, setting, solutions)
    if jobs == 1:
        for plane in planes:
            _solve_plane(plane, setting, solutions)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for done in [pool.submit(_solve_plane, plane) for plane in planes]:
            done.result()


def _solve_plane(poses: list[Angles], setting: Setting | None = None, solutions: Solutions | None = None) -> None:
    solutions = solutions or Solutions(setting or load_setting(), _cache())
    for pose in poses:
        solutions.nodes(pose)


def _cache() -> Path:
    return assets_dir().parent / "build" / "cache" / "deform"


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
    if first.modes.shape != second.modes.shape:
        return False
    low, high = second.limits.T
    random = np.random.default_rng(_SEED)
    for pose in random.uniform(low, high, (8, 3)):
        one, other = (np.einsum("kijl,kc->ijlc", modes.modes, modes.weights(pose)[0]) for modes in (first, second))
        if np.abs(one - other).max() > 1e-3:
            return False
    return True
