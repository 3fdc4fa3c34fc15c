"""All muscles solved in the poses of the lattice, kept on disk until what they depend on changes."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class PoseFiles:
    """Solutions on disk, a file for each pose.

    Attributes:
        folder: where they lie; made when the first is written.
    """

    folder: Path

    def read(self, pose: Angles) -> dict[str, Floats] | None:
        """(ns, nt, nu, 3) nodes of every muscle by stated id; None where the pose was not solved yet."""
        file = self._file(pose)
        if not file.exists():
            return None
        with np.load(file) as held:
            return {name: held[name].astype(np.float64) for name in held.files}

    def write(self, pose: Angles, solved: dict[str, tuple[Floats, SolveReport]]) -> None:
        """Tell how the solution came out and keep its nodes."""
        for name, (_, report) in solved.items():
            _tell(name, pose, report)
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self._file(pose).with_suffix(".part.npz")
        arrays: dict[str, Any] = {name: nodes.astype(np.float32) for name, (nodes, _) in solved.items()}
        np.savez(part, **arrays)
        part.rename(self._file(pose))

    def _file(self, pose: Angles) -> Path:
        return self.folder / f"{'_'.join(f'{x:g}' for x in pose)}.npz"


class SolvedPoses:
    """The solutions of one setting, each reached along the canonical path.

    Attributes:
        poses: of the lattice that are solved.
        trust: (p,) their weights.
        folder: where the solutions of this setting are kept.
    """

    def __init__(self, setting: Setting, folder: Path) -> None:
        self.setting = setting
        self.folder = folder / setting.key()
        self._files = PoseFiles(self.folder)
        every = lattice_poses()
        wanted = setting.motion_range.clearance_mm(np.array(every)) > _COLLIDING_MM
        self.poses = [pose for pose, kept in zip(every, wanted, strict=True) if kept]
        self.trust = np.where(setting.motion_range.allowed(np.array(self.poses)), 1.0, _LITTLE_TRUST)
        self._last: tuple[Angles, dict[str, Floats]] | None = None

    def nodes(self, pose: Angles) -> dict[str, Floats]:
        """(ns, nt, nu, 3) nodes of every muscle as the canonical path leads there, by stated id."""
        if self._last is None or self._last[0] != pose:
            found = self._files.read(pose)
            while found is None:
                start = None if pose == NEUTRAL else self.nodes(before(pose))
                self._files.write(pose, self.setting.solve(pose, start))
                found = self._files.read(pose)
            self._last = pose, found
        return self._last[1]


def stacked(poses: list[dict[str, Floats]]) -> dict[str, Floats]:
    """(p, ns, nt, nu, 3) nodes in several poses, by stated id."""
    return {name: np.stack([nodes[name] for nodes in poses]) for name in poses[0]}


def _tell(name: str, pose: Angles, report: SolveReport) -> None:
    angles = "/".join(f"{angle:g}" for angle in pose)
    note = "" if report.settled else ", NOT settled"
    print(
        f"{name} {angles}: volume {report.volume_error:+.2%}, {report.penetration_mm:.2f} mm deep, "
        f"{report.inverted} inverted, {report.iterations} steps, {report.seconds:.2f} s{note}",
        flush=True,
    )
