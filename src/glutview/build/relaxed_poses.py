"""Solved poses brought to one way of lying.

Where soft tissue can lie in several ways (over or under a tendon, say) the canonical paths of poses side by side lead
to different ones, and whatever passes from one to the other cuts through what lies between.
Here round muscles are solved anew in every pose from where a motion has them that is laid very smoothly through all,
twice: so they lie as most of those about do; and once more from one laid less smoothly through what was found, which
follows it. Sheets stay as they were solved: they keep to their side of what they lie on (:mod:`layer_field`). So does
what is tied to the capsule, which has one way to lie (:mod:`capsule_ties`).
"""

from __future__ import annotations

from hashlib import sha256

from glutview.biomech.transforms import Floats
from glutview.build.deformation_lattice import NEUTRAL, Angles
from glutview.build.pose_files import PoseFiles, stacked
from glutview.build.smooth_motion import SmoothMotion
from glutview.build.solve_report import tell
from glutview.build.solved_poses import SolvedPoses

SMOOTHINGS = (0.1, 0.1, 3e-3)
"""Of the motion from which round muscles start in each round."""
# Changes with how poses are relaxed.
_VERSION = b"6"


class RelaxedPoses:
    """What the solutions of one setting become, in as many rounds as there are smoothings.

    Attributes:
        solved: along the canonical paths.
        key: changes with all that is not in the key of the solutions.
    """

    def __init__(self, solved: SolvedPoses) -> None:
        self.solved = solved
        self.key = sha256(_VERSION + repr((SMOOTHINGS, solved.poses)).encode()).hexdigest()[:8]
        self._files = [PoseFiles(solved.folder / f"relaxed-{self.key}" / str(n)) for n in range(len(SMOOTHINGS))]
        self._motions: dict[int, SmoothMotion] = {}

    def nodes(self, pose: Angles, rounds: int = len(SMOOTHINGS)) -> dict[str, Floats]:
        """(ns, nt, nu, 3) nodes of every muscle after so many rounds, by stated id.

        At neutral, and where the bones forbid a pose, as they were solved.
        """
        setting = self.solved.setting
        if rounds == 0 or pose == NEUTRAL or not setting.motion_range.allowed(pose):
            return self.solved.nodes(pose)
        found = self._files[rounds - 1].read(pose)
        while found is None:
            nodes, reports = dict(self.nodes(pose, rounds - 1)), {}
            nodes.update(self._start(rounds).nodes(pose))
            for name in self._round_ones:
                nodes[name], reports[name] = setting.solve_one(name, pose, nodes)
            tell(pose, reports)
            self._files[rounds - 1].write(pose, nodes)
            found = self._files[rounds - 1].read(pose)
        return found

    @property
    def _round_ones(self) -> list[str]:
        """By stated id, the deepest first."""
        muscles = self.solved.setting.muscles
        return [name for name, one in muscles.items() if one.slab_mm is None and one.solver.capsule is None]

    def _start(self, rounds: int) -> SmoothMotion:
        """The motion from which round muscles start in a round: through what was found in the one before."""
        if rounds not in self._motions:
            setting, poses = self.solved.setting, self.solved.poses
            nodes = stacked([self.nodes(pose, rounds - 1) for pose in poses])
            started = {name: nodes[name] for name in self._round_ones}
            self._motions[rounds] = SmoothMotion.through(setting, poses, started, SMOOTHINGS[rounds - 1])
        return self._motions[rounds]
