"""Solved poses made into one motion, and that motion put right.

Soft tissue under pressure can lie in several ways of nearly the same energy; which one the solver finds depends on
how it came there, so that neighbouring poses of the lattice differ by more than their angles. A motion has no memory.
A spline is laid smoothly through the solved poses; what it breaks between them, and where it passes one by (volume,
what lies in the way), is put right in each of many poses with as little change as may be. Through these the motion
that is played is fitted.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from itertools import pairwise, product

import numpy as np

from glutview.biomech.pose_splines import PoseSplines
from glutview.biomech.transforms import Floats
from glutview.build.deformation_lattice import LATTICE, NEUTRAL, Angles
from glutview.build.pose_files import PoseFiles, stacked
from glutview.build.pose_smoothing import smoothed
from glutview.build.solve_report import tell
from glutview.build.solved_poses import SolvedPoses, trusted

_SMOOTHING = 3e-3
# Changes with how poses are put right.
_VERSION = b"2"


class CorrectedPoses:
    """What the solutions of one setting become.

    Attributes:
        solved: along the canonical paths.
        poses: those of the lattice that are solved, and the allowed ones in the middle of its cells, and of their
            faces and edges on the borders.
    """

    def __init__(self, solved: SolvedPoses) -> None:
        self.solved = solved
        tract = solved.setting.tract.values.tobytes()
        key = sha256(_VERSION + repr(_SMOOTHING).encode() + tract).hexdigest()[:8]
        self._files = PoseFiles(solved.folder / f"corrected-{key}")
        # On the borders too, where nothing beyond holds a spline.
        halfway = ([line[0], *((a + b) / 2 for a, b in pairwise(line)), line[-1]] for line in LATTICE)
        middles = [(flexion, abduction, rotation) for flexion, abduction, rotation in product(*halfway)]
        free = solved.setting.motion_range.clearance_mm(np.array(middles)) > 0
        allowed = [pose for pose, kept in zip(middles, free, strict=True) if kept]
        self.poses = list(dict.fromkeys([*solved.poses, *allowed]))
        self._wanted = frozenset(self.poses)
        self._splines = PoseSplines.over(LATTICE)
        self._motion: dict[str, tuple[Floats, Floats]] | None = None

    def nodes(self, pose: Angles, names: Sequence[str] | None = None) -> dict[str, Floats]:
        """(ns, nt, nu, 3) nodes of every muscle, or at least of those named, by stated id."""
        if pose == NEUTRAL:
            return self.solved.nodes(pose)
        found = self._files.read(pose, names)
        while found is None:
            expected = self._expected(pose)
            nodes, reports = dict(expected), {}
            for name in nodes:
                nodes[name], reports[name] = self.solved.setting.solve_one(name, pose, nodes, expected=expected[name])
            tell(pose, reports)
            self._files.write(pose, nodes)
            found = self._files.read(pose, names)
        return found

    def known(self, pose: Angles) -> dict[str, Floats] | None:
        """As :meth:`nodes`; None in a pose that is none of these."""
        return self.nodes(pose) if pose in self._wanted else None

    def nodes_of(self, name: str) -> Floats:
        """(p, ns, nt, nu, 3) nodes of one muscle, by its stated id, in all poses; corrects what is missing."""
        return np.stack([self.nodes(pose, [name])[name] for pose in self.poses])

    def _expected(self, pose: Angles) -> dict[str, Floats]:
        """(ns, nt, nu, 3) where the smooth motion has the nodes, by stated id."""
        setting = self.solved.setting
        if self._motion is None:
            poses = self.solved.poses
            trust = trusted(setting, poses)
            every = stacked([self.solved.nodes(one) for one in poses])
            self._motion = {}
            for name, nodes in every.items():
                rest = nodes[poses.index(NEUTRAL)]
                blended = np.stack([setting.blended(name, rest, one) for one in poses])
                self._motion[name] = rest, smoothed(poses, nodes - blended, trust, _SMOOTHING)
        shares = self._splines.shares(pose)
        return {
            name: setting.blended(name, rest, pose) + np.tensordot(shares, beyond, 1)
            for name, (rest, beyond) in self._motion.items()
        }
