"""Muscles in any pose, from poses in which they were found: splines over the angles, laid smoothly through them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from glutview.biomech.transforms import Floats
from glutview.build.deformation_lattice import LATTICE, NEUTRAL, Angles
from glutview.build.deformation_setting import Setting
from glutview.build.pose_smoothing import PoseSmoothing
from glutview.build.solved_poses import trusted


@dataclass(frozen=True, eq=False)
class SmoothMotion:
    """Of some muscles of a setting.

    Attributes:
        setting: bones, hip and muscles.
    """

    setting: Setting
    _smoother: PoseSmoothing
    _rest: Mapping[str, Floats]
    _beyond: Mapping[str, Floats]

    @staticmethod
    def through(
        setting: Setting,
        poses: Sequence[Angles],
        nodes: Mapping[str, Floats],
        smoothing: float,
    ) -> SmoothMotion:
        """The motion through poses, of which each counts as :func:`trusted` says.

        Args:
            setting: bones, hip and muscles.
            poses: (p,) in which these were found, neutral among them; there it is exact.
            nodes: (p, ns, nt, nu, 3) of each muscle in these, by stated id.
            smoothing: as of :class:`glutview.build.pose_smoothing.PoseSmoothing`.
        """
        trust = trusted(setting, list(poses))
        at_rest = list(poses).index(NEUTRAL)
        rest = {name: found[at_rest] for name, found in nodes.items()}
        beyond, smoother = {}, PoseSmoothing(LATTICE, smoothing)
        for name, found in nodes.items():
            blended = np.stack([setting.blended(name, rest[name], pose) for pose in poses])
            beyond[name] = smoother.through(poses, found - blended, trust)
        return SmoothMotion(setting, smoother, rest, beyond)

    def nodes(self, pose: Angles) -> dict[str, Floats]:
        """(ns, nt, nu, 3) nodes of each muscle in any pose, by stated id."""
        shares = self._smoother.splines.shares(pose)
        return {
            name: self.setting.blended(name, self._rest[name], pose) + np.tensordot(shares, beyond, 1)
            for name, beyond in self._beyond.items()
        }

    def paces_mm_deg(self, name: str, poses: Sequence[Angles]) -> Floats:
        """(p,) how fast a muscle's node moves, at most, beyond the blend of its bones in each pose, mm per degree."""
        beyond = self._beyond[name].reshape(len(self._beyond[name]), -1)
        slopes = (self._smoother.splines.slopes(pose) @ beyond for pose in poses)
        return np.array([np.linalg.norm(moving.reshape(3, -1, 3), axis=-1).max() for moving in slopes])
