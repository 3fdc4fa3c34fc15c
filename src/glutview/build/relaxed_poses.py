"""Solved poses brought to one way of lying.

Where soft tissue can lie in several ways (over or under a tendon, on either side of a neck) the canonical paths of
poses side by side lead to different ones, and whatever passes from one to the other cuts through what lies between.
Here every pose is solved anew from where a motion has the muscles that is laid very smoothly through all, twice: so
it lies as most of those about it do; and once more from one laid less smoothly through what was found, which follows
it. Sheets keep to their side of what they lie on (:mod:`layer_field`), and very smoothly they would be led far off:
they start each time from what follows them. The tract, of which the canonical paths do not know, is in the way.
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
"""Of the motion from which round muscles start in each round; sheets start from the last."""
# Changes with how poses are relaxed.
_VERSION = b"3"


class RelaxedPoses:
    """What the solutions of one setting become, in as many rounds as there are smoothings.

    Attributes:
        solved: along the canonical paths.
        key: changes with all that is not in the key of the solutions.
    """

    def __init__(self, solved: SolvedPoses) -> None:
        self.solved = solved
        digest = sha256(_VERSION + repr((SMOOTHINGS, solved.poses)).encode())
        digest.update(solved.setting.tract.values.tobytes())
        self.key = digest.hexdigest()[:8]
        self._files = [PoseFiles(solved.folder / f"relaxed-{self.key}" / str(n)) for n in range(len(SMOOTHINGS))]
        self._motions: dict[int, tuple[SmoothMotion, SmoothMotion]] = {}

    def nodes(self, pose: Angles, rounds: int = len(SMOOTHINGS)) -> dict[str, Floats]:
        """(ns, nt, nu, 3) nodes of every muscle after so many rounds, by stated id.

        At neutral, and where the bones forbid a pose, as they were solved.
        """
        setting = self.solved.setting
        if rounds == 0 or pose == NEUTRAL or not setting.motion_range.allowed(pose):
            return self.solved.nodes(pose)
        found = self._files[rounds - 1].read(pose)
        while found is None:
            round_ones, sheets = (motion.nodes(pose) for motion in self._starts(rounds - 1))
            start, reports = {**round_ones, **sheets}, {}
            nodes = {name: start[name] for name in setting.muscles}  # the deepest first
            for name in nodes:
                nodes[name], reports[name] = setting.solve_one(name, pose, nodes)
            tell(pose, reports)
            self._files[rounds - 1].write(pose, nodes)
            found = self._files[rounds - 1].read(pose)
        return found

    def _starts(self, rounds: int) -> tuple[SmoothMotion, SmoothMotion]:
        """The motions of round muscles and of sheets, through what so many rounds have found."""
        if rounds not in self._motions:
            setting, poses = self.solved.setting, self.solved.poses
            nodes = stacked([self.nodes(pose, rounds) for pose in poses])
            names: tuple[list[str], list[str]] = ([], [])
            for name, muscle in setting.muscles.items():
                names[muscle.slab_mm is not None].append(name)
            round_ones, sheets = ({name: nodes[name] for name in some} for some in names)
            self._motions[rounds] = (
                SmoothMotion.through(setting, poses, round_ones, SMOOTHINGS[rounds]),
                SmoothMotion.through(setting, poses, sheets, SMOOTHINGS[-1]),
            )
        return self._motions[rounds]
