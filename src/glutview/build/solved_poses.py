"""All muscles solved in the poses of the lattice, kept on disk until what they depend on changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from glutview.biomech.transforms import Floats
from glutview.build.deformation_lattice import NEUTRAL, Angles, before, lattice_poses
from glutview.build.deformation_setting import Setting
from glutview.build.pose_files import PoseFiles
from glutview.build.solve_report import tell

# Poses in which the bones collide are still solved, as long as they do not run deep into each other.
COLLIDING_MM = -3.0
_LITTLE_TRUST = 0.05


class SolvedPoses:
    """The solutions of one setting, each reached along the canonical path.

    Attributes:
        setting: what is solved.
        poses: of the lattice that are solved.
        folder: where the solutions are kept.
    """

    def __init__(self, setting: Setting, folder: Path) -> None:
        self.setting = setting
        self.folder = folder / setting.key()
        self._files = PoseFiles(self.folder)
        every = lattice_poses()
        wanted = setting.motion_range.clearance_mm(np.array(every)) > COLLIDING_MM
        self.poses = [pose for pose, kept in zip(every, wanted, strict=True) if kept]
        self._last: tuple[Angles, dict[str, Floats]] | None = None

    def nodes(self, pose: Angles) -> dict[str, Floats]:
        """(ns, nt, nu, 3) nodes of every muscle as the canonical path leads there, by stated id."""
        if self._last is None or self._last[0] != pose:
            found = self._files.read(pose)
            while found is None:
                start = None if pose == NEUTRAL else self.nodes(before(pose))
                solved = self.setting.solve(pose, start)
                tell(pose, {name: report for name, (_, report) in solved.items()})
                self._files.write(pose, {name: nodes for name, (nodes, _) in solved.items()})
                found = self._files.read(pose)
            self._last = pose, found
        return self._last[1]


def trusted(setting: Setting, poses: list[Angles]) -> Floats:
    """(p,) how much each pose counts: those the bones forbid little, only to tell how to go on beyond the range."""
    return np.where(setting.motion_range.allowed(np.array(poses)), 1.0, _LITTLE_TRUST)
