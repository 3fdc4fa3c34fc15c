"""How the muscles deform: blocks solved over a lattice of poses, compressed to `assets/deformations`.

Resumable: every solved pose is kept in `build/cache/deform` until what it depends on changes.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from glutview.biomech.deformation_modes import DeformationModes
from glutview.biomech.transforms import Floats
from glutview.build.block_solver import SolveReport
from glutview.build.deformation_fit import fit
from glutview.build.deformation_lattice import NEUTRAL, Angles, before, lattice_poses, solving_order
from glutview.build.deformation_quality import Quality, quality
from glutview.build.deformation_setting import Setting, load_setting
from glutview.errors import failure
from glutview.paths import assets_dir

_HELD_OUT = 12
_SEED = 5
# Poses in which the bones collide are still solved, as long as they do not run deep into each other.
_COLLIDING_MM = -6.0
_LITTLE_TRUST = 0.05


class Solutions:
    """Solved poses of every muscle, kept on disk."""

    def __init__(self, setting: Setting, folder: Path) -> None:
        self._setting = setting
        self._folder = folder
        self._kept: dict[tuple[str, Angles], Floats] = {}

    def nodes(self, name: str, pose: Angles) -> Floats:
        """(ns, nt, nu, 3) nodes of a muscle in a pose; solves what is missing on the way there."""
        if (name, pose) not in self._kept:
            file = self._file(name, pose)
            if file.exists():
                self._kept[name, pose] = np.load(file).astype(np.float64)
            else:
                nodes, report = self._solved(name, pose)
                self._report(name, pose, report)
                file.parent.mkdir(parents=True, exist_ok=True)
                part = file.with_suffix(".part.npy")
                np.save(part, nodes)
                part.rename(file)
                self._kept[name, pose] = nodes
        return self._kept[name, pose]

    def _solved(self, name: str, pose: Angles) -> tuple[Floats, SolveReport]:
        start = None if pose == NEUTRAL else self.nodes(name, before(pose))
        beneath = {other: self.nodes(other, pose) for other in self._setting.muscles[name].over}
        return self._setting.solve(name, pose, start, beneath)

    def _file(self, name: str, pose: Angles) -> Path:
        angles = "_".join(f"{angle:g}" for angle in pose)
        return self._folder / f"{name}-{self._setting.key(name)}" / f"{angles}.npy"

    def _report(self, name: str, pose: Angles, report: SolveReport) -> None:
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
    solved = setting.motion_range.clearance_mm(every) > _COLLIDING_MM
    poses = [pose for pose, wanted in zip(lattice_poses(), solved, strict=True) if wanted]
    trust = np.where(setting.motion_range.allowed(every[solved]), 1.0, _LITTLE_TRUST)
    order = solving_order(poses)
    print(f"{len(order)} poses to solve; the bones allow {int((trust == 1).sum())}", flush=True)
    solutions = Solutions(setting, _cache())
    names = [only] if only else list(setting.muscles)
    _solve_all(names, order, setting, solutions, int(getattr(arguments, "jobs", None) or 1))
    for name in names:
        began = time.perf_counter()
        modes = fitted(setting, solutions, name, poses, trust)
        for pose, measured in held_out(setting, solutions, name, modes):
            print(f"{name} {pose}, held out: {measured}", flush=True)
        keep_or_write(name, modes, check=arguments.check)
        print(f"{name}: {time.perf_counter() - began:.0f} s", flush=True)


def _solve_all(names: list[str], order: list[Angles], setting: Setting, solutions: Solutions, jobs: int) -> None:
    """Solve every pose; with several jobs, each takes the planes of equal flexion that are left."""
    first = [pose for pose in order if pose[1:] == (0.0, 0.0)]
    planes = [[pose for pose in order if pose[0] == start[0]] for start in first]
    _solve_plane(names, first, setting, solutions)
    if jobs == 1:
        for plane in planes:
            _solve_plane(names, plane, setting, solutions)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for done in [pool.submit(_solve_plane, names, plane) for plane in planes]:
            done.result()


def _solve_plane(
    names: list[str], poses: list[Angles], setting: Setting | None = None, solutions: Solutions | None = None
) -> None:
    solutions = solutions or Solutions(setting or load_setting(), _cache())
    for pose in poses:
        for name in names:
            solutions.nodes(name, pose)


def _cache() -> Path:
    return assets_dir().parent / "build" / "cache" / "deform"


def fitted(setting: Setting, solutions: Solutions, name: str, poses: list[Angles], trust: Floats) -> DeformationModes:
    """The modes of one muscle from solved poses."""
    solver = setting.muscles[name].solver
    solved = np.stack([solutions.nodes(name, pose) for pose in poses])
    return fit(poses, solved, solutions.nodes(name, NEUTRAL), solver.lines, setting.femur_at, trust=trust)


def held_out(
    setting: Setting, solutions: Solutions, name: str, modes: DeformationModes
) -> Iterator[tuple[Angles, Quality]]:
    """How the drawn surface fares in allowed poses that are not of the lattice."""
    random = np.random.default_rng(_SEED)
    low, high = modes.limits.T
    count = 0
    while count < _HELD_OUT:
        flexion, abduction, internal = np.round(random.uniform(low, high), 1).tolist()
        pose = (flexion, abduction, internal)
        if setting.motion_range.allowed(pose):
            count += 1
            yield pose, quality(setting, name, pose, modes, solutions.nodes(name, pose))


def keep_or_write(name: str, modes: DeformationModes, *, check: bool) -> None:
    """Write `assets/deformations/<name>.npz` if its content changed.

    Raises:
        GlutviewError: `check` was asked for and the file is not what the build makes.
    """
    path = assets_dir() / "deformations" / f"{name}.npz"
    if path.exists() and _same(DeformationModes.load(path), modes):
        print(f"{path.name}: unchanged", flush=True)
        return
    if check:
        raise failure(path, "differs from what the build makes", "run the build again")
    path.parent.mkdir(exist_ok=True)
    modes.save(path)
    print(f"{path.name}: written, {path.stat().st_size / 1e3:.0f} kB", flush=True)


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
