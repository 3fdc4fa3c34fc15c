"""Solved poses that agree with each other.

Soft tissue under pressure can lie in many ways of nearly the same energy, and which one a solver finds depends on how
it came there. Movement has no memory: a pose must look the same however it was reached, and what lies between two
poses must be like both. So the shapes x of all poses are sought together, as those of least

    sum over poses of E(x) + tether/2 |x - f|^2,   f smooth over the angles,

E the energy of the tissue and of what is in its way. By turns f is smoothed through all x, and each x solved anew
from f, weakly held to it (alternating minimisation). Neutral stays what it is.
"""

from __future__ import annotations

from hashlib import sha256

import numpy as np

from glutview.biomech.transforms import Floats
from glutview.build.block_solver import TETHER
from glutview.build.deformation_lattice import NEUTRAL, Angles
from glutview.build.pose_smoothing import rows, smoothed
from glutview.build.solved_poses import PoseFiles, SolvedPoses, stacked

ROUNDS = 2
SMOOTHING = 0.1


class EvenedPoses:
    """The solutions of one setting after so many rounds; round 0 is that of the canonical paths.

    Attributes:
        solved: the solutions along the paths, of all poses.
        round: number of this one.
    """

    def __init__(self, solved: SolvedPoses, round: int) -> None:
        self.solved = solved
        self.round = round
        key = sha256(repr((TETHER, SMOOTHING)).encode()).hexdigest()[:8]
        self._files = PoseFiles(solved.folder / f"evened-{key}-{round}")
        self._expected: dict[str, Floats] | None = None

    def nodes(self, pose: Angles) -> dict[str, Floats]:
        """(ns, nt, nu, 3) nodes of every muscle, by stated id; all poses of the round before must be there."""
        if self.round == 0 or pose == NEUTRAL:
            return self.solved.nodes(pose)
        found = self._files.read(pose)
        while found is None:
            setting, row = self.solved.setting, self.solved.poses.index(pose)
            expected = {name: nodes[row] for name, nodes in self.expected().items()}
            nodes = dict(expected)
            reports = {}
            for name in setting.muscles:
                nodes[name], reports[name] = setting.solve_one(name, pose, nodes, expected=expected[name])
            self._files.write(pose, {name: (nodes[name], reports[name]) for name in nodes})
            found = self._files.read(pose)
        return found

    def all_nodes(self) -> dict[str, Floats]:
        """(p, ns, nt, nu, 3) nodes in all poses, by stated id; solves what is missing."""
        return stacked([self.nodes(pose) for pose in self.solved.poses])

    def expected(self) -> dict[str, Floats]:
        """(p, ns, nt, nu, 3) where the round before leads one to expect the nodes, by stated id."""
        if self._expected is None:
            setting, poses = self.solved.setting, self.solved.poses
            before = EvenedPoses(self.solved, self.round - 1).all_nodes()
            femurs = [setting.femur_at(pose) for pose in poses]
            self._expected = {}
            for name, nodes in before.items():
                solver = setting.muscles[name].solver
                rest = nodes[poses.index(NEUTRAL)]
                blended = np.stack([solver.blended(rest, femur) for femur in femurs])
                beyond = smoothed(poses, nodes - blended, self.solved.trust, SMOOTHING)
                self._expected[name] = blended + beyond[rows(poses)]
        return self._expected
