"""All muscles solved in the poses of the lattice, kept on disk until what they depend on changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from glutview.biomech.transforms import Floats
from glutview.build.block_solver import SolveReport
from glutview.build.deformation_lattice import NEUTRAL, Angles, before, lattice_poses
from glutview.build.deformation_setting import Setting

# Poses in which the bones collide are still solved, as long as they do not run deep into each other.
_COLLIDING_MM = -3.0
_LITTLE_TRUST = 0.05


class SolvedPoses:
    """The solutions of one setting.

    Attributes:
        poses: of the lattice that are solved.
        trust: (p,) their weights.
    """

    def __init__(self, setting: Setting, folder: Path) -> None:
        self.setting = setting
        self._folder = folder / setting.key()
        every = lattice_poses()
        wanted = setting.motion_range.clearance_mm(np.array(every)) > _COLLIDING_MM
        self.poses = [pose for pose, kept in zip(every, wanted, strict=True) if kept]
        self.trust = np.where(setting.motion_range.allowed(np.array(self.poses)), 1.0, _LITTLE_TRUST)
        self._last: tuple[Angles, dict[str, Floats]] | None = None

    def nodes(self, pose: Angles) -> dict[str, Floats]:
        """(ns, nt, nu, 3) nodes of every muscle as the canonical path leads there, by stated id."""
        if self._last is None or self._last[0] != pose:
            file = self._file(pose)
            if not file.exists():
                start = None if pose == NEUTRAL else self.nodes(before(pose))
                self._write(file, pose, self.setting.solve(pose, start))
            self._last = pose, self._read(file)
        return self._last[1]

    def stacked(self, names: list[str]) -> dict[str, Floats]:
        """(p, ns, nt, nu, 3) nodes in all poses, by stated id; solves what is missing."""
        found: dict[str, list[Floats]] = {name: [] for name in names}
        for pose in self.poses:
            nodes = self.nodes(pose)
            for name in names:
                found[name].append(nodes[name])
        return {name: np.stack(nodes) for name, nodes in found.items()}

    def _file(self, pose: Angles) -> Path:
        return self._folder / f"{'_'.join(f'{x:g}' for x in pose)}.npz"

    def _read(self, file: Path) -> dict[str, Floats]:
        with np.load(file) as held:
            return {name: held[name].astype(np.float64) for name in self.setting.muscles}

    def _write(self, file: Path, pose: Angles, solved: dict[str, tuple[Floats, SolveReport]]) -> None:
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
