"""Solved poses made into one motion, and that motion put right.

Poses that lie alike are still no motion: neighbouring poses of the lattice differ by more than their angles.
A spline is laid smoothly through the solved poses; what it breaks between them, and where it passes one by (volume,
what lies in the way), is put right in each of many poses with as little change as may be. Through these the motion
that is played is fitted.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from itertools import pairwise, product

import numpy as np

from glutview.biomech.motion_range import MotionRange
from glutview.biomech.transforms import Floats
from glutview.build.deformation_lattice import LATTICE, NEUTRAL, Angles, lattice_poses
from glutview.build.layer_planes import NEAR_MM, layer_planes
from glutview.build.pose_files import PoseFiles, stacked
from glutview.build.relaxed_poses import RelaxedPoses
from glutview.build.smooth_motion import SmoothMotion
from glutview.build.solve_report import tell
from glutview.build.solved_poses import trusted

_SMOOTHING = 3e-3
# Changes with how poses are put right.
_VERSION = b"5"
# A pose at which the bones stop the hip is not put right so near to another.
_APART_DEG = 5.0


class CorrectedPoses:
    """What the solutions of one setting become.

    Attributes:
        relaxed: as they lie alike.
        solved: along the canonical paths.
        poses: those of the lattice that are solved, and those in the middle of its cells, and of their faces and
            edges on the borders; where the bones forbid one, how far they let the hip go that way.
    """

    def __init__(self, relaxed: RelaxedPoses) -> None:
        self.relaxed = relaxed
        self.solved = solved = relaxed.solved
        self.poses = _with_middles(solved.poses, solved.setting.motion_range)
        # All that is not in the key of the solutions.
        digest = sha256(_VERSION + relaxed.key.encode() + repr((_SMOOTHING, NEAR_MM, self.poses)).encode())
        digest.update(trusted(solved.setting, solved.poses).tobytes())
        for muscle in solved.setting.muscles.values():
            digest.update(muscle.drawn.rest.tobytes() + muscle.drawn.place.tobytes())
        key = digest.hexdigest()[:8]
        self._files = PoseFiles(solved.folder / f"corrected-{key}")
        self._planes = PoseFiles(solved.folder / f"planes-{key}")
        self._smooth: SmoothMotion | None = None
        self._passed: SmoothMotion | None = None

    def nodes(self, pose: Angles, names: Sequence[str] | None = None) -> dict[str, Floats]:
        """(ns, nt, nu, 3) nodes of every muscle, or at least of those named, by stated id."""
        if pose == NEUTRAL:
            return self.relaxed.nodes(pose)
        setting, found = self.solved.setting, self._files.read(pose, names)
        while found is None:
            expected = self._expected(pose)
            nodes, reports = dict(expected), {}
            for name in nodes:
                nodes[name], reports[name] = setting.solve_one(name, pose, nodes, expected=expected[name])
            tell(pose, reports)
            self._write_planes(pose, nodes)
            self._files.write(pose, nodes)
            found = self._files.read(pose, names)
        return found

    def planes(self, pose: Angles, name: str) -> Floats | None:
        """(k, 9) of one muscle, by its stated id, as :func:`layer_planes` makes them.

        None in a pose that was neither corrected nor looked at.
        """
        found = self._planes.read(pose, [name])
        return None if found is None else found[name]

    def nodes_of(self, name: str) -> Floats:
        """(p, ns, nt, nu, 3) nodes of one muscle, by its stated id, in all poses; corrects what is missing."""
        return np.stack([self.nodes(pose, [name])[name] for pose in self.poses])

    def motion_of(self, nodes: dict[str, Floats]) -> SmoothMotion:
        """The motion of some muscles, smooth through their nodes (p, ns, nt, nu, 3) in all poses, by stated id."""
        return SmoothMotion.through(self.solved.setting, self.poses, nodes, _SMOOTHING)

    def look_beside(self, pose: Angles) -> None:
        """Keep planes in a pose that is none of these, where the motion through these has the muscles."""
        if not self._planes.holds(pose):
            if self._passed is None:
                self._passed = self.motion_of(stacked([self.nodes(one) for one in self.poses]))
            self._write_planes(pose, self._passed.nodes(pose))

    def _write_planes(self, pose: Angles, nodes: dict[str, Floats]) -> None:
        setting = self.solved.setting
        self._planes.write(pose, {name: layer_planes(setting, name, pose, nodes) for name in nodes})

    def _expected(self, pose: Angles) -> dict[str, Floats]:
        """(ns, nt, nu, 3) where the smooth motion has the nodes, by stated id."""
        if self._smooth is None:
            poses = self.solved.poses
            nodes = stacked([self.relaxed.nodes(one) for one in poses])
            self._smooth = SmoothMotion.through(self.solved.setting, poses, nodes, _SMOOTHING)
        return self._smooth.nodes(pose)


def _with_middles(solved: Sequence[Angles], limit: MotionRange) -> list[Angles]:
    """Poses of the lattice, and those between them."""
    # On the borders too, where nothing beyond holds a spline.
    halfway = ([line[0], *((a + b) / 2 for a, b in pairwise(line)), line[-1]] for line in LATTICE)
    middles: list[Angles] = [(flexion, abduction, rotation) for flexion, abduction, rotation in product(*halfway)]
    free = limit.clearance_mm(np.array(middles)) > 0
    poses = list(dict.fromkeys([*solved, *(pose for pose, kept in zip(middles, free, strict=True) if kept)]))
    beyond = [pose for pose in [*middles, *lattice_poses()] if not limit.allowed(pose)]
    for stop in (limit.towards(NEUTRAL, pose).angles for pose in beyond):
        if np.linalg.norm(np.array(poses) - stop, axis=1).min() > _APART_DEG:
            poses.append(stop)
    return poses
